const MAX_ENTRIES = 2000;

/** Remembers the numbers that `measure` found for a voice and a text; the oldest are forgotten after 2,000. */
export function createMemo(
  measure: (voice: string, text: string, signal: AbortSignal) => Promise<number>,
): (voice: string, text: string, signal: AbortSignal) => Promise<number> {
  const known = new Map<string, number>();
  return async (voice, text, signal) => {
    const key = `${voice}\n${text}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const value = await measure(voice, text, signal);
    known.set(key, value);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_ENTRIES) break;
      known.delete(oldest);
    }
    return value;
  };
}
