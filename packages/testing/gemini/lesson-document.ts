/**
 * What a model answers when asked for a lesson of 90 s at 150 words a minute for grade 6 on Newton's third law,
 * explained with basketball. It breaks no lesson rule, so a pipeline that receives it needs no repair.
 * `passageIds`: the passages that the request offers; factual sentences cite them in turn.
 */
export function lessonDocument(passageIds: readonly string[]): object {
  const cite = (index: number) => (passageIds.length === 0 ? [] : [passageIds[index % passageIds.length]]);
  const say = (
    text: string,
    more: { cites?: number; reveals?: [part: string, word: string][]; limit?: true } = {},
  ) => ({
    text,
    passages: more.cites === undefined ? [] : cite(more.cites),
    reveals: (more.reveals ?? []).map(([part, word]) => ({ part, word })),
    analogyLimit: more.limit ?? false,
  });

  return {
    title: 'Push and push back',
    question: 'So why does the floor throw you up into the air?',
    kind: 'conceptual',
    objectives: [
      { id: 'pairs', text: 'Say why forces come in pairs', concept: 'action', interest: 'your legs' },
      { id: 'bodies', text: 'Tell why the pair does not cancel', concept: 'reaction', interest: 'your jump' },
    ],
    scenes: [
      {
        role: 'hook',
        objective: null,
        heading: 'Push and push back',
        visual: { kind: 'title', title: 'Push and push back', subtitle: null },
        visualDescription: 'The title of the lesson.',
        terms: [],
        sentences: [
          say('You jump for a rebound, and you push down on the floor.'),
          say('So why does the floor throw you up into the air?'),
        ],
        quiz: null,
      },
      {
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
        visualDescription: 'Two boxes, you and floor, with an arrow each way: action down, reaction up.',
        terms: [{ term: 'reaction', definition: 'the equal push that comes back' }],
        sentences: [
          say('A force never comes alone: it always happens between two objects.', { cites: 0 }),
          say('When you press on the floor, it presses on you just as hard.', {
            cites: 0,
            reveals: [
              ['you', 'you'],
              ['floor', 'floor'],
            ],
          }),
          say('Your push is the action, and the equal push back is the reaction.', {
            cites: 1,
            reveals: [
              ['action', 'action'],
              ['reaction', 'equal push'],
            ],
          }),
        ],
        quiz: null,
      },
      {
        role: 'explain',
        objective: 'bodies',
        heading: 'Two different bodies',
        visual: {
          kind: 'comparison',
          left: { id: 'down', title: 'on floor', points: [{ id: 'still', text: 'hardly moves' }] },
          right: { id: 'up', title: 'on you', points: [{ id: 'flies', text: 'flies up' }] },
        },
        visualDescription:
          'Left: the push on the floor, which hardly moves. Right: the push on you; you fly up.',
        terms: [],
        sentences: [
          say('The two forces do not cancel, because they act on different bodies.', { cites: 1 }),
          say('Your push acts on the floor, which belongs to the enormous Earth.', {
            cites: 2,
            reveals: [
              ['down', 'floor'],
              ['still', 'enormous'],
            ],
          }),
          say('The push back acts on you, and you are light enough to fly.', {
            cites: 2,
            reveals: [
              ['up', 'you'],
              ['flies', 'fly'],
            ],
          }),
        ],
        quiz: null,
      },
      {
        role: 'analogy',
        objective: null,
        heading: 'On the court',
        visual: {
          kind: 'analogy',
          rows: [
            { id: 'legs', concept: 'action', interest: 'your legs' },
            { id: 'jump', concept: 'reaction', interest: 'your jump' },
          ],
        },
        visualDescription: 'A table: action is your legs, reaction is your jump.',
        terms: [],
        sentences: [
          say('On the court, your legs are the action as they drive down.', { reveals: [['legs', 'legs']] }),
          say('The jump that you get is the reaction.', { reveals: [['jump', 'jump']] }),
          say('The comparison ends there: legs get tired, but forces always remain equal.', { limit: true }),
        ],
        quiz: null,
      },
      {
        role: 'misconception',
        objective: 'pairs',
        heading: 'Common mistake',
        visual: {
          kind: 'correction',
          claim: { id: 'claim', text: 'bigger pushes harder' },
          correction: { id: 'correction', text: 'always equal' },
        },
        visualDescription: 'The claim that bigger pushes harder is struck out; below it: always equal.',
        terms: [],
        sentences: [
          say('You may imagine that the bigger object pushes harder, but that is mistaken.', {
            cites: 3,
            reveals: [['claim', 'bigger']],
          }),
          say('A truck and an insect experience exactly the same force.', {
            cites: 3,
            reveals: [['correction', 'exactly the same']],
          }),
          say('The insect suffers more only because it is lighter.', { cites: 3 }),
        ],
        quiz: null,
      },
      {
        role: 'quiz',
        objective: 'bodies',
        heading: 'Quick check',
        visual: {
          kind: 'question',
          prompt: 'Why no cancelling?',
          options: [
            { id: 'different', text: 'different bodies' },
            { id: 'unequal', text: 'unequal forces' },
          ],
          answer: 'different',
        },
        visualDescription: 'The question with two options; the right one, different bodies, is ticked.',
        terms: [],
        sentences: [
          say('Now you try: why do the two forces not cancel each other out?'),
          say('Because they act on different bodies: one on the floor and one on you.', {
            cites: 1,
            reveals: [['different', 'different']],
          }),
        ],
        quiz: {
          question: 'Why do the two forces not cancel each other out?',
          spokenAnswer: 'They act on different bodies',
        },
      },
      {
        role: 'recap',
        objective: null,
        heading: 'Remember',
        visual: {
          kind: 'recap',
          items: [
            { id: 'pairs', text: 'forces in pairs' },
            { id: 'bodies', text: 'different bodies' },
          ],
        },
        visualDescription: 'Two points: forces in pairs; different bodies.',
        terms: [],
        sentences: [
          say('You now know that every action creates an equal reaction.', {
            cites: 0,
            reveals: [['pairs', 'action']],
          }),
          say('Both forces operate on different bodies, so you can fly when you push down.', {
            cites: 1,
            reveals: [['bodies', 'different']],
          }),
        ],
        quiz: null,
      },
    ],
  };
}
