import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { between, configTable, documentedKeys, envExample } from './config-docs.ts';

/** Every generated file, by its path from the root, with the content it should have. */
export function generatedDocs(root: string): { path: string; content: string }[] {
  const keys = documentedKeys();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return [
    { path: '.env.example', content: envExample(keys) },
    { path: 'README.md', content: between(readme, 'config', configTable(keys)) },
  ];
}
