import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOf } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import { readLexicon } from '../lexicon/lexicon.ts';
import { lengthMs, readWav, trimSilence, type Pcm } from '../pcm.ts';
import type { SpeakRequest, SpeechEngine, SpokenSentence } from '../port.ts';
import { programVersion, runProgram, type Program } from '../program.ts';
import { stretchFor } from '../rate.ts';
import { withScratchDirectory } from '../scratch.ts';
import { spokenForms } from '../spoken-form/spoken-form.ts';
import { inTrimmed, timeWords, type TimedPhone } from '../timing/phones.ts';
import { separatorFor } from '../timing/separator.ts';
import { warp } from '../timing/warp.ts';
import { wordsHeard } from '../timing/words.ts';
import { voiceNamed } from '../voice-named.ts';
import { soundBetweenGaps, withoutGaps } from './gaps.ts';
import { isVowel, parseUnits, PHONEME_SEPARATOR } from './output.ts';
import { inPhonemes } from './phonemes.ts';
import { VOICES } from './voices.ts';

/** Changes with anything here that alters the sound or the times. */
const ADAPTER_VERSION = 4;
const DEFAULT_VOICE = 'en-us';
/** espeak-ng's own words a minute (`-s`); the voice changes character outside. */
const SPEED = { slowest: 80, start: 160, fastest: 300 };
/** Length of the gaps that tell the words apart, in espeak's units; several times its longest pause. */
const WORD_GAP = '100';
const SPELLING = { letterA: '[[eI]]' };

/**
 * Speech by espeak-ng (an external program). Its command line tells no times, so every sentence is spoken twice: as it
 * is, and with a gap after each word; dynamic time warping carries the word starts of the second over to the first.
 * Measured against the word events of espeak's library: see engine.test.ts.
 *
 * @param options.binary name on PATH or path of the program; default `espeak-ng`
 */
export function createEspeakEngine(options: { binary?: string } = {}): SpeechEngine {
  const program: Program = {
    provider: 'espeak',
    binary: options.binary ?? 'espeak-ng',
    packageName: 'espeak-ng',
  };
  const lexicon = readLexicon();
  let version: string | undefined;

  /** Sound as espeak wrote it, and the phonemes of each unit. */
  async function synthesise(text: string, args: readonly string[], signal: AbortSignal) {
    return withScratchDirectory(async (directory) => {
      const textFile = join(directory, 'text.txt');
      const wavFile = join(directory, 'sound.wav');
      await writeFile(textFile, text);
      const output = await runProgram(
        program,
        ['-x', `--sep=${PHONEME_SEPARATOR}`, '-z', '-w', wavFile, ...args, '-f', textFile],
        { signal },
      );
      return { sound: await readWav(wavFile), units: parseUnits(output), lines: output.split('\n') };
    });
  }

  async function spokenLength(text: string, args: readonly string[], signal: AbortSignal): Promise<number> {
    const { sound } = await synthesise(text, args, signal);
    return lengthMs(spokenPart(sound, text));
  }

  /** The `-s` at which `text` takes as long as its stretch says. */
  async function speedOf(request: SpeakRequest, text: string, signal: AbortSignal): Promise<number> {
    const { id, msPerWord } = voiceNamed('espeak', VOICES, request.voice ?? DEFAULT_VOICE);
    const naturalMs = await spokenLength(text, speakingAt(id, SPEED.start), signal);
    const words = wordsOf(request.text).length;
    const wantedMs = naturalMs * stretchFor({ words, naturalMs, msPerWord }, request.wordsPerMinute);
    const closer = (speed: number, takesMs: number) =>
      Math.min(SPEED.fastest, Math.max(SPEED.slowest, Math.round((speed * takesMs) / wantedMs)));
    // The relation of `-s` to real speed is nearly linear: one look at the first guess brings it within 2 %.
    const guess = closer(SPEED.start, naturalMs);
    return closer(guess, await spokenLength(text, speakingAt(id, guess), signal));
  }

  async function speak(request: SpeakRequest, { signal }: { signal: AbortSignal }): Promise<SpokenSentence> {
    const forms = spokenForms(request.text, SPELLING).map((form) => inPhonemes(form, lexicon));
    const text = forms.join(' ');
    const args = speakingAt(request.voice ?? DEFAULT_VOICE, await speedOf(request, text, signal));
    const plain = await synthesise(text, args, signal);
    const sound = spokenPart(plain.sound, text);
    const gapped = await synthesise(text, [...args, '-g', WORD_GAP], signal);
    const phones = timedPhones(plain, gapped);
    const times = timeWords(phones, await pronunciationsOf(forms, args, signal), isVowel);
    return {
      pcm: sound.pcm,
      sampleRate: sound.sampleRate,
      words: wordsHeard(wordsOf(request.text), inTrimmed(times, sound.offsetMs), sound),
    };
  }

  /** The phonemes of each word on its own; none for a word that is not spoken. */
  async function pronunciationsOf(forms: readonly string[], args: readonly string[], signal: AbortSignal) {
    const separator = separatorFor(forms);
    const text = forms.map((form) => `${separator}.\n\n${form}.\n\n`).join('');
    const { lines } = await synthesise(text, args, signal);
    const groups: string[][] = [];
    for (const line of lines) {
      if (line.trim() === '') continue;
      if (line.trim() === lines[0]?.trim()) groups.push([]);
      else groups.at(-1)?.push(...parseUnits(line).flat());
    }
    if (groups.length !== forms.length)
      throw new ProviderError(
        'provider_invalid_output',
        'espeak',
        `espeak-ng spoke ${groups.length} of ${forms.length} words: ${forms.join(' ')}`,
      );
    return groups;
  }

  return {
    name: 'espeak',
    voices: VOICES,
    defaultVoice: DEFAULT_VOICE,
    get version() {
      version ??= `espeak-ng-${programVersion(program, ['--version'], /\d+\.\d+\S*/)}+${ADAPTER_VERSION}.${lexicon.digest}`;
      return version;
    },
    speak,
  };
}

/** Without the silence around it. Throws when there is nothing else. */
function spokenPart(sound: Pcm, text: string): Pcm & { offsetMs: number } {
  const trimmed = trimSilence(sound);
  if (trimmed !== null) return trimmed;
  throw new ProviderError('provider_invalid_output', 'espeak', `espeak-ng said nothing for: ${text}`);
}

function speakingAt(voice: string, speed: number): string[] {
  return ['-v', voice, '-s', String(speed)];
}

/**
 * Times of the phonemes in `plain`: each unit starts where warping puts the start of its stretch of `gapped`, and the
 * phonemes of a unit share its time evenly.
 */
function timedPhones(
  plain: { sound: Pcm; units: readonly string[][] },
  gapped: { sound: Pcm },
): TimedPhone[] {
  const { units } = plain;
  const gapMs = (lengthMs(gapped.sound) - lengthMs(plain.sound)) / units.length;
  const spans = soundBetweenGaps(gapped.sound, 0.6 * gapMs);
  if (spans.length !== units.length)
    throw new ProviderError(
      'provider_invalid_output',
      'espeak',
      `${spans.length} stretches of sound for ${units.length} words`,
    );
  const joined = withoutGaps(gapped.sound, spans);
  const inPlain = warp(joined, plain.sound);
  const ends = [...joined.startsMs.slice(1), lengthMs(joined)];
  return units.flatMap((unit, index) => {
    const startMs = inPlain(joined.startsMs[index] ?? 0);
    const endMs = inPlain(ends[index] ?? 0);
    const share = (endMs - startMs) / unit.length;
    return unit.map((phone, i) => ({
      phone,
      startMs: startMs + i * share,
      endMs: startMs + (i + 1) * share,
    }));
  });
}
