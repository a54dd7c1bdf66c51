import { CommanderError } from 'commander';
import { createProgram, everyCommand } from './program.ts';

/** What `vividly ARGS` answers when its arguments are refused, or only help is asked for. */
async function refusal(...args: string[]): Promise<{ exitCode: number; words: string }> {
  let words = '';
  const program = createProgram({
    version: '1.2.3',
    context: () => {
      throw new Error('the command ran');
    },
    finish: () => undefined,
  });
  const output = { writeOut: (text: string) => (words += text), writeErr: (text: string) => (words += text) };
  for (const command of everyCommand(program)) command.exitOverride().configureOutput(output);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode, words };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the command line', () => {
  test('suggests the command that was meant', async () => {
    expect((await refusal('dmo', 'a question')).words).toContain('Did you mean demo?');
  });

  test.each([
    [['demo'], /missing required argument 'query'/],
    [['demo', 'hm?'], /5 to 500 characters/],
    [['demo', 'What is gravity?', '--grade', '13'], /whole number from 1 to 12/],
    [['demo', 'What is gravity?', '--grade', '3.5'], /whole number/],
    [['demo', 'What is gravity?', '--duration', '20'], /from 30 to 600/],
    [['demo', 'What is gravity?', '--aspect', '4:3'], /Allowed choices are 16:9, 9:16, 1:1/],
    [['demo', 'What is gravity?', '--theme', 'disco'], /Allowed choices are auto, nature, /],
    [['demo', 'What is gravity?', '--captions', 'loud'], /Allowed choices are burned, soft, off/],
    [['demo', 'What is gravity?', '--music', 'metal'], /Allowed choices are none, calm/],
    [['demo', 'What is gravity?', '--frame-rate', '60'], /Allowed choices are auto, constant/],
    [['demo', 'What is gravity?', '--renditions', '720,4320'], /Allowed are 1080, 720, 480/],
    [['demo', 'What is gravity?', '--intrest', 'golf'], /Did you mean --interest/],
    [['up', '--workers', '0'], /from 1 to 64/],
    [['up', '--port', '70000'], /from 1 to 65535/],
    [['migrate', 'now'], /too many arguments/],
    [['dead'], /list|redrive/],
    [['dead', 'lst'], /Did you mean list/],
    [['dead', 'list', '--stage', 'cutting'], /Allowed choices are validation, /],
    [['dead', 'show'], /missing required argument 'id'/],
    [['dead', 'show', 'me'], /at least 4 characters of an id/],
    [['dead', 'redrive'], /ids, or --all/],
    [['dead', 'redrive', '0190a0a0', '--all'], /ids, or --all/],
    [['dead', 'discard', '0190a0a0', '--code', 'x'], /ids, or --all/],
    [['chaos', '--only', 'worker-kil'], /did you mean worker-kill\?.*Known are worker-kill, sigterm/],
    [['chaos', '--trials', '0'], /from 1 to 1000/],
    [['chaos', '--seed', 'x'], /whole number/],
    [['bench'], /render/],
    [['bench', 'render', '--case', 'lesson-4k'], /Allowed choices are lesson-1080p, /],
    [['bench', 'render', '--runs', '0'], /from 1 to 100/],
    [['qa', '--topics', '0'], /from 1 to 1000/],
    [['qa', '--height', '100'], /from 144 to 1080/],
    [['chaos', '--set', 'long'], /Allowed choices are short, full/],
  ])('refuses %j', async (args, why) => {
    const { exitCode, words } = await refusal(...args);
    expect(exitCode).not.toBe(0);
    expect(words).toMatch(why);
  });

  test('the help of chaos lists the faults with what they must leave whole', async () => {
    const { exitCode, words } = await refusal('chaos', '--help');
    expect(exitCode).toBe(0);
    expect(words).toMatch(/worker-kill: kill -9 of a worker/);
    expect(words).toMatch(/zombie: .*0 stale writes/);
  });

  test('runs the command when its arguments are right', async () => {
    await expect(refusal('up', '--workers', '2', '--json')).rejects.toThrow('the command ran');
  });
});
