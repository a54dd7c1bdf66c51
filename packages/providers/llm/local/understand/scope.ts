import type { TopicIndex } from './topic-index.ts';
import { carriesMeaning, plain, wordsIn } from './words.ts';

/** Why a text is nothing to teach, with the kind words that say so. */
interface Refusal {
  pattern: RegExp;
  message: string;
}

const suggestion = 'Ask me about something you would like to understand, such as “What is photosynthesis?”';

/** What must be answered with care before anything else is read into the text. */
const harmful: Refusal[] = [
  {
    pattern:
      /\b(?:kill|hurt|harm|cut|hang) my ?self\b|\bsuicid(?:e|al)\b|\bwant to die\b|\bend my life\b|\bself[- ]harm\b/,
    message:
      'That sounds really hard, and I am only a lesson maker. Please talk to someone you trust right now, or call your local emergency or crisis line. You are not alone.',
  },
  {
    pattern:
      /\b(?:how (?:do i|do you|to|can i|would i|could i)|help me(?: to)?|teach me(?: how)?(?: to)?|ways to|steps to|instructions (?:for|to)|recipe for|want to|show me how to)\b.{0,40}\b(?:bombs?|explosives?|grenades?|molotov|ghost gun|guns? at home|weapons?|meth|cocaine|heroin|poison (?:someone|somebody|a|my|him|her|people)|kill (?:someone|somebody|a|my|him|her|people|the)|murder|hurt (?:someone|somebody|my|him|her|people|a)|hack (?:into|someone|my|a|the)|steal|shoplift|forge|counterfeit|kidnap|rob)\b/,
    message: `I can’t help with anything that could hurt people. I do love questions about how the world works. ${suggestion}`,
  },
  {
    pattern: /\b(?:porn\w*|nudes?|naked|sexy|sexual(?:ly)?|erotic\w*)\b/,
    message: `That is not something I make lessons about. ${suggestion}`,
  },
];

const doIt = '(?:write|finish|complete|do|draft|solve|answer|submit|type|take)';
const schoolwork =
  '(?:essay|homework|assignment|worksheet|report|paper|book report|lab report|test|quiz|exam|project|coursework|thesis|problem set)';
/** What a learner may ask of someone, but not of a lesson: matched against each clause. */
const notLessons: Refusal[] = [
  {
    pattern: new RegExp(
      `\\b${doIt} (?:(?:me|us|up|out) )?(?:my|our|this|an?|the) (?:[\\w-]+ ){0,4}?${schoolwork}s?\\b(?!.*\\bhelp me understand)|\\b${schoolwork} for me\\b|\\bgive me (?:all )?the answers?\\b|\\bcheat (?:on|in)\\b`,
    ),
    message:
      'I won’t do the work in your place, but I would love to help you understand it. Tell me which idea it is about, such as “Explain photosynthesis” or “How do I add fractions?”',
  },
  {
    pattern:
      /^(?:please |can you |could you |hey |would you |i want you to |i need you to |i want to |i'd like to |go )*(?:(?:order|buy|book|call|text|email|send|deliver|schedule|pay|sell|get) (?:me|us|my|mom|dad|him|her|them|a|an|the|some|one|two|three|\d+)\b|remind me|set (?:an?|the|my) (?:alarm|timer|reminder)|turn (?:on|off)|open the|close the|play (?:some |a |me |my )*(?:music|song|songs|video|despacito|next)|sing|download|install|translate|find me (?:an?|the) (?:flight|hotel|restaurant|job|date)|make me (?:an? )?(?:sandwich|coffee|dinner|lunch|breakfast|rich))\b/,
    message: `That is a job for somebody else: all I can do is make short lessons. ${suggestion}`,
  },
  {
    pattern:
      /\b(?:what(?:'s| is)? the weather|weather (?:today|tomorrow|forecast)|will it (?:rain|snow) (?:today|tomorrow)|what time is it|what day is it|what's the date|who (?:won|is winning|will win|wins)|score of the|stock price|price of (?:bitcoin|gold|gas)|bitcoin|lottery|near me|in my area|latest news|news today|horoscope)\b/,
    message: `I can’t see what is happening today, but I can explain how things work. ${suggestion}`,
  },
  {
    pattern:
      /\b(?:tell|write|make|give|sing) (?:me |us )?(?:an? )?(?:\w+ )?(?:joke|poem|story|song|rap|riddle|limerick|haiku|recipe|tweet|caption|compliment)s?\b|^(?:what should i (?:wear|eat|cook|watch|do|name|buy)|should i|recommend)\b|\b(?:my (?:boy|girl)friend|my crush|my ex|dating advice)\b/,
    message: `That is not something I can turn into a lesson. ${suggestion}`,
  },
  {
    pattern:
      /^(?:who|what) are you\b|^are you (?:a |an )?(?:human|robot|real|ai|alive|sentient|gay|single|there|ok|okay|stupid|dumb)\b|^how are you\b|^what'?s (?:up|your name)\b|^what is your name\b|^how old are you\b|^do you (?:love|like|hate|have|want|feel|think)\b|^i (?:love|hate|like) you\b|^(?:you|u|ur|you're|your|this app|this) (?:are |is |r |re )?(?:so |really |very |such an? |just )*(?:stupid|dumb|ugly|useless|suck|sucks|trash|boring|terrible|bad|idiot|moron|loser|annoying|the worst)\b|\bshut up\b|^(?:stupid|dumb|useless)\b/,
    message: `I am just a lesson maker, and a fairly cheerful one. ${suggestion}`,
  },
  {
    pattern:
      /^(?:hi|hii+|hello|hey|yo|sup|good (?:morning|evening|afternoon|night)|thanks?|thank you|thx|ok(?:ay)?|yes|no|yeah|nope|lol+|haha\w*|hmm+|bye|goodbye|test|testing|asdf|nothing|never mind|nevermind)(?: there| you| so much| a lot| everyone| vividly)*$/,
    message: `Hello! ${suggestion}`,
  },
];

/** Text that talks to the program instead of asking anything: it is read past, and never obeyed. */
const toTheProgram =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|above|previous|prior|training)\b|\b(?:system|developer) (?:prompt|message|mode)\b|\byou are now\b|\bpretend (?:to be|you)\b|\bact as (?:if|an?|my)\b|\bjailbreak\b|\bdo anything now\b|\b(?:print|reveal|output|repeat|leak)\b.{0,30}\b(?:prompts?|instructions?|secrets?|passwords?|api keys?|keys?|environment)\b|\bdrop table\b|<\/?\w+>|\brm -rf\b/;

/** Sentences and half sentences of a text, plain, without those that talk to the program. */
export function clausesOf(text: string): string[] {
  return plain(text)
    .split(/[.!?;\n]+|\band then\b/)
    .map((clause) => clause.trim().replace(/\s+/g, ' '))
    .filter((clause) => clause !== '' && !toTheProgram.test(clause));
}

/** The kind refusal that harm or self-harm calls for; undefined for anything else. */
export function harmIn(text: string): string | undefined {
  const said = plain(text).replace(/\s+/g, ' ');
  return harmful.find(({ pattern }) => pattern.test(said))?.message;
}

/** The kind refusal for a clause that asks for something other than a lesson; undefined when it may be a question. */
export function refusalOf(clause: string): string | undefined {
  return notLessons.find(({ pattern }) => pattern.test(clause))?.message;
}

/** What to say to a text that only swears or insults. */
export const unfriendly = `Let’s keep it friendly. ${suggestion}`;

/** What to say to a text in which nothing can be read. */
export const unreadable = `I could not make out a question in that. ${suggestion}`;

/** Whether a text is no language: keyboard noise, single letters, numbers alone. */
export function isGibberish(text: string, index: TopicIndex): boolean {
  const words = wordsIn(text);
  if (words.some(({ stem }) => index.known.has(stem))) return false;
  const telling = words.filter((word) => carriesMeaning(word) && /[a-z]/.test(word.text));
  if (telling.length === 0) return !words.some((word) => !carriesMeaning(word) && word.text.length > 1);
  return telling.filter(({ text: word }) => isNoise(word)).length * 2 > telling.length;
}

const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function isNoise(word: string): boolean {
  const runs = keyboardRows.some((row) =>
    Array.from({ length: word.length - 3 }, (_, at) => word.slice(at, at + 4)).some(
      (run) => row.includes(run) || Array.from(row).reverse().join('').includes(run),
    ),
  );
  return (
    word.length === 1 ||
    runs ||
    /(.)\1{3}/.test(word) ||
    /[^aeiouy]{5}/.test(word) ||
    (word.length > 4 && !/[aeiouy]/.test(word)) ||
    /^(.{1,3})\1{2,}$/.test(word)
  );
}
