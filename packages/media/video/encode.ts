import { FRAMES_PER_SECOND } from './clock.ts';

export type FrameTiming = 'variable' | 'constant';
export type EncoderPreset = 'superfast' | 'veryfast';

export interface EncodeOptions {
  frameTiming: FrameTiming;
  preset: EncoderPreset;
  outPath: string;
}

const CRF = '21';
const KEYFRAME_SECONDS = 2;
/** Threads of the encoder: pinned, so that the same scene gives the same bytes on every machine. */
const THREADS = '3';

/**
 * Arguments for ffmpeg: a Matroska stream of raw pictures on standard input to H.264 in mp4. All scenes encoded with
 * the same options and size have the same codec parameters and time scale, so they can be joined without re-encoding:
 * no B-frames, so that decoding and presentation order agree at the seams, and a key frame at the start and every 2 s.
 */
export function encodeArguments({ frameTiming, preset, outPath }: EncodeOptions): string[] {
  return [
    // The header says everything: nothing has to be probed.
    ...['-analyzeduration', '0', '-probesize', '32', '-f', 'matroska', '-i', 'pipe:0', '-map', '0:v:0'],
    ...['-fps_mode', frameTiming === 'variable' ? 'vfr' : 'cfr', '-r', String(FRAMES_PER_SECOND)],
    ...['-c:v', 'libx264', '-preset', preset, '-crf', CRF, '-pix_fmt', 'yuv420p', '-threads', THREADS],
    ...[
      '-bf',
      '0',
      '-sc_threshold',
      '0',
      '-g',
      '600',
      '-force_key_frames',
      `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`,
    ],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
    ...['-video_track_timescale', '90000', '-f', 'mp4', outPath],
  ];
}
