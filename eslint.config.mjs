import { builtinModules } from 'node:module';
import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { tsImport } from 'tsx/esm/api';

const { noStatusLiteral } = await tsImport('./tools/eslint/no-status-literal.ts', import.meta.url);
const enums = await tsImport('./packages/db/generated/enums.ts', import.meta.url);

/** The members of the enums whose values are statuses; the other enums are made of everyday words. */
const vocabulary = Object.fromEntries(
  ['content_request_status', 'pipeline_stage', 'stage_status'].map((name) => [
    name,
    Object.values(enums[name]),
  ]),
);
const statusLiterals = (sql) => ({ 'vividly/no-status-literal': ['error', { vocabulary, sql }] });

const tests = ['**/*.test.ts', '**/stages/*/test.ts'];

// A default export has another name in every file that imports it. Configuration files have no choice.
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
/** A colour in a string or a template: #RGB to #RRGGBBAA, or a CSS function. */
const color = '/^(#([0-9a-f]{3,4}){1,2}$|(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\\()/i';
const noColorLiteral = ['Literal[value=COLOR]', 'TemplateElement[value.raw=COLOR]'].map((selector) => ({
  selector: selector.replace('COLOR', color),
  message: 'Take the colour from the look of the stage: a theme can then change it.',
}));

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', 'packages/db/generated/', '.vividly/', 'out/', '.turbo/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  {
    rules: {
      // Past 300 lines a file is two files; 200 is the aim.
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-param-reassign': 'error',
      'no-restricted-imports': [
        'error',
        { paths: builtinModules.map((name) => ({ name, message: `Write 'node:${name}'.` })) },
      ],
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-constructor-return': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      radix: 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { vividly: { rules: { 'no-status-literal': noStatusLiteral } } },
    rules: {
      ...statusLiterals('forbidden'),
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Index signatures (environments, records) are read with brackets: the name is data.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // `return respond(…)` ends a handler and says so in one line; match() of a string reads as well as exec().
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/prefer-regexp-exec': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // It would turn every assertion into `!`, which names nothing.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  // packages/db owns the statuses. The engine's SQL names them as constants: Postgres refuses a statement with an
  // unknown member, and its partial indexes match constants only, not parameters (docs/decisions/boundaries.md).
  { files: ['packages/db/**/*.ts'], rules: { 'vividly/no-status-literal': 'off' } },
  { files: ['packages/engine/**/*.ts'], rules: statusLiterals('allowed') },
  // The rule's own examples are code in strings.
  {
    files: ['tools/eslint/*.test.ts'],
    rules: { ...statusLiterals('allowed'), 'no-template-curly-in-string': 'off' },
  },
  {
    files: ['**/*.ts'],
    ignores: ['*.config.ts', 'prisma/prisma.config.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    files: ['packages/media/slides/layouts/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noColorLiteral] },
  },
  {
    files: tests,
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['afterEach', 'afterAll'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
      'jest/no-duplicate-hooks': 'error',
      'jest/no-test-return-statement': 'error',
      'jest/require-to-throw-message': 'error',
      'jest/valid-title': ['error', { ignoreTypeOfTestName: true }],
      // Fakes keep the promised signature without waiting for anything; lists are known to be long enough.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Asymmetric matchers and parsed answers are `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
