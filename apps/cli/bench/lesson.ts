import { wordsOf, type LessonScript, type Scene } from '@vividly/lesson';

/** Every scene of the measured lesson lasts so long. */
export const sceneSeconds = 6;

interface Draft {
  heading: string;
  /** What is shown, each with the word at which it appears. */
  shows: readonly [at: string, text: string][];
  says: string;
}

const drafts: readonly Draft[] = [
  {
    heading: 'Why do you rise when you push down?',
    shows: [
      ['jump', 'You jump'],
      ['push', 'You push the floor'],
      ['up', 'Yet you fly up'],
    ],
    says: 'You jump for the ball and push down, yet you fly up.',
  },
  {
    heading: 'Forces come in pairs',
    shows: [
      ['Two', 'Two bodies'],
      ['forces', 'Two forces'],
      ['once', 'One moment'],
    ],
    says: 'Two bodies always give each other two forces, both at once.',
  },
  {
    heading: 'What pushes on what',
    shows: [
      ['feet', 'Feet on the floor'],
      ['floor', 'Floor on the feet'],
      ['hard', 'Equally hard'],
    ],
    says: 'Your feet push the floor, and it pushes back just as hard.',
  },
  {
    heading: 'How a jump works',
    shows: [
      ['bend', 'Bend your knees'],
      ['push', 'Push the floor'],
      ['rise', 'Rise'],
    ],
    says: 'First you bend your knees, then you push, and then you rise.',
  },
  {
    heading: 'Which push is bigger?',
    shows: [
      ['yours', 'Yours?'],
      ["floor's", "The floor's?"],
      ['equal', 'They are equal'],
    ],
    says: "Is yours bigger, or the floor's? No: both are always equal.",
  },
  {
    heading: 'Why the Earth stays',
    shows: [
      ['Earth', 'The Earth is pushed too'],
      ['heavy', 'It is very heavy'],
      ['still', 'So it stays still'],
    ],
    says: 'The Earth is pushed too, but so heavy that it stays still.',
  },
  {
    heading: 'A pass on the court',
    shows: [
      ['throw', 'You throw the ball'],
      ['forward', 'It flies forward'],
      ['back', 'You are pushed back'],
    ],
    says: 'When you throw a ball forward, you are pushed a little back.',
  },
  {
    heading: 'What many people think',
    shows: [
      ['cancel', 'The forces cancel?'],
      ['different', 'On different bodies'],
      ['never', 'So they never do'],
    ],
    says: 'You may think they cancel. On different bodies they never do.',
  },
  {
    heading: 'Where it ends',
    shows: [
      ['wall', 'Push a wall'],
      ['friction', 'Friction holds you'],
      ['skates', 'On skates you roll'],
    ],
    says: 'Push a wall and friction holds you, but on skates you roll.',
  },
  {
    heading: 'Remember',
    shows: [
      ['Every', 'Every push'],
      ['answer', 'has an answer'],
      ['equal', 'equal and opposite'],
    ],
    says: 'Every push you give has an answer, equal and the other way.',
  },
];

function sceneOf({ heading, shows, says }: Draft, index: number): Scene {
  const id = `scene-${String(index + 1)}`;
  const role = index === 0 ? 'hook' : index === drafts.length - 1 ? 'recap' : 'explain';
  const words = wordsOf(says).map((word) => word.replace(/[.,:?]$/, ''));
  return {
    id,
    role,
    heading,
    visual: { kind: 'steps', items: shows.map(([, text], item) => ({ id: `item-${String(item)}`, text })) },
    visualDescription: shows.map(([, text]) => text).join('; '),
    terms: [],
    sentences: [{ id: `${id}.s1`, text: says, origin: 'writer', sources: [], pauseAfterMs: 0 }],
    cues: shows.map(([at], item) => ({
      element: `item-${String(item)}`,
      sentence: 0,
      word: words.indexOf(at),
    })),
  };
}

/**
 * The lesson that is measured: scenes of 6 s, each with a title, three parts that appear at their words, and captions.
 *
 * @param scenes 5 to 10: a script asks for 30 s at least
 */
export function measuredLesson(scenes = drafts.length): LessonScript {
  return {
    version: 1,
    title: 'Push and push back',
    question: 'Why do you rise when you push down?',
    topic: 'newtons-third-law',
    kind: 'conceptual',
    language: 'en',
    gradeLevel: 6,
    interest: 'basketball',
    targetSeconds: scenes * sceneSeconds,
    objectives: [{ id: 'pairs', text: 'Say why forces come in pairs' }],
    mapping: { rows: [], limit: null },
    scenes: drafts.slice(0, scenes).map(sceneOf),
    quiz: [
      { question: 'Which push is bigger?', answer: 'equal', sceneId: 'scene-1', rewatchSceneId: 'scene-1' },
    ],
    sources: [],
  };
}

/** The lesson after a change of the one sentence of a scene: its last word, so that everything else stays where it is. */
export function edited(script: LessonScript, sceneId: string, lastWord: string): LessonScript {
  return {
    ...script,
    scenes: script.scenes.map((scene) =>
      scene.id === sceneId
        ? {
            ...scene,
            sentences: scene.sentences.map((sentence) => ({
              ...sentence,
              text: [...wordsOf(sentence.text).slice(0, -1), lastWord].join(' '),
            })),
          }
        : scene,
    ),
  };
}
