import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AppDeps } from '../../deps.ts';
import { isNotModified } from '../../http/conditional.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { voicesPath } from '../../http/paths.ts';
import { isDefault, offeredVoices, type OfferedVoice, type SpeechEngines } from './catalogue.ts';

const voiceSchema = z
  .object({
    id: z.string().meta({ description: 'What `voice` of a content request names.', examples: ['slt'] }),
    engine: z.string().meta({ description: 'Who speaks.', examples: ['flite'] }),
    name: z.string(),
    language: z.string().meta({ description: 'BCP 47.', examples: ['en-US'] }),
    gender: z.enum(['female', 'male']).optional(),
    description: z.string().optional(),
    default: z.boolean().meta({ description: 'Whether it speaks for requests that name none.' }),
    sampleUrl: z.string().meta({ description: 'Where the voice can be heard.' }),
  })
  .meta({ id: 'Voice' });
const listSchema = z.object({ items: z.array(voiceSchema) }).meta({ id: 'VoiceList' });

/** GET /voices. */
export function listVoicesEndpoint({ voices }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: voicesPath,
    access: 'api_key',
    operationId: 'listVoices',
    tag: 'Voices',
    summary: 'List the voices that lessons can have',
    description:
      'Those of the configured engine and of its fallbacks. The answer changes with the configuration alone.',
    answers: {
      200: {
        description: 'The voices, those of the preferred engine first.',
        content: { 'application/json': { schema: listSchema } },
        headers: { ETag: 'Weak; send it back as `If-None-Match`.' },
      },
      304: { description: 'Nothing has changed since the answer with this ETag.' },
    },
    problems: [],
    handle(req, res) {
      const items = offeredVoices(voices).map((offered) => voiceView(offered, voices));
      const digest = createHash('sha256').update(JSON.stringify(items)).digest('base64url');
      const etag = `W/"${digest.slice(0, 22)}"`;
      res.set({ 'Cache-Control': 'private, no-cache', ETag: etag });
      if (isNotModified(req, etag)) res.status(304).end();
      else res.json({ items });
    },
  });
}

function voiceView(offered: OfferedVoice, engines: SpeechEngines): z.output<typeof voiceSchema> {
  const { voice, engine } = offered;
  return {
    ...{ id: voice.id, engine: engine.name, name: voice.name, language: voice.language },
    ...(voice.gender !== undefined && { gender: voice.gender }),
    ...(voice.description !== undefined && { description: voice.description }),
    default: isDefault(offered, engines),
    sampleUrl: `${voicesPath}/${encodeURIComponent(voice.id)}/sample`,
  };
}
