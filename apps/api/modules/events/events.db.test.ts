import { connect } from 'node:net';
import { NeedsLearnerError, PermanentError } from '@vividly/engine';
import { ContentRequestStatus } from '@vividly/db';
import { until } from '@vividly/testing';
import { createApp, type AppDeps } from '../../app.ts';
import { listen } from '../../http/server.ts';
import { openStream, type OpenStream, type StreamedEvent } from '../../test/event-stream.ts';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';
import { startEventFeed } from './feed.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => {
  delete api.behaviour.validation;
});
afterAll(async () => api.close());

const open = async (
  path: string,
  headers: Record<string, string> = {},
  base = api.url,
): Promise<OpenStream> => openStream(base + path, { authorization: `Bearer ${api.ours.key}`, ...headers });
const eventsOf = (id: string) => `${requestsPath}/${id}/events`;
const storedEvents = async (requestId: string) =>
  api.db.requestEvent.findMany({ where: { requestId }, orderBy: { seq: 'asc' } });
const shown = (events: StreamedEvent[]) =>
  events.map(({ id, event, data }) => ({ seq: Number(id), type: event, data: JSON.parse(data) as unknown }));
const stored = async (requestId: string, after = 0) =>
  (await storedEvents(requestId))
    .filter(({ seq }) => seq > after)
    .map(({ seq, type, data }) => ({ seq, type, data }));

const submit = async (query: string) => api.submit({ query });

async function finished(query: string): Promise<string> {
  const id = await submit(query);
  await api.drive(id);
  return id;
}

/** Adds more events than a test would wait for. */
async function addEvents(requestId: string, count: number, data: object): Promise<void> {
  await api.db.$executeRaw`
    WITH request AS (
      UPDATE content_requests SET last_event_seq = last_event_seq + ${count} WHERE id = ${requestId}::uuid RETURNING id, last_event_seq
    )
    INSERT INTO request_events (request_id, seq, type, data)
    SELECT id, last_event_seq - ${count} + number, 'request.progress', ${data}::jsonb FROM request, generate_series(1, ${count}) number`;
}

test('a finished request is replayed from the start and the stream ends', async () => {
  const id = await finished('Explain a replay');
  const stream = await open(eventsOf(id));
  await stream.ended;
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(shown(stream.events)).toEqual(await stored(id));
  expect(stream.events.map(({ id: seq }) => seq)).toEqual(stream.events.map((_, index) => String(index + 1)));
  expect(shown(stream.events).at(-1)).toMatchObject({
    type: 'request.status',
    data: { to: ContentRequestStatus.completed },
  });
});

test('the replay begins after Last-Event-ID, or ?lastEventId; the header is the newer of both', async () => {
  const id = await finished('Explain a resumption');
  const byHeader = await open(eventsOf(id), { 'last-event-id': '5' });
  const byQuery = await open(`${eventsOf(id)}?lastEventId=5`);
  const byBoth = await open(`${eventsOf(id)}?lastEventId=2`, { 'last-event-id': '5' });
  await Promise.all([byHeader.ended, byQuery.ended, byBoth.ended]);
  for (const { events } of [byHeader, byQuery, byBoth]) expect(shown(events)).toEqual(await stored(id, 5));
});

test('who has seen the last event of a finished request is told to stop asking', async () => {
  const id = await finished('Explain the end');
  const { seq } = (await storedEvents(id)).at(-1) ?? { seq: 0 };
  for (const last of [seq, seq + 1_000]) {
    const { status, bytes } = await api.call('GET', eventsOf(id), {
      headers: { 'last-event-id': String(last) },
    });
    expect([status, bytes.length]).toEqual([204, 0]);
  }
});

test('events arrive as they happen, through a question and its answer, to the end', async () => {
  api.behaviour.validation = async (_context, answers) => {
    if (answers.length === 0) throw new NeedsLearnerError(['Which?'], 'Several.');
  };
  const id = await submit('Explain it live');
  const stream = await open(eventsOf(id));
  await until('the first event is there', async () => stream.events.length === 1);
  await api.drive(id);
  await until('the question is there', async () => stream.events.at(-1)?.data.includes('Which?'));
  await api.call('POST', `${requestsPath}/${id}/clarification`, { json: { answer: 'This one' } });
  await until('the answer is there', async () => stream.events.at(-1)?.event === 'clarification.answered');
  await api.drive(id);
  await stream.ended;
  expect(shown(stream.events)).toEqual(await stored(id));
});

test('a retried request goes on past its failure', async () => {
  api.behaviour.validation = async () => {
    throw new PermanentError('out_of_scope', 'Not something to learn.');
  };
  const id = await finished('Explain a failure');
  const first = await open(eventsOf(id));
  await first.ended;
  expect(shown(first.events).at(-1)).toMatchObject({
    data: { to: ContentRequestStatus.failed, error: { code: 'out_of_scope' } },
  });
  delete api.behaviour.validation;
  await api.call('POST', `${requestsPath}/${id}/retry`);
  const second = await open(eventsOf(id));
  await api.drive(id);
  await second.ended;
  expect(shown(second.events)).toEqual(await stored(id));
  expect(shown(second.events).at(-1)).toMatchObject({ data: { to: ContentRequestStatus.completed } });
});

test('a history of many pages is replayed whole', async () => {
  const id = await finished('Explain a long history');
  await addEvents(id, 250, { count: 1 });
  const stream = await open(eventsOf(id));
  await stream.ended;
  expect(shown(stream.events)).toEqual(await stored(id));
  expect(stream.events.length).toBeGreaterThan(250);
});

test('many streams of one request and of others all hear their own', async () => {
  const [one, two] = [await submit('Explain the one'), await submit('Explain the other')];
  const streams = await Promise.all([one, one, one, two].map(async (id) => open(eventsOf(id))));
  await Promise.all([api.drive(one), api.drive(two)]);
  await Promise.all(streams.map(({ ended }) => ended));
  for (const [index, stream] of streams.entries())
    expect(shown(stream.events)).toEqual(await stored(index < 3 ? one : two));
});

test.each([['x'], ['-1'], ['1.5'], ['9999999999']])('Last-Event-ID %s is refused', async (last) => {
  const { status, json } = await api.call('GET', eventsOf(await api.submit()), {
    headers: { 'last-event-id': last },
  });
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path: 'Last-Event-ID' }] });
});

test('HEAD shows the headers and ends', async () => {
  const { status, headers } = await api.call('HEAD', eventsOf(await submit('Explain heads')));
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
});

describe('a server of its own', () => {
  /** Serves the same database with other timings or another feed. */
  async function serve(overrides: Partial<AppDeps>) {
    const stopping = new AbortController();
    const app = createApp({ ...api.deps, stopping: stopping.signal, ...overrides });
    return { stopping, server: await listen(app, { host: '127.0.0.1', port: 0 }) };
  }

  test('hears of events by the poll when notifications do not come, and sends heartbeats', async () => {
    const deaf = { subscribe: () => () => undefined, close: async () => Promise.resolve() };
    const { server } = await serve({ feed: deaf, streamTimings: { heartbeat: 20, poll: 100, drain: 1_000 } });
    const id = await submit('Explain the deaf');
    const stream = await open(eventsOf(id), {}, server.url);
    await until('a heartbeat came', async () => stream.comments.includes('heartbeat'));
    await api.drive(id);
    await stream.ended;
    expect(shown(stream.events)).toEqual(await stored(id));
    await server.close(0);
  });

  test('ends its streams when it stops', async () => {
    const { server, stopping } = await serve({});
    const id = await submit('Explain a restart');
    const stream = await open(eventsOf(id), {}, server.url);
    await until('the replay is there', async () => stream.events.length === 1);
    stopping.abort();
    await stream.ended;
    expect(stream.events).toHaveLength(1);
    await server.close(1_000);
  });

  test('lets go of a client that leaves', async () => {
    let listeners = 0;
    const { server } = await serve({
      feed: {
        subscribe: (...args) => {
          listeners += 1;
          const unsubscribe = api.deps.feed.subscribe(...args);
          return () => {
            listeners -= 1;
            unsubscribe();
          };
        },
        close: async () => Promise.resolve(),
      },
    });
    const stream = await open(eventsOf(await submit('Explain leaving')), {}, server.url);
    await until('the replay is there', async () => stream.events.length === 1);
    expect(listeners).toBe(1);
    stream.leave();
    await until('the stream is let go', async () => listeners === 0);
    await server.close(0);
  });

  test('cuts off a client that reads nothing', async () => {
    const { server } = await serve({ streamTimings: { heartbeat: 1_000, poll: 50, drain: 50 } });
    const id = await finished('Explain the slow');
    await addEvents(id, 250, { large: 'x'.repeat(60_000) });
    const { port, hostname } = new URL(server.url);
    const socket = connect({ port: Number(port), host: hostname });
    socket.pause();
    socket.write(`GET ${eventsOf(id)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.ours.key}\r\n\r\n`);
    api.logs.length = 0;
    const line = await until('the stream is cut', async () =>
      api.logs.find(({ fields }) => fields['brokenOff'] === true),
    );
    expect(line.fields).toMatchObject({ route: `${requestsPath}/{id}/events`, status: 200 });
    socket.destroy();
    await server.close(0);
  });
});

test('the feed comes back after its connection is lost, and wakes everyone', async () => {
  const errors: unknown[] = [];
  const id = await submit('Explain a cut line');
  const feed = startEventFeed({
    connection: { connectionString: api.databaseUrl, application_name: 'feed-under-test' },
    reconnectMs: 10,
    onError: (error) => errors.push(error),
  });
  const app = createApp({
    ...api.deps,
    feed,
    streamTimings: { heartbeat: 60_000, poll: 60_000, drain: 1_000 },
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const listening = async () => {
    const rows = await api.db.$queryRaw<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE application_name = 'feed-under-test' AND query = 'LISTEN vividly_events'`;
    return rows[0]?.pid;
  };
  const stream = await open(eventsOf(id), {}, server.url);
  const first = await until('the feed listens', listening);
  await api.db.$queryRaw`SELECT pg_terminate_backend(${first})`;
  await until('the feed listens again', async () => {
    const pid = await listening();
    return pid !== undefined && pid !== first;
  });
  expect(errors.length).toBeGreaterThan(0);
  await api.drive(id);
  await stream.ended;
  expect(shown(stream.events)).toEqual(await stored(id));
  await feed.close();
  await server.close(0);
});

test('a feed can be closed while its database cannot be reached', async () => {
  const failed = await new Promise((resolve) => {
    const feed = startEventFeed({
      connection: { connectionString: 'postgresql://nobody@127.0.0.1:1/none' },
      reconnectMs: 10_000,
      onError: (error) => {
        resolve(feed.close().then(() => error));
      },
    });
  });
  expect(failed).toMatchObject({ code: 'ECONNREFUSED' });
});
