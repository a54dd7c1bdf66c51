import { defineConfig } from 'prisma/config';

// Read by the Prisma CLI only (generate, validate, migrate deploy where its engine can be downloaded).
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
