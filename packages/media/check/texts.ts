import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsrt from 'subsrt-ts';

/** The part of the W3C's parser that is used here; the package has no types. */
interface VttParser {
  parse(text: string): {
    /** Times in seconds. */
    cues: { startTime: number; endTime: number; tree: { children: { value: string }[] } }[];
    errors: { message: string; line: number }[];
  };
}
const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  WebVTTParser: new (entities: Record<string, string>) => VttParser;
};

/** The parser's own table lacks the semicolons. */
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** A caption as a player reads it, in ms of the lesson. */
export interface ReadCaption {
  startMs: number;
  endMs: number;
  lines: string[];
}

/** A WebVTT file as the W3C's parser reads it, with everything that it finds wrong. */
export async function readVtt(path: string): Promise<{ captions: ReadCaption[]; faults: string[] }> {
  const { cues, errors } = new WebVTTParser(entities).parse(await readFile(path, 'utf8'));
  return {
    captions: cues.map(({ startTime, endTime, tree }) => ({
      startMs: Math.round(startTime * 1000),
      endMs: Math.round(endTime * 1000),
      lines: tree.children
        .map(({ value }) => value)
        .join('')
        .split('\n'),
    })),
    faults: errors.map(({ message, line }) => `line ${line}: ${message}`),
  };
}

/** A SubRip file as a player reads it. */
export async function readSrt(path: string): Promise<ReadCaption[]> {
  return subsrt.parse(await readFile(path, 'utf8'), { format: 'srt' }).flatMap((caption) => {
    if (caption.type !== 'caption') return [];
    return [{ startMs: caption.start, endMs: caption.end, lines: caption.content.trimEnd().split(/\r?\n/) }];
  });
}
