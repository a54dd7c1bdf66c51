import type { LessonScript, SceneSpeech, TimedScene } from '@vividly/lesson';

/** Where each scene lies in the finished lesson. Scene audio holds its own pauses, so scenes simply follow one another. */
export interface Timeline {
  scenes: TimedScene[];
  totalMs: number;
}

/** The time line of scenes spoken in this order. */
export function timelineOf(speech: readonly SceneSpeech[]): Timeline {
  let totalMs = 0;
  const scenes = speech.map(({ sceneId, durationMs, words }) => {
    const scene = { sceneId, offsetMs: totalMs, durationMs, words };
    totalMs += durationMs;
    return scene;
  });
  return { scenes, totalMs };
}

/** The scenes that were spoken, in order, each with what the script says of it. Throws when it says nothing. */
export function scriptedScenes(
  script: LessonScript,
  { scenes }: Timeline,
): { scene: LessonScript['scenes'][number]; timed: TimedScene }[] {
  return scenes.map((timed) => {
    const scene = script.scenes.find(({ id }) => id === timed.sceneId);
    if (!scene) throw new Error(`scene ${timed.sceneId} was spoken but is not in the script`);
    return { scene, timed };
  });
}

/** When each sentence of the script is spoken, in seconds of the lesson. */
export function sentenceTimes(
  script: LessonScript,
  timeline: Timeline,
): { id: string; startSeconds: number; endSeconds: number }[] {
  const seconds = (ms: number) => Math.round(ms) / 1000;
  return timeline.scenes.flatMap(({ sceneId, offsetMs, words }) => {
    const scene = script.scenes.find(({ id }) => id === sceneId);
    return (scene?.sentences ?? []).flatMap(({ id }, index) => {
      const spoken = words.filter((word) => word.sentence === index);
      const [first] = spoken;
      const last = spoken.at(-1);
      if (!first || !last) return [];
      return [
        { id, startSeconds: seconds(offsetMs + first.startMs), endSeconds: seconds(offsetMs + last.endMs) },
      ];
    });
  });
}

/** When each word is spoken, in ms of the lesson. */
export function spokenWords({ scenes }: Timeline): { startMs: number; endMs: number }[] {
  return scenes.flatMap(({ offsetMs, words }) =>
    words.map(({ startMs, endMs }) => ({ startMs: offsetMs + startMs, endMs: offsetMs + endMs })),
  );
}
