import { wordsOf, type LessonScript, type Scene } from '../../script.ts';
import { estimateTiming, type TimedScene } from '../timing.ts';

type Draft = Omit<Scene, 'sentences' | 'cues' | 'terms' | 'visualDescription'> & {
  terms?: Scene['terms'];
  say: (string | { text: string; pauseAfterMs: number })[];
  cues?: Scene['cues'];
};

function scene({ say, terms = [], cues = [], ...draft }: Draft): Scene {
  return {
    ...draft,
    terms,
    cues,
    visualDescription: `What ${draft.id} shows.`,
    sentences: say.map((said, index) => ({
      id: `${draft.id}.s${index + 1}`,
      text: typeof said === 'string' ? said : said.text,
      origin: 'library',
      sources: ['levers/rule'],
      pauseAfterMs: typeof said === 'string' ? 250 : said.pauseAfterMs,
    })),
  };
}

/** A lesson of 80 s on levers for grade 4, with an interest, that breaks no rule at 130 words a minute. */
export function leverLesson(): LessonScript {
  return {
    version: 1,
    title: 'Levers, with seesaws',
    question: 'How can you lift a friend who weighs more than you?',
    topic: 'levers',
    kind: 'conceptual',
    language: 'en',
    gradeLevel: 4,
    interest: 'rowing',
    targetSeconds: 80,
    objectives: [{ id: 'turn', text: 'Say what a lever does' }],
    mapping: {
      rows: [{ objective: 'turn', concept: 'lever', interest: 'oar' }],
      limit: 'An oar also bends in the water, and your lever does not bend at all.',
    },
    scenes: [
      scene({
        id: 'hook',
        role: 'hook',
        heading: 'Levers',
        visual: { kind: 'title', title: 'Levers' },
        say: [
          'How can you lift a friend who weighs more than you?',
          'Picture yourself in a boat, with both hands on your oars and rowing hard.',
        ],
      }),
      scene({
        id: 'explain',
        role: 'explain',
        objective: 'turn',
        heading: 'Lever and pivot',
        visual: {
          kind: 'diagram',
          nodes: [
            { id: 'you', label: 'You' },
            { id: 'pivot', label: 'Pivot' },
          ],
          arrows: [{ id: 'push', from: 'you', to: 'pivot', label: 'push' }],
        },
        terms: [{ term: 'lever', definition: 'A bar that turns on a pivot.' }],
        cues: [
          { element: 'you', sentence: 0, word: 5 },
          { element: 'pivot', sentence: 1, word: 3 },
          { element: 'push', sentence: 2, word: 1 },
        ],
        say: [
          'A lever is a bar you can turn on a point that stays still.',
          'We name that pivot, and you may place it wherever you like.',
          'Your push counts for more when you stand far from it.',
        ],
      }),
      scene({
        id: 'analogy',
        role: 'analogy',
        heading: 'Your map',
        visual: { kind: 'analogy', rows: [{ id: 'turn', concept: 'lever', interest: 'oar' }] },
        cues: [{ element: 'turn', sentence: 0, word: 2 }],
        say: [
          'When your oar turns on the side of the boat, it works as a bar like this.',
          'An oar also bends in the water, and your lever does not bend at all.',
        ],
      }),
      scene({
        id: 'misconception',
        role: 'misconception',
        heading: 'Watch out',
        visual: {
          kind: 'correction',
          claim: { id: 'claim', text: 'Free work' },
          correction: { id: 'correction', text: 'Longer way' },
        },
        cues: [
          { element: 'claim', sentence: 0, word: 8 },
          { element: 'correction', sentence: 1, word: 6 },
        ],
        say: [
          'You may think that such a bar gives free work, but that is wrong.',
          'You push less, but you pay with a longer way, so the work stays the same.',
        ],
      }),
      scene({
        id: 'quiz',
        role: 'quiz',
        heading: 'Your turn',
        visual: {
          kind: 'question',
          prompt: 'Where to push?',
          options: [
            { id: 'near', text: 'near it' },
            { id: 'far', text: 'far away' },
          ],
          answer: 'far',
        },
        cues: [{ element: 'far', sentence: 1, word: 4 }],
        say: [
          { text: 'Where would you stand to lift someone heavy?', pauseAfterMs: 2000 },
          'You should stand as far away as you can, since a long arm helps you.',
        ],
      }),
      scene({
        id: 'recap',
        role: 'recap',
        heading: 'Recap',
        visual: { kind: 'recap', items: [{ id: 'turn', text: 'Long arm, easy lift' }] },
        cues: [{ element: 'turn', sentence: 0, word: 9 }],
        say: [
          'Keep this: a bar turns on a pivot, and a long arm makes your lift easy.',
          'Now you can lift a friend who weighs more than you do.',
        ],
      }),
    ],
    quiz: [
      {
        question: 'Where would you stand to lift someone heavy?',
        answer: 'far away',
        sceneId: 'quiz',
        rewatchSceneId: 'explain',
      },
    ],
    sources: [{ passageId: 'levers/rule', title: 'The rule of the lever', score: 1 }],
  };
}

/** The words of `script` spoken evenly at `wordsPerMinute`, with the script's pauses, scene by scene. */
export function spokenEvenly(script: LessonScript, wordsPerMinute: number): TimedScene[] {
  const wordMs = 60_000 / wordsPerMinute;
  return estimateTiming(script, wordsPerMinute).scenes.map((span, index) => {
    let at = 0;
    const words = (script.scenes[index]?.sentences ?? []).flatMap(({ text, pauseAfterMs }, sentence) => {
      const spoken = wordsOf(text).map((word, place) => ({
        text: word,
        sentence,
        startMs: at + place * wordMs,
        endMs: at + (place + 1) * wordMs,
      }));
      at += spoken.length * wordMs + pauseAfterMs;
      return spoken;
    });
    return { ...span, words };
  });
}
