import { bounded, round, type Breach, type Measurement, type Rule } from './finding.ts';
import type { PosterMeasures, SceneLook, SeenLesson } from './finished.ts';
import { limits } from './limits.ts';

/** A rule of which each scene tells in words where it is broken; the figure counts those places. */
function eachScene(
  rule: number,
  name: string,
  broken: (scene: SceneLook) => string[],
  exempt?: Rule<SeenLesson>['exempt'],
): Rule<SeenLesson> {
  return {
    rule,
    name,
    ...(exempt && { exempt }),
    check: ({ picture }) =>
      picture.scenes.flatMap((scene) =>
        broken(scene).map((message): Breach => ({ message, sceneId: scene.sceneId })),
      ),
  };
}

/** A figure of each scene; the lesson's is the lowest. */
function lowestOf(
  { picture }: SeenLesson,
  unit: string,
  min: number,
  figureOf: (scene: SceneLook) => number,
): Measurement {
  const scenes = picture.scenes
    .map((scene) => ({ sceneId: scene.sceneId, figure: figureOf(scene) }))
    .filter(({ figure }) => Number.isFinite(figure));
  return { figure: Math.min(...scenes.map(({ figure }) => figure)), unit, limit: { min }, scenes };
}

const textless = ({ picture }: SeenLesson): string | undefined =>
  picture.scenes.every(({ faintest }) => faintest === null) ? 'no scene shows text' : undefined;
const tooSmall = ({ picture }: SeenLesson): string | undefined =>
  picture.side < limits.measurableSide ? `letters cannot be measured at ${picture.side} px` : undefined;
const unreadable = (lesson: SeenLesson): string | undefined => textless(lesson) ?? tooSmall(lesson);
const notRevealing = (lesson: SeenLesson): string | undefined =>
  lesson.picture.scenes.every(({ reveal }) => reveal === null)
    ? 'nothing is revealed by a word'
    : tooSmall(lesson);
const notBurned = ({ picture }: SeenLesson): string | undefined =>
  picture.litWords === null ? 'captions are not burned in' : undefined;

/** Rules 13 to 17 on decoded pictures. */
export const pictureRules: readonly Rule<SeenLesson>[] = [
  bounded({
    rule: 13,
    name: 'word_lit_off_speech',
    exempt: notBurned,
    measure: ({ picture }) => ({
      figure: picture.litWords?.offMs ?? 0,
      unit: 'ms',
      limit: { max: limits.litOffMsMax },
    }),
  }),
  {
    rule: 13,
    name: 'word_not_lit',
    exempt: (lesson) =>
      notBurned(lesson) ??
      tooSmall(lesson) ??
      (lesson.picture.litWords?.looked === 0 ? 'no word could be looked at' : undefined),
    check: ({ picture }) =>
      (picture.litWords?.wrong ?? []).map((word) => ({
        message: `“${word}” does not light up within ${limits.litOffMsMax} ms of being spoken`,
      })),
  },
  eachScene(
    14,
    'reveal_not_seen',
    ({ reveal }) =>
      reveal === null || reveal.seen === 'light' || reveal.seen === 'colour'
        ? []
        : [
            reveal.seen === 'early'
              ? `${reveal.element} is there more than ${limits.revealOffMsMax} ms before its word`
              : `${reveal.element} is not there ${limits.revealOffMsMax} ms after its word`,
          ],
    notRevealing,
  ),
  {
    rule: 15,
    name: 'contrast_too_low',
    exempt: unreadable,
    measure: (lesson) =>
      lowestOf(lesson, ': 1', limits.contrastMin, ({ faintest }) => faintest?.contrast ?? Infinity),
    check: ({ picture }) =>
      picture.scenes.flatMap(({ sceneId, faintest }) =>
        faintest === null || faintest.contrast >= limits.contrastMin
          ? []
          : [
              {
                message: `“${faintest.text}” stands out ${round(faintest.contrast)} : 1; at least ${limits.contrastMin} : 1`,
                sceneId,
                measured: faintest.contrast,
              },
            ],
      ),
  },
  bounded({
    rule: 15,
    name: 'type_too_small',
    exempt: textless,
    measure: (lesson) =>
      lowestOf(lesson, 'of the height', limits.typeHeightMin, ({ smallestType }) => smallestType),
  }),
  eachScene(15, 'text_cut', ({ cut }) => cut.map((text) => `“${text}” is not all there`), unreadable),
  eachScene(
    15,
    'text_outside_safe_area',
    ({ outside }) => outside.map((text) => `“${text}” leaves the safe area`),
    textless,
  ),
  eachScene(
    15,
    'texts_overlap',
    ({ overlapping }) => overlapping.map((pair) => `${pair} lie over each other`),
    textless,
  ),
  bounded({
    rule: 16,
    name: 'sound_and_picture_differ',
    measure: ({ picture }) => ({
      figure: Math.abs(picture.pictureMs - picture.soundMs),
      unit: 'ms',
      limit: { max: limits.soundOffMsMax },
    }),
  }),
  bounded({
    rule: 16,
    name: 'blank_picture',
    measure: ({ picture }) => ({ figure: picture.blank, unit: 'pictures', limit: { max: 0 } }),
  }),
  {
    rule: 16,
    name: 'opening_not_shown',
    exempt: tooSmall,
    check: ({ picture }) =>
      picture.openingMissing.map((text) => ({ message: `the first picture does not show “${text}”` })),
  },
  {
    rule: 16,
    name: 'ends_blank',
    check: ({ picture }) => (picture.endsBlank ? [{ message: 'the last picture is blank' }] : []),
  },
  bounded({
    rule: 16,
    name: 'tail_too_long',
    measure: ({ scenes, picture }) => {
      const last = scenes.at(-1);
      const spokenMs = (last?.offsetMs ?? 0) + (last?.words.at(-1)?.endMs ?? 0);
      return { figure: picture.pictureMs - spokenMs, unit: 'ms', limit: { max: limits.tailMsMax } };
    },
  }),
  eachScene(
    17,
    'colour_alone',
    ({ reveal }) => (reveal?.seen === 'colour' ? [`${reveal.element} can be told by its colour only`] : []),
    notRevealing,
  ),
];

/** Rule 16 on the poster's pixels. */
export const posterRules: readonly Rule<PosterMeasures>[] = [
  bounded({
    rule: 16,
    name: 'poster_blank',
    measure: ({ spread }) => ({
      figure: spread,
      unit: 'steps of brightness',
      limit: { min: limits.posterSpreadMin },
    }),
  }),
  {
    rule: 16,
    name: 'poster_without_title',
    check: ({ missing }) => missing.map((row) => ({ message: `“${row}” cannot be read on the poster` })),
  },
];
