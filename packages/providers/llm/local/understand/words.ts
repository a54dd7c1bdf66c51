import { stemmer } from 'stemmer';

/** One word of a question: as written (lower case, plain letters) and its stem. */
export interface Word {
  text: string;
  stem: string;
}

const ordinals: Record<string, string> = {
  '1st': 'first',
  '2nd': 'second',
  '3rd': 'third',
};

/** A question in plain lower-case letters: no accents, curly quotes or superscripts, sums named as what they are. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/&/g, ' and ')
    .replace(/[–—]/g, ' ')
    .replace(/\^\s*2/g, '2')
    .replace(oneVariable, '$& solving equations ')
    .replace(/\b\d+\s*\/\s*\d+\b/g, '$& fractions ');
}

/** An equation in one unknown, such as 2x + 3 = 11. */
const oneVariable = /\b\d*\s*[xyn]\s*(?:[-+*/]\s*\d+\s*)?=\s*-?\d+\b/g;

/** The words of a question; possessives and plurals share a stem ("newton's", "newtons"). */
export function wordsIn(text: string): Word[] {
  return plain(text)
    .split(/[^a-z0-9']+/)
    .map((word) => word.replace(/^'+|'+$/g, '').replace(/'s$/, ''))
    .filter(Boolean)
    .map((word) => ordinals[word] ?? word.replace(/'/g, ''))
    .map((word) => ({ text: word, stem: stemmer(word) }));
}

/** Words that ask, greet or hold a sentence together: what a question is about are the others. */
const scaffolding = new Set(
  (
    'a about actually again all also am an and any anyone anything are as ask assignment at aware awesome basic basics basically be because been being best bored boring ' +
    'better between but by can cant class clear clearly come concept cool could create describe detail details did difference ' +
    'different do does doesnt doing done dont each easy easily else en every everything exactly exam exams example examples explain ' +
    'explained explaining explanation explore figure find for from fully fun general get give given go going good got ' +
    'great had has hate have having he hello help her hey hi him his homework hows how i id idea if ill im important in info ' +
    'information interested into introduce introduction is isnt it its ive just kid kids kind kinda know knowing learn ' +
    'learner learning lesson lessons let lets like little lot lots made make makes making many may maybe me mean meaning ' +
    'means might more most much must my myself need needs never new no not now of ok okay on one ones only pick presentation project study studying subject tomorrow tonight week school class grade homework or other ' +
    'our out over overview part people please pls plz possible quick quickly quiz quite rather ready real really ' +
    'relate regarding right say school see seem shall she short should show simple simply so some somebody someone ' +
    'something specific start step still student stuff such sure talk teach teacher teaching tell term terms test ' +
    'thank thanks that thats the their them then there these they thing things think this those through tips to today ' +
    'too topic topics try tutorial u understand understanding up ur us use used using usually very via video videos ' +
    'view want wanna was way we well were what whats whatever when where which while who whom whose why whys will ' +
    'wish with without wonder wondering word words work working works would ya yeah yes yet you young your yours'
  ).split(' '),
);

/** Whether a word says what a question is about. */
export function carriesMeaning({ text }: Word): boolean {
  return !scaffolding.has(text);
}

/** A word without the ending of its plural. */
export function singular({ text }: Word): string {
  return text.replace(/e?s$/, '');
}
