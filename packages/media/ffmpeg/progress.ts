/** Reads the `key=value` blocks that ffmpeg writes with `-progress`; one reader per run. */
export interface ProgressReader {
  /** Takes one line; true when it shows more output than any line before. */
  read(line: string): boolean;
}

const GROWING_KEYS = new Set(['frame', 'out_time_us', 'total_size']);

/**
 * @param onOutTime gets the time reached in the output, in ms, whenever it grew
 */
export function createProgressReader(onOutTime: (ms: number) => void): ProgressReader {
  const highest = new Map<string, number>();
  return {
    read(line) {
      const [key = '', text = ''] = line.split('=', 2);
      // Before the first packet ffmpeg writes "N/A".
      const value = Number(text.trim());
      if (!GROWING_KEYS.has(key) || !Number.isFinite(value)) return false;
      if (value <= (highest.get(key) ?? 0)) return false;
      highest.set(key, value);
      if (key === 'out_time_us') onOutTime(value / 1000);
      return true;
    },
  };
}
