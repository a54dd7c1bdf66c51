import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { lessonScriptSchema, storedFileSchema } from '@vividly/lesson';
import { lessonBriefSchema } from '@vividly/providers';
import { z } from 'zod';

const outputSchema = z.strictObject({
  script: lessonScriptSchema,
  /** What really wrote it, e.g. `local:…` or `gemini:gemini-2.5-flash`. */
  writtenBy: z.string(),
  /** Rounds of repair it took to meet the lesson rules, 0..2. */
  repairs: z.int().min(0),
  scriptFile: storedFileSchema,
  /** The lesson as text, with a description of each visual. */
  transcriptFile: storedFileSchema,
});

export const scriptGeneration = {
  stage: PipelineStage.script_generation,
  title: 'Writing the lesson',
  version: 1,
  input: lessonBriefSchema,
  output: outputSchema,
  weight: 8,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 4,
  timeoutMs: 240_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(2, cores),
  modalities: Object.values(Modality),
} satisfies StageContract<typeof lessonBriefSchema, typeof outputSchema>;
