import { shellBlocks } from './blocks.ts';

describe('the shell blocks of a page', () => {
  test('say what to do with them, and where they stand', () => {
    const page = [
      '# A',
      '```sh run',
      './vividly doctor',
      '```',
      '',
      '```json',
      '{}',
      '```',
      '```sh api',
      'a',
      'b',
      '```',
    ];
    expect(shellBlocks(page.join('\n'))).toEqual([
      { use: 'run', script: './vividly doctor', line: 2 },
      { use: 'api', script: 'a\nb', line: 9 },
    ]);
  });

  test('that do not say are an error', () => {
    expect(() => shellBlocks('\n```sh\nls\n```')).toThrow('line 2: write one of run, api, show after ```sh');
  });

  test('that do not end are an error', () => {
    expect(() => shellBlocks('```sh run\nls')).toThrow('line 1: this block does not end');
  });
});
