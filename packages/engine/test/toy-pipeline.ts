import { z } from 'zod';
import { Modality, PipelineStage } from '@vividly/db';
import {
  bindStage,
  type BoundStage,
  type StageCatalogue,
  type StageContract,
  type TaskContext,
} from '../stage.ts';

/** A pipeline of seven stages that do nothing by themselves, so that tests decide what happens in each. */

const inputSchema = z.object({
  query: z.string(),
  part: z.string(),
  answers: z.array(z.string()),
  /** Of the script's stage: what it is to take. */
  edited: z.unknown().optional(),
});
const outputSchema = z.object({ made: z.string(), file: z.string().optional() });
export type ToyInput = z.infer<typeof inputSchema>;
export type ToyOutput = z.infer<typeof outputSchema>;
export type ToyRun = (input: ToyInput, context: TaskContext) => Promise<ToyOutput>;

/** Stages with more than one task, and how many. */
const parts: Partial<Record<PipelineStage, number>> = { speech_synthesis: 2, video_generation: 3 };

export interface ToyPipeline {
  stages: StageCatalogue;
  /** How often each stage's work was really done. */
  runs: Record<PipelineStage, number>;
}

/** Builds the pipeline; `behaviour` replaces what a stage does. */
export function createToyPipeline(
  behaviour: Partial<Record<PipelineStage, ToyRun>> = {},
  limits: Partial<Pick<StageContract, 'maxAttempts' | 'timeoutMs' | 'deadlineMs' | 'version'>> = {},
): ToyPipeline {
  const names = Object.values(PipelineStage);
  const runs = Object.fromEntries(names.map((stage) => [stage, 0])) as Record<PipelineStage, number>;
  const bind = (stage: PipelineStage): BoundStage =>
    bindStage<typeof inputSchema, typeof outputSchema>(
      {
        stage,
        title: stage,
        version: 1,
        input: inputSchema,
        output: outputSchema,
        weight: 10,
        onFailure: stage === PipelineStage.notification ? 'note' : 'request',
        memo: stage === PipelineStage.notification ? 'never' : 'shared',
        maxAttempts: 3,
        timeoutMs: 20_000,
        deadlineMs: 60_000,
        concurrency: () => 4,
        modalities: stage === PipelineStage.video_generation ? [Modality.video] : Object.values(Modality),
        ...limits,
      },
      {
        revision: 'toy',
        plan: ({ request }) =>
          Array.from({ length: parts[stage] ?? 1 }, (_, index) => {
            const part = parts[stage] === undefined ? 'main' : `scene-${String(index + 1)}`;
            const answers = request.clarifications.map(({ answer }) => answer);
            const edited = stage === PipelineStage.script_generation ? { edited: request.editedScript } : {};
            return { part, input: { query: request.query, part, answers, ...edited } };
          }),
        run: async (input, context) => {
          runs[stage] += 1;
          return (
            (await behaviour[stage]?.(input, context)) ?? { made: `${stage} ${input.part} of ${input.query}` }
          );
        },
      },
    );
  return { stages: Object.fromEntries(names.map((stage) => [stage, bind(stage)])) as StageCatalogue, runs };
}
