import { createInterface } from 'node:readline/promises';

/** The questions, numbered, as they are printed. */
export function numbered(questions: readonly string[]): string[] {
  return questions.map((question, index) => `  ${String(index + 1)}. ${question}`);
}

/** What was meant: a number names a question, other words stand for themselves; null for nothing that can be meant. */
export function answerOf(line: string, questions: readonly string[]): string | null {
  const words = line.trim();
  if (/^\d+$/.test(words)) return questions[Number(words) - 1] ?? null;
  return words === '' ? null : words;
}

/** Asks at the terminal. Null when the person ends the input instead of answering. Throws what `signal` says. */
export async function askAtTerminal(
  questions: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // While it reads, the terminal sends Ctrl-C here and not as a signal.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)));
  try {
    for (;;) {
      const line = await Promise.race([
        terminal.question('Your choice, or your own words: ', { signal }),
        ended,
      ]);
      if (line === null) return null;
      const answer = answerOf(line, questions);
      if (answer !== null) return answer;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    terminal.close();
  }
}
