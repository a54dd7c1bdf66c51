import type { LessonScript } from '../script.ts';
import { worstOf, type Rule } from './finding.ts';
import { limits, sceneCountRange, sceneSecondsRange } from './limits.ts';
import type { LessonTiming } from './timing.ts';

/** A script on its time line, estimated before speech or measured after it. */
export interface LessonOnTime {
  script: LessonScript;
  timing: LessonTiming;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** Rules 1 and 9: how long the lesson and its scenes are. */
export const lengthRules: readonly Rule<LessonOnTime>[] = [
  {
    rule: 1,
    name: 'lesson_too_long',
    measure: ({ timing }) => ({
      figure: timing.totalMs / 1000,
      unit: 's',
      limit: { max: limits.lessonSecondsMax },
    }),
    check: ({ timing }) =>
      timing.totalMs <= limits.lessonSecondsMax * 1000
        ? []
        : [
            {
              message: `the lesson takes ${seconds(timing.totalMs)} s; at most ${limits.lessonSecondsMax} s`,
              measured: timing.totalMs / 1000,
            },
          ],
  },
  {
    rule: 1,
    name: 'scene_count',
    measure: ({ script }) => ({
      figure: script.scenes.length,
      unit: 'scenes',
      limit: sceneCountRange(script.targetSeconds),
    }),
    check: ({ script }) => {
      const { min, max } = sceneCountRange(script.targetSeconds);
      const count = script.scenes.length;
      return count >= min && count <= max
        ? []
        : [
            {
              message: `${count} scenes; ${min} to ${max} for a lesson of ${script.targetSeconds} s`,
              measured: count,
            },
          ];
    },
  },
  {
    rule: 1,
    name: 'scene_length',
    measure: ({ script, timing }) => {
      const scenes = timing.scenes.map(({ sceneId, durationMs }) => ({ sceneId, figure: durationMs / 1000 }));
      const limit = sceneSecondsRange(script.targetSeconds);
      return {
        figure: worstOf(
          scenes.map(({ figure }) => figure),
          limit,
        ),
        unit: 's',
        limit,
        scenes,
      };
    },
    check: ({ script, timing }) => {
      const { min, max } = sceneSecondsRange(script.targetSeconds);
      return timing.scenes
        .filter(({ durationMs }) => durationMs < min * 1000 || durationMs > max * 1000)
        .map(({ sceneId, durationMs }) => ({
          message: `the scene takes ${seconds(durationMs)} s; ${min} to ${max} s`,
          sceneId,
          measured: durationMs / 1000,
        }));
    },
  },
  {
    rule: 9,
    name: 'duration_off_target',
    measure: ({ script: { targetSeconds }, timing }) => ({
      figure: timing.totalMs / 1000,
      unit: 's',
      limit: {
        min: targetSeconds * (1 - limits.durationOffShare),
        max: targetSeconds * (1 + limits.durationOffShare),
      },
    }),
    check: ({ script, timing }) => {
      const off = timing.totalMs / 1000 / script.targetSeconds - 1;
      return Math.abs(off) <= limits.durationOffShare
        ? []
        : [
            {
              message: `the lesson takes ${seconds(timing.totalMs)} s; asked for ${script.targetSeconds} s, give or take 10 %`,
              measured: timing.totalMs / 1000,
            },
          ];
    },
  },
];
