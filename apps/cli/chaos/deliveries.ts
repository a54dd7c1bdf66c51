import type { Trial } from './fault.ts';

/** Those of the tasks that a key of Redis names, as the ids of its jobs do. */
export async function deliveriesIn(
  { stack }: Trial,
  taskIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = await stack.redis.keys();
  const named = new Set(
    keys.flatMap((key) => key.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []),
  );
  return new Set(taskIds.filter((id) => named.has(id)));
}

/** Tasks in the backlog that Redis was given (since a moment, or ever). */
export async function sentTasks({ stack }: Trial, since?: Date): Promise<string[]> {
  const rows = await stack.db.outbox.findMany({
    where: { sentAt: since === undefined ? { not: null } : { gte: since } },
    select: { taskId: true },
  });
  return rows.map(({ taskId }) => taskId);
}
