const TICKS_PER_STALL = 20;
const LONGEST_TICK_MS = 1000;

export interface Watchdog {
  /** Says that work was done just now. */
  progress(): void;
  stop(): void;
}

/**
 * Calls `onExpired` once, when `wallClockMs` have passed or nothing called `progress` for `stallMs`.
 *
 * Time is counted in ticks, and a tick that came late counts as two at most: while this process itself is stopped,
 * suspended or starved, the program under watch could not be observed, so that time is not held against it.
 */
export function startWatchdog(
  limits: { wallClockMs: number; stallMs: number },
  onExpired: (reason: 'wall_clock' | 'stall') => void,
): Watchdog {
  const tickMs = Math.min(
    LONGEST_TICK_MS,
    limits.stallMs / TICKS_PER_STALL,
    limits.wallClockMs / TICKS_PER_STALL,
  );
  let running = 0;
  let idle = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const passed = Math.min(now - last, 2 * tickMs);
    last = now;
    running += passed;
    idle += passed;
    const reason =
      running >= limits.wallClockMs ? 'wall_clock' : idle >= limits.stallMs ? 'stall' : undefined;
    if (reason !== undefined) {
      clearInterval(timer);
      onExpired(reason);
    }
  }, tickMs);
  return {
    progress() {
      idle = 0;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
