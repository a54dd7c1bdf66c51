/** One sentence to be spoken. */
export interface SpeakRequest {
  /** As captioned; words are split at white space. */
  text: string;
  voice: string | undefined;
  wordsPerMinute: number;
  language: 'en';
}

/** Mono 16-bit PCM without leading or trailing silence, and when each word of the text is spoken. */
export interface SpokenSentence {
  pcm: Int16Array;
  sampleRate: number;
  /** One entry per white-space separated word of the text, in order, within the audio; ms from its start. */
  words: { text: string; startMs: number; endMs: number }[];
}

/** Turns sentences into sound. Adapters: flite, espeak (external programs), gemini. Throws `ProviderError`. */
export interface SpeechEngine {
  readonly name: 'flite' | 'espeak' | 'gemini';
  /** Program or model version: part of task hashes. */
  readonly version: string;
  readonly voices: readonly string[];
  speak(request: SpeakRequest, options: { signal: AbortSignal }): Promise<SpokenSentence>;
}
