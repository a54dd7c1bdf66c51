import type { RequestSnapshot } from '@vividly/engine';
import type { z } from 'zod';
import { videoProcessing } from '../stages/video_processing/contract.ts';
import { createProcessingHandler } from '../stages/video_processing/handler.ts';
import { contextOf, type Made } from './context.ts';
import type { Workbench } from './workbench.ts';

type Output = z.infer<typeof videoProcessing.output>;
type Kind = Output['files'][number]['kind'];

/** What processing left, with local copies of its files. */
export interface Processed {
  output: Output;
  kinds: Kind[];
  /** Local path of a delivered file. Throws when there is none of that kind. */
  path: (kind: Kind) => string;
}

/** Finishes a lesson from what the stages before left. */
export async function process(
  bench: Workbench,
  made: Made,
  differs: Partial<RequestSnapshot>,
): Promise<Processed> {
  const handler = createProcessingHandler(bench.deps);
  const [task] = await bench.run(videoProcessing, handler, contextOf(made, differs));
  if (!task) throw new Error('nothing was finished');
  const paths = new Map<Kind, string>();
  for (const { kind, file } of task.output.files) paths.set(kind, await bench.fetch(file));
  return {
    output: task.output,
    kinds: [...paths.keys()],
    path(kind) {
      const path = paths.get(kind);
      if (path === undefined) throw new Error(`there is no ${kind}`);
      return path;
    },
  };
}
