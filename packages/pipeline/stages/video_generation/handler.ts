import { join } from 'node:path';
import type { PlannedTask, StageHandler } from '@vividly/engine';
import { openingOf, type Scene } from '@vividly/lesson';
import { captionCues, renderScene, RENDERER_VERSION, verifySceneVideo } from '@vividly/media';
import type { z } from 'zod';
import { fetchBranding } from '../../branding.ts';
import type { PipelineDeps } from '../../ports.ts';
import { presentationOf, themeOf } from '../../presentation.ts';
import { heightsToDraw, scenePart } from '../../renditions.ts';
import { scriptGeneration } from '../script_generation/contract.ts';
import { speechSynthesis } from '../speech_synthesis/contract.ts';
import { aspectRatioSchema, type videoGeneration } from './contract.ts';

type Input = z.infer<typeof videoGeneration.input>;
type Output = z.infer<typeof videoGeneration.output>;

/**
 * Draws each scene to its narration, in every height that the request wants: one task per scene and height, so that
 * replicas share them and an edit redraws one. Drawing small costs less than scaling a finished video, and stays sharp.
 */
export function createVideoHandler({ storage, render }: PipelineDeps): StageHandler<Input, Output> {
  const renderer = `vividly-slides:${RENDERER_VERSION}`;
  return {
    revision: renderer,
    plan(context) {
      const [written] = context.outputs(scriptGeneration);
      if (!written) throw new Error('drawing needs a script');
      const { script } = written.output;
      const presentation = presentationOf(context);
      const spoken = new Map(
        context.outputs(speechSynthesis).map(({ part, output }) => [part, output.speech]),
      );
      const drawScene = (scene: Scene, index: number, height: number): PlannedTask<Input> => {
        const speech = spoken.get(scene.id);
        if (!speech) throw new Error(`scene ${scene.id} was not spoken`);
        const next = script.scenes[index + 1];
        return {
          part: scenePart(scene.id, height === render.height ? null : height),
          input: {
            scene,
            next: next ? openingOf(next) : null,
            words: speech.words,
            durationMs: speech.durationMs,
            gradeLevel: script.gradeLevel,
            aspectRatio: aspectRatioSchema.parse(context.request.aspectRatio),
            height,
            captions: presentation.captions === 'off' ? 'none' : presentation.captions,
            theme: themeOf(context),
            brand: presentation.brand,
          },
        };
      };
      return heightsToDraw(render.height, presentation).flatMap((height) =>
        script.scenes.map((scene, index) => drawScene(scene, index, height)),
      );
    },
    async run(
      { scene, next, words, durationMs, gradeLevel, aspectRatio, height, captions, theme, brand },
      { signal, workDir, storagePrefix },
    ) {
      const outPath = join(workDir, `${scene.id}.mp4`);
      const spoken = { offsetMs: 0, durationMs, sentences: scene.sentences, words };
      const cues = captions === 'burned' ? captionCues([spoken], { gradeLevel }) : [];
      const rendition = await renderScene({
        scene,
        next,
        cues: captions === 'none' ? null : cues,
        words,
        durationMs,
        aspectRatio,
        height,
        theme,
        brand: await fetchBranding(storage, brand, workDir),
        outPath,
        signal,
      });
      await verifySceneVideo(outPath, rendition);
      const video = await storage.put(`${storagePrefix}/${scene.id}.mp4`, outPath, 'video/mp4');
      return { sceneId: scene.id, video, renderer, ...rendition };
    },
  };
}
