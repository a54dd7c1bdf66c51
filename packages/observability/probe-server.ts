import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small server for whoever watches a process that serves nothing else: orchestrators and Prometheus. */
export interface ProbeServer {
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  close(): Promise<void>;
}

export interface ProbeOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Rejects while the process cannot do its work. */
  ready: () => Promise<unknown>;
  metrics: { contentType: string; render(): Promise<string> };
}

/**
 * Serves `/health` (the process lives), `/health/ready` (503 while `ready` rejects; the reason stays in the log of what
 * is down) and `/metrics`. Rejects when the address cannot be used.
 */
export async function startProbeServer({ host, port, ready, metrics }: ProbeOptions): Promise<ProbeServer> {
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/health': async (response) => {
      send(response, 200, 'text/plain', 'ok\n');
      return Promise.resolve();
    },
    '/health/ready': async (response) =>
      ready().then(
        () => {
          send(response, 200, 'text/plain', 'ready\n');
        },
        () => {
          send(response, 503, 'text/plain', 'not ready\n');
        },
      ),
    '/metrics': async (response) => {
      send(response, 200, metrics.contentType, await metrics.render());
    },
  };
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? answers[(request.url ?? '').split('?')[0] ?? ''] : undefined;
    if (answer === undefined) {
      send(response, 404, 'text/plain', 'not found\n');
      return;
    }
    answer(response).catch(() => {
      send(response, 500, 'text/plain', 'failed\n');
    });
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}`,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
