/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts', '**/stages/*/test.ts'],
  modulePathIgnorePatterns: ['/dist/', '/\\.vividly/', '/out/'],
  // Tests run the TypeScript sources of every workspace package: no build in between, no stale output.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
};
