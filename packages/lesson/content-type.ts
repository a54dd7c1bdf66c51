/** Extensions of the content types that lessons are made of. */
const extensions: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'application/vnd.apple.mpegurl': 'm3u8',
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

/** The extension of a file with this content type, parameters aside: `md` of `text/markdown; charset=utf-8`. */
export function extensionOf(contentType: string): string {
  return extensions[contentType.split(';', 1)[0]?.trim() ?? ''] ?? 'bin';
}
