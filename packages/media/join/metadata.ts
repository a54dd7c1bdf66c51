export interface Chapter {
  title: string;
  startMs: number;
  endMs: number;
}

/** The concat demuxer's list. Variable-rate files need their lengths said. Paths are absolute. Pure. */
export function concatList(scenes: readonly { path: string; durationMs: number }[]): string {
  const lines = scenes.map(
    ({ path, durationMs }) => `file ${quoted(path)}\nduration ${(durationMs / 1000).toFixed(6)}\n`,
  );
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/** Title and chapters in ffmpeg's metadata format. Pure. */
export function chapterMetadata(title: string, chapters: readonly Chapter[]): string {
  const blocks = chapters.map((chapter) =>
    [
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${Math.round(chapter.startMs)}`,
      `END=${Math.round(chapter.endMs)}`,
      `title=${escaped(chapter.title)}`,
      '',
    ].join('\n'),
  );
  return `;FFMETADATA1\ntitle=${escaped(title)}\n${blocks.join('')}`;
}

/** As in a shell: nothing is special between single quotes. https://ffmpeg.org/ffmpeg-utils.html#Quoting-and-escaping */
function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
function escaped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[=;#\\\n]/g, (character) => `\\${character}`);
}
