import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';
import { noStatusLiteral } from './no-status-literal.ts';

const vocabulary = {
  content_request_status: Object.values(ContentRequestStatus),
  pipeline_stage: Object.values(PipelineStage),
  stage_status: Object.values(StageStatus),
};

const preamble = [
  `import type { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';`,
  'declare function move(to: ContentRequestStatus): void;',
  'declare const row: { status: StageStatus; currentStage: PipelineStage | null; kind: string };',
  'declare const raw: Record<string, string>;',
  'declare const sql: (text: TemplateStringsArray, ...values: unknown[]) => unknown;',
];

/** Lints pieces of code, each on a line and in a block of its own, and returns what is reported of each. */
function lint(pieces: string[], sql: 'forbidden' | 'allowed'): string[][] {
  const reports = new Linter({ cwd: process.cwd() }).verify(
    [...preamble, ...pieces.map((piece) => `{ ${piece} }`)].join('\n'),
    [
      {
        files: ['**/*.ts'],
        languageOptions: {
          parser,
          parserOptions: {
            projectService: { allowDefaultProject: ['*.ts'], defaultProject: 'tsconfig.json' },
            tsconfigRootDir: process.cwd(),
          },
        },
        plugins: { vividly: { rules: { 'no-status-literal': noStatusLiteral } } },
        rules: { 'vividly/no-status-literal': ['error', { vocabulary, sql }] },
      },
    ] as unknown as Linter.Config[],
    'virtual.ts',
  );
  const fatal = reports.find((report) => report.fatal);
  if (fatal) throw new Error(fatal.message);
  return pieces.map((_, index) =>
    reports
      .filter(({ line }) => line === preamble.length + index + 1)
      .map(({ messageId }) => String(messageId)),
  );
}

/** The same words, where they are words. */
const ordinary = [
  `const outcome = raw['kind'] === 'failed' ? 'pending' : 'completed';`,
  `let w!: { on(event: 'completed' | 'failed' | 'drained', f: () => void): void }; w.on('failed', () => undefined);`,
  `type End = 'cancelled' | 'finished' | 'not_found'; const end = (): End => 'cancelled';`,
  `const postage = 'pending';`,
  `throw new Error('validation');`,
  `if (row.kind === 'validation') move(raw as never);`,
  `const modality: 'text' | 'audio' | 'video' = 'video';`,
  // Someone else's statuses: their type admits words that are not ours.
  `let test!: { status: 'failed' | 'passed' | 'pending' }; if (test.status === 'failed') move(raw as never);`,
  // Names of properties are checked by the compiler.
  `const weights: Partial<Record<StageStatus, number>> = { 'pending': 1, skipped: 5 };`,
  "const found = sql`SELECT id FROM stage_tasks WHERE status = ${row.status} AND part = 'pending'`;",
];

/** What is reported, by the code. */
const wrong: Record<string, string[]> = {
  // By type, whatever the name.
  [`move('pending');`]: ['literal'],
  ['move(`pending`);']: ['literal'],
  [`move(raw['x'] ? 'failed' : 'completed');`]: ['literal', 'literal'],
  [`const next: ContentRequestStatus | null = 'validating';`]: ['literal'],
  [`const open: StageStatus[] = ['pending', 'in_progress'];`]: ['literal', 'literal'],
  [`const all = new Set<PipelineStage>(['validation']);`]: ['literal'],
  [`const end = (): StageStatus => 'skipped';`]: ['literal'],
  [`type Open = Extract<StageStatus, 'pending'>;`]: ['literal'],
  [`type Mine = 'pending' | 'in_progress' | 'completed' | 'failed' | 'skipped';`]:
    Array<string>(5).fill('literal'),
  // Compared, also after control flow has narrowed the type.
  [`if (row.status === 'failed') move(raw as never);`]: ['literal'],
  [`if ('validation' !== row.currentStage) move(raw as never);`]: ['literal'],
  [`const { status } = row; if (status !== 'failed' && status === 'pending') move(raw as never);`]: [
    'literal',
    'literal',
  ],
  [`switch (row.status) { case 'failed': break; default: }`]: ['literal'],
  [`const yes = [row.status].includes('failed');`]: ['literal'],
  // By name, where the type says nothing.
  [`const answer = { status: 'completed' };`]: ['literal'],
  [`const where = { where: { status: { in: ['pending', 'failed'] } } };`]: ['literal', 'literal'],
  [`if (raw['status'] === 'failed') move(raw as never);`]: ['literal'],
  [`const currentStage = 'validation';`]: ['literal'],
  [`interface Line { request_status: 'completed' | 'failed' }`]: ['literal', 'literal'],
  [`function f(status = 'pending') { return status; }`]: ['literal'],
  [`expect(raw['status']).toBe('failed');`]: ['literal'],
  [`expect(row).not.toMatchObject({ stage: 'validation' });`]: ['literal'],
  // In SQL.
  ["sql`UPDATE stage_tasks SET status = 'failed' WHERE id = ${1}`;"]: ['sql'],
  ["sql`SELECT 1 FROM content_requests r WHERE r.status NOT IN ('completed', 'failed')`;"]: ['sql'],
  [`const text = "SELECT 'pending'::stage_status";`]: ['sql'],
};

describe('no-status-literal', () => {
  const forbidden = lint([...ordinary, ...Object.keys(wrong)], 'forbidden');

  test.each(ordinary.map((code, index) => ({ code, index })))('lets $code be', ({ index }) => {
    expect(forbidden[index]).toEqual([]);
  });

  test.each(Object.entries(wrong).map(([code, reported], index) => ({ code, reported, index })))(
    'reports $code',
    ({ reported, index }) => {
      expect(forbidden[ordinary.length + index]).toEqual(reported);
    },
  );

  test('lets SQL name members where it is allowed, and nothing else', () => {
    const pieces = ["sql`UPDATE t SET status = 'failed'`;", `move('failed');`];
    expect(lint(pieces, 'allowed')).toEqual([[], ['literal']]);
  });
});
