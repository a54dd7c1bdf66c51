export interface Chapter {
  title: string;
  startMs: number;
  endMs: number;
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

/** https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
function escaped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[=;#\\\n]/g, (character) => `\\${character}`);
}
