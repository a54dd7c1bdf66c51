import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { wordsOf } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import { createMemo } from '../memo.ts';
import { lengthMs, readWav, silenceOutside, trimSilence } from '../pcm.ts';
import type { SpeakRequest, SpeechEngine, SpokenSentence } from '../port.ts';
import { programVersion, runProgram, type Program } from '../program.ts';
import { stretchFor } from '../rate.ts';
import { withScratchDirectory } from '../scratch.ts';
import { spokenForms } from '../spoken-form/spoken-form.ts';
import { inTrimmed, timeWords } from '../timing/phones.ts';
import { wordsHeard } from '../timing/words.ts';
import { isVowel, parseTimedPhones } from './output.ts';
import { pronunciationsOf } from './pronunciations.ts';

/** Changes with anything here that alters the sound or the times. */
const ADAPTER_VERSION = 1;
const DEFAULT_VOICE = 'slt';
/**
 * Voices in Debian's flite: a woman, and two men, American and Scottish. Not the diphone voices kal and kal16, whose
 * sound runs up to a tenth shorter than the times that flite prints for it.
 */
const VOICES = ['slt', 'rms', 'awb'] as const;
/** Shares its dictionary with the other voices and synthesises ten times faster: for asking how words are said. */
const PRONUNCIATION_VOICE = 'kal';
/** How far the sound of a phone may reach over the times that flite reports. */
const EDGE_MS = 20;
const SPELLING = { letterA: 'ay' };

/**
 * Speech by flite (CMU's small offline engine, an external program). flite reports when each phone ends; word times
 * come from laying the words' pronunciations over those phones, and are exact to the phone.
 *
 * @param options.binary name on PATH or path of the program; default `flite`
 */
export function createFliteEngine(options: { binary?: string } = {}): SpeechEngine {
  const program: Program = { provider: 'flite', binary: options.binary ?? 'flite', packageName: 'flite' };
  const lexicon = lexiconPath();
  let version: string | undefined;

  const synthesise = (args: readonly string[], textFile: string, signal: AbortSignal): Promise<string> =>
    runProgram(program, ['-add_lex', lexicon, ...args, '-f', textFile], { signal });

  /** How long `text` takes at the voice's own tempo, in ms. */
  const naturalLength = createMemo(async (voice: string, text: string, signal: AbortSignal) =>
    withScratchDirectory(async (directory) => {
      const textFile = join(directory, 'sentence.txt');
      await writeText(textFile, text);
      const phones = parseTimedPhones(
        await synthesise(['-voice', voice, '-psdur', '-o', 'none'], textFile, signal),
      );
      return (phones.at(-1)?.endMs ?? 0) - (phones[0]?.startMs ?? 0);
    }),
  );

  async function stretchOf(request: SpeakRequest, voice: string, signal: AbortSignal): Promise<number> {
    const paragraph = [];
    for (const sentence of request.paragraph ?? [request.text])
      paragraph.push({
        words: wordsOf(sentence).length,
        naturalMs: await naturalLength(voice, spokenForms(sentence, SPELLING).join(' '), signal),
      });
    return stretchFor(paragraph, request.wordsPerMinute);
  }

  async function speak(request: SpeakRequest, { signal }: { signal: AbortSignal }): Promise<SpokenSentence> {
    const voice = voiceOf(request.voice);
    const forms = spokenForms(request.text, SPELLING);
    const stretch = await stretchOf(request, voice, signal);
    return withScratchDirectory(async (directory) => {
      const textFile = join(directory, 'sentence.txt');
      const wavFile = join(directory, 'sentence.wav');
      await writeText(textFile, forms.join(' '));
      const rate = ['--setf', `duration_stretch=${stretch.toFixed(4)}`];
      const phones = parseTimedPhones(
        await synthesise(['-voice', voice, ...rate, '-psdur', '-o', wavFile], textFile, signal),
      );
      const pronunciations = await pronunciationsOf(forms, directory, (file) =>
        synthesise(['-voice', PRONUNCIATION_VOICE, '-ps', '-o', 'none'], file, signal),
      );
      const [first, last] = [phones[0], phones.at(-1)];
      const heard = await readWav(wavFile);
      // flite ends with code 0 when the disk was full.
      if (lengthMs(heard) < (last?.endMs ?? 0) - EDGE_MS)
        throw new ProviderError(
          'provider_invalid_output',
          'flite',
          `flite left less sound than it spoke for: ${request.text}`,
        );
      const sound = trimSilence(
        silenceOutside(heard, (first?.startMs ?? 0) - EDGE_MS, (last?.endMs ?? 0) + EDGE_MS),
      );
      if (sound === null)
        throw new ProviderError(
          'provider_invalid_output',
          'flite',
          `flite said nothing for: ${request.text}`,
        );
      const times = timeWords(phones, pronunciations, isVowel);
      return {
        pcm: sound.pcm,
        sampleRate: sound.sampleRate,
        words: wordsHeard(wordsOf(request.text), inTrimmed(times, sound.offsetMs), sound),
      };
    });
  }

  return {
    name: 'flite',
    voices: VOICES,
    get version() {
      version ??= `${programVersion(program, ['--version'], /flite-\S+/)}+${ADAPTER_VERSION}.${digestOf(lexicon)}`;
      return version;
    },
    speak,
  };
}

/** Without an end of line flite swallows a last word that is alone after a colon or a full stop. */
function writeText(path: string, text: string): Promise<void> {
  return writeFile(path, `${text}\n`);
}

function voiceOf(voice: string | undefined): string {
  if (voice === undefined) return DEFAULT_VOICE;
  if (VOICES.some((known) => known === voice)) return voice;
  throw new ProviderError(
    'provider_bad_request',
    'flite',
    `no voice ${voice}; there are ${VOICES.join(', ')}`,
  );
}

/** Pronunciations of school words that flite's own dictionary lacks or gets wrong. */
function lexiconPath(): string {
  const root = dirname(createRequire(import.meta.url).resolve('@vividly/providers/package.json'));
  return join(root, 'speech', 'flite', 'lexicon.txt');
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8);
}
