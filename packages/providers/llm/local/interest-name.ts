import { RegExpMatcher, englishDataset, englishRecommendedTransformers } from 'obscenity';

const offensive = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });

/** Whether a text insults or swears. */
export function isOffensive(text: string): boolean {
  return offensive.hasMatch(text);
}

/** Whether the narration can say this interest: a few words, no sentence, nothing offensive. */
export function isSpeakable(name: string): boolean {
  return (
    name.length <= 40 &&
    /^[\p{L}\p{N}][\p{L}\p{N}'’&. -]*$/u.test(name) &&
    name.split(/\s+/).length <= 5 &&
    !/[.!?]\s/.test(name) &&
    !isOffensive(name)
  );
}
