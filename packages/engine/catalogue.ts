import type { PipelineStage } from '@vividly/db/enums';
import type { ContractCatalogue, StageCatalogue, StageContract } from './stage.ts';

/** The contracts of a catalogue, without its handlers. */
export function contractsOf(stages: StageCatalogue): ContractCatalogue {
  const entries = Object.values(stages).map(({ contract }): [PipelineStage, StageContract] => [
    contract.stage,
    contract,
  ]);
  return Object.fromEntries(entries) as Record<PipelineStage, StageContract>;
}
