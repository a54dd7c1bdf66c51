// Run by migrate.db.test.ts as a process of its own: applies the migrations and prints the names of those it applied.
import { migrate } from './apply.ts';

console.log(JSON.stringify(await migrate(process.env['DATABASE_URL'] ?? '')));
