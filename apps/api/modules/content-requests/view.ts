import { isTerminal, Prisma, StageStatus, type PipelineStage } from '@vividly/db';
import { lessonIdOf, requestMetadataSchema, stageOrder, type ContractCatalogue } from '@vividly/engine';
import { presentationSchema, type Presentation } from '@vividly/lesson';
import { artifactView } from '../artifacts/view.ts';
import { etaSeconds, type StageMedians } from './eta.ts';
import { requestErrorSchema, type LessonResult, type RequestView, type StageView } from './schema.ts';

/** What a view is made of. Of the tasks only those whose last try failed. */
export const viewed = {
  include: {
    stages: true,
    artifacts: { orderBy: { kind: 'asc' } },
    tasks: {
      where: {
        error: { not: Prisma.DbNull },
        status: { in: [StageStatus.pending, StageStatus.in_progress] },
      },
      orderBy: { attempt: 'desc' },
      select: { stage: true, status: true, part: true, attempt: true, error: true, availableAt: true },
    },
  },
  omit: { editedScript: true },
} satisfies Pick<Prisma.ContentRequestFindManyArgs, 'include' | 'omit'>;

export type RequestRow = Prisma.ContentRequestGetPayload<typeof viewed>;
type StageRow = RequestRow['stages'][number];

/** Whether something will happen to the request without the client. */
export function isRunning(request: Pick<RequestRow, 'status' | 'awaitingClarification'>): boolean {
  return !isTerminal(request.status) && !request.awaitingClarification;
}

/** A content request as clients see it. `medians` is null when nothing needs an estimate. */
export function requestView(
  row: RequestRow,
  contracts: ContractCatalogue,
  estimate: { medians: StageMedians; now: Date } | null,
): RequestView {
  const { client, clarification } = requestMetadataSchema.parse(row.requestMetadata);
  const eta = estimate && isRunning(row) ? etaSeconds(row.stages, estimate.medians, estimate.now) : null;
  return {
    id: row.id,
    lessonId: lessonIdOf(row),
    revision: row.revision,
    correlationId: row.correlationId,
    status: row.status,
    currentStage: row.currentStage,
    progressPercentage: row.progressPercentage,
    awaitingClarification: row.awaitingClarification,
    ...(clarification && { clarification }),
    ...(eta !== null && { etaSeconds: eta }),
    stages: [...row.stages]
      .sort((one, other) => stageOrder.indexOf(one.stage) - stageOrder.indexOf(other.stage))
      .map((stage) => stageView(stage, contracts[stage.stage].title, row.tasks)),
    ...(row.result !== null && { result: resultView(row) }),
    ...(row.error !== null && { error: requestErrorSchema.parse(row.error) }),
    createdAt: row.createdAt.toISOString(),
    ...(row.startedAt && { startedAt: row.startedAt.toISOString() }),
    ...(row.completedAt && { completedAt: row.completedAt.toISOString() }),
    metadata: client ?? {},
    input: {
      query: row.query,
      ...(row.gradeLevel !== null && { gradeLevel: row.gradeLevel }),
      ...(row.interest !== null && { interest: row.interest }),
      modalities: row.modalities,
      durationSeconds: row.durationSeconds,
      aspectRatio: row.aspectRatio,
      ...(row.voice !== null && { voice: row.voice }),
      ...presentationView(row),
      priority: row.priority,
    },
  };
}

/** The stored result is the pipeline's, checked where it was made; its files are the artifacts' rows. */
function resultView(row: RequestRow): LessonResult {
  const result = row.result as Omit<LessonResult, 'artifacts'>;
  return { ...result, artifacts: row.artifacts.map(artifactView) } as LessonResult;
}

function stageView(row: StageRow, title: string, troubled: RequestRow['tasks']): StageView {
  const error = stageError(
    row,
    troubled.find((task) => task.stage === row.stage),
  );
  return {
    stage: row.stage,
    title,
    status: row.status,
    tasksTotal: row.tasksTotal,
    tasksDone: row.tasksDone,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    ...(error && { error }),
  };
}

/** A failure as the engine writes it into `error` columns. */
interface StoredFailure {
  code: string;
  message: string;
  retryable: boolean;
  stage?: PipelineStage;
}

/** Why the stage failed; else, what its most retried task last failed of. */
function stageError(stage: StageRow, task: RequestRow['tasks'][number] | undefined): StageView['error'] {
  if (stage.error !== null) {
    const { code, message, retryable } = stage.error as unknown as StoredFailure;
    return { code, message, retryable };
  }
  if (!task) return undefined;
  const { code, message, retryable } = task.error as unknown as StoredFailure;
  const { part, attempt } = task;
  const waits = task.status === StageStatus.pending;
  return {
    code,
    message,
    retryable,
    part,
    attempt,
    ...(waits && { nextTryAt: task.availableAt.toISOString() }),
  };
}

function presentationView({ presentation }: RequestRow): Omit<Presentation, 'brand'> {
  const { brand: _brand, ...asked } = presentationSchema.parse(presentation);
  return asked;
}
