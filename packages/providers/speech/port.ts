/** One sentence to be spoken. */
export interface SpeakRequest {
  /** As captioned; words are split at white space. */
  text: string;
  /** Id of one of the engine's voices; undefined for its own choice. */
  voice: string | undefined;
  /** Words a minute of speech, pauses after sentences excluded; 80 to 220. Met over a lesson, see `stretchFor`. */
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

/** A voice as people choose it. */
export interface Voice {
  /** What requests name; no two engines share one. */
  id: string;
  /** For people. */
  name: string;
  /** BCP 47. */
  language: 'en-US' | 'en-GB' | 'en-GB-scotland' | 'en';
  gender?: 'female' | 'male';
  description?: string;
}

/**
 * Turns sentences into sound; what it makes of one depends on nothing but the request. Adapters: flite, espeak (external
 * programs), gemini. Throws `ProviderError`, or the signal's reason when it fires.
 */
export interface SpeechEngine {
  readonly name: 'flite' | 'espeak' | 'gemini';
  /** Program or model version: part of task hashes. */
  readonly version: string;
  readonly voices: readonly Voice[];
  /** Id of the voice that speaks for requests that name none. */
  readonly defaultVoice: string;
  speak(request: SpeakRequest, options: { signal: AbortSignal }): Promise<SpokenSentence>;
}
