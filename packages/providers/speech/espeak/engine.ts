import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOf } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import { createMemo } from '../memo.ts';
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
import { soundBetweenGaps, withoutGaps } from './gaps.ts';
import { isVowel, parseUnits, PHONEME_SEPARATOR } from './output.ts';

/** Changes with anything here that alters the sound or the times. */
const ADAPTER_VERSION = 1;
const DEFAULT_VOICE = 'en-us';
const VOICES = ['en-us', 'en-us+f3', 'en-gb', 'en-gb+f3', 'en-gb-scotland'] as const;
/** espeak-ng's own words a minute (`-s`); the voice changes character outside. */
const SPEED = { slowest: 80, start: 160, fastest: 300 };
/** Each round brings the rate closer; the relation of `-s` to real speed is nearly linear. */
const SPEED_ROUNDS = 3;
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

  /** Length of the speech in ms; `voice` holds the speed as well. */
  const spokenLength = createMemo(async (voiceAndSpeed, text, signal) => {
    const { sound } = await synthesise(text, JSON.parse(voiceAndSpeed) as string[], signal);
    const trimmed = trimSilence(sound);
    return trimmed === null ? 0 : lengthMs(trimmed);
  });

  async function speedOf(request: SpeakRequest, voice: string, signal: AbortSignal): Promise<number> {
    let speed: number = SPEED.start;
    for (let round = 0; round < SPEED_ROUNDS; round += 1) {
      const paragraph = [];
      for (const text of request.paragraph ?? [request.text])
        paragraph.push({
          words: wordsOf(text).length,
          naturalMs: await spokenLength(
            JSON.stringify(speakingAt(voice, speed)),
            spokenForms(text, SPELLING).join(' '),
            signal,
          ),
        });
      const next = Math.round(speed / stretchFor(paragraph, request.wordsPerMinute));
      speed = Math.min(SPEED.fastest, Math.max(SPEED.slowest, next));
    }
    return speed;
  }

  async function speak(request: SpeakRequest, { signal }: { signal: AbortSignal }): Promise<SpokenSentence> {
    const args = speakingAt(voiceOf(request.voice), await speedOf(request, voiceOf(request.voice), signal));
    const forms = spokenForms(request.text, SPELLING);
    const text = forms.join(' ');
    const plain = await synthesise(text, args, signal);
    const sound = trimSilence(plain.sound);
    if (sound === null)
      throw new ProviderError('provider_invalid_output', 'espeak', `espeak-ng said nothing for: ${text}`);
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
    get version() {
      version ??= `espeak-ng-${programVersion(program, ['--version'], /\d+\.\d+\S*/)}+${ADAPTER_VERSION}`;
      return version;
    },
    speak,
  };
}

function speakingAt(voice: string, speed: number): string[] {
  return ['-v', voice, '-s', String(speed)];
}

function voiceOf(voice: string | undefined): string {
  if (voice === undefined) return DEFAULT_VOICE;
  if (VOICES.some((known) => known === voice)) return voice;
  throw new ProviderError(
    'provider_bad_request',
    'espeak',
    `no voice ${voice}; there are ${VOICES.join(', ')}`,
  );
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
