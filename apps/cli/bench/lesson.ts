import { wordsOf, type LessonScript, type Scene, type SceneRole } from '@vividly/lesson';

/** Every scene of the measured lesson lasts so long. */
export const sceneSeconds = 6;

interface Draft {
  heading: string;
  /** What is shown, each with the word at which it appears. */
  shows: readonly [at: string, text: string][];
  says: readonly string[];
}

const drafts: readonly Draft[] = [
  {
    heading: 'Why do you rise when you push down?',
    shows: [
      ['jump', 'You jump'],
      ['push', 'You push the floor'],
      ['up', 'Yet you fly up'],
    ],
    says: ['You jump for the ball and push down, so who lifts you up?'],
  },
  {
    heading: 'Forces come in pairs',
    shows: [
      ['Two', 'Two bodies'],
      ['forces', 'Two forces'],
      ['once', 'One moment'],
    ],
    says: ['Two bodies always give each other two forces, both at once.'],
  },
  {
    heading: 'Which push is bigger?',
    shows: [
      ['yours', 'Yours?'],
      ["floor's", "The floor's?"],
      ['equal', 'They are equal'],
    ],
    says: ["Is yours bigger, or the floor's?", 'No: both are always equal.'],
  },
  {
    heading: 'How a jump works',
    shows: [
      ['bend', 'Bend your knees'],
      ['push', 'Push the floor'],
      ['rise', 'Rise'],
    ],
    says: ['First you bend your knees, then you push, and then you rise.'],
  },
  {
    heading: 'What pushes on what',
    shows: [
      ['feet', 'Feet on the floor'],
      ['floor', 'Floor on the feet'],
      ['hard', 'Equally hard'],
    ],
    says: ['Your feet push the floor, and it pushes back just as hard.'],
  },
  {
    heading: 'Why the Earth stays',
    shows: [
      ['Earth', 'The Earth is pushed too'],
      ['heavy', 'It is very heavy'],
      ['still', 'So it stays still'],
    ],
    says: ['The Earth is pushed too, but so heavy that it stays still.'],
  },
  {
    heading: 'A pass on the court',
    shows: [
      ['throw', 'You throw the ball'],
      ['forward', 'It flies forward'],
      ['back', 'You are pushed back'],
    ],
    says: ['When you throw a ball forward, you are pushed a little back.'],
  },
  {
    heading: 'What many people think',
    shows: [
      ['cancel', 'The forces cancel?'],
      ['different', 'On different bodies'],
      ['never', 'So they never do'],
    ],
    says: ['You may think they cancel. On different bodies they never do.'],
  },
  {
    heading: 'Where it ends',
    shows: [
      ['wall', 'Push a wall'],
      ['friction', 'Friction holds you'],
      ['skates', 'On skates you roll'],
    ],
    says: ['Push a wall and friction holds you, but on skates you roll.'],
  },
  {
    heading: 'Remember',
    shows: [
      ['Every', 'Every push'],
      ['answer', 'has an answer'],
      ['equal', 'equal and opposite'],
    ],
    says: ['Every push you ever give has an answer, equal and the other way.'],
  },
];

const [opening, ...middle] = drafts.slice(0, -1);
const closing = drafts.slice(-1);
/** Where the question is asked; after the scene that answers it. */
const quizAt = 2;

function roleOf(index: number, count: number): SceneRole {
  if (index === 0) return 'hook';
  if (index === count - 1) return 'recap';
  return index === quizAt ? 'quiz' : 'explain';
}

function sceneOf({ heading, shows, says }: Draft, index: number, all: readonly Draft[]): Scene {
  const id = idAt(index);
  const words = says.map((text) => wordsOf(text).map((word) => word.replace(/[.,:?]$/, '')));
  return {
    id,
    role: roleOf(index, all.length),
    heading,
    visual: { kind: 'steps', items: shows.map(([, text], item) => ({ id: `item-${String(item)}`, text })) },
    visualDescription: shows.map(([, text]) => text).join('; '),
    terms: [],
    sentences: says.map((text, sentence) => ({
      id: `${id}.s${String(sentence + 1)}`,
      text,
      origin: 'writer',
      sources: [],
      pauseAfterMs: 0,
    })),
    cues: shows.map(([at], item) => {
      const sentence = words.findIndex((spoken) => spoken.includes(at));
      return { element: `item-${String(item)}`, sentence, word: words[sentence]?.indexOf(at) ?? -1 };
    }),
  };
}

function idAt(index: number): string {
  return `scene-${String(index + 1)}`;
}

/**
 * The lesson that is measured: scenes of 6 s, each with a title, three parts that appear at their words, and captions.
 * It opens with its question, asks one, and ends with a recap: what breaks a hard rule is not delivered.
 *
 * @param scenes 5 to 10: a script asks for 30 s at least
 */
export function measuredLesson(scenes = drafts.length): LessonScript {
  const chosen = [...(opening ? [opening] : []), ...middle.slice(0, scenes - 2), ...closing];
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
    scenes: chosen.map(sceneOf),
    quiz: [
      {
        question: 'Which push is bigger?',
        answer: 'equal',
        sceneId: idAt(quizAt),
        rewatchSceneId: idAt(quizAt - 1),
      },
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
