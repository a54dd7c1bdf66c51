const shared = {
  testEnvironment: '<rootDir>/tools/jest/environment.mjs',
  modulePathIgnorePatterns: ['/dist/', '/\\.vividly/', '/out/'],
  // Tests run the TypeScript sources of every workspace package: no build in between, no stale output.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

const services = 'packages/testing/services';

/** @type {import('jest').Config} */
export default {
  // A cap for tests that hang, generous because real programs share two cores; no test waits for it to pass.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.test.ts', '**/stages/*/test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.db\\.test\\.ts$'],
    },
    {
      // Tests that need the real PostgreSQL and Redis, which are started once for the run.
      ...shared,
      displayName: 'services',
      testMatch: ['**/*.db.test.ts'],
      globalSetup: `<rootDir>/${services}/global-setup.mjs`,
      globalTeardown: `<rootDir>/${services}/global-teardown.mjs`,
    },
  ],
};
