import { join } from 'node:path';
import type { StageHandler } from '@vividly/engine';
import { scenePauseMs } from '@vividly/lesson';
import { assembleScene, writeWav } from '@vividly/media';
import type { SpeechEngine } from '@vividly/providers';
import type { z } from 'zod';
import { chainRevision, firstThatWorks } from '../../fallback.ts';
import type { PipelineDeps } from '../../ports.ts';
import { tempoOf } from '../../tempo.ts';
import { scriptGeneration } from '../script_generation/contract.ts';
import type { speechSynthesis } from './contract.ts';

type Input = z.infer<typeof speechSynthesis.input>;
type Output = z.infer<typeof speechSynthesis.output>;

/** Silence before a scene's first word, in ms: time for the eye to arrive. */
const leadInMs = 120;
/** Silence after the lesson's last word, in ms. */
const closingMs = 900;

/** Speaks each scene: one task per scene, sentence by sentence, with the script's pauses and the time of every word. */
export function createSpeechHandler({ voices, storage }: PipelineDeps): StageHandler<Input, Output> {
  return {
    revision: chainRevision(voices),
    plan(context) {
      const [written] = context.outputs(scriptGeneration);
      if (!written) throw new Error('speech needs a script');
      const { scenes } = written.output.script;
      const wordsPerMinute = tempoOf(context);
      return scenes.map((scene, index) => ({
        part: scene.id,
        input: {
          sceneId: scene.id,
          sentences: scene.sentences.map(({ text, pauseAfterMs }) => ({ text, pauseAfterMs })),
          voice: context.request.voice,
          wordsPerMinute,
          tailMs: index === scenes.length - 1 ? closingMs : scenePauseMs - leadInMs,
        },
      }));
    },
    async run({ sceneId, sentences, voice, wordsPerMinute, tailMs }, { signal, workDir, storagePrefix }) {
      const voiceOf = (engine: SpeechEngine) => voiceFor(engine, voice, voices);
      const { assembled, spokenBy } = await firstThatWorks(voices, signal, async (engine) => {
        const parts = [];
        for (const { text, pauseAfterMs } of sentences) {
          const request = { text, voice: voiceOf(engine), wordsPerMinute, language: 'en' as const };
          parts.push({ spoken: await engine.speak(request, { signal }), pauseAfterMs });
        }
        return {
          assembled: assembleScene(parts, { leadInMs, tailMs }),
          spokenBy: `${engine.name}:${engine.version}`,
        };
      });
      const path = join(workDir, `${sceneId}.wav`);
      await writeWav(path, assembled);
      const audio = await storage.put(`${storagePrefix}/${sceneId}.wav`, path, 'audio/wav');
      const { durationMs, words } = assembled;
      return { speech: { sceneId, audio, durationMs, words }, spokenBy };
    },
  };
}

/**
 * The voice to ask `engine` for; undefined for its own. The preferred engine is held to the voice that was asked for.
 * A fallback may lack it and then speaks with its own, unless no engine has it: a wrong name is refused, not replaced.
 */
function voiceFor(
  engine: SpeechEngine,
  asked: string | null,
  engines: readonly SpeechEngine[],
): string | undefined {
  if (asked === null) return undefined;
  const has = ({ voices }: SpeechEngine) => voices.some(({ id }) => id === asked);
  const lacks = !has(engine) && engines.some(has);
  return lacks && engine !== engines[0] ? undefined : asked;
}
