import type { PictureMeasures, Reveal, Scene, TimedWord } from '@vividly/lesson';
import type { CaptionCue } from '../captions/cue.ts';
import type { KeyPicture } from '../ffmpeg/key-pictures.ts';
import { layoutScene, type SlideOptions } from '../slides/layout.ts';
import { captionPages } from '../video/caption-pages.ts';
import { frameAt, timeOf } from '../video/clock.ts';
import { openingLayers, scheduleOf, type Showing } from '../video/schedule.ts';
import { readText } from './legible.ts';
import { scheduledOffMs } from './lit.ts';
import { spreadOf } from './pixels.ts';
import { sceneLooks, type SceneOnFilm } from './scene.ts';
import { lookedAtSize, watch, type Look, type Watchable, type WatchRun } from './watch.ts';

/** The picture of a lesson, with what it was drawn from. */
export interface FilmOfLesson extends Watchable {
  scenes: readonly {
    scene: Scene;
    words: readonly TimedWord[];
    durationMs: number;
    /** Burned-in captions, timed from the start of the scene; null when there are none. */
    cues: readonly CaptionCue[] | null;
  }[];
  options: SlideOptions;
}

/** A picture whose luma varies less than this is of one colour: black, white or the ground alone. */
const BLANK_SPREAD = 2;
/** Text of the opening can be read. */
const READABLE = 2;

/** What the picture of a lesson shows. */
export interface WatchedFilm {
  measures: Omit<PictureMeasures, 'pictureMs' | 'soundMs'>;
  /** When the parts of the visuals appear, as they are scheduled. */
  reveals: Reveal[];
  keys: KeyPicture[];
}

/**
 * Decodes the picture of a lesson and compares what it shows with what was to be drawn: each text, the first part of each
 * scene that a word reveals, a word of a caption lighting up, the opening, the end. Throws `MediaError`.
 */
export async function watchFilm(film: FilmOfLesson, run: WatchRun): Promise<WatchedFilm> {
  const { width, height } = lookedAtSize(film.size);
  const scenes = scenesOnFilm(film, Math.min(width, height));
  const seen = scenes.map(sceneLooks);
  const openingMissing: string[] = [];
  const looks = seen.flatMap((scene) => scene.looks);
  const [first] = scenes;
  if (first) looks.push(openingLook(first, openingMissing));
  const last = frameAt(film.durationMs) - 1;
  const watched = watchBlanks([...new Set([last, ...looks.map(({ frame }) => frame)])]);
  const { missing, keys } = await watch(film, [...watched.looks, ...looks], run);
  const blank = new Set([...watched.blank, ...missing]);
  const lit = seen.flatMap((scene) => scene.lit ?? []);
  const spokenMs = film.scenes.map(({ words }) => words.map(({ startMs }) => startMs));
  return {
    measures: {
      side: Math.min(film.size.width, film.size.height),
      looked: watched.looks.length,
      blank: blank.size,
      endsBlank: blank.has(last),
      openingMissing,
      scenes: seen.map(({ look }) => look),
      litWords: film.scenes.every(({ cues }) => cues === null)
        ? null
        : {
            offMs: Math.max(...scenes.map(({ pages }, at) => scheduledOffMs(pages, spokenMs[at] ?? []))),
            looked: lit.length,
            wrong: lit.flatMap(({ text, right }) => (right ? [] : [text])),
          },
    },
    reveals: film.scenes.flatMap(({ scene }, at) => revealsOf(scene, scenes[at]?.staging.showings ?? [])),
    keys,
  };
}

function revealsOf({ id, cues }: Scene, showings: readonly Showing[]): Reveal[] {
  return cues.flatMap(({ element, sentence, word }): Reveal[] => {
    const froms = showings.flatMap(({ layer: { trigger }, from }) =>
      trigger.at === 'word' && trigger.sentence === sentence && trigger.word === word ? [from] : [],
    );
    return froms.length === 0 ? [] : [{ sceneId: id, element, atMs: timeOf(Math.min(...froms)) }];
  });
}

/** @param side shorter side of the picture, px */
function scenesOnFilm({ scenes, options }: FilmOfLesson, side: number): SceneOnFilm[] {
  let offset = 0;
  return scenes.map(({ scene, words, durationMs, cues }, index) => {
    const slide = layoutScene(scene, options);
    const frames = Math.max(1, frameAt(durationMs));
    const strip = slide.captionArea;
    const onFilm: SceneOnFilm = {
      sceneId: scene.id,
      staging: {
        slide,
        frames,
        showings: scheduleOf(slide, words, frames),
        ending: index < scenes.length - 1 ? 'dissolve' : 'cut',
      },
      pages: strip === null ? [] : (cues ?? []).flatMap((cue) => captionPages(cue, slide, strip)),
      offset,
      scale: side / Math.min(slide.frame.width, slide.frame.height),
    };
    offset += frames;
    return onFilm;
  });
}

/** Looks whether the first picture shows the texts of the opening. */
function openingLook({ staging: { slide }, offset, scale }: SceneOnFilm, missing: string[]): Look {
  const texts = openingLayers(slide).flatMap(({ shapes }) => shapes.filter((shape) => shape.kind === 'text'));
  return {
    frame: offset,
    see: (picture) =>
      missing.push(
        ...texts.filter((run) => readText(picture, run, scale).contrast < READABLE).map(({ text }) => text),
      ),
  };
}

function watchBlanks(frames: readonly number[]): { looks: Look[]; blank: Set<number> } {
  const blank = new Set<number>();
  const looks = frames.map((frame): Look => ({
    frame,
    see(picture) {
      if (spreadOf(picture) < BLANK_SPREAD) blank.add(frame);
    },
  }));
  return { looks, blank };
}
