import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ProviderError } from '../../errors.ts';
import type { ObjectStorage } from '../../storage/port.ts';
import type { SpeakRequest, SpeechEngine, SpokenSentence } from '../port.ts';
import { withScratchDirectory } from '../scratch.ts';
import { entryOf, sentenceIn } from './entry.ts';

/** Changes with the form in which sentences are kept. */
const FORMAT = 1;
/** Where sentences are kept in storage. */
export const SENTENCES = 'speech';

/**
 * What became of one sentence. `damaged`: kept, but not as it was written, so spoken anew and replaced. `unreadable`,
 * `unwritten`: storage was in trouble; the sentence was spoken, and who stores the scene will report the trouble.
 */
export type CacheOutcome = 'hit' | 'miss' | 'damaged' | 'unreadable' | 'unwritten';

/**
 * The same engine, which speaks no sentence twice: what it made is kept in `storage` under the hash of all that it
 * depends on (engine and version, voice, rate, language, text), for every scene, request and worker that has the sentence
 * again. Who speaks the same sentence at the same time writes the same file. `observe` is told of each sentence, and twice
 * of one that could not be kept.
 */
export function createCachedSpeech(
  engine: SpeechEngine,
  { storage, observe }: { storage: ObjectStorage; observe: (outcome: CacheOutcome) => void },
): SpeechEngine {
  return {
    name: engine.name,
    voices: engine.voices,
    defaultVoice: engine.defaultVoice,
    get version() {
      return engine.version;
    },
    async speak(request, options) {
      options.signal.throwIfAborted();
      const key = sentenceKey(engine, request);
      const { outcome, sentence } = await find(storage, key);
      observe(outcome);
      if (sentence !== null) return sentence;
      const spoken = await engine.speak(request, options);
      await keep(storage, key, spoken).catch((error: unknown) => {
        if (!(error instanceof ProviderError)) throw error;
        observe('unwritten');
      });
      return spoken;
    },
  };
}

/** The storage key of a sentence spoken by `engine`, under the hash of all that its sound depends on. */
export function sentenceKey(engine: SpeechEngine, request: SpeakRequest): string {
  const { text, language, wordsPerMinute, voice = engine.defaultVoice } = request;
  const identity = [FORMAT, engine.name, engine.version, voice, wordsPerMinute, language, text];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return `${SENTENCES}/${hash.slice(0, 2)}/${hash}`;
}

async function find(
  storage: ObjectStorage,
  key: string,
): Promise<{ outcome: CacheOutcome; sentence: SpokenSentence | null }> {
  try {
    const sentence = sentenceIn(await buffer(await storage.read(key)));
    return { outcome: sentence === null ? 'damaged' : 'hit', sentence };
  } catch (error) {
    const missing = error instanceof ProviderError && error.code === 'storage_missing';
    return { outcome: missing ? 'miss' : 'unreadable', sentence: null };
  }
}

async function keep(storage: ObjectStorage, key: string, spoken: SpokenSentence): Promise<void> {
  await withScratchDirectory(async (directory) => {
    const path = join(directory, 'sentence');
    await writeFile(path, entryOf(spoken));
    await storage.put(key, path, 'application/octet-stream');
  });
}
