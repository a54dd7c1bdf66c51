import type { Interest } from '@vividly/knowledge/library';
import { isOffensive } from '../interest-name.ts';
import { compareWords } from './fuzzy.ts';
import type { TopicIndex } from './topic-index.ts';
import { carriesMeaning, plain, singular, wordsIn, type Word } from './words.ts';

/** An interest as a lesson uses it; slug and family are null for one the library does not know. */
export interface NamedInterest {
  name: string;
  slug: string | null;
  family: string | null;
}

/** An interest found in a text, and the text without the words that say it. */
export interface FoundInterest {
  interest: NamedInterest;
  rest: string;
}

interface LibraryHit {
  interest: Interest;
  /** Where the name stands, in words, and how many words it has. */
  at: number;
  length: number;
  /** 0 as spelled in the library; other word forms and typing slips add to it. */
  looseness: number;
}

const adverbs = '(?:really |absolutely |also |just |totally |so |always )*';
/** Phrases after which a learner names what they love, whatever it is. */
const openings = [
  `\\b(?:using|use|through|via|in terms of|based on|inspired by|themed? (?:on|around))\\s+`,
  `\\b(?:relat(?:e|ed|ing)|connect(?:ed|ing)?|link(?:ed|ing)?|appl(?:y|ied|ying)) (?:it |this |that )?to\\s+`,
  `\\bmy (?:love|passion|interest|obsession|hobby) (?:of|for|in|with|is)\\s+`,
  `\\bmy favou?rite (?:\\w+ ){0,3}is\\s+`,
  `\\bi(?:'m|m| am)? ${adverbs}(?:love|like|enjoy|adore|play|do|practi[cs]e|watch|into|obsessed with|(?:a )?(?:big |huge )?fan of|crazy about|interested in|passionate about)\\s+`,
].map((opening) => new RegExp(`${opening}([^.,;:!?()"\\n]{2,80})`));
/** "for a soccer player", "with basketball examples", "in Minecraft terms": the interest stands in the middle. */
const around = [
  /\b(?:for|as|i'?\s?a?m) (?:an? )?((?:[\w'-]+ ){1,3})(?:player|fan|lover|enthusiast|nerd|geek|fanatic)s?\b/,
  /\b(?:with|using|in|through|by) (?:an? |some )?((?:[\w'-]+ ){1,3})(?:analog(?:y|ies)|examples?|terms|metaphors?|style|references?)\b/,
];

/** Where the name of an interest ends and the sentence goes on. */
const ending =
  /\s(?:for|so|please|pls|because|but|as|that|which|when|while|if|at|to|i|i'm|im|thanks|thank|can|could|would|how|what|why|where|explain|teach|help|tell|show|describe|and (?:i|explain|teach|help|tell|show|want|how|what|why|make|my)|in (?:a|the|grade|year|\d)|on|grade|it|me|instead|too|a lot|very much|so much|as well)\b.*$/;
const lead =
  /^(?:my|the|a|an|some|lots of|playing|to play|watching|listening to|doing|making|love (?:of|for)|examples? (?:from|of|about|with|in)|analog(?:y|ies) (?:from|of|about|with|to)|things (?:from|about)|stuff (?:from|about)|(?:the )?(?:world|game|sport) of|our|his|her)\s+/;
const tail =
  /\s+(?:examples?|analog(?:y|ies)|terms|stuff|things|style|metaphors?|references?|and stuff|please)$/;
const longestName = 4;

/** Words that follow "using" or "with" and name a way to explain, not something to love. */
const waysToExplain = new Set(
  (
    'simple easy plain short basic clear few words word language english terms term examples example pictures picture images ' +
    'diagrams diagram steps step visuals visual animation analogy analogies metaphors metaphor details detail video math ' +
    'maths science physics biology chemistry history numbers formula formulas equation equations real life everyday life ' +
    'daily things stuff it this that them something anything homework school class test exam essay fun funny help me you ' +
    'learning learn knowing studying nothing'
  ).split(' '),
);

/** Finds interests by what learners type: names, aliases, and one slip of the keyboard. */
export function createInterestFinder(interests: readonly Interest[], index: TopicIndex) {
  const known = interests.flatMap((interest) =>
    [interest.name, interest.slug.replaceAll('-', ' '), ...interest.aliases].map((said) => ({
      interest,
      words: wordsIn(said),
    })),
  );

  /** The library's interest named in `words`: as it is spelled first, a whole family's ("sports") last. */
  function inLibrary(words: readonly Word[]): LibraryHit | undefined {
    const hits = known.flatMap(({ interest, words: name }) =>
      words.flatMap((_, at): LibraryHit[] => {
        let looseness = 0;
        const agrees = name.every((word, offset) => {
          const typed = words[at + offset];
          if (typed === undefined) return false;
          if (typed.text === word.text) return true;
          const agreement = compareWords(typed, word);
          looseness += agreement === 'typo' ? 2 : 1;
          if (agreement === 'different') return false;
          // What topics speak of is no slip for an interest, and no form of one: "natural" is not nature.
          return (
            singular(typed) === singular(word) || (!index.known.has(typed.stem) && carriesMeaning(typed))
          );
        });
        return agrees && name.length > 0 ? [{ interest, at, length: name.length, looseness }] : [];
      }),
    );
    const isFamily = ({ interest }: LibraryHit): number => (interest.slug === interest.family ? 1 : 0);
    return hits.sort(
      (a, b) => a.looseness - b.looseness || isFamily(a) - isFamily(b) || a.at - b.at || b.length - a.length,
    )[0];
  }

  /** The library's interest that `said` names, read whole before what leads to it and follows it is cut away. */
  function libraryNamed(said: string): LibraryHit | undefined {
    const whole = inLibrary(wordsIn(said));
    return whole?.looseness === 0 ? whole : (inLibrary(wordsIn(cut(said))) ?? whole);
  }

  /** An interest that the learner gave as such. */
  function named(said: string): NamedInterest | null {
    const hit = libraryNamed(plain(said));
    if (hit) return libraryInterest(hit.interest, cut(plain(said)));
    const own = said.trim().replace(/\s+/g, ' ').slice(0, 100);
    return own === '' || isOffensive(own) ? null : { name: own, slug: null, family: null };
  }

  /**
   * An interest that a question says outright: "using basketball", "I love knitting". A name of the learner's own is
   * given as it stands in `typed`, capitals included.
   */
  function saidIn(text: string, typed: string): FoundInterest | undefined {
    const said = plain(text);
    for (const pattern of [...around, ...openings]) {
      const match = pattern.exec(said);
      const name = cut(match?.[1] ?? '');
      if (match === null || name === '') continue;
      const rest = `${said.slice(0, match.index)} , ${said.slice(match.index + match[0].length)} ${afterName(match[1] ?? '', name)}`;
      const hit = libraryNamed(match[1] ?? '');
      if (hit) return { interest: libraryInterest(hit.interest, name), rest };
      if (isOwn(name)) return { interest: { name: asTyped(typed, name), slug: null, family: null }, rest };
    }
    return undefined;
  }

  /** Something a learner may love that the library does not know: not a way to explain, and not the topic itself. */
  function isOwn(name: string): boolean {
    const words = wordsIn(name);
    const telling = words.filter((word) => carriesMeaning(word) && !waysToExplain.has(word.text));
    return (
      telling.length > 0 &&
      !isOffensive(name) &&
      words.length <= longestName &&
      !telling.every(({ stem }) => index.known.has(stem))
    );
  }

  /** An interest of the library that is merely mentioned, outside the words at `taken`. */
  function mentionedIn(
    words: readonly Word[],
    taken: readonly number[],
  ): { interest: NamedInterest; span: number[] } | undefined {
    const hit = inLibrary(
      words.map((word, place) => (taken.includes(place) ? { text: '', stem: '' } : word)),
    );
    if (hit === undefined) return undefined;
    const span = Array.from({ length: hit.length }, (_, offset) => hit.at + offset);
    const typed = span.flatMap((place) => words[place]?.text ?? []).join(' ');
    return { interest: libraryInterest(hit.interest, typed), span };
  }

  return { named, saidIn, mentionedIn };
}

/** The part of `text` that names the interest, without what leads to it and what follows. */
function cut(text: string): string {
  let name = text.replace(ending, '').trim();
  for (let before = ''; before !== name;) {
    before = name;
    name = name.replace(lead, '').replace(tail, '').trim();
  }
  return name;
}

/** What follows an interest's name in the phrase it was cut from. */
function afterName(text: string, name: string): string {
  return text.slice(text.indexOf(name) + name.length);
}

/** `name` as the learner wrote it, capitals and accents included. */
function asTyped(text: string, name: string): string {
  const at = text.toLowerCase().indexOf(name);
  return at < 0 ? name : text.slice(at, at + name.length);
}

/**
 * How the narration calls a known interest: by the library's name, but an activity ("knitting", for sewing) by the
 * learner's own word.
 */
function libraryInterest({ name, slug, family }: Interest, typed: string): NamedInterest {
  const [activity, ...others] = wordsIn(typed);
  const own =
    activity !== undefined &&
    others.length === 0 &&
    activity.text.endsWith('ing') &&
    wordsIn(name).every((word) => compareWords(activity, word) === 'different');
  return { name: own ? activity.text : name, slug, family };
}
