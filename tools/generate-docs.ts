// Writes what is documented from the code: .env.example and the README's table of configuration.
// With --check nothing is written, and a file that would change is an error.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedDocs } from './generated-docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const changed = generatedDocs(root).filter(
  ({ path, content }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content,
);
for (const { path, content } of changed) {
  if (check) process.stderr.write(`${path} is not what the code says: run pnpm docs\n`);
  else writeFileSync(join(root, path), content);
}
if (check && changed.length > 0) process.exitCode = 1;
