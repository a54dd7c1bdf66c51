/**
 * What an ffmpeg can do instead of its work, in the shell's words. `$real` is the ffmpeg that would have run, `$@` its
 * arguments, `$output` the file that it is to make. What follows a breakage ends with exit code 0.
 */
export const breakages = {
  /** Stands still and hears no SIGTERM. */
  stopped: 'kill -STOP $$',
  /** Waits for ever for a child, and neither of them heeds SIGTERM. */
  deaf: `trap '' TERM; sleep 2147483647 & wait`,
  truncated: `"$real" "$@" || exit
    head -c $(($(wc -c <"$output") / 2)) "$output" >"$output.cut" && mv "$output.cut" "$output"`,
  halfLength: `"$real" "$@" || exit
    seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$output") || exit
    half=$(awk "BEGIN { print $seconds / 2 }")
    "$real" -nostdin -v error -y -i "$output" -map 0:v? -map 0:a? -map 0:s? -c copy -t "$half" -f mp4 "$output.cut" ||
      exit
    mv "$output.cut" "$output" || exit`,
  garbage: 'head -c 50000 /dev/urandom >"$output"',
  jpeg: `"$real" -nostdin -v error -y -f lavfi -i color=red:size=320x180 -frames:v 1 -f mjpeg "$output" || exit`,
  absent: 'rm -f "$output"',
  /** Takes the worker with it that started it. */
  deadly: 'kill -KILL $PPID',
} as const;
export type Breakage = keyof typeof breakages;

/** What stands for a lie about a file where pictures are encoded into a pipe, for as long as there are any. */
export const pipedBreakages: Partial<Record<Breakage, string>> = {
  truncated: '"$real" "$@" | head -c 2000',
  halfLength: '"$real" "$@" | head -c 6000',
  garbage: 'head -c 50000 /dev/urandom',
  jpeg: '"$real" -nostdin -v error -f lavfi -i color=red:size=320x180 -frames:v 1 -f mjpeg pipe:1 || exit',
  absent: ':',
};

/** Those that report success and leave something else than was asked for. */
export const liars = ['truncated', 'halfLength', 'garbage', 'jpeg', 'absent'] as const satisfies Breakage[];
