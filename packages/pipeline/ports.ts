import type { PassageRetriever } from '@vividly/knowledge/retrieval';
import type { LessonWriter, ObjectStorage, SpeechEngine } from '@vividly/providers';

/** How scenes are drawn and encoded; chosen once per installation. */
export interface RenderSettings {
  /** Shorter side of the frame in pixels: 1080 in production, less in tests. */
  height: number;
}

/** Tells the world that a lesson is ready; once per request, however often it is called. */
export interface Announcer {
  announce(
    requestId: string,
    message: { title: string; durationSeconds: number; text: string },
  ): Promise<void>;
}

/** Everything the stages work with. */
export interface PipelineDeps {
  /** The configured writer and its fallbacks, in order of preference. */
  writers: readonly [LessonWriter, ...LessonWriter[]];
  /** The configured voice and its fallbacks, in order of preference. */
  voices: readonly [SpeechEngine, ...SpeechEngine[]];
  retriever: PassageRetriever;
  storage: ObjectStorage;
  render: RenderSettings;
  announcer: Announcer;
}
