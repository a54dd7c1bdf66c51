import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStorage } from '../../storage/files.ts';
import { createFliteEngine } from '../flite/engine.ts';
import type { SpeakRequest } from '../port.ts';
import { createCachedSpeech, sentenceKey, type CacheOutcome } from './cached-speech.ts';
import { forgetSentences } from './forget.ts';

const flite = createFliteEngine();
const { signal } = new AbortController();
const request: SpeakRequest = {
  text: 'You push the ball, 5 times.',
  voice: undefined,
  wordsPerMinute: 150,
  language: 'en',
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vividly-sentences-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A worker with its own view of the shared storage; `seen` is what it found, `spoken` what it had to speak. */
function worker() {
  const seen: CacheOutcome[] = [];
  const spoken: string[] = [];
  const storage = createFileStorage({ root });
  const engine = createCachedSpeech(
    {
      ...flite,
      version: flite.version,
      speak: async (asked, options) => {
        spoken.push(asked.text);
        return flite.speak(asked, options);
      },
    },
    { storage, observe: (outcome) => seen.push(outcome) },
  );
  const speak = async (differs: Partial<SpeakRequest> = {}) =>
    engine.speak({ ...request, ...differs }, { signal });
  return { speak, seen, spoken, storage, kept: join(root, sentenceKey(engine, request)) };
}

test('a sentence spoken before is not spoken again, by no worker', async () => {
  const [one, other] = [worker(), worker()];
  const first = await one.speak();
  expect(await one.speak()).toEqual(first);
  expect(await other.speak()).toEqual(first);
  expect(first).toEqual(await flite.speak(request, { signal }));
  expect([one.seen, other.seen, one.spoken, other.spoken]).toEqual([
    ['miss', 'hit'],
    ['hit'],
    [request.text],
    [],
  ]);
});

test('the voice of its own and the same voice by name are one; every other difference is another sentence', async () => {
  const { speak, seen } = worker();
  await speak();
  await speak({ voice: flite.defaultVoice });
  expect(seen).toEqual(['miss', 'hit']);
  const keys = [
    sentenceKey(flite, request),
    sentenceKey({ ...flite, version: 'flite-3' }, request),
    sentenceKey({ ...flite, version: flite.version, name: 'espeak' }, request),
    sentenceKey(flite, { ...request, voice: 'rms' }),
    sentenceKey(flite, { ...request, wordsPerMinute: 151 }),
    sentenceKey(flite, { ...request, text: `${request.text} ` }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['empty', () => Buffer.alloc(0)],
  [
    'with one bit turned over',
    (bytes: Buffer) => {
      const damaged = Buffer.from(bytes);
      damaged[bytes.length >> 1] = (damaged[bytes.length >> 1] ?? 0) ^ 1;
      return damaged;
    },
  ],
])('an entry that is %s is spoken anew and replaced', async (_, damage) => {
  const { speak, seen, kept } = worker();
  const first = await speak();
  const whole = await readFile(kept);
  await writeFile(kept, damage(whole));
  expect(await speak()).toEqual(first);
  expect(await readFile(kept)).toEqual(whole);
  expect(await speak()).toEqual(first);
  expect(seen).toEqual(['miss', 'damaged', 'hit']);
});

test('many at once leave one whole entry', async () => {
  const workers = Array.from({ length: 4 }, worker);
  const made = await Promise.all(workers.map(async ({ speak }) => speak()));
  for (const spoken of made) expect(spoken).toEqual(made[0]);
  expect(await worker().speak()).toEqual(made[0]);
  expect(await readdir(join(root, '.tmp'))).toEqual([]);
});

test('storage in trouble does not silence the voice, and is seen', async () => {
  const seen: CacheOutcome[] = [];
  await writeFile(join(root, 'file'), 'no directory');
  const storage = createFileStorage({ root: join(root, 'file') });
  const engine = createCachedSpeech(flite, { storage, observe: (outcome) => seen.push(outcome) });
  expect(await engine.speak(request, { signal })).toEqual(await flite.speak(request, { signal }));
  expect(seen.at(-1)).toBe('unwritten');
});

test('what the engine cannot speak is not kept', async () => {
  const { speak, seen } = worker();
  await expect(speak({ voice: 'nobody' })).rejects.toMatchObject({ code: 'provider_bad_request' });
  await expect(speak({ voice: 'nobody' })).rejects.toMatchObject({ code: 'provider_bad_request' });
  expect(seen).toEqual(['miss', 'miss']);
});

test('a sentence is forgotten after its days, and spoken again when it is wanted', async () => {
  const { speak, seen, storage, kept } = worker();
  await speak();
  await speak({ voice: 'rms' });
  const old = new Date(Date.now() - 31 * 24 * 3_600_000);
  await utimes(kept, old, old);
  expect(await forgetSentences(storage, 30)).toBe(1);
  await speak({ voice: 'rms' });
  await speak();
  expect(seen).toEqual(['miss', 'miss', 'hit', 'miss']);
});
