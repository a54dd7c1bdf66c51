/** What the doctor found out about one thing. */
export interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  /** What there is, e.g. a version. */
  found: string;
  /** What to do about it; there when `state` is not `ok`. */
  mend?: string;
}

export function ok(name: string, found: string): Finding {
  return { name, state: 'ok', found };
}

export function warn(name: string, found: string, mend: string): Finding {
  return { name, state: 'warn', found, mend };
}

export function fail(name: string, found: string, mend: string): Finding {
  return { name, state: 'fail', found, mend };
}

/** The findings as a table, with what to do below each that is not ok. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.flatMap(({ name, state, found, mend }) => [
    `${state.padEnd(4)}  ${name.padEnd(width)}  ${found}`,
    ...(mend === undefined ? [] : [`${''.padEnd(4)}  ${''.padEnd(width)}  → ${mend}`]),
  ]);
}

/** In words, what was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}
