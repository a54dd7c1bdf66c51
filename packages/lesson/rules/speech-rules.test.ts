import { checkTimedLesson } from './catalogue.ts';
import { leverLesson, spokenEvenly } from './test/lesson.ts';
import type { TimedScene } from './timing.ts';

const spoken = () => ({ script: leverLesson(), scenes: spokenEvenly(leverLesson(), 130), reveals: [] });
/** Moves every word of a scene from `from` on, and every scene after it, by `ms`. */
function delay(scenes: TimedScene[], sceneId: string, from: number, ms: number): void {
  const index = scenes.findIndex((scene) => scene.sceneId === sceneId);
  scenes.forEach((scene, place) => {
    if (place > index) scene.offsetMs += ms;
    if (place === index) {
      scene.durationMs += ms;
      scene.words.slice(from).forEach((word) => {
        word.startMs += ms;
        word.endMs += ms;
      });
    }
  });
}

test('a lesson spoken as it was written has no finding', () => {
  expect(checkTimedLesson(spoken())).toEqual([]);
});

const breaks: [rule: number, name: string, spoil: (lesson: ReturnType<typeof spoken>) => void][] = [
  [1, 'scene_length', ({ scenes }) => delay(scenes, 'explain', 3, 30_000)],
  [9, 'duration_off_target', ({ scenes }) => delay(scenes, 'explain', 3, 12_000)],
  [10, 'speaking_rate', (lesson) => (lesson.scenes = spokenEvenly(leverLesson(), 165))],
  [10, 'scene_gap', ({ scenes }) => scenes.slice(2).forEach((scene) => (scene.offsetMs += 900))],
  [10, 'question_pause', ({ scenes }) => delay(scenes, 'quiz', 8, -1500)],
  [10, 'silence_too_long', ({ scenes }) => delay(scenes, 'explain', 6, 1600)],
  [14, 'words_differ_from_script', ({ scenes }) => scenes[1]?.words.splice(2, 1)],
];

test.each(breaks)('rule %d, %s', (rule, name, spoil) => {
  const lesson = spoken();
  spoil(lesson);
  expect(checkTimedLesson(lesson)).toContainEqual(expect.objectContaining({ rule, name }));
});

test('a part appears within 0.3 s of its word', () => {
  const lesson = spoken();
  const word = lesson.scenes[1]?.words.filter(({ sentence }) => sentence === 1)[3];
  const reveals = (off: number) => [
    { sceneId: 'explain', element: 'pivot', atMs: (word?.startMs ?? 0) + off },
  ];
  expect(checkTimedLesson({ ...lesson, reveals: reveals(280) })).toEqual([]);
  expect(checkTimedLesson({ ...lesson, reveals: reveals(-400) })).toMatchObject([
    { rule: 14, name: 'reveal_off_word', sceneId: 'explain', measured: 400 },
  ]);
  expect(
    checkTimedLesson({ ...lesson, reveals: [{ sceneId: 'explain', element: 'ghost', atMs: 0 }] }),
  ).toMatchObject([{ name: 'reveal_off_word' }]);
});
