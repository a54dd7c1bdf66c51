import type { CaptionCue } from './cue.ts';

function clock(ms: number, decimalMark: '.' | ','): string {
  const whole = Math.round(ms);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const hours = part(Math.floor(whole / 3_600_000), 2);
  const minutes = part(Math.floor(whole / 60_000) % 60, 2);
  const seconds = part(Math.floor(whole / 1000) % 60, 2);
  return `${hours}:${minutes}:${seconds}${decimalMark}${part(whole % 1000, 3)}`;
}

/** The cues as a WebVTT file. */
export function toVtt(cues: readonly Omit<CaptionCue, 'words'>[]): string {
  const escape = (line: string) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const blocks = cues.map(
    ({ startMs, endMs, lines }, index) =>
      `${String(index + 1)}\n${clock(startMs, '.')} --> ${clock(endMs, '.')}\n${lines.map(escape).join('\n')}\n`,
  );
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

/** The cues as a SubRip file. */
export function toSrt(cues: readonly CaptionCue[]): string {
  return cues
    .map(
      ({ startMs, endMs, lines }, index) =>
        `${String(index + 1)}\n${clock(startMs, ',')} --> ${clock(endMs, ',')}\n${lines.join('\n')}\n`,
    )
    .join('\n');
}

/** Every word with its times, for players that light words up: `[{text, startMs, endMs}]`. */
export function toWordsJson(cues: readonly CaptionCue[]): string {
  const words = cues.flatMap((cue) =>
    cue.words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
    })),
  );
  return JSON.stringify(words, null, 1);
}
