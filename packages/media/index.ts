export { MediaError, mediaErrors, type MediaErrorCode } from './errors.ts';
export type { CaptionCue, CueWord } from './captions/cue.ts';
export { runFfmpeg, type FfmpegOptions } from './ffmpeg/run.ts';
export { assembleScene, joinNarration, type AssembledScene, type SentencePart } from './audio/assemble.ts';
export { masterNarration } from './audio/master.ts';
export { calmMusic } from './audio/music.ts';
export { findSilences, measureLoudness, type Loudness, type Silence } from './audio/measure.ts';
export { readWav, writeWav, type Sound } from './audio/wav.ts';
export { captionCues, type CaptionedScene } from './captions/build.ts';
export { toSrt, toVtt, toWordsJson } from './captions/write.ts';
export { watchFilm, type FilmOfLesson, type WatchedFilm } from './check/picture.ts';
export { measurePoster } from './check/poster.ts';
export { hearSound, type HeardSound } from './check/sound.ts';
export { watch, type Watched } from './check/watch.ts';
export { readSrt, readVtt, type ReadCaption } from './check/texts.ts';
export { drawGallery, galleryChoices, type Gallery, type GalleryRequest } from './gallery/gallery.ts';
export type { Digests } from './ffmpeg/digest.ts';
export type { KeyPicture } from './ffmpeg/key-pictures.ts';
export { watchPrograms, type ProgramRun } from './ffmpeg/programs.ts';
export { probe, type Probe, type ProbedStream } from './ffmpeg/probe.ts';
export { verifyOutput, type Expectation } from './ffmpeg/verify.ts';
export { packageHls, type HlsRung } from './hls/package-hls.ts';
export {
  joinLesson,
  packAudio,
  type JoinedLesson,
  type JoinRun,
  type LessonParts,
  type SoftCaptions,
} from './join/join.ts';
export { createReel, reelOptions, type Reel } from './join/reel.ts';
export type { Chapter } from './join/metadata.ts';
export { together } from './together.ts';
export { makeSpriteSheet } from './thumbnails/sprite-sheet.ts';
export { readBranding, whyNoLogo, type Branding, type BrandSource } from './slides/branding.ts';
export { renderPoster } from './video/poster.ts';
export { RENDERER_VERSION, renderScene } from './video/render.ts';
export { sceneVideoSize, verifySceneVideo } from './video/verify-scene.ts';
