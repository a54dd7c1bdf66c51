import { checkEdit, editedScriptSchema, settledFieldsChanged } from './edit.ts';
import { hardFailures, qaReport } from './rules/index.ts';
import { leverLesson } from './rules/test/lesson.ts';
import type { LessonScript } from './script.ts';

const rate = { wordsPerMinute: 130 };

/** The lesson with one scene changed. */
function withScene(at: number, change: (scene: LessonScript['scenes'][number]) => void): LessonScript {
  const script = structuredClone(leverLesson());
  const scene = script.scenes[at];
  if (!scene) throw new RangeError(`there is no scene ${String(at)}`);
  change(scene);
  return script;
}

test('a lesson that nobody touched is fine, and so is one with another sentence', () => {
  expect(checkEdit(leverLesson(), rate)).toEqual([]);
  const edited = withScene(0, ({ sentences }) => {
    sentences[1] = {
      ...sentences[1]!,
      text: 'Picture yourself in a boat, with both hands on your two oars.',
    };
  });
  expect(checkEdit(edited, rate)).toEqual([]);
  expect(editedScriptSchema.parse(edited)).toEqual(edited);
});

test('a broken rule is named with its number and its scene', () => {
  const edited = withScene(1, ({ sentences }) => {
    sentences[0] = { ...sentences[0]!, origin: 'library', sources: [] };
  });
  const { id } = edited.scenes[1]!;
  expect(checkEdit(edited, rate)).toContainEqual(
    expect.objectContaining({
      rule: 8,
      name: 'sentence_without_source',
      sceneId: id,
      sentenceId: `${id}.s1`,
    }),
  );
});

test('what an editor decides on purpose refuses nothing, and is listed in the report', () => {
  const original = leverLesson();
  const edited: LessonScript = {
    ...withScene(1, (scene) => {
      scene.cues = [];
      scene.sentences[0] = { ...scene.sentences[0]!, text: `You push${' and push'.repeat(13)}.` };
    }),
    quiz: [],
  };
  edited.scenes = edited.scenes.filter(({ role }) => role !== 'recap' && role !== 'quiz');
  expect(edited.scenes.length).toBeLessThan(original.scenes.length);
  expect(checkEdit(edited, rate)).toEqual([]);
  const broken = ({ checks }: ReturnType<typeof qaReport>, severity: string) =>
    checks.filter((check) => check.verdict === 'fail' && check.severity === severity).map(({ name }) => name);
  const listed = qaReport({ script: edited, authorship: 'edited', ...rate });
  expect(broken(listed, 'soft')).toEqual(expect.arrayContaining(['no_closing_recap', 'sentence_too_long']));
  expect(hardFailures(listed)).toEqual([]);
  expect(broken(qaReport({ script: edited, ...rate }), 'hard')).toContain('no_closing_recap');
});

test('no edit makes a lesson longer than 6 minutes', () => {
  const edited = withScene(1, (scene) => {
    scene.sentences[0] = { ...scene.sentences[0]!, text: `${'push '.repeat(800)}.` };
  });
  expect(checkEdit(edited, rate).map(({ name }) => name)).toContain('lesson_too_long');
});

test('cues that lost their word, their sentence or their part are each named, and nothing else refuses them', () => {
  const edited = withScene(1, (scene) => {
    const [cue] = scene.cues;
    if (!cue) throw new Error('the scene has no cue');
    scene.cues = [
      { ...cue, word: 90 },
      { ...cue, sentence: 13 },
      { ...cue, element: 'nowhere' },
    ];
  });
  expect(editedScriptSchema.safeParse(edited).error).toBeUndefined();
  const found = checkEdit(edited, rate).filter(({ name }) => name === 'cue_off_its_word');
  expect(found).toHaveLength(3);
  expect(found[0]).toMatchObject({ rule: 14, sceneId: edited.scenes[1]?.id });
  expect(found.map(({ message }) => message).join()).toMatch(/not there.*not there.*nowhere/);
});

test('ids are there once', () => {
  const scenes = withScene(1, (scene) => (scene.id = leverLesson().scenes[0]?.id ?? ''));
  const sentences = withScene(0, (scene) => (scene.sentences[1]!.id = scene.sentences[0]!.id));
  for (const [script, path] of [
    [scenes, ['scenes', 1, 'id']],
    [sentences, ['scenes', 0, 'sentences', 1, 'id']],
  ] as const)
    expect(editedScriptSchema.safeParse(script).error?.issues).toMatchObject([{ path }]);
});

test('topic, learner and sources are settled; everything else may change', () => {
  const original = leverLesson();
  const { interest: _, ...without } = original;
  expect(settledFieldsChanged(original, leverLesson())).toEqual([]);
  expect(settledFieldsChanged(original, { ...original, title: 'Other', targetSeconds: 60 })).toEqual([]);
  const changed = { ...without, gradeLevel: 9, topic: 'wheels', kind: 'procedural' as const, sources: [] };
  expect(settledFieldsChanged(original, changed)).toEqual([
    'topic',
    'kind',
    'gradeLevel',
    'interest',
    'sources',
  ]);
});
