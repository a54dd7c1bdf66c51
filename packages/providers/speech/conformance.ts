import { ProviderError } from '../errors.ts';
import type { SpeakRequest, SpeechEngine, SpokenSentence } from './port.ts';

export interface SpeechConformance {
  engine: SpeechEngine;
  /** Another of its voices. */
  otherVoice: string;
  /** Words a minute to try, and how far the rate over five sentences may be off, as a share. */
  rates: readonly number[];
  rateTolerance: number;
  /** How far a word after a pause may start from the end of that pause, in ms. */
  onsetToleranceMs: number;
}

/** A shared, busy machine takes seconds for what takes tenths. */
const TIMEOUT_MS = 30_000;

/** Sentences with what a script may hold: numbers, years, abbreviations, hyphens, quotes, possessives, signs. */
const awkwardSentences = [
  '- Newton’s third law: for every action, there is an equal and opposite reaction.',
  'In 1789, Dr. Smith’s well-known “idea” cost $5 — about 3.5 kg of H₂O (really)!',
  'The students\' x-axis runs from −5 to 10, i.e. F = m × a at 9.8 m/s².',
  '-voice kal16 -o /etc/passwd; "$(id)" && `id` | <b>bold</b> [[x]] \\n %s',
  'Stop!',
  'Remember: yes',
  'A half is 50% of one, and 1/2 + 1/2 = 1; isn’t it?',
  'It was "over"... 日本 déjà vu, e.g. at 10:30 a.m. in the U.S. — or was it?',
]; // prettier-ignore

const paragraph = [
  'Why does a basketball bounce back when you push it down?',
  'When your hand pushes on the ball, the ball pushes on your hand just as hard.',
  'Newton’s third law says that forces always come in pairs.',
  'In fact, both players feel a force of the same size.',
  'The lighter player speeds up more because there is less mass to move.',
];

/** What every speech engine promises; called inside a `describe`. */
export function speechConformance(subject: () => SpeechConformance): void {
  const { signal } = new AbortController();
  const speak = (text: string, over: Partial<SpeakRequest> = {}): Promise<SpokenSentence> =>
    subject().engine.speak(
      { text, voice: undefined, wordsPerMinute: 150, language: 'en', ...over },
      { signal },
    );

  test.each(awkwardSentences)(
    'one time per word, in order, inside the sound: %s',
    async (text) => {
      const spoken = await speak(text);
      const length = (spoken.pcm.length * 1000) / spoken.sampleRate;
      expect(spoken.words.map((word) => word.text)).toEqual(text.split(' '));
      const flat = spoken.words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
      expect(flat).toEqual([...flat].sort((a, b) => a - b));
      expect(flat[0]).toBeGreaterThanOrEqual(0);
      expect(flat.at(-1)).toBeLessThanOrEqual(length);
      for (const { text: word, startMs, endMs } of spoken.words)
        if (/[a-z0-9]{2}/i.test(word)) expect([word, endMs - startMs > 25]).toEqual([word, true]);
    },
    TIMEOUT_MS,
  );

  test(
    'a word after a pause starts where the sound starts again',
    async () => {
      for (const text of ['Yes, dogs, and, bats, can, go.', 'First: add; then, build; next, glue.']) {
        const spoken = await speak(text);
        const onsets = onsetsAfterSilence(spoken);
        for (const { text: word, startMs } of spoken.words.slice(1)) {
          const nearest = Math.min(...onsets.map((onset) => Math.abs(onset - startMs)));
          expect([word, nearest <= subject().onsetToleranceMs, nearest]).toEqual([word, true, nearest]);
        }
      }
    },
    TIMEOUT_MS,
  );

  test(
    'no silence at either end, no click, no clipping',
    async () => {
      const { pcm, sampleRate } = await speak('Now try this: which force moves you forward?');
      const edge = Math.round(sampleRate * 0.06);
      for (const part of [pcm.subarray(0, edge), pcm.subarray(-edge)])
        expect(peak(part)).toBeGreaterThan(100);
      expect([pcm[0], pcm.at(-1)].every((sample) => Math.abs(sample ?? 0) < 100)).toBe(true);
      expect(peak(pcm)).toBeLessThan(32_767);
      expect(peak(pcm)).toBeGreaterThan(3_000);
    },
    TIMEOUT_MS,
  );

  test(
    'keeps the rate over a few sentences',
    async () => {
      for (const wordsPerMinute of subject().rates) {
        let words = 0;
        let ms = 0;
        for (const text of paragraph) {
          const spoken = await speak(text, { wordsPerMinute });
          words += spoken.words.length;
          ms += (spoken.words.at(-1)?.endMs ?? 0) - (spoken.words[0]?.startMs ?? 0);
        }
        const off = (words * 60_000) / ms / wordsPerMinute - 1;
        expect(Math.abs(off)).toBeLessThanOrEqual(subject().rateTolerance);
      }
    },
    TIMEOUT_MS,
  );

  test(
    'the same request gives the same sound; another voice another one',
    async () => {
      const text = 'You push the ball.';
      const [first, again, other] = [
        await speak(text),
        await speak(text),
        await speak(text, { voice: subject().otherVoice }),
      ];
      expect(again).toEqual(first);
      expect(other.pcm).not.toEqual(first.pcm);
    },
    TIMEOUT_MS,
  );

  test(
    'names what it is, and refuses a voice that it does not have',
    async () => {
      const { engine, otherVoice } = subject();
      expect(engine.version).toMatch(/\d/);
      expect(engine.voices.map(({ id }) => id)).toEqual(
        expect.arrayContaining([otherVoice, engine.defaultVoice]),
      );
      const error: unknown = await speak('Hello there.', { voice: 'nobody' }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ code: 'provider_bad_request', provider: engine.name, retryable: false });
    },
    TIMEOUT_MS,
  );

  test(
    'a fired signal ends the call with its reason',
    async () => {
      const reason = new Error('cancelled by the learner');
      const request: SpeakRequest = {
        text: 'Hello there.',
        voice: undefined,
        wordsPerMinute: 150,
        language: 'en',
      };
      const fired = subject().engine.speak(request, { signal: AbortSignal.abort(reason) });
      await expect(fired).rejects.toBe(reason);
      const cancel = new AbortController();
      const running = subject().engine.speak(request, { signal: cancel.signal });
      cancel.abort(reason);
      await expect(running).rejects.toBe(reason);
    },
    TIMEOUT_MS,
  );
}

function peak(pcm: Int16Array): number {
  return pcm.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
}

/** Times in ms at which sound sets in after at least 40 ms under −35 dB of the peak. */
function onsetsAfterSilence({ pcm, sampleRate }: SpokenSentence): number[] {
  const threshold = peak(pcm) * 10 ** (-35 / 20);
  const frame = Math.round(sampleRate / 200);
  const onsets: number[] = [];
  let quiet = 0;
  for (let at = 0; at < pcm.length; at += frame) {
    if (peak(pcm.subarray(at, at + frame)) < threshold) quiet += 5;
    else {
      if (quiet >= 40) onsets.push((at * 1000) / sampleRate);
      quiet = 0;
    }
  }
  return onsets;
}
