/** A speech sound of an utterance and when it is heard, in ms. */
export interface TimedPhone {
  phone: string;
  startMs: number;
  endMs: number;
}

export interface WordTime {
  startMs: number;
  endMs: number;
}

/** Cost of an extra or a missing phone; less than a vowel taken for a consonant, so that those are never paired. */
const GAP_COST = 0.7;

/**
 * When each word is spoken, found by laying the words' dictionary pronunciations over the phones of the utterance with
 * the least edit distance. The two differ where words meet ("the" before a vowel, weak forms, merged sounds); a phone
 * that no word accounts for belongs to the word before it. A word without a pronunciation takes no time: it sits where
 * the one before it ends.
 *
 * @param phones of the utterance, in order, pauses left out
 * @param pronunciations one list of phones per word
 * @param isVowel vowels replace vowels cheaply, consonants consonants less so
 */
export function timeWords(
  phones: readonly TimedPhone[],
  pronunciations: readonly (readonly string[])[],
  isVowel: (phone: string) => boolean,
): WordTime[] {
  const expected = pronunciations.flatMap((word, owner) => word.map((phone) => ({ phone, owner })));
  const owners = ownersOf(
    phones.map(({ phone }) => phone),
    expected,
    isVowel,
  );
  let clock = phones[0]?.startMs ?? 0;
  return pronunciations.map((_, word) => {
    const first = owners.indexOf(word);
    if (first === -1) return { startMs: clock, endMs: clock };
    const startMs = phones[first]?.startMs ?? clock;
    clock = phones[owners.lastIndexOf(word)]?.endMs ?? clock;
    return { startMs, endMs: clock };
  });
}

/** The same times, told from a moment `offsetMs` later. */
export function inTrimmed(times: readonly WordTime[], offsetMs: number): WordTime[] {
  return times.map(({ startMs, endMs }) => ({ startMs: startMs - offsetMs, endMs: endMs - offsetMs }));
}

/** For each heard phone the index of the word it belongs to; never decreasing. */
function ownersOf(
  heard: readonly string[],
  expected: readonly { phone: string; owner: number }[],
  isVowel: (phone: string) => boolean,
): number[] {
  const width = expected.length + 1;
  const cost = new Float64Array((heard.length + 1) * width);
  const at = (i: number, j: number): number => cost[i * width + j] ?? 0;
  const replace = (i: number, j: number): number => {
    const a = heard[i] ?? '';
    const b = expected[j]?.phone ?? '';
    if (a === b) return 0;
    if (isVowel(a) !== isVowel(b)) return 2;
    return isVowel(a) ? 0.4 : 0.8;
  };
  for (let i = 0; i <= heard.length; i += 1)
    for (let j = 0; j <= expected.length; j += 1) {
      if (i === 0 || j === 0) cost[i * width + j] = (i + j) * GAP_COST;
      else
        cost[i * width + j] = Math.min(
          at(i - 1, j - 1) + replace(i - 1, j - 1),
          at(i - 1, j) + GAP_COST,
          at(i, j - 1) + GAP_COST,
        );
    }

  const owners = new Array<number>(heard.length).fill(-1);
  let i = heard.length;
  let j = expected.length;
  while (i > 0 && j > 0) {
    if (at(i, j) === at(i - 1, j - 1) + replace(i - 1, j - 1)) {
      owners[i - 1] = expected[j - 1]?.owner ?? -1;
      i -= 1;
      j -= 1;
    } else if (at(i, j) === at(i - 1, j) + GAP_COST) i -= 1;
    else j -= 1;
  }
  let previous = expected[0]?.owner ?? 0;
  return owners.map((owner) => (previous = owner === -1 ? previous : owner));
}
