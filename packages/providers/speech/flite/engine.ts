import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOf } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import { readLexicon } from '../lexicon/lexicon.ts';
import { lengthMs, readWav, silenceOutside, trimSilence } from '../pcm.ts';
import type { SpeakRequest, SpeechEngine, SpokenSentence } from '../port.ts';
import { voiceNamed } from '../voice-named.ts';
import { programVersion, runProgram, type Program } from '../program.ts';
import { stretchFor } from '../rate.ts';
import { withScratchDirectory } from '../scratch.ts';
import { spokenForms } from '../spoken-form/spoken-form.ts';
import { inTrimmed, timeWords } from '../timing/phones.ts';
import { wordsHeard } from '../timing/words.ts';
import { isVowel, parseTimedPhones } from './output.ts';
import { pronunciationsOf } from './pronunciations.ts';
import { VOICES } from './voices.ts';

/** Changes with anything here that alters the sound or the times. */
const ADAPTER_VERSION = 3;
const DEFAULT_VOICE = 'slt';
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
  const lexicon = readLexicon();
  let version: string | undefined;

  const synthesise = (args: readonly string[], textFile: string, signal: AbortSignal): Promise<string> =>
    runProgram(program, ['-add_lex', lexicon.path, ...args, '-f', textFile], { signal });

  /** How long the text in the file takes at the voice's own tempo, in ms. */
  async function naturalLength(voice: string, textFile: string, signal: AbortSignal): Promise<number> {
    const phones = parseTimedPhones(
      await synthesise(['-voice', voice, '-psdur', '-o', 'none'], textFile, signal),
    );
    return (phones.at(-1)?.endMs ?? 0) - (phones[0]?.startMs ?? 0);
  }

  async function speak(request: SpeakRequest, { signal }: { signal: AbortSignal }): Promise<SpokenSentence> {
    const { id: voice, msPerWord } = voiceNamed('flite', VOICES, request.voice ?? DEFAULT_VOICE);
    const forms = spokenForms(request.text, SPELLING);
    const words = wordsOf(request.text);
    return withScratchDirectory(async (directory) => {
      const textFile = join(directory, 'sentence.txt');
      const wavFile = join(directory, 'sentence.wav');
      await writeText(textFile, forms.join(' '));
      const naturalMs = await naturalLength(voice, textFile, signal);
      const stretch = stretchFor({ words: words.length, naturalMs, msPerWord }, request.wordsPerMinute);
      const rate = ['--setf', `duration_stretch=${stretch.toFixed(2)}`];
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
        words: wordsHeard(words, inTrimmed(times, sound.offsetMs), sound),
      };
    });
  }

  return {
    name: 'flite',
    voices: VOICES,
    defaultVoice: DEFAULT_VOICE,
    get version() {
      version ??= `${programVersion(program, ['--version'], /flite-\S+/)}+${ADAPTER_VERSION}.${lexicon.digest}`;
      return version;
    },
    speak,
  };
}

/** Without an end of line flite swallows a last word that is alone after a colon or a full stop. */
function writeText(path: string, text: string): Promise<void> {
  return writeFile(path, `${text}\n`);
}
