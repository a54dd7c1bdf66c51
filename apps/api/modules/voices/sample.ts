import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ParkedError } from '@vividly/engine';
import { ProviderError, wavOf } from '@vividly/providers';
import type { AppDeps } from '../../deps.ts';
import { isNotModified } from '../../http/conditional.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { voicesPath } from '../../http/paths.ts';
import { Problem } from '../../http/problems.ts';
import { offeredVoices, type OfferedVoice } from './catalogue.ts';

/** What every voice says; short, with a pause, numbers and a word that is hard to say. */
const sampleText =
  'This is how I sound. In 1687, Newton wrote that for every action there is an equal reaction.';
const wordsPerMinute = 150;
const retryAfterSeconds = 30;

/** GET /voices/{id}/sample: a sentence in that voice, spoken when it is first asked for and kept from then on. */
export function voiceSampleEndpoint({ voices }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: `${voicesPath}/{id}/sample`,
    access: 'api_key',
    operationId: 'getVoiceSample',
    tag: 'Voices',
    summary: 'Hear a voice',
    description:
      'A sentence as the engine speaks it; lessons are brought to one loudness besides. The first call for a voice waits until it has spoken.',
    params: z.object({ id: z.string().meta({ description: 'Id of the voice.', examples: ['slt'] }) }),
    answers: {
      200: {
        description: 'The sound, mono.',
        content: { 'audio/wav': { schema: z.string().meta({ format: 'binary' }) } },
        headers: { ETag: 'Strong: the SHA-256 of the sound.' },
      },
      304: { description: 'The client has this sound already.' },
    },
    problems: ['voice_not_found', 'voice_unavailable'],
    async handle(req, res) {
      const id = String(req.params['id']);
      const offered = offeredVoices(voices).find(({ voice }) => voice.id === id);
      if (!offered) throw new Problem('voice_not_found', `There is no voice ${id}.`);
      const leaves = new AbortController();
      res.once('close', () => {
        leaves.abort(new Error('the client left'));
      });
      const sound = await speakSample(offered, leaves.signal);
      const etag = `"${createHash('sha256').update(sound).digest('hex')}"`;
      res.set({ 'Cache-Control': 'private, no-cache', ETag: etag });
      if (isNotModified(req, etag)) res.status(304).end();
      else res.type('audio/wav').send(Buffer.from(sound));
    },
  });
}

async function speakSample({ engine, voice }: OfferedVoice, signal: AbortSignal): Promise<Uint8Array> {
  const request = { text: sampleText, voice: voice.id, wordsPerMinute, language: 'en' } as const;
  try {
    return wavOf(await engine.speak(request, { signal }));
  } catch (error) {
    if (!(error instanceof ProviderError || error instanceof ParkedError)) throw error;
    throw new Problem('voice_unavailable', `${engine.name} cannot speak now.`, {
      headers: { 'Retry-After': String(retryAfterSeconds) },
      cause: error,
    });
  }
}
