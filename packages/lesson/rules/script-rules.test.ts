import { lessonScriptSchema, type LessonScript } from '../script.ts';
import { checkScript, ruleCatalogue } from './catalogue.ts';
import { leverLesson } from './test/lesson.ts';

const rate = { wordsPerMinute: 130 };
const sceneOf = (script: LessonScript, id: string) => {
  const scene = script.scenes.find((each) => each.id === id);
  if (scene === undefined) throw new Error(`no scene ${id}`);
  return scene;
};
const sentenceOf = (script: LessonScript, id: string) => {
  const sentence = script.scenes.flatMap((scene) => scene.sentences).find((each) => each.id === id);
  if (sentence === undefined) throw new Error(`no sentence ${id}`);
  return sentence;
};

test('a lesson that keeps every rule has no finding', () => {
  const script = leverLesson();
  expect(lessonScriptSchema.safeParse(script).error).toBeUndefined();
  expect(checkScript(script, rate)).toEqual([]);
});

test('rules have stable, distinct names', () => {
  const names = Object.values(ruleCatalogue).flatMap((rules) => rules.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
});

const breaks: [rule: number, name: string, spoil: (script: LessonScript) => void, where?: string][] = [
  [1, 'scene_count', (script) => script.scenes.splice(1, 3)],
  [1, 'scene_length', (script) => sceneOf(script, 'recap').sentences.splice(1), 'recap'],
  [1, 'objective_not_taught', (script) => (sceneOf(script, 'explain').role = 'example')],
  [1, 'objective_not_taught', (script) => (sceneOf(script, 'explain').objective = 'other'), 'explain'],
  [2, 'no_opening_question', (script) => sceneOf(script, 'hook').sentences.shift(), 'hook'],
  [2, 'no_closing_recap', (script) => script.scenes.reverse(), 'hook'],
  [2, 'no_retrieval_question', (script) => (script.quiz = []), 'quiz'],
  [2, 'no_retrieval_question', (script) => script.quiz.forEach((quiz) => (quiz.answer = 'in space')), 'quiz'],
  [
    2,
    'no_retrieval_question',
    (script) => script.quiz.forEach((quiz) => (quiz.rewatchSceneId = 'recap')),
    'quiz',
  ],
  [2, 'no_retrieval_question', (script) => script.quiz.forEach((quiz) => (quiz.sceneId = 'recap')), 'recap'],
  [
    3,
    'too_many_screen_words',
    (script) => (sceneOf(script, 'explain').heading = 'One two three four five six seven eight nine ten'),
    'explain',
  ],
  [
    3,
    'screen_repeats_narration',
    (script) =>
      (sceneOf(script, 'recap').visual = {
        kind: 'recap',
        items: [{ id: 'turn', text: 'You can lift a friend who weighs more' }],
      }),
    'recap',
  ],
  [
    14,
    'visual_without_parts',
    (script) => (sceneOf(script, 'recap').visual = { kind: 'recap', items: [] }),
    'recap',
  ],
  [
    4,
    'term_not_spoken',
    (script) => (sceneOf(script, 'explain').terms[0] = { term: 'torque', definition: 'x' }),
  ],
  [
    4,
    'term_used_before_definition',
    (script) =>
      sceneOf(script, 'explain').sentences.push({ ...sentenceOf(script, 'explain.s1'), id: 'explain.s4' }),
  ],
  [
    4,
    'term_not_defined',
    (script) => {
      sentenceOf(script, 'explain.s1').text = 'Now your lever helps you to lift.';
      sentenceOf(script, 'explain.s2').text = 'You may place it wherever you like.';
    },
  ],
  [
    5,
    'too_little_second_person',
    (script) =>
      script.scenes.forEach((scene) => scene.sentences.forEach((each) => (each.text = plainly(each.text)))),
  ],
  [
    5,
    'sentence_too_long',
    (script) => (sentenceOf(script, 'recap.s2').text = `${'on '.repeat(25)}you.`),
    'recap',
  ],
  [5, 'reading_grade', (script) => (script.gradeLevel = 10)],
  [6, 'objective_without_mapping', (script) => (script.mapping.rows = [])],
  [6, 'mapping_not_spoken', (script) => script.mapping.rows.forEach((row) => (row.interest = 'coxswain'))],
  [6, 'analogy_not_drawn', (script) => (sceneOf(script, 'analogy').role = 'example')],
  [6, 'analogy_without_limit', (script) => (script.mapping.limit = null)],
  [6, 'analogy_without_limit', (script) => (script.mapping.limit = 'Nobody ever says this.')],
  [
    6,
    'no_example_without_interest',
    (script) =>
      (sentenceOf(script, 'misconception.s1').text = 'You may think that rowing is free work, but no.'),
  ],
  [7, 'no_misconception', (script) => (sceneOf(script, 'misconception').role = 'example')],
  [7, 'no_worked_example', (script) => (script.kind = 'procedural')],
  [8, 'sentence_without_source', (script) => (sentenceOf(script, 'hook.s1').sources = []), 'hook'],
  [8, 'unknown_source', (script) => (sentenceOf(script, 'hook.s1').sources = ['levers/other']), 'hook'],
  [
    8,
    'explanation_without_source',
    (script) => sceneOf(script, 'explain').sentences.forEach((sentence) => (sentence.origin = 'writer')),
    'explain',
  ],
  [9, 'duration_off_target', (script) => (script.targetSeconds = 110)],
  [10, 'no_time_to_think', (script) => (sentenceOf(script, 'quiz.s1').pauseAfterMs = 500), 'quiz'],
  [10, 'pause_too_long', (script) => (sentenceOf(script, 'hook.s1').pauseAfterMs = 1800), 'hook'],
  [14, 'element_without_cue', (script) => sceneOf(script, 'explain').cues.pop(), 'explain'],
];

/** The same sentence to nobody in particular. */
function plainly(text: string): string {
  return text.replace(/\byou(r)?\b/gi, (_, owner) => (owner === undefined ? 'they' : 'their'));
}

test.each(breaks.map((each) => [each[0], each[1], each] as const))(
  'rule %d, %s',
  (rule, name, [, , spoil, where]) => {
    const script = leverLesson();
    spoil(script);
    if (name === 'term_used_before_definition')
      script.scenes.splice(1, 0, { ...sceneOf(leverLesson(), 'explain'), id: 'before', terms: [] });
    const found = checkScript(script, rate).filter((finding) => finding.name === name);
    expect(found).not.toEqual([]);
    expect(found).toContainEqual(
      expect.objectContaining({ rule, ...(where !== undefined && { sceneId: where }) }),
    );
  },
);

test('a single idea of 60 s needs neither map, limit, own example nor misconception', () => {
  const script = leverLesson();
  script.targetSeconds = 60;
  script.mapping.limit = null;
  script.scenes = script.scenes.filter(({ role }) => role !== 'misconception' && role !== 'analogy');
  sentenceOf(script, 'explain.s3').text = 'Your oar is such a bar, and you push it far from the boat.';
  expect(checkScript(script, rate)).toEqual([]);
});

test('the rate of the voice decides how long a lesson is', () => {
  const seconds = (wordsPerMinute: number): number | undefined =>
    checkScript(leverLesson(), { wordsPerMinute }).find(({ name }) => name === 'duration_off_target')
      ?.measured;
  expect(seconds(100)).toBeCloseTo(112, 0);
  expect(seconds(130)).toBeUndefined();
});
