import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParkedError } from '@vividly/engine';
import {
  createCachedSpeech,
  createFileStorage,
  createFliteEngine,
  ProviderError,
  type SpeechEngine,
} from '@vividly/providers';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';

interface VoiceList {
  items: { id: string; engine: string; default: boolean; sampleUrl: string; gender?: string }[];
}

const flite = createFliteEngine();
const spoken: string[] = [];

/** An engine that cannot speak, with a voice whose name needs care in a URL. */
const silent = (error: Error): SpeechEngine => ({
  name: 'espeak',
  version: '0',
  voices: [{ id: 'en-us+f3', name: 'Silent', language: 'en-US' }],
  defaultVoice: 'en-us+f3',
  speak: async () => Promise.reject(error),
});
let unable = silent(new ProviderError('provider_not_installed', 'espeak', 'apt-get install espeak-ng'));

let root: string;
let api: Api;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vividly-voices-'));
  const storage = createFileStorage({ root });
  const counted: SpeechEngine = {
    ...flite,
    version: flite.version,
    speak: async (request, options) => {
      spoken.push(request.voice ?? '');
      return flite.speak(request, options);
    },
  };
  api = await startApi({
    deps: {
      storage,
      voices: [
        createCachedSpeech(counted, { storage, observe: () => undefined }),
        { ...silent(new Error()), speak: async (...asked) => unable.speak(...asked) },
      ],
    },
  });
});
afterAll(async () => {
  await api.close();
  await rm(root, { recursive: true });
});

test('the voices of the chain, in order, with one default', async () => {
  const { status, json, headers } = await api.call<VoiceList>('GET', '/api/v1/voices');
  expect(status).toBe(200);
  expect(json.items.map(({ engine, id }) => `${engine} ${id}`)).toEqual([
    'flite slt',
    'flite rms',
    'flite awb',
    'espeak en-us+f3',
  ]);
  expect(json.items.filter((voice) => voice.default).map(({ id }) => id)).toEqual(['slt']);
  expect(json.items[0]).toEqual({
    id: 'slt',
    engine: 'flite',
    name: 'Slt',
    language: 'en-US',
    gender: 'female',
    description: 'Clear American voice; offline.',
    default: true,
    sampleUrl: '/api/v1/voices/slt/sample',
  });
  const etag = headers.get('etag') ?? '';
  const again = await api.call('GET', '/api/v1/voices', { headers: { 'if-none-match': etag } });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
});

test('a sample is a WAV in that voice, spoken once', async () => {
  const first = await api.call('GET', '/api/v1/voices/rms/sample');
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  expect(first.bytes.toString('latin1', 0, 4)).toBe('RIFF');
  // Some five seconds of 16-bit sound at 16 kHz.
  expect(first.bytes.length).toBeGreaterThan(4 * 32_000);
  const etag = `"${createHash('sha256').update(first.bytes).digest('hex')}"`;
  expect(first.headers.get('etag')).toBe(etag);
  const again = await api.call('GET', '/api/v1/voices/rms/sample');
  expect(again.bytes.equals(first.bytes)).toBe(true);
  const known = await api.call('GET', '/api/v1/voices/rms/sample', { headers: { 'if-none-match': etag } });
  expect(known.status).toBe(304);
  expect(spoken).toEqual(['rms']);
  const other = await api.call('GET', '/api/v1/voices/awb/sample');
  expect(other.bytes.equals(first.bytes)).toBe(false);
});

test('an unknown voice has no sample', async () => {
  const { status, json } = await api.call('GET', '/api/v1/voices/nobody/sample');
  expect([status, json['code']]).toEqual([404, 'voice_not_found']);
});

test.each([
  ['its program is missing', new ProviderError('provider_not_installed', 'espeak', 'apt-get install it')],
  ['its circuit is open', new ParkedError('provider_circuit_open', 'gemini is failing', 8_000)],
])('a voice that cannot speak because %s: 503', async (_, error) => {
  unable = silent(error);
  const { json: list } = await api.call<VoiceList>('GET', '/api/v1/voices');
  const { status, json, headers } = await api.call('GET', list.items.at(-1)?.sampleUrl ?? '');
  expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'voice_unavailable', '30']);
});

test('a lesson in a voice that nobody has is refused at once, with the voices there are', async () => {
  const json = { query: 'Explain toys', voice: 'Kore' };
  const answer = await api.call('POST', requestsPath, { json });
  expect([answer.status, answer.json['code']]).toEqual([400, 'validation_failed']);
  expect(answer.json['errors']).toEqual([
    { path: 'voice', message: 'is none of the voices: slt, rms, awb, en-us+f3' },
  ]);
  expect(await api.db.contentRequest.count()).toBe(0);
  for (const voice of ['rms', 'en-us+f3'])
    expect((await api.call('POST', requestsPath, { json: { ...json, voice } })).status).toBe(202);
});
