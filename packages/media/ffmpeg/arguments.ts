import type { FfmpegCommand } from 'fluent-ffmpeg';

/**
 * The argument list of a command that was built with fluent-ffmpeg, for `runFfmpeg` to run under supervision
 * (docs/decisions/ffmpeg-runner.md says why fluent-ffmpeg does not run it itself). Its `-y` is ours already.
 */
export function argumentsOf(command: FfmpegCommand): string[] {
  return command
    ._getArguments()
    .map(String)
    .filter((argument) => argument !== '-y');
}
