import { describeDatabase } from '@vividly/db/connection';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { untilAborted } from '../stack/interruption.ts';
import type { StackInfo } from '../stack/run-record.ts';
import { startStack } from '../stack/start-stack.ts';

export interface UpOptions {
  workers: number;
  port?: number;
  format: 'text' | 'json';
}

function description(info: StackInfo, logsDir: string): string[] {
  return [
    `API        ${info.apiUrl}  (try it at ${info.apiUrl}/docs)`,
    `API key    ${info.apiKey}`,
    `database   ${describeDatabase(info.databaseUrl)}`,
    `storage    ${info.storageDir}`,
    `logs       ${logsDir}`,
    `processes  api ${String(info.pids.api)}, workers ${info.pids.workers.join(' ')}`,
    '',
    'Ctrl-C stops everything.',
  ];
}

/** Runs the stack in the foreground until it is told to stop (0) or a part of it dies (1). */
export async function up(context: CommandContext, { format, ...options }: UpOptions): Promise<ExitCode> {
  const stack = await startStack({ ...context, ...options, command: 'vividly up' });
  try {
    const lines =
      format === 'json'
        ? [JSON.stringify(stack.info)]
        : description(stack.info, context.installation.logsDir);
    lines.forEach(context.print);
    const death = await Promise.race([untilAborted(context.signal), stack.died]);
    if (death === undefined || context.signal.aborted) return exitCodes.ok;
    context.say(`${death.program} has ended (${death.reason}); stopping the rest\n${death.lastWords}`);
    return exitCodes.failed;
  } finally {
    await stack.stop();
  }
}
