import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsrt from 'subsrt-ts';

/** The part of the W3C's parser that is used here; the package has no types. */
interface VttParser {
  parse(text: string): {
    /** Times in seconds. */
    cues: { startTime: number; endTime: number; tree: { children: { value: string }[] } }[];
    errors: unknown[];
  };
}
const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  WebVTTParser: new (entities: Record<string, string>) => VttParser;
};

/** The parser's own table lacks the semicolons. */
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** A caption as a player reads it. */
export interface ReadCaption {
  startMs: number;
  endMs: number;
  lines: string[];
}

/** Captions of a WebVTT file, as the W3C's parser reads them. Throws when it finds a fault. */
export async function readVtt(path: string): Promise<ReadCaption[]> {
  const { cues, errors } = new WebVTTParser(entities).parse(await readFile(path, 'utf8'));
  if (errors.length > 0) throw new Error(`${path}: ${JSON.stringify(errors)}`);
  return cues.map(({ startTime, endTime, tree }) => ({
    startMs: Math.round(startTime * 1000),
    endMs: Math.round(endTime * 1000),
    lines: tree.children
      .map(({ value }) => value)
      .join('')
      .split('\n'),
  }));
}

/** Captions of a SubRip file. */
export async function readSrt(path: string): Promise<ReadCaption[]> {
  return subsrt.parse(await readFile(path, 'utf8'), { format: 'srt' }).flatMap((caption) => {
    if (caption.type !== 'caption') return [];
    return [{ startMs: caption.start, endMs: caption.end, lines: caption.content.trimEnd().split(/\r?\n/) }];
  });
}
