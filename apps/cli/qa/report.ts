import { limitInWords, qaRules, type QaCheck } from '@vividly/lesson';
import { table } from '../dead/table.ts';
import type { QaLook } from './lessons.ts';
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

/** A column of a table: its head, and what it says of a row. */
interface Column<Row> {
  head: string;
  of: (row: Row) => string;
}

/** Whether a lesson was delivered: no hard rule broken, nothing else in the way. */
export function isDelivered({ error }: QaResult): boolean {
  return error === null;
}

/** Every rule over the lessons that have a report. Pure. */
export function ruleRows(results: readonly QaResult[]): RuleRow[] {
  return qaRules.map(({ rule, name, title, severity }) => {
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
      title,
      severity,
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

function brokenIn({ report, error }: QaResult): string {
  const broken = report?.checks.filter(({ verdict }) => verdict === 'fail') ?? [];
  if (broken.length > 0)
    return broken
      .map(({ rule, name, severity }) => `${String(rule)} ${name}${severity === 'hard' ? ' (HARD)' : ''}`)
      .join(', ');
  return error === null ? '' : `${error.code}: ${error.message}`;
}

/** How a lesson was asked for, in a few words. */
export function lookInWords({ theme, aspectRatio, captions, music, renditions, hls }: QaLook): string {
  return [
    `${theme} ${aspectRatio} ${captions}`,
    ...(music === 'none' ? [] : ['music']),
    ...renditions.map((height) => `${String(height)}p`),
    ...(hls ? ['hls'] : []),
  ].join(', ');
}

/** A column with a rule's figure. */
const figureOf = (head: string, name: string, digits: number): Column<QaResult> => ({
  head,
  of: ({ report }) => {
    const check = report?.checks.find((each) => each.name === name);
    return check === undefined || check.figure === null ? '-' : check.figure.toFixed(digits);
  },
});

const lessonColumns: readonly Column<QaResult>[] = [
  { head: 'topic', of: ({ lesson }) => lesson.topic },
  { head: 'interest', of: ({ lesson }) => lesson.interest },
  { head: 'grade', of: ({ lesson }) => String(lesson.gradeLevel) },
  { head: 'look', of: ({ lesson }) => lookInWords(lesson.look) },
  { head: 'delivered', of: (result) => (isDelivered(result) ? 'yes' : 'NO') },
  { head: 'passed', of: ({ report }) => String(report?.summary.passed ?? '-') },
  figureOf('LUFS', 'loudness_off_target', 1),
  figureOf('contrast', 'contrast_too_low', 2),
  figureOf('type', 'type_too_small', 3),
  figureOf('chars/s', 'caption_too_fast', 1),
  { head: 's', of: ({ seconds }) => seconds.toFixed(1) },
  { head: 'broken', of: brokenIn },
];

const ruleColumns: readonly Column<RuleRow>[] = [
  { head: 'rule', of: ({ rule }) => String(rule) },
  { head: 'what', of: ({ title }) => title },
  { head: 'severity', of: ({ severity }) => severity },
  { head: 'passed', of: ({ passed }) => String(passed) },
  { head: 'failed', of: ({ failed }) => String(failed) },
  { head: 'not applicable', of: ({ notApplicable }) => String(notApplicable) },
  {
    head: 'figures',
    of: ({ figures }) =>
      figures === null ? '' : `${String(figures.min)} to ${String(figures.max)} ${figures.unit}`,
  },
  { head: 'limit', of: ({ limit }) => limit },
];

function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(({ of }) => of(row)))),
  ].join('\n');
}

function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  return table(
    columns.map(({ head }) => head),
    rows.map((row) => columns.map(({ of }) => of(row))),
  );
}

/** For a terminal: one line for each lesson, and one for each rule that some lesson breaks. */
export function summaryLines(results: readonly QaResult[]): string[] {
  const broken = ruleRows(results).filter(({ failed }) => failed > 0);
  return [
    ...textTable(lessonColumns, results),
    ...(broken.length === 0 ? [] : ['', ...textTable(ruleColumns, broken)]),
  ];
}

/** The last line: how many lessons, and how many of them keep all rules. */
export function totalLine(results: readonly QaResult[]): string {
  const delivered = results.filter(isDelivered);
  const clean = delivered.filter(({ report }) => report?.summary.failed === 0);
  const lessons = results.length === 1 ? 'lesson' : 'lessons';
  return (
    `${String(results.length)} ${lessons}: ${String(delivered.length)} delivered, ` +
    `${String(clean.length)} without any finding, ${String(results.length - delivered.length)} stopped`
  );
}

export interface QaConditions {
  /** Day of the run, ISO 8601. */
  date: string;
  /** What it ran on, in words; the commit among them. */
  machine: string;
  height: number;
  durationSeconds: number;
  wallSeconds: number;
  /** Lessons that were to be made; more than there are results when the run was interrupted. */
  planned: number;
}

/** The report as Markdown. */
export function markdownOf(results: readonly QaResult[], conditions: QaConditions): string {
  const { date, machine, height, durationSeconds, wallSeconds, planned } = conditions;
  const rows = ruleRows(results);
  const kept = rows.filter(({ failed, passed }) => failed === 0 && passed > 0).length;
  const unmet = rows.filter(({ failed, passed }) => failed + passed === 0).length;
  return [
    '# Quality of the library’s lessons',
    `Made by \`./vividly qa\` on ${date}: ${String(durationSeconds)} s asked for, shorter side ${String(height)} px; ${wallSeconds.toFixed(0)} s for all.`,
    `Machine: ${machine}.`,
    ...(results.length < planned
      ? [`**Interrupted** after ${String(results.length)} of ${String(planned)} lessons.`]
      : []),
    `**${totalLine(results)}.** Of ${String(rows.length)} rules ${String(kept)} hold wherever they apply, ${String(rows.length - kept - unmet)} are broken by some lesson, ${String(unmet)} never applied.`,
    '## Lessons',
    'Look: theme, shape, captions, what else was asked for. Figures: loudness; the faintest text, : 1; the smallest type as a share of the frame’s height; the fastest caption. A dash: not applicable.',
    markdownTable(lessonColumns, results),
    '## Rules',
    markdownTable(ruleColumns, rows),
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
