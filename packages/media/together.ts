/**
 * Starts several pieces of work at once and waits for all. When one fails the others are aborted, and nothing of them
 * outlives the call.
 *
 * @param start gets the signal that ends them: when `outer` does, or with the first failure
 * @throws the first failure
 */
export async function together<Work extends readonly unknown[] | []>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => Work,
): Promise<{ -readonly [Each in keyof Work]: Awaited<Work[Each]> }> {
  const failed = new AbortController();
  const work = start(AbortSignal.any([outer, failed.signal]));
  try {
    return await Promise.all(work);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(work);
    throw error;
  }
}
