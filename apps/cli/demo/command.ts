import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  captionModeSchema,
  frameRateSchema,
  musicSchema,
  renditionHeights,
  themeChoiceSchema,
  type RenditionHeight,
} from '@vividly/lesson/presentation';
import { text, wholeNumber } from '../arguments.ts';
import type { CommandRunner } from '../context.ts';
import type { LessonWish } from './api-client.ts';

type Wished<K extends keyof LessonWish> = NonNullable<LessonWish[K]>;

export interface DemoFlags {
  interest?: string;
  grade?: number;
  duration?: number;
  aspect?: string;
  theme?: Wished<'theme'>;
  captions?: Wished<'captions'>;
  music?: Wished<'music'>;
  frameRate?: Wished<'frameRate'>;
  renditions?: RenditionHeight[];
  hls?: true;
  out: string;
  json?: true;
}

/** What is asked of the API: only what the flags say, so that everything else is the API's default. Pure. */
export function wishOf(query: string, { grade, duration, aspect, ...flags }: DemoFlags): LessonWish {
  const { out: _out, json: _json, ...alike } = flags;
  return {
    query,
    ...alike,
    ...(grade !== undefined && { gradeLevel: grade }),
    ...(duration !== undefined && { durationSeconds: duration }),
    ...(aspect !== undefined && { aspectRatio: aspect }),
  };
}

/** Reads heights with commas between them. */
function heights(list: string): RenditionHeight[] {
  const named = list.split(',').map((height) => {
    const known = renditionHeights.find((each) => String(each) === height.trim());
    if (known === undefined)
      throw new InvalidArgumentError(`Allowed are ${renditionHeights.join(', ')}, with commas between them.`);
    return known;
  });
  return [...new Set(named)];
}

/** `vividly demo`: one lesson, from the question to the mp4. What makes it is loaded when it runs. */
export function addDemoCommand(program: Command, { context, finish }: CommandRunner): void {
  const demo = program
    .command('demo')
    .summary('make one lesson, from the question to the mp4')
    .description('Starts what is needed, asks for the lesson, shows its progress and leaves it in a folder.')
    .option('-o, --out <dir>', 'folder for the lesson', 'out')
    .option('--json', 'print one JSON object instead of the path')
    .action(async (query: string, flags: DemoFlags) => {
      const { demo: run } = await import('../commands/demo.ts');
      const { out, json } = flags;
      finish(await run(context(), { wish: wishOf(query, flags), out, format: json ? 'json' : 'text' }));
    });
  demo.addArgument(
    demo.createArgument('<query>', 'what the learner wants to understand').argParser(text(5, 500)),
  );
  for (const option of [
    new Option('-i, --interest <text>', 'something the learner loves').argParser(text(1, 100)),
    new Option('-g, --grade <number>', 'school grade, 1 to 12').argParser(wholeNumber(1, 12)),
    new Option('-d, --duration <seconds>', 'length, 30 to 600').argParser(wholeNumber(30, 600)),
    new Option('-a, --aspect <ratio>', 'shape of the picture').choices(['16:9', '9:16', '1:1']),
    new Option('--theme <name>', 'look of the lesson').choices(themeChoiceSchema.options),
    new Option('--captions <mode>', 'in the picture, as a track, or neither').choices(
      captionModeSchema.options,
    ),
    new Option('--music <name>', 'what plays under the voice').choices(musicSchema.options),
    new Option('--frame-rate <rate>', 'constant for editing programs').choices(frameRateSchema.options),
    new Option('--renditions <heights>', `further sizes: ${renditionHeights.join()}`).argParser(heights),
    new Option('--hls', 'also as a stream, in the folder hls'),
  ])
    demo.addOption(option);
}
