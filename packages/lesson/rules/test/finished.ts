import { transcriptOf } from '../../transcript.ts';
import { limits } from '../limits.ts';
import type { QaSubject } from '../report.ts';
import { measuredTiming } from '../timing.ts';
import { leverLesson, spokenEvenly } from './lesson.ts';

/** Everything that a finished video lesson is judged by, measured without a fault. */
export function finishedLesson(): Required<QaSubject> {
  const script = leverLesson();
  const scenes = spokenEvenly(script, 125);
  const { totalMs } = measuredTiming(scenes);
  const words = scenes.flatMap((scene) =>
    scene.words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: scene.offsetMs + startMs,
      endMs: scene.offsetMs + endMs,
    })),
  );
  const captions = scenes.flatMap((scene) => {
    const spoken = new Set(scene.words.map(({ sentence }) => sentence));
    return [...spoken].map((sentence) => {
      const said = scene.words.filter((word) => word.sentence === sentence);
      return {
        startMs: scene.offsetMs + Math.min(...said.map(({ startMs }) => startMs)),
        endMs: scene.offsetMs + Math.max(...said.map(({ endMs }) => endMs)) - 2 * (1000 / 30),
        lines: said.map(({ text }) => text),
      };
    });
  });
  return {
    script,
    authorship: 'written',
    wordsPerMinute: 125,
    spoken: { scenes, reveals: [] },
    captioned: { captions, cutsMs: scenes.map(({ offsetMs }) => offsetMs), frameMs: 1000 / 30 },
    music: 'none',
    sound: {
      durationMs: totalMs,
      lufs: limits.loudness.lufs,
      peakDb: -2,
      clippedRuns: 0,
      silences: [],
      pausesUnderSpeechDb: 20,
    },
    picture: {
      pictureMs: totalMs,
      soundMs: totalMs,
      side: 1080,
      looked: 40,
      blank: 0,
      endsBlank: false,
      openingMissing: [],
      litWords: { offMs: 16, looked: 12, wrong: [] },
      scenes: script.scenes.map(({ id }) => ({
        sceneId: id,
        faintest: { text: 'lever', contrast: 7 },
        smallestType: 0.05,
        cut: [],
        outside: [],
        overlapping: [],
        reveal: { element: 'pivot', seen: 'light' },
      })),
    },
    poster: { spread: 40, missing: [] },
    texts: {
      kinds: ['video', 'poster', 'captions_vtt', 'captions_srt', 'words', 'transcript'],
      transcript: transcriptOf(script),
      vttFaults: [],
      srtDiffers: 0,
      words,
    },
  };
}
