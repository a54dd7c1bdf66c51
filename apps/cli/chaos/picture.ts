import type { Database } from '@vividly/db';

/** Every row that belongs to some requests, as text, under a name of its own. */
export type Picture = ReadonlyMap<string, string>;

interface Line {
  name: string;
  row: string;
}

/** All that the database holds of these requests now. */
export async function pictureOf(db: Database, requestIds: readonly string[]): Promise<Picture> {
  const ids = [...requestIds];
  const lines = await db.$queryRaw<Line[]>`
    SELECT 'request ' || r.id AS name, row_to_json(r)::text AS row
      FROM content_requests r WHERE r.id = ANY(${ids}::uuid[])
    UNION ALL SELECT 'stage ' || s.request_id || ' ' || s.stage, row_to_json(s)::text
      FROM request_stages s WHERE s.request_id = ANY(${ids}::uuid[])
    UNION ALL SELECT 'task ' || t.id, row_to_json(t)::text
      FROM stage_tasks t WHERE t.request_id = ANY(${ids}::uuid[])
    UNION ALL SELECT 'event ' || e.request_id || ' ' || e.seq, row_to_json(e)::text
      FROM request_events e WHERE e.request_id = ANY(${ids}::uuid[])
    UNION ALL SELECT 'artifact ' || a.request_id || ' ' || a.kind, row_to_json(a)::text
      FROM artifacts a WHERE a.request_id = ANY(${ids}::uuid[])
    UNION ALL SELECT 'result ' || m.input_hash, row_to_json(m)::text
      FROM task_results m WHERE m.input_hash IN
        (SELECT t.input_hash FROM stage_tasks t WHERE t.request_id = ANY(${ids}::uuid[]))`;
  return new Map(lines.map(({ name, row }) => [name, row]));
}

/** What was changed, added or removed between two pictures, each a sentence. */
export function differences(before: Picture, after: Picture): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    if (old === undefined) return [`${name} was added: ${now ?? ''}`];
    return now === undefined ? [`${name} was removed`] : [`${name} was changed from ${old} to ${now}`];
  });
}
