import { Command } from 'commander';
import type { LessonWish } from './api-client.ts';
import { addDemoCommand, wishOf, type DemoFlags } from './command.ts';

/** What `vividly demo ARGS` asks of the API. */
function asked(...args: string[]): LessonWish {
  const program = new Command();
  addDemoCommand(program, {
    context: () => {
      throw new Error('the command ran');
    },
    finish: () => undefined,
  });
  const wishes: LessonWish[] = [];
  const [demo] = program.commands;
  demo?.action((query: string, flags: DemoFlags) => void wishes.push(wishOf(query, flags)));
  program.parse(['demo', ...args], { from: 'user' });
  return wishes[0] as LessonWish;
}

test('nothing is asked for that was not said', () => {
  expect(asked('What is gravity?', '--out', 'there', '--json')).toEqual({ query: 'What is gravity?' });
});

test('everything that a lesson can be asked for reaches the request', () => {
  const learner = ['-i', 'golf', '-g', '6', '-d', '60', '-a', '9:16'];
  const look = ['--theme', 'high_contrast', '--captions', 'soft', '--music', 'calm'];
  const files = ['--frame-rate', 'constant', '--renditions', '480, 1080,480', '--hls'];
  expect(asked('What is gravity?', ...learner, ...look, ...files)).toEqual({
    query: 'What is gravity?',
    interest: 'golf',
    gradeLevel: 6,
    durationSeconds: 60,
    aspectRatio: '9:16',
    theme: 'high_contrast',
    captions: 'soft',
    music: 'calm',
    frameRate: 'constant',
    renditions: [480, 1080],
    hls: true,
  });
});
