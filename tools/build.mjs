// Builds the workspace package in the current directory: one ES module per entry of its "exports" map
// (the `source` condition names the TypeScript file, `default` the output). npm packages and our own packages
// stay imports, so a package is compiled once and cached by turbo; types are checked by `pnpm typecheck`.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(manifest.exports ?? {})
  .filter((entry) => typeof entry === 'object')
  .map((entry) => ({
    in: entry.source,
    out: entry.default.replace(/^\.\/dist\//, '').replace(/\.js$/, ''),
  }));

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
});
