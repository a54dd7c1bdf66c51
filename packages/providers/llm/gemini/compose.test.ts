import { checkScript, wordsOf } from '@vividly/lesson';
import { scriptOf } from './compose.ts';
import { draftOfDocument, brief, passageIds } from './fixtures.ts';
import { draftOf } from './script-draft.ts';

const script = scriptOf(draftOfDocument(), brief, 'test-model');

test('a draft can express a lesson that breaks no rule', () => {
  expect(checkScript(script, { wordsPerMinute: brief.wordsPerMinute })).toEqual([]);
});

test('what the brief says stands in the script', () => {
  const { topic, gradeLevel, interest, targetSeconds, language, version } = script;
  expect({ topic, gradeLevel, interest, targetSeconds, language, version }).toEqual({
    topic: 'newtons-third-law',
    gradeLevel: 6,
    interest: 'basketball',
    targetSeconds: 90,
    language: 'en',
    version: 1,
  });
});

test('scenes are named by their role, sentences by their scene', () => {
  expect(script.scenes.map((scene) => scene.id)).toEqual([
    ...['hook', 'explain-1', 'explain-2', 'analogy', 'misconception', 'quiz', 'recap'],
  ]);
  expect(script.scenes[1]?.sentences.map((sentence) => sentence.id)).toEqual([
    'explain-1.s1',
    'explain-1.s2',
    'explain-1.s3',
  ]);
});

test('every cue stands at the word that was named', () => {
  const named = script.scenes.flatMap((scene) =>
    scene.cues.map((cue) => [cue.element, wordsOf(scene.sentences[cue.sentence]?.text ?? '')[cue.word]]),
  );
  expect(named).toEqual([
    ...[
      ['you', 'you'],
      ['floor', 'floor,'],
      ['action', 'action,'],
      ['reaction', 'equal'],
    ],
    ...[
      ['down', 'floor,'],
      ['still', 'enormous'],
      ['up', 'you,'],
      ['flies', 'fly.'],
    ],
    ...[
      ['legs', 'legs'],
      ['jump', 'jump'],
      ['claim', 'bigger'],
      ['correction', 'exactly'],
    ],
    ...[
      ['different', 'different'],
      ['pairs', 'action'],
      ['bodies', 'different'],
    ],
  ]);
});

test('a cue whose word is not said stands at the first word of its sentence', () => {
  const draft = draftOfDocument(({ scenes }) => {
    const sentence = scenes[3]?.sentences[1];
    if (sentence) sentence['reveals'] = [{ part: 'jump', word: 'trampoline' }];
  });
  expect(scriptOf(draft, brief, 'm').scenes[3]?.cues).toContainEqual({
    element: 'jump',
    sentence: 1,
    word: 0,
  });
});

test('a part is revealed once, and what is not drawn is not revealed', () => {
  const draft = draftOfDocument(({ scenes }) => {
    const sentence = scenes[3]?.sentences[1];
    if (sentence)
      sentence['reveals'] = [
        { part: 'jump', word: 'jump' },
        { part: 'jump', word: 'reaction' },
        { part: 'hoop', word: 'get' },
      ];
  });
  expect(scriptOf(draft, brief, 'm').scenes[3]?.cues.map((cue) => cue.element)).toEqual(['legs', 'jump']);
});

test('pauses: time to think after the quiz question, a breath between sentences, none at the end of a scene', () => {
  const pauses = Object.fromEntries(
    script.scenes.map((scene) => [scene.id, scene.sentences.map((each) => each.pauseAfterMs)]),
  );
  expect(pauses).toMatchObject({ hook: [250, 0], quiz: [2000, 0], recap: [250, 0], analogy: [250, 250, 0] });
});

test('sentences name their passages; the others are the writer’s own; the sources are those that are cited', () => {
  const draft = draftOfDocument(({ scenes }) => {
    for (const scene of scenes)
      for (const sentence of scene.sentences)
        if (JSON.stringify(sentence['passages']) === JSON.stringify([passageIds[3]]))
          sentence['passages'] = [];
  });
  const { scenes, sources } = scriptOf(draft, brief, 'm');
  expect(scenes[0]?.sentences[0]).toMatchObject({ origin: 'writer', sources: [] });
  expect(scenes[1]?.sentences[0]).toMatchObject({ origin: 'library', sources: ['newtons-third-law/law'] });
  expect(sources).toEqual(
    [0, 1, 2].map((index) => ({
      passageId: passageIds[index],
      title: `Passage ${index}`,
      score: 1 - index / 10,
    })),
  );
});

test('the mapping, its limit, and the quiz with the scene to watch again', () => {
  expect(script.mapping).toEqual({
    rows: [
      { objective: 'pairs', concept: 'action', interest: 'your legs' },
      { objective: 'bodies', concept: 'reaction', interest: 'your jump' },
    ],
    limit: 'The comparison ends there: legs get tired, but forces always remain equal.',
  });
  expect(script.quiz).toEqual([
    {
      question: 'Why do the two forces not cancel each other out?',
      answer: 'They act on different bodies',
      sceneId: 'quiz',
      rewatchSceneId: 'explain-2',
    },
  ]);
});

test('without an interest there is no mapping; without a slug the topic goes by its title', () => {
  const plain = { ...brief, interest: null, topic: { slug: null, title: 'Newton’s third law' } };
  const draft = draftOfDocument();
  for (const objective of draft.objectives) delete (objective as Partial<typeof objective>).interest;
  for (const sentence of draft.scenes.flatMap((scene) => scene.sentences)) sentence.analogyLimit = undefined;
  const composed = scriptOf(draft, plain, 'm');
  expect(composed).not.toHaveProperty('interest');
  expect(composed.topic).toBe('Newton’s third law');
  expect(composed.mapping).toEqual({ rows: [], limit: null });
});

test('a script becomes a draft and the same script again', () => {
  expect(scriptOf(draftOf(script), brief, 'm')).toEqual(script);
});

test.each([
  [
    'two parts with one id',
    'scene 2: two parts of the visual have one id',
    1,
    {
      visual: {
        kind: 'steps',
        items: [
          { id: 'a', text: 'x' },
          { id: 'A', text: 'y' },
        ],
      },
    },
  ],
  ['an unknown objective', 'scene 3: there is no objective gravity', 2, { objective: 'gravity' }],
  ['a quiz scene without a quiz', 'scene 6: a quiz scene has a quiz', 5, { quiz: null }],
  [
    'a quiz about nothing explained',
    'scene 6: no scene before it serves its objective',
    5,
    { objective: null },
  ],
  ['no quiz scene', 'no scene asks a quiz question', 5, { role: 'explain' }],
  ['an unknown visual', 'scenes.3.visual.kind', 3, { visual: { kind: 'hologram' } }],
  ['a label that is too long', 'scenes.3.heading', 3, { heading: 'x'.repeat(49) }],
])('%s is a breach with its reason', (_, reason, index, change) => {
  const act = () =>
    draftOfDocument(({ scenes }) => {
      Object.assign(scenes[index] ?? {}, change);
    });
  expect(act).toThrow(expect.objectContaining({ code: 'provider_invalid_output', retryable: true }));
  expect(act).toThrow(reason);
});

test('a passage that was not offered is a breach', () => {
  const act = () =>
    draftOfDocument(({ scenes }) => {
      const sentence = scenes[1]?.sentences[0];
      if (sentence) sentence['passages'] = ['gravity/invented'];
    });
  expect(act).toThrow(/scenes\.1\.sentences\.0\.passages\.0/);
});

test('ids are written as ids, the same way where they are used', () => {
  const draft = draftOfDocument(({ scenes }) => {
    const scene = scenes[3];
    if (!scene) return;
    scene['visual'] = {
      kind: 'analogy',
      rows: [
        { id: 'Your Legs', concept: 'action', interest: 'legs' },
        { id: '2', concept: 'b', interest: 'jump' },
      ],
    };
    scene.sentences[0]!['reveals'] = [
      { part: 'your_legs', word: 'legs' },
      { part: '2', word: 'court' },
    ];
  });
  expect(scriptOf(draft, brief, 'm').scenes[3]?.cues.slice(0, 2)).toEqual([
    { element: 'your-legs', sentence: 0, word: 4 },
    { element: 'n-2', sentence: 0, word: 2 },
  ]);
});
