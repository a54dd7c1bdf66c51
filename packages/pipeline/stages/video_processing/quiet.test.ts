import { shortLesson } from '../../test/lesson.ts';
import { denseStretches } from './quiet.ts';

const term = (text: string) => ({ ...shortLesson.scenes.flatMap(({ terms }) => terms)[0]!, term: text });
const word = { text: 'push', sentence: 0, startMs: 0, endMs: 100 };

test('a scene is dense by its new terms times its words a minute', () => {
  const [first, second] = shortLesson.scenes.map(({ id }) => id);
  const script = {
    ...shortLesson,
    scenes: shortLesson.scenes.map((scene, index) => ({
      ...scene,
      terms: ['mass', 'force'].slice(0, [2, 1][index] ?? 0).map(term),
    })),
  };
  const scene = (sceneId: string, offsetMs: number, words: number) => ({
    sceneId,
    offsetMs,
    durationMs: 10_000,
    words: Array.from({ length: words }, () => word),
  });
  const dense = (...words: [number, number]) =>
    denseStretches(script, {
      scenes: [scene(first!, 0, words[0]), scene(second!, 10_000, words[1])],
      totalMs: 20_000,
    });
  expect(dense(20, 25)).toEqual([]);
  expect(dense(25, 25)).toEqual([{ startMs: 0, endMs: 10_000 }]);
});
