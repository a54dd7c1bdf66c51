import { z } from 'zod';
import { takenSchema } from './clock.ts';

const heightSchema = z.int().positive();

/** One kind of work that is measured. `height` is the shorter side of the picture, px. */
export const jobSchema = z.discriminatedUnion('kind', [
  /** From script and speech to the finished lesson, nothing of it known before. */
  z.strictObject({
    kind: z.literal('lesson'),
    height: heightSchema,
    frameRate: z.enum(['auto', 'constant']),
    scenes: z.int().min(5).max(10),
  }),
  /** The same after a change of one sentence of a finished lesson. */
  z.strictObject({ kind: z.literal('edit'), height: heightSchema, scenes: z.int().min(5).max(10) }),
  /** ffmpeg encoding one colour: what any encoder of every frame takes at least. */
  z.strictObject({ kind: z.literal('floor'), height: heightSchema, seconds: z.int().positive() }),
  /** The same lesson written for Remotion. */
  z.strictObject({ kind: z.literal('remotion'), project: z.string(), browser: z.string() }),
]);
export type Job = z.infer<typeof jobSchema>;

/** What the measured process is asked for: its one message. */
export const orderSchema = z.strictObject({ job: jobSchema, runs: z.int().positive() });
export type Order = z.infer<typeof orderSchema>;

const secondsSchema = z.record(z.string(), z.number());
/** What it says: that the clock starts, and what a run took; seconds by stage and by kind of work, where there are any. */
export const wordSchema = z.discriminatedUnion('says', [
  z.strictObject({ says: z.literal('begin') }),
  z.strictObject({
    says: z.literal('end'),
    taken: takenSchema,
    stages: secondsSchema,
    work: secondsSchema,
  }),
]);
export type Word = z.infer<typeof wordSchema>;
