/** Extensions of the content types that lessons are made of. */
const extensions: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'text/vtt': 'vtt',
  'application/x-subrip': 'srt',
  'application/json': 'json',
  'text/plain': 'txt',
  'text/markdown': 'md',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** Kinds whose extension alone tells what they are; the others carry their kind in the name. */
const plainKinds = new Set(['video', 'audio', 'captions_vtt', 'captions_srt']);

/** Separators, reserved characters and control characters of the usual file systems. */
const unsafe = /[\p{Cc}\p{Cs}/\\:*?"<>|]+/gu;

/** A name under which to save an artifact: the lesson's title and what the file is. */
export function artifactFileName(title: string, kind: string, contentType: string): string {
  const base =
    title
      .replace(unsafe, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 100) || 'lesson';
  const extension = extensions[contentType.split(';', 1)[0]?.trim() ?? ''] ?? 'bin';
  return plainKinds.has(kind) ? `${base}.${extension}` : `${base}.${kind}.${extension}`;
}
