import type { Database } from '@vividly/db';

/** A result that somebody has begun to make. */
export interface OpenClaim {
  inputHash: string;
  /** `<task id>@<run epoch>` */
  claimedBy: string;
}

/** The claims without output that these tasks hold. */
export async function claimsOf(db: Database, taskIds: readonly string[]): Promise<OpenClaim[]> {
  return db.$queryRaw<OpenClaim[]>`
    SELECT input_hash AS "inputHash", claimed_by AS "claimedBy" FROM task_results
    WHERE output IS NULL AND split_part(claimed_by, '@', 1) = ANY(${[...taskIds]}::text[])`;
}
