import { extensionOf } from '@vividly/lesson';

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
  const extension = extensionOf(contentType);
  return plainKinds.has(kind) ? `${base}.${extension}` : `${base}.${kind}.${extension}`;
}
