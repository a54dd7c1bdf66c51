// `pnpm context:check`: fails when the Docker build context grows past what is quick to send.
import { fileURLToPath } from 'node:url';
import { buildContext } from './containers/context.ts';

const limitBytes = 5 * 1024 * 1024;
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MB`;

const files = buildContext(fileURLToPath(new URL('..', import.meta.url)));
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(`${files.length} files, ${megabytes(total)} of ${megabytes(limitBytes)}\n`);
if (total > limitBytes) {
  const largest = files.sort((a, b) => b.bytes - a.bytes).slice(0, 10);
  for (const { path, bytes } of largest) process.stdout.write(`  ${megabytes(bytes)} ${path}\n`);
  process.exitCode = 1;
}
