import { loadConfig, migrateEnv } from '@vividly/config';
import { createDatabase, describeDatabase } from '@vividly/db';
import { migrate } from '@vividly/db/migrate';
import { loadLibrary } from '@vividly/knowledge/library';
import { seedDevelopmentKey } from './development-key.ts';
import { seed } from './index.ts';

// Prepares the database of an installation and ends: migrations, seeds, and the development key if one is configured.
// Any number of these may run at once.
const print = (line: string) => process.stdout.write(`${line}\n`);
try {
  const config = loadConfig(migrateEnv, process.env);
  print(`preparing ${describeDatabase(config.DATABASE_URL)}`);
  const applied = await migrate(config.DATABASE_URL);
  for (const name of applied) print(`applied ${name}`);
  const db = createDatabase(config.DATABASE_URL, { max: 2, applicationName: 'vividly-migrate' });
  try {
    await seed(db, loadLibrary());
    if (config.DEV_API_KEY !== undefined) {
      const { owner } = await seedDevelopmentKey(db, config.DEV_API_KEY);
      print(`DEV_API_KEY is an API key of ${owner}: for development only`);
    }
  } finally {
    await db.$disconnect();
  }
  print('the database is ready');
} catch (error) {
  process.stderr.write(
    `the database was not prepared: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
