import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { ScriptAdapterFactory } from './script-adapter.ts';
import type { SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm';
import { Pool, type PoolConfig } from 'pg';

/**
 * Prisma's schema engine as WebAssembly, driven over the `pg` driver: the same engine that `prisma migrate deploy`
 * downloads as a native program, for machines that reach only the npm registry. It writes the same
 * `_prisma_migrations` rows, so both are interchangeable (docs/decisions/migrations.md).
 */

export const noFilter: SchemaFilter = { externalTables: [], externalEnums: [] };

interface WasmModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
}

// The package's own entry imports the .wasm file as a module, which Node does not do: it is instantiated by hand.
async function instantiate(): Promise<WasmModule> {
  const directory = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const loader = join(directory, 'schema_engine_bg.js');
  const bindings = (await import(pathToFileURL(loader).href)) as WasmModule & WebAssembly.ModuleImports;
  const binary = await readFile(join(directory, 'schema_engine_bg.wasm'));
  const imports = { ...bindings, ...detachedTimers(bindings) };
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': imports });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings;
}

/**
 * The engine races its lock against a timer of 10 s that it never clears; as an ordinary timer it would keep every
 * process that migrates alive for as long. Under the imported names (they end in a build's hash) it is detached.
 */
function detachedTimers(bindings: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const detached = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(names.map((name) => [name, detached]));
}

let loading: Promise<WasmModule> | undefined;

/**
 * Opens a schema engine on a database, hands it to `use` with the adapter that ran its scripts, and frees it. `schema`
 * is the text of schema.prisma.
 */
export async function withSchemaEngine<T>(
  pool: PoolConfig,
  schema: string,
  use: (engine: SchemaEngine, scripts: ScriptAdapterFactory) => Promise<T>,
): Promise<T> {
  loading ??= instantiate();
  const { SchemaEngine: Engine } = await loading;
  // The engine takes a session's advisory lock and leaves it to the end of the connection: the pool is ours to end.
  const connections = new Pool({ ...pool, max: 1 });
  try {
    const scripts = new ScriptAdapterFactory(connections);
    const adapter = bindMigrationAwareSqlAdapterFactory(scripts);
    const engine = await Engine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
    try {
      return await use(engine, scripts);
    } finally {
      engine.free();
    }
  } finally {
    await connections.end();
  }
}

/** The SQL that creates what schema.prisma describes in an empty database. */
export async function creationScript(pool: PoolConfig, schema: string): Promise<string> {
  return withSchemaEngine(pool, schema, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    return stdout ?? '';
  });
}
