/** One thing that was looked at. `reason` says what is wrong, and is there exactly when `ok` is false. */
export type Check =
  { area: string; name: string; ok: true } | { area: string; name: string; ok: false; reason: string };

export function pass(area: string, name: string): Check {
  return { area, name, ok: true };
}

export function fail(area: string, name: string, reason: string): Check {
  return { area, name, ok: false, reason };
}

/** One line for people from whatever was thrown. */
export function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return lines.map((line) => line.trim()).findLast((line) => line !== '') ?? 'failed without a message';
}
