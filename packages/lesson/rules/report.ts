import type { LessonScript } from '../script.ts';
import { captionRules, type CaptionedLesson } from './captions.ts';
import { deliveryRules } from './delivery.ts';
import { round, type Rule } from './finding.ts';
import type { DeliveredTexts, PictureMeasures, PosterMeasures, SoundMeasures } from './finished.ts';
import type { Music } from '../presentation.ts';
import { ruleCatalogue } from './catalogue.ts';
import { speakingRateFor } from './limits.ts';
import { pictureRules, posterRules } from './picture.ts';
import type { QaCheck, QaReport, QaSummary, StoredQaReport } from './report-schema.ts';
import { soundRules } from './sound.ts';
import type { SpokenLesson } from './speech.ts';
import { standingOf, standings, type Authorship, type Standing } from './standing.ts';
import { estimateTiming, measuredTiming } from './timing.ts';

/** What a report is made of: the script, and what was measured on the lesson's files as far as they exist. */
export interface QaSubject {
  script: LessonScript;
  /** Default: `written`. */
  authorship?: Authorship;
  /** Rate the lesson is spoken at; used for estimates while there is no speech. */
  wordsPerMinute?: number;
  spoken?: Omit<SpokenLesson, 'script'>;
  captioned?: Omit<CaptionedLesson, 'script'>;
  sound?: SoundMeasures;
  music?: Music;
  picture?: PictureMeasures;
  poster?: PosterMeasures;
  texts?: DeliveredTexts;
}

/** Names of all rules, in the order of the report. */
export const qaRules: readonly (Pick<QaCheck, 'rule' | 'name'> & Pick<Standing, 'title' | 'severity'>)[] = [
  ruleCatalogue.script,
  ruleCatalogue.length,
  ruleCatalogue.speech,
  captionRules,
  soundRules,
  pictureRules,
  posterRules,
  deliveryRules,
]
  .flat()
  .map(({ rule, name }) => ({ rule, name, ...standingOf(name, 'written') }))
  .sort((a, b) => a.rule - b.rule);

/** Holds a lesson against every rule. With speech the times are measured, without it estimated. Pure. */
export function qaReport(subject: QaSubject): QaReport {
  const { script, wordsPerMinute = speakingRateFor(script.gradeLevel), spoken, music = 'none' } = subject;
  const { captioned, sound, picture, poster, texts, authorship = 'written' } = subject;
  const scenes = spoken?.scenes ?? [];
  const timing = spoken ? measuredTiming(spoken.scenes) : estimateTiming(script, wordsPerMinute);
  const checks = [
    ...judged(ruleCatalogue.script, script),
    ...judged(ruleCatalogue.length, { script, timing }),
    ...judged(ruleCatalogue.speech, spoken && { script, ...spoken }, 'the lesson is not spoken'),
    ...judged(captionRules, captioned && { script, ...captioned }, 'the lesson has no captions'),
    ...judged(soundRules, sound && { script, scenes, sound, music }, 'the lesson has no sound'),
    ...judged(pictureRules, picture && { script, scenes, picture }, 'the lesson has no picture'),
    ...judged(posterRules, poster, 'the lesson has no poster'),
    ...judged(deliveryRules, texts && { script, scenes, texts }, 'the lesson is not spoken'),
  ]
    .map((check) => ({ ...check, ...standingOf(check.name, authorship) }))
    .sort((a, b) => a.rule - b.rule);
  return { version: 2, summary: summaryOf(checks), checks };
}

function judged<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject | undefined,
  why = '',
): Omit<QaCheck, 'title' | 'severity'>[] {
  return rules.map((rule) => {
    const reason = subject === undefined ? why : rule.exempt?.(subject);
    const named = { rule: rule.rule, name: rule.name };
    if (subject === undefined || reason !== undefined)
      return { ...named, verdict: 'not_applicable', why: reason ?? why, figure: null, unit: '', limit: {} };
    return { ...named, ...verdictOf(rule, subject) };
  });
}

function verdictOf<Subject>(
  rule: Rule<Subject>,
  subject: Subject,
): Pick<QaCheck, 'verdict' | 'figure' | 'unit' | 'limit' | 'scenes' | 'findings'> {
  const findings = rule.check(subject);
  const { figure, unit, limit, scenes } = rule.measure?.(subject) ?? {
    figure: findings.length,
    unit: 'places',
    limit: { max: 0 },
  };
  return {
    verdict: findings.length === 0 ? 'pass' : 'fail',
    figure: finite(figure),
    unit,
    limit: {
      ...(limit.min !== undefined && { min: round(limit.min) }),
      ...(limit.max !== undefined && { max: round(limit.max) }),
    },
    ...(scenes && { scenes: scenes.map((scene) => ({ ...scene, figure: finite(scene.figure) })) }),
    ...(findings.length > 0 && {
      findings: findings.map(({ measured, ...breach }) => ({
        ...breach,
        ...(measured !== undefined && Number.isFinite(measured) && { measured: round(measured) }),
      })),
    }),
  };
}

/** JSON has no infinity: what cannot be counted is null. */
function finite(figure: number): number | null {
  return Number.isFinite(figure) ? round(figure) : null;
}

function summaryOf(checks: readonly QaCheck[]): QaSummary {
  const having = (verdict: QaCheck['verdict']): QaCheck[] =>
    checks.filter((check) => check.verdict === verdict);
  const failed = having('fail');
  return {
    passed: having('pass').length,
    failed: failed.length,
    softFailed: failed.filter(({ severity }) => severity === 'soft').length,
    notApplicable: having('not_applicable').length,
    rules: failed.map(({ name }) => name),
  };
}

/** The summary of a stored report; of an early one as far as it judged. */
export function qaSummary(report: StoredQaReport): QaSummary {
  if (report.version === 2) return report.summary;
  const broken = [...new Set(report.findings.map(({ name }) => name))];
  const { script, length, speech } = ruleCatalogue;
  const held = script.length + length.length + speech.length + captionRules.length;
  return {
    passed: held - broken.length,
    failed: broken.length,
    softFailed: broken.filter((name) => standings[name]?.severity !== 'hard').length,
    notApplicable: qaRules.length - held,
    rules: broken,
  };
}

/** The hard rules that a report found broken. */
export function hardFailures({ checks }: QaReport): QaCheck[] {
  return checks.filter(({ verdict, severity }) => verdict === 'fail' && severity === 'hard');
}
