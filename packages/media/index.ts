export { MediaError, mediaErrors, type MediaErrorCode } from './errors.ts';
export type { CaptionCue, CueWord } from './captions/cue.ts';
export { runFfmpeg, type FfmpegOptions } from './ffmpeg/run.ts';
