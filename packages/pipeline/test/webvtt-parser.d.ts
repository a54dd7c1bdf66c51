// The part of the W3C's WebVTT parser that tests use; the package has no types of its own.
declare module 'webvtt-parser' {
  interface Cue {
    id: string;
    /** Seconds. */
    startTime: number;
    endTime: number;
    tree: { children: { type: string; value: string }[] };
  }
  class WebVTTParser {
    /** @param entities characters by their references in cue text, `&` and `;` included */
    constructor(entities: Record<string, string>);
    parse(text: string): { cues: Cue[]; errors: { message: string; line: number; col?: number }[] };
  }
  const module: { WebVTTParser: typeof WebVTTParser };
  export default module;
}
