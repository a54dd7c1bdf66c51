import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { lessonScriptSchema, storedFileSchema, type Authorship } from '@vividly/lesson';
import { lessonBriefSchema } from '@vividly/providers';
import { z } from 'zod';

/** A script that somebody edited, and who wrote what they edited. */
export const handedInSchema = z.strictObject({ script: lessonScriptSchema, writtenBy: z.string() });
export type HandedIn = z.infer<typeof handedInSchema>;

/** Before the name of the writer whose script somebody edited. */
export const editedMark = 'edited:';

/** Whether somebody edited a script since it was written. */
export function authorshipOf(writtenBy: string): Authorship {
  return writtenBy.startsWith(editedMark) ? 'edited' : 'written';
}

const inputSchema = lessonBriefSchema.extend({
  /** Taken as it is instead of asking a writer; null for a lesson that is to be written, and in version 1. */
  edited: handedInSchema.nullable().default(null),
});
const outputSchema = z.strictObject({
  script: lessonScriptSchema,
  /** What really wrote it, e.g. `local:…` or `gemini:gemini-2.5-flash`; `edited:…` when somebody changed it since. */
  writtenBy: z.string(),
  /** Rounds of repair it took to meet the lesson rules, 0..2. */
  repairs: z.int().min(0),
  scriptFile: storedFileSchema,
  /** The lesson as text, with a description of each visual. */
  transcriptFile: storedFileSchema,
  /** What the script can be judged by, for a lesson that is only read; null in versions before 3. */
  qaFile: storedFileSchema.nullable().default(null),
});

export const scriptGeneration = {
  stage: PipelineStage.script_generation,
  title: 'Writing the lesson',
  version: 3,
  input: inputSchema,
  output: outputSchema,
  weight: 8,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 4,
  timeoutMs: 240_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(2, cores),
  modalities: Object.values(Modality),
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
