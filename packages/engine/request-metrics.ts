import type { Transaction } from '@vividly/db';

/** What one moment adds to the organization's current hour. */
export interface MetricIncrements {
  accepted?: number;
  completed?: number;
  failed?: number;
  cancelled?: number;
  cached?: number;
  clarified?: number;
  /** Seconds from acceptance to completion. */
  waitSeconds?: number;
  /** Seconds of lesson delivered. */
  lessonSeconds?: number;
}

/** Adds to the row of this hour (UTC) and organization. */
export async function countMetric(
  tx: Transaction,
  organizationId: string,
  add: MetricIncrements,
): Promise<void> {
  const hour = new Date();
  hour.setUTCMinutes(0, 0, 0);
  await tx.requestMetric.upsert({
    where: { hour_organizationId: { hour, organizationId } },
    create: { hour, organizationId, ...add },
    update: Object.fromEntries(
      Object.entries(add).map(([name, increment]: [string, number]) => [name, { increment }]),
    ),
  });
}
