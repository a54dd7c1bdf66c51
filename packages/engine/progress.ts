import { appendEvent, type PipelineStage, StageStatus, type Transaction } from '@vividly/db';
import type { ContractCatalogue } from './stage.ts';

interface StageProgress {
  stage: PipelineStage;
  status: StageStatus;
  tasksTotal: number;
  tasksDone: number;
}

/**
 * Percentage done, 0..100: each stage that is not skipped counts by its weight and the share of its tasks that are
 * done. 100 only when every stage is.
 */
export function progressOf(contracts: ContractCatalogue, stages: readonly StageProgress[]): number {
  const counted = stages.filter((stage) => stage.status !== StageStatus.skipped);
  const total = counted.reduce((sum, { stage }) => sum + contracts[stage].weight, 0);
  const done = counted.reduce((sum, { stage, status, tasksTotal, tasksDone }) => {
    const share = status === StageStatus.completed ? 1 : tasksTotal === 0 ? 0 : tasksDone / tasksTotal;
    return sum + contracts[stage].weight * share;
  }, 0);
  if (counted.every((stage) => stage.status === StageStatus.completed)) return 100;
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * done) / total));
}

/** Writes the request's progress, and an event when the number rose. It never falls. */
export async function recordProgress(
  tx: Transaction,
  contracts: ContractCatalogue,
  requestId: string,
  stage: PipelineStage,
): Promise<void> {
  const stages = await tx.requestStage.findMany({ where: { requestId } });
  const progressPercentage = progressOf(contracts, stages);
  const { count } = await tx.contentRequest.updateMany({
    where: { id: requestId, progressPercentage: { lt: progressPercentage } },
    data: { progressPercentage },
  });
  if (count === 0) return;
  const current = stages.find((row) => row.stage === stage);
  await appendEvent(tx, requestId, 'request.progress', {
    progressPercentage,
    stage,
    done: current?.tasksDone ?? 0,
    total: current?.tasksTotal ?? 0,
  });
}
