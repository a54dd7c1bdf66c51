/** What cannot become a lesson, with a kind way to say so. Each says what would work. */
const refusals: readonly { pattern: RegExp; message: string }[] = [
  {
    pattern:
      /\b(order|buy|book|reserve|purchase|deliver)\b.*\b(pizza|food|ticket|tickets|flight|hotel|table|taxi|me)\b|\b(play|put on) (a |some )?(song|music)\b|\bset (an? )?(alarm|timer|reminder)\b|\bcall (my|the)\b|\bsend (an? )?(email|text|message)\b/i,
    message:
      'I make lessons, so errands are out of my reach. Ask me how something works and I will explain it.',
  },
  {
    pattern:
      /\b(write|do|finish|complete)\b.{0,20}\b(my|an?)\b.{0,15}\b(essay|homework|assignment|paper|report|test|exam)\b(?!.*\b(understand|explain)\b)/i,
    message:
      'I will not write it for you, but I can help you understand what it is about. Which idea in it should I explain?',
  },
  {
    pattern:
      /\b(weather|forecast|news|score|stock price|bitcoin price|time is it|who won)\b.*\b(today|tomorrow|now|tonight|yesterday|last night|latest|game|match)?\b/i,
    message:
      'I do not know what is going on right now. I can explain how things work, such as why the seasons change.',
  },
  {
    pattern:
      /\b(make|build|create|buy)\b.{0,20}\b(bomb|explosive|weapon|gun|poison|drugs?|meth|virus|malware)\b|\b(hack|kill|hurt|cheat|steal)\b/i,
    message:
      'That is something I will not help with. If you are curious about the science behind something, ask me about that.',
  },
  {
    pattern: /\b(stupid|idiot|dumb|shut up|hate you)\b/i,
    message: 'I would rather help you learn something. Ask me about any topic you are curious about.',
  },
  {
    pattern:
      /\b(tell|give) me a (joke|story|riddle|poem)\b|\bsing\b|\bwrite (me )?a (poem|story|song|rap)\b|\bhow old are you\b|\bwho are you\b|\b(do )?you love me\b|\bwhat('s| is) your name\b|\bhow are you\b/i,
    message:
      'I am made for lessons. Ask me to explain an idea, and tell me what you love so that I can use it.',
  },
];

/** Looks like typing without words: no vowel, one letter over and over, or runs of neighbouring keys. */
function isGibberish(words: readonly string[]): boolean {
  const letters = words.filter((word) => /\p{L}/u.test(word));
  if (letters.length === 0) return true;
  const broken = letters.filter(
    (word) =>
      (word.length > 3 && !/[aeiouy\P{ASCII}]/u.test(word)) ||
      /(.)\1{3,}/u.test(word) ||
      /asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|[bcdfghjklmnpqrstvwxz]{6,}/.test(word),
  );
  return broken.length * 2 > letters.length;
}

/** Why a question is out of scope, in words for the learner; null when it is something to learn. */
export function outOfScope(query: string, words: readonly string[]): string | null {
  if (isGibberish(words))
    return 'I could not read that as a question. Try something like “What is photosynthesis?”';
  return refusals.find(({ pattern }) => pattern.test(query))?.message ?? null;
}
