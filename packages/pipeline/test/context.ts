import type { PipelineStage } from '@vividly/db/enums';
import { Modality } from '@vividly/db/enums';
import type { PlanContext, RequestSnapshot, StageContract, StageOutput } from '@vividly/engine';
import type { z } from 'zod';

/** What stages left before, by stage, in planned order. */
export type Made = Partial<Record<PipelineStage, readonly { part: string; output: unknown }[]>>;

/** A request for the short lesson; tests say what differs. */
export const request: RequestSnapshot = {
  id: '0198a000-0000-7000-8000-000000000001',
  organizationId: '0198a000-0000-7000-8000-000000000002',
  correlationId: 'test',
  query: "Explain Newton's third law using basketball",
  gradeLevel: 6,
  interest: 'basketball',
  modalities: [Modality.video],
  durationSeconds: 30,
  aspectRatio: '16:9',
  voice: null,
  presentation: {},
  editedScript: null,
  clarifications: [],
};

/** What a plan reads. Outputs go through JSON and their contract, as they do in the engine. */
export function contextOf(made: Made = {}, differs: Partial<RequestSnapshot> = {}): PlanContext {
  return {
    request: { ...request, ...differs },
    outputs: <O extends z.ZodType>(contract: StageContract<z.ZodType, O>): StageOutput<z.infer<O>>[] =>
      (made[contract.stage] ?? []).map(({ part, output }) => ({
        part,
        output: contract.output.parse(JSON.parse(JSON.stringify(output))),
        cached: false,
      })),
  };
}
