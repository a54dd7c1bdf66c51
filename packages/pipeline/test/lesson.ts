import { wordsOf, type Cue, type LessonScript, type Scene, type Sentence } from '@vividly/lesson';

/** The passage that the lesson's factual sentences rest on. */
export const passageId = 'newtons-third-law/pairs';

interface Said {
  text: string;
  /** Cited when set; otherwise the sentence is the writer's own. */
  from?: string;
  pauseAfterMs?: number;
  /** Parts of the visual, each with the word at which it appears. */
  shows?: Record<string, string>;
}

function sceneOf(scene: Omit<Scene, 'sentences' | 'cues'>, said: readonly Said[]): Scene {
  const sentences = said.map(({ text, from, pauseAfterMs = 250 }, index): Sentence => {
    const origin = from === undefined ? 'writer' : 'library';
    return {
      id: `${scene.id}.s${index + 1}`,
      text,
      origin,
      sources: from === undefined ? [] : [from],
      pauseAfterMs,
    };
  });
  const cues = said.flatMap(({ text, shows = {} }, sentence): Cue[] =>
    Object.entries(shows).map(([element, at]) => ({ element, sentence, word: wordsOf(text).indexOf(at) })),
  );
  return { ...scene, sentences, cues };
}

/** A lesson of 30 s in four scenes for grade 6 that breaks no lesson rule at 160 words a minute. */
export const shortLesson: LessonScript = {
  version: 1,
  title: 'Push and push back',
  question: 'So why does the floor throw you upward?',
  topic: 'newtons-third-law',
  kind: 'conceptual',
  language: 'en',
  gradeLevel: 6,
  interest: 'basketball',
  targetSeconds: 30,
  objectives: [{ id: 'pairs', text: 'Say why forces come in pairs' }],
  mapping: { rows: [{ objective: 'pairs', concept: 'reaction', interest: 'your jump' }], limit: null },
  scenes: [
    sceneOf(
      {
        id: 'hook',
        role: 'hook',
        heading: 'Push and push back',
        visual: { kind: 'title', title: 'Push and push back' },
        visualDescription: 'The title of the lesson.',
        terms: [],
      },
      [
        { text: 'You jump for a rebound, and you push down on the floor.' },
        { text: 'So why does the floor throw you upward?' },
      ],
    ),
    sceneOf(
      {
        id: 'explain',
        role: 'explain',
        objective: 'pairs',
        heading: 'Forces in pairs',
        visual: {
          kind: 'diagram',
          nodes: [
            { id: 'you', label: 'you' },
            { id: 'floor', label: 'floor' },
          ],
          arrows: [
            { id: 'action', from: 'you', to: 'floor', label: 'action' },
            { id: 'reaction', from: 'floor', to: 'you', label: 'reaction' },
          ],
        },
        visualDescription: 'Two boxes, you and floor, with an arrow each way: action and reaction.',
        terms: [{ term: 'reaction', definition: 'the equal push that comes back' }],
      },
      [
        { text: 'Forces always happen in pairs, between two objects.', from: passageId },
        {
          text: 'Your push on the floor is the action, and the push it returns to you is the reaction.',
          from: passageId,
          shows: { you: 'Your', floor: 'floor', action: 'action,', reaction: 'reaction.' },
        },
      ],
    ),
    sceneOf(
      {
        id: 'quiz',
        role: 'quiz',
        objective: 'pairs',
        heading: 'Quick check',
        visual: {
          kind: 'question',
          prompt: 'Which is bigger?',
          options: [
            { id: 'yours', text: 'yours' },
            { id: 'equal', text: 'equal' },
          ],
          answer: 'equal',
        },
        visualDescription: 'The question with two options; the right one, equal, is ticked.',
        terms: [],
      },
      [
        { text: 'Now you decide: which push is bigger?', pauseAfterMs: 2000 },
        {
          text: 'Neither: your two pushes are always exactly equal.',
          from: passageId,
          shows: { equal: 'equal.' },
        },
      ],
    ),
    sceneOf(
      {
        id: 'recap',
        role: 'recap',
        heading: 'Remember',
        visual: { kind: 'recap', items: [{ id: 'pairs', text: 'forces in pairs' }] },
        visualDescription: 'One point: forces in pairs.',
        terms: [],
      },
      [
        {
          text: 'You now understand that every action creates an equal reaction.',
          from: passageId,
          shows: { pairs: 'action' },
        },
      ],
    ),
  ],
  quiz: [{ question: 'Which push is bigger?', answer: 'equal', sceneId: 'quiz', rewatchSceneId: 'explain' }],
  sources: [{ passageId, title: 'Forces come in pairs', score: 1 }],
};
