/** What the API writes into event streams: `id`, `event` and one line of `data` each. */
export interface StreamedEvent {
  id: string;
  event: string;
  data: string;
}

/** An open stream, with what it has brought so far. */
export interface OpenStream {
  status: number;
  headers: Headers;
  events: StreamedEvent[];
  comments: string[];
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  leave(): void;
}

/** Opens an event stream and reads it until it ends. */
export async function openStream(url: string, headers: Record<string, string>): Promise<OpenStream> {
  const leaving = new AbortController();
  const response = await fetch(url, { headers, signal: leaving.signal });
  const events: StreamedEvent[] = [];
  const comments: string[] = [];
  const take = (block: string) => {
    if (block.startsWith(': ')) return void comments.push(block.slice(2));
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
    );
    const [id = '', event = '', data = ''] = ['id', 'event', 'data'].map((name) => fields.get(name));
    events.push({ id, event, data });
  };
  const read = async () => {
    const decoder = new TextDecoder();
    let pending = '';
    for await (const chunk of response.body ?? []) {
      pending += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = pending.split('\n\n');
      pending = blocks.pop() ?? '';
      blocks.forEach(take);
    }
    expect(pending).toBe('');
  };
  const ended = read();
  // Who leaves does not wait for the end, which is then an abort.
  ended.catch(() => undefined);
  const leave = () => {
    leaving.abort();
  };
  return { status: response.status, headers: response.headers, events, comments, ended, leave };
}
