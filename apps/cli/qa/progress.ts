import { MultiBar, Presets } from 'cli-progress';
import type { QaLesson } from './lessons.ts';
import type { QaResult } from './make.ts';

/** Shows how far a run is. */
export interface QaProgress {
  begin(lesson: QaLesson): void;
  end(result: QaResult): void;
  close(): void;
}

/** A line for each lesson; in a terminal a bar with the lesson at work, and lines only of those that break a rule. */
export function showProgress(all: number, say: (line: string) => void): QaProgress {
  let done = 0;
  const lineOf = (result: QaResult): string => `${String(done)}/${String(all)} ${verdictOn(result)}`;
  if (!process.stderr.isTTY)
    return {
      begin: () => undefined,
      end(result) {
        done += 1;
        say(lineOf(result));
      },
      close: () => undefined,
    };
  const format = '  {bar} {value}/{total}  {duration_formatted}, ETA {eta_formatted}  {lesson}';
  const bars = new MultiBar({ format, linewrap: true, hideCursor: true }, Presets.shades_classic);
  const bar = bars.create(all, 0, { lesson: '' });
  return {
    begin: (lesson) => bar.update({ lesson: nameOf(lesson) }),
    end(result) {
      done += 1;
      if (result.report?.summary.failed !== 0) bars.log(`${lineOf(result)}\n`);
      bar.increment({ lesson: '' });
    },
    close: () => bars.stop(),
  };
}

const nameOf = ({ topic, interest }: QaLesson): string => `${topic} × ${interest}`;

function verdictOn({ lesson, report, error, seconds }: QaResult): string {
  const broken = report?.summary.rules.join(', ');
  const verdict =
    error === null ? `delivered${broken ? `, soft: ${broken}` : ''}` : `STOPPED ${error.message}`;
  return `${nameOf(lesson)}: ${verdict} (${seconds.toFixed(1)} s)`;
}
