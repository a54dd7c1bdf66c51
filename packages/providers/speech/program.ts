import { execFile, execFileSync } from 'node:child_process';
import { ProviderError } from '../errors.ts';

/** An external speech program: what to start, and what to install when it is missing. */
export interface Program {
  provider: 'flite' | 'espeak';
  /** Name on PATH, or a path. */
  binary: string;
  /** Package that holds it, on Debian and on Homebrew. */
  packageName: string;
}

/** A sentence takes a fraction of a second; what takes so long hangs. */
const TIMEOUT_MS = 25_000;
/** What dead letters hold of it. */
const MAX_STDERR_CHARS = 16_384;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs a speech program with an argv array, no shell, and PATH as its whole environment; resolves with its standard
 * output once it has ended with code 0.
 *
 * Throws ProviderError provider_not_installed, provider_timeout (25 s), provider_invalid_output, or the reason of
 * `signal`; the program is killed then.
 */
export function runProgram(
  program: Program,
  args: readonly string[],
  options: { signal: AbortSignal },
): Promise<string> {
  options.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    execFile(
      program.binary,
      args,
      {
        signal: options.signal,
        timeout: TIMEOUT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT_BYTES,
        env: { PATH: process.env['PATH'] ?? '' },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (options.signal.aborted) reject(options.signal.reason as Error);
        else reject(failureOf(program, error, stderr));
      },
    );
  });
}

/** The first line of the program's output that matches `pattern`; for version numbers, asked once per engine. */
export function programVersion(program: Program, args: readonly string[], pattern: RegExp): string {
  let output: string;
  try {
    output = execFileSync(program.binary, args, { encoding: 'utf8', timeout: TIMEOUT_MS, stdio: 'pipe' });
  } catch (error) {
    const failed = error as NodeJS.ErrnoException & { stdout?: string };
    // flite answers `--version` with exit code 1.
    if (failed.code === 'ENOENT' || !failed.stdout) throw failureOf(program, failed, '');
    output = failed.stdout;
  }
  const version = pattern.exec(output)?.[0];
  if (version === undefined)
    throw new ProviderError(
      'provider_invalid_output',
      program.provider,
      `${program.binary} does not tell its version`,
    );
  return version;
}

function failureOf(
  program: Program,
  error: Error & { code?: string | number | null | undefined; killed?: boolean | undefined },
  stderr: string,
): ProviderError {
  const { provider, binary } = program;
  if (error.code === 'ENOENT' || error.code === 'EACCES')
    return new ProviderError(
      'provider_not_installed',
      provider,
      `${binary} is not installed: apt-get install ${program.packageName} (macOS: brew install ${program.packageName})`,
      { cause: error },
    );
  if (error.killed === true)
    return new ProviderError('provider_timeout', provider, `${binary} took more than ${TIMEOUT_MS} ms`, {
      cause: error,
    });
  return new ProviderError(
    'provider_invalid_output',
    provider,
    `${binary} failed: ${stderr.trim().split('\n').at(-1) ?? error.message}`,
    { cause: error, stderr: stderr.slice(-MAX_STDERR_CHARS) },
  );
}
