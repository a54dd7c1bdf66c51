import { z } from 'zod';

const findingSchema = z.strictObject({
  message: z.string(),
  sceneId: z.string().optional(),
  sentenceId: z.string().optional(),
  measured: z.number().optional(),
});

const checkSchema = z.strictObject({
  /** Number in the lesson rules, 1..17. */
  rule: z.int().min(1).max(17),
  /** Stable name, e.g. `reading_grade`. */
  name: z.string(),
  title: z.string(),
  /** A lesson that breaks a hard rule is not delivered. */
  severity: z.enum(['hard', 'soft']),
  verdict: z.enum(['pass', 'fail', 'not_applicable']),
  /** Why it does not apply. */
  why: z.string().optional(),
  /** Null where the rule does not apply, or where there is nothing to count. */
  figure: z.number().nullable(),
  unit: z.string(),
  /** What the rule allows; an open end is left out. */
  limit: z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
  /** The figure scene by scene, where the rule judges each. */
  scenes: z.array(z.strictObject({ sceneId: z.string(), figure: z.number().nullable() })).optional(),
  /** Where it is broken. */
  findings: z.array(findingSchema).optional(),
});
export type QaCheck = z.infer<typeof checkSchema>;

const summarySchema = z.strictObject({
  passed: z.int().min(0),
  /** Broken rules, the soft ones among them. */
  failed: z.int().min(0),
  softFailed: z.int().min(0),
  notApplicable: z.int().min(0),
  /** Names of the broken rules. */
  rules: z.array(z.string()),
});
export type QaSummary = z.infer<typeof summarySchema>;

/** Every rule of the lesson rules with its figure, its limit and the verdict. */
export const qaReportSchema = z.strictObject({
  version: z.literal(2),
  summary: summarySchema,
  checks: z.array(checkSchema),
});
export type QaReport = z.infer<typeof qaReportSchema>;

/** What lessons carried before rules were measured on finished files: some figures, and the findings. */
const firstReportSchema = z.strictObject({
  version: z.literal(1),
  figures: z.array(
    z.strictObject({
      rule: z.int(),
      name: z.string(),
      value: z.number(),
      unit: z.string(),
      min: z.number().optional(),
      max: z.number().optional(),
      scenes: z.array(z.strictObject({ sceneId: z.string(), value: z.number() })).optional(),
    }),
  ),
  findings: z.array(findingSchema.extend({ rule: z.int(), name: z.string() })),
});

/** A report of any version, as it stands in stored results. */
export const storedQaReportSchema = z.discriminatedUnion('version', [firstReportSchema, qaReportSchema]);
export type StoredQaReport = z.infer<typeof storedQaReportSchema>;
