/** A word inside a cue, or a part of one too wide for a line: its text as scripted, when it is spoken, and the line of the cue it stands in. */
export interface CueWord {
  text: string;
  startMs: number;
  endMs: number;
  /** Index into the cue's `lines`. */
  line: number;
}

/** One caption on screen. Times are ms on the time line of the words it was built from (lesson or scene). */
export interface CaptionCue {
  startMs: number;
  endMs: number;
  /** One or two lines of at most 42 characters, full-width ones counted twice; a line is its words joined by single blanks. */
  lines: string[];
  words: CueWord[];
}
