import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanContext, StageHandler, TaskContext } from '@vividly/engine';
import { renditionHeights, transcriptOf, type LessonScript, type StoredFile } from '@vividly/lesson';
import { hearSound, together } from '@vividly/media';
import type { z } from 'zod';
import { fetchBranding } from '../../branding.ts';
import type { PipelineDeps } from '../../ports.ts';
import { presentationOf, themeOf } from '../../presentation.ts';
import { drawnScenes } from '../../renditions.ts';
import { tempoOf } from '../../tempo.ts';
import { authorshipOf, scriptGeneration } from '../script_generation/contract.ts';
import { speechSynthesis } from '../speech_synthesis/contract.ts';
import { aspectRatioSchema, videoGeneration } from '../video_generation/contract.ts';
import { captionFiles, type Captions } from './captions.ts';
import type { videoProcessing } from './contract.ts';
import { deliverAudio, deliverPoster, deliverVideo } from './deliver.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import type { Made } from './join-scenes.ts';
import { layNarration } from './narration.ts';
import { judgeLesson } from './qa.ts';
import { fetchReels } from './reels.ts';
import { sentenceTimes, spokenWords, timelineOf, type Timeline } from './timeline.ts';
import { watchLesson } from './watch-lesson.ts';

type Output = z.infer<typeof videoProcessing.output>;

/** Joins what was spoken and drawn into the delivered lesson, with captions, transcript, poster and QA report. */
export function createProcessingHandler({ storage }: PipelineDeps): StageHandler<ProcessingInput, Output> {
  return {
    revision: '3',
    plan: (context) => [{ part: 'main', input: inputOf(context) }],
    async run(input, task) {
      const { script, speech } = input;
      const timeline = timelineOf(speech);
      const brand = await fetchBranding(storage, input.brand, task.workDir);
      const drawn = input.wanted.includes('video') ? await fetchReels(storage, input, task) : [];
      // Sound is mastered and joined to the pictures on one core while the pictures are looked at on another.
      const [{ captions }, sound, seen, video, audio, poster] = await together(task.signal, (signal) => {
        const run = { ...task, signal };
        const mastered = layNarration(storage, input, timeline, run);
        const written = captionFiles(input, timeline, task.workDir);
        const made = partsOf(timeline, mastered, written);
        const watched = watchLesson(input, drawn, timeline, brand, run);
        return [
          made,
          mastered.then(async (path) =>
            hearSound(path, spokenWords(timeline), { signal, durationMs: timeline.totalMs }),
          ),
          watched,
          drawn.length === 0 ? null : deliverVideo(input, drawn, made, watched, run),
          input.wanted.includes('audio') ? deliverAudio(input, made, run) : [],
          drawn.length === 0 ? null : deliverPoster(input, brand, task),
          // Named so that it is waited for also when the sound fails.
          written,
        ];
      });
      const starts = new Map(timeline.scenes.map(({ sceneId, offsetMs }) => [sceneId, offsetMs / 1000]));
      const local: LocalFile[] = [
        ...captions.files,
        await text(
          task,
          'transcript',
          'transcript.md',
          'text/markdown; charset=utf-8',
          transcriptOf(script, starts),
        ),
        ...(video?.files ?? []),
        ...(poster ? [poster.file] : []),
        ...audio,
      ];
      const measured = {
        sound,
        film: seen,
        video: video?.found ?? null,
        poster: poster?.measures ?? null,
      };
      const qa = await judgeLesson(input, timeline, local, measured, task);
      local.push(
        await text(task, 'qa_report', 'qa-report.json', 'application/json', JSON.stringify(qa, null, 2)),
      );
      const files: Output['files'] = [];
      // Some files are two kinds at once: the video is also its rendition of that height.
      const stored = new Map<string, StoredFile>();
      for (const { kind, path, name, contentType } of local) {
        const file =
          stored.get(path) ?? (await storage.put(`${task.storagePrefix}/${name}`, path, contentType));
        stored.set(path, file);
        files.push({ kind, file });
      }
      return {
        files,
        durationSeconds: Math.round(timeline.totalMs) / 1000,
        sentences: sentenceTimes(script, timeline),
        qa,
      };
    },
  };
}

async function partsOf(
  timeline: Timeline,
  mastered: Promise<string>,
  written: Promise<Captions>,
): Promise<Made> {
  return { timeline, narration: await mastered, captions: await written };
}

function inputOf(context: PlanContext): ProcessingInput {
  const [written] = context.outputs(scriptGeneration);
  if (!written) throw new Error('there is no script to finish');
  const { script, writtenBy } = written.output;
  const { modalities } = context.request;
  const { captions, music, brand, renditions, hls } = presentationOf(context);
  const [own, ...otherHeights] = drawnScenes(
    script.scenes.map(({ id }) => id),
    context.outputs(videoGeneration),
  );
  return {
    script,
    authorship: authorshipOf(writtenBy),
    speech: inOrder(
      script,
      context.outputs(speechSynthesis).map(({ output }) => output.speech),
    ),
    scenes: own?.scenes ?? [],
    height: own?.height ?? null,
    otherHeights,
    renditions: renditionHeights.filter((height) => renditions.includes(height)),
    hls,
    wanted: (['audio', 'video'] as const).filter((modality) => modalities.includes(modality)),
    aspectRatio: aspectRatioSchema.parse(context.request.aspectRatio),
    wordsPerMinute: tempoOf(context),
    captions,
    music,
    theme: themeOf(context),
    brand,
  };
}

/** What was made for the scenes, in the script's order; empty when that stage was skipped. */
function inOrder<T extends { sceneId: string }>(script: LessonScript, made: T[]): T[] {
  const of = new Map(made.map((item) => [item.sceneId, item]));
  return script.scenes.flatMap(({ id }) => of.get(id) ?? []);
}

async function text(
  { workDir }: TaskContext,
  kind: LocalFile['kind'],
  name: string,
  contentType: string,
  content: string,
): Promise<LocalFile> {
  const path = join(workDir, name);
  await writeFile(path, content);
  return { kind, path, name, contentType };
}
