/** One sentence to be spoken. */
export interface SpeakRequest {
  /** As captioned; words are split at white space. */
  text: string;
  voice: string | undefined;
  /** Words a minute of speech, pauses after sentences excluded; 80 to 220. */
  wordsPerMinute: number;
  language: 'en';
  /**
   * Every sentence of the scene, this one included: the rate is then met over all of them and the voice keeps one
   * tempo, where sentences of long words would otherwise be hurried and those of short words dragged. Default: the
   * sentence alone.
   */
  paragraph?: readonly string[];
}

/** Mono 16-bit PCM without leading or trailing silence, and when each word of the text is spoken. */
export interface SpokenSentence {
  pcm: Int16Array;
  sampleRate: number;
  /** One entry per white-space separated word of the text, in order, within the audio; ms from its start. */
  words: { text: string; startMs: number; endMs: number }[];
}

/**
 * Turns sentences into sound. Adapters: flite, espeak (external programs), gemini. Throws `ProviderError`, or the
 * signal's reason when it fires.
 */
export interface SpeechEngine {
  readonly name: 'flite' | 'espeak' | 'gemini';
  /** Program or model version: part of task hashes. */
  readonly version: string;
  readonly voices: readonly string[];
  speak(request: SpeakRequest, options: { signal: AbortSignal }): Promise<SpokenSentence>;
}
