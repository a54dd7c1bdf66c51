import type { Database } from '@vividly/db';
import type { TaskFiles } from '../engine.ts';

/** Tries looked up at once. */
const batch = 500;

/** One try's place in storage, as its keys begin: `tasks/<input hash>/<task id>-<run epoch>`. */
const tryFolder = /^tasks\/([0-9a-f]{64})\/([0-9a-f-]{36})-(\d+)(?=\/)/;

/**
 * Removes files that tries left in storage which were fenced, or whose result was forgotten since: nothing refers to
 * them and nobody will ask for them again. Only what is older than `graceHours`, so that no try that still runs is
 * concerned. Returns how many files.
 */
export async function removeOrphans(db: Database, files: TaskFiles, graceHours: number): Promise<number> {
  const olderThan = Date.now() - graceHours * 3_600_000;
  const folders = new Map<string, string[]>();
  let removed = 0;
  const sweep = async () => {
    for (const folder of await unreferenced(db, [...folders.keys()]))
      for (const key of folders.get(folder) ?? []) {
        await files.remove(key);
        removed += 1;
      }
    folders.clear();
  };
  for await (const { key, modifiedAt } of files.list()) {
    const [folder] = tryFolder.exec(key) ?? [];
    if (folder === undefined || modifiedAt.getTime() > olderThan) continue;
    folders.set(folder, [...(folders.get(folder) ?? []), key]);
    if (folders.size >= batch) await sweep();
  }
  await sweep();
  return removed;
}

/** Those of the folders that no result, no task's output and no artifact refers to, and that no try is filling. */
async function unreferenced(db: Database, folders: string[]): Promise<string[]> {
  if (folders.length === 0) return [];
  const parts = folders.map((folder) => tryFolder.exec(`${folder}/`));
  const rows = await db.$queryRaw<{ folder: string }[]>`
    WITH f AS (
      SELECT * FROM unnest(${folders}::text[], ${parts.map((part) => part?.[1])}::text[],
        ${parts.map((part) => part?.[2])}::uuid[], ${parts.map((part) => Number(part?.[3]))}::int[])
        f(folder, hash, task_id, epoch)
    )
    SELECT f.folder FROM f
    WHERE NOT EXISTS (SELECT 1 FROM task_results r WHERE r.input_hash = f.hash AND strpos(r.output::text, f.folder) > 0)
      AND NOT EXISTS (SELECT 1 FROM stage_tasks t WHERE t.input_hash = f.hash AND strpos(t.output::text, f.folder) > 0)
      AND NOT EXISTS (SELECT 1 FROM stage_tasks t WHERE t.id = f.task_id AND t.run_epoch = f.epoch AND t.status = 'in_progress')
      AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.storage_key LIKE f.folder || '/%')`;
  return rows.map(({ folder }) => folder);
}
