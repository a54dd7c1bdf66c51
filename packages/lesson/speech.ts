import { z } from 'zod';

/** One spoken word, as it stands in the script (punctuation attached), with its place in the scene's audio. */
export const timedWordSchema = z.strictObject({
  text: z.string().min(1),
  /** Index into the scene's sentences. */
  sentence: z.int().min(0),
  /** ms from the start of the scene's audio. */
  startMs: z.number().min(0),
  endMs: z.number().min(0),
});
export type TimedWord = z.infer<typeof timedWordSchema>;

/** The delivered JSON of words: times in ms of the lesson. */
export const wordTimesSchema = z.array(
  z.strictObject({ text: z.string().min(1), startMs: z.number().min(0), endMs: z.number().min(0) }),
);

/** A file in storage, with what is needed to notice that it is gone or changed. */
export const storedFileSchema = z.strictObject({
  key: z.string(),
  bytes: z.int().min(1),
  sha256: z.string().length(64),
  contentType: z.string(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

/** A scene's narration: mono PCM WAV, its length, and the time of every word. */
export const sceneSpeechSchema = z.strictObject({
  sceneId: z.string(),
  audio: storedFileSchema,
  durationMs: z.number().positive(),
  words: z.array(timedWordSchema).min(1),
});
export type SceneSpeech = z.infer<typeof sceneSpeechSchema>;
