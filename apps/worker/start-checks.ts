import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import type { WorkerConfig } from '@vividly/config';
import { PipelineStage } from '@vividly/db/enums';

/** The worker cannot do its work here, and the message says what to change: it does not start. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Throws unless Redis answers and its policy is `noeviction`: any other one loses jobs without a word. */
export async function assertNoEviction(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy !== 'noeviction')
      throw new StartRefused(
        `Redis runs with maxmemory-policy ${String(policy)}, which drops jobs; set it to noeviction (redis-cli config set maxmemory-policy noeviction)`,
      );
  } finally {
    redis.disconnect();
  }
}

/** With an older BullMQ no idle worker came back after an outage of Redis. */
const oldestBullmq = [6, 3, 3] as const;

/** Throws unless the installed BullMQ is recent enough. `version` as its package.json says. */
export function assertBullmq(version = installedBullmq()): void {
  const parts = version.split('.').map(Number);
  const difference = oldestBullmq.map((wanted, place) => (parts[place] ?? 0) - wanted).find((by) => by !== 0);
  if (difference !== undefined && difference < 0)
    throw new StartRefused(
      `bullmq ${version} is installed, whose workers do not come back after an outage of Redis; install ${oldestBullmq.join('.')} or newer`,
    );
}

function installedBullmq(): string {
  const engine = createRequire(import.meta.url).resolve('@vividly/engine/package.json');
  const { version } = createRequire(engine)('bullmq/package.json') as { version: string };
  return version;
}

/** Stages that call ffmpeg and ffprobe, and the one that calls the configured voices. */
const mediaStages: readonly PipelineStage[] = [
  PipelineStage.speech_synthesis,
  PipelineStage.video_generation,
  PipelineStage.video_processing,
];
/** Where a program's package has another name. */
const packageOf: Readonly<Record<string, string>> = { ffprobe: 'ffmpeg' };
const voicePrograms: Readonly<Record<string, string>> = { flite: 'flite', espeak: 'espeak-ng' };

/** Throws unless every program can be run that the stages of this worker call. */
export async function assertPrograms(
  config: Pick<WorkerConfig, 'WORKER_STAGES' | 'SPEECH_PROVIDER' | 'SPEECH_FALLBACK'>,
): Promise<void> {
  const media = mediaStages.some((stage) => config.WORKER_STAGES.includes(stage))
    ? ['ffmpeg', 'ffprobe']
    : [];
  const voices = config.WORKER_STAGES.includes(PipelineStage.speech_synthesis)
    ? [config.SPEECH_PROVIDER, ...config.SPEECH_FALLBACK].flatMap((name) => voicePrograms[name] ?? [])
    : [];
  const missing: string[] = [];
  for (const program of [...media, ...voices]) {
    const ran = promisify(execFile)(program, ['-version'], { timeout: 20_000 });
    const found = await ran.then(
      () => true,
      // A program that does not know the option is there all the same.
      (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
    );
    if (!found) missing.push(`${program} (Debian and Homebrew package: ${packageOf[program] ?? program})`);
  }
  if (missing.length > 0) throw new StartRefused(`not installed: ${missing.join(', ')}`);
}
