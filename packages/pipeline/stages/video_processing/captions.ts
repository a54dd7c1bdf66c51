import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { captionCues, toSrt, toVtt, toWordsJson } from '@vividly/media';
import type { LocalFile, ProcessingInput } from './files.ts';
import { scriptedScenes, type Timeline } from './timeline.ts';

/** The lesson's captions. */
export interface Captions {
  files: LocalFile[];
  srtPath: string;
  vttPath: string;
}

/** Writes captions over the whole lesson as WebVTT, SubRip and JSON of words. */
export async function captionFiles(
  { script }: ProcessingInput,
  timeline: Timeline,
  workDir: string,
): Promise<Captions> {
  const scenes = scriptedScenes(script, timeline).map(
    ({ scene: { sentences }, timed: { offsetMs, durationMs, words } }) => ({
      offsetMs,
      durationMs,
      words,
      sentences,
    }),
  );
  const cues = captionCues(scenes, { gradeLevel: script.gradeLevel });
  const write = async (kind: LocalFile['kind'], name: string, contentType: string, content: string) => {
    const path = join(workDir, name);
    await writeFile(path, content);
    return { kind, path, name, contentType };
  };
  const srt = await write('captions_srt', 'captions.srt', 'application/x-subrip', toSrt(cues));
  const vtt = await write('captions_vtt', 'captions.vtt', 'text/vtt', toVtt(cues));
  return {
    srtPath: srt.path,
    vttPath: vtt.path,
    files: [srt, vtt, await write('words', 'words.json', 'application/json', toWordsJson(cues))],
  };
}
