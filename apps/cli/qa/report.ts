import { limitInWords, qaRules, type QaCheck } from '@vividly/lesson';
import type { QaResult } from './make.ts';

/** A rule over all lessons. */
interface RuleRow {
  rule: number;
  name: string;
  title: string;
  severity: QaCheck['severity'];
  passed: number;
  failed: number;
  notApplicable: number;
  /** Range of its figures; null where it has none. */
  figures: { min: number; max: number; unit: string } | null;
  limit: string;
}

/** Whether a lesson was delivered: no hard rule broken, nothing else in the way. */
export function isDelivered({ error }: QaResult): boolean {
  return error === null;
}

/** Every rule over the lessons that have a report. Pure. */
export function ruleRows(results: readonly QaResult[]): RuleRow[] {
  return qaRules.map(({ rule, name }) => {
    const checks = results.flatMap(
      ({ report }) => report?.checks.filter((check) => check.name === name) ?? [],
    );
    const count = (verdict: QaCheck['verdict']): number =>
      checks.filter((check) => check.verdict === verdict).length;
    const figures = checks.flatMap(({ figure }) => (figure === null ? [] : [figure]));
    const judged = checks.find(({ verdict }) => verdict !== 'not_applicable');
    const limits = new Set(
      checks.flatMap(({ verdict, limit }) => (verdict === 'not_applicable' ? [] : [limitInWords(limit)])),
    );
    return {
      rule,
      name,
      title: checks[0]?.title ?? name,
      severity: checks[0]?.severity ?? 'soft',
      passed: count('pass'),
      failed: count('fail'),
      notApplicable: count('not_applicable'),
      figures:
        figures.length === 0
          ? null
          : { min: Math.min(...figures), max: Math.max(...figures), unit: judged?.unit ?? '' },
      limit: limits.size === 1 ? [...limits].join() : limits.size === 0 ? '' : 'by lesson',
    };
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((each) => cell(String(each))).join(' | ')} |`;

function brokenIn({ report, error }: QaResult): string {
  const broken = report?.checks.filter(({ verdict }) => verdict === 'fail') ?? [];
  if (broken.length > 0)
    return broken.map(({ rule, name, severity }) => `${String(rule)} ${name} (${severity})`).join(', ');
  return error === null ? '' : `${error.code}: ${error.message}`;
}

/** One line for each lesson. */
export function lessonTable(results: readonly QaResult[]): string[] {
  return [
    row('topic', 'interest', 'grade', 'delivered', 'passed', 'not applicable', 'broken', 's'),
    '|---|---|---|---|---|---|---|---|',
    ...results.map((result) =>
      row(
        result.lesson.topic,
        result.lesson.interest,
        result.lesson.gradeLevel,
        isDelivered(result) ? 'yes' : 'NO',
        result.report?.summary.passed ?? '-',
        result.report?.summary.notApplicable ?? '-',
        brokenIn(result),
        result.seconds.toFixed(1),
      ),
    ),
  ];
}

/** One line for each rule. */
export function ruleTable(results: readonly QaResult[]): string[] {
  return [
    row('rule', 'what', 'severity', 'passed', 'failed', 'not applicable', 'figures', 'limit'),
    '|---|---|---|---|---|---|---|---|',
    ...ruleRows(results).map(({ rule, title, severity, passed, failed, notApplicable, figures, limit }) =>
      row(
        rule,
        title,
        severity,
        passed,
        failed,
        notApplicable,
        figures === null ? '' : `${String(figures.min)} to ${String(figures.max)} ${figures.unit}`,
        limit,
      ),
    ),
  ];
}

/** The last line: how many lessons, and how many of them keep all rules. */
export function totalLine(results: readonly QaResult[]): string {
  const delivered = results.filter(isDelivered);
  const clean = delivered.filter(({ report }) => report?.summary.failed === 0);
  return (
    `${String(results.length)} lessons: ${String(delivered.length)} delivered, ` +
    `${String(clean.length)} without any finding, ${String(results.length - delivered.length)} stopped`
  );
}

export interface QaConditions {
  commit: string;
  height: number;
  durationSeconds: number;
  wallSeconds: number;
}

/** The report as Markdown. */
export function markdownOf(results: readonly QaResult[], conditions: QaConditions): string {
  const { commit, height, durationSeconds, wallSeconds } = conditions;
  return [
    '# Quality of the library’s lessons',
    `Commit ${commit}; ${String(durationSeconds)} s asked for, ${String(height)}p; ${wallSeconds.toFixed(0)} s for all.`,
    totalLine(results),
    '## Lessons',
    lessonTable(results).join('\n'),
    '## Rules',
    ruleTable(results).join('\n'),
    '',
  ].join('\n\n');
}

/** The report as one JSON object. */
export function jsonOf(results: readonly QaResult[], conditions: QaConditions): string {
  return JSON.stringify({
    ...conditions,
    total: totalLine(results),
    lessons: results,
    rules: ruleRows(results),
  });
}
