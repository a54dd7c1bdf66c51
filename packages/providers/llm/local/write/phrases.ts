/**
 * The writer's own sentences: the little that a teacher says between the library's lines. Each list holds ways to
 * say one thing; a lesson picks one by its topic and interest, so that two lessons differ and one lesson never does.
 */
export const phrases = {
  unmet: (name: string): string[] => [
    `You asked for ${name}; I know no honest comparison there yet, so let's use everyday life.`,
  ],
  mapLead: (interest: string | undefined): string[] =>
    interest === undefined
      ? ['Now find it in your own day.', 'Now look for it in your own day.']
      : [`Now think of ${interest}.`, `Now see it through ${interest}.`],
  mapSummary: (interest: string | undefined): string[] =>
    interest === undefined
      ? ['Here is your map, side by side.', 'Put it side by side, and you have a map.']
      : [
          `Here is the whole map for ${interest}.`,
          `Put ${interest} and the idea side by side, and you have a map.`,
        ],
  firstPair: (concept: string, interest: string): string[] => [
    `When you hear ${concept}, think ${interest}.`,
  ],
  nextPair: (concept: string, interest: string): string[] => [`For ${concept}, think ${interest}.`],
  exampleLead: ['Here is a case you can check.', 'Here is one that you can follow step by step.'],
  closerLook: ['Take a closer look at that with me.', 'Stay with that for a moment, and you will see more.'],
  secondPicture: (world: string): string[] => [
    `You can find the same idea in ${world}.`,
    `Now look for the same idea in ${world}.`,
  ],
  quizLead: ['Your turn.', 'Now you try.'],
  secondQuizLead: ['One more for you.', 'Here is another one for you.'],
  answer: (option: string): string[] => [
    `If you said ${option}, you are right.`,
    `You are right if you said ${option}.`,
  ],
  rewatch: (time: string): string[] => [
    `To check, go back to ${time}.`,
    `To see it again, go back to ${time}.`,
  ],
  /** On the screen, beside the options. */
  prompt: 'Which one is right?',
  termPrompt: 'Which word fits?',
  termQuestion: (definition: string): string => `What do you call ${definition}?`,
  recapLead: ['Here is what you can take with you.', 'So here is what you know now.'],
  closing: [
    'Now you can answer the question you started with.',
    'That answers the question you started with.',
  ],
} as const;

/** The phrase of `choices` that belongs to `key`: always the same one (FNV-1a). */
export function phraseFor(key: string, choices: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return choices[hash % choices.length] ?? '';
}

/** A point of the lesson as it is spoken, rounded to 5 s: "20 seconds", "1 minute 5". */
export function spokenTime(seconds: number): string {
  const rounded = Math.max(5, Math.round(seconds / 5) * 5);
  const minutes = Math.floor(rounded / 60);
  const rest = rounded % 60;
  if (minutes === 0) return `${rest} seconds`;
  const whole = `${minutes} minute${minutes === 1 ? '' : 's'}`;
  return rest === 0 ? whole : `${whole} ${rest}`;
}
