import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerClientError } from './client-error.ts';

/** How long a client may take, in ms. */
export interface ServerTimeouts {
  /** From the first byte of a request to the end of its headers. */
  headers: number;
  /** From the first byte of a request to the end of its body. */
  request: number;
  /** Between two requests on one connection; longer than the idle timeout of the usual load balancers (60 s). */
  keepAlive: number;
  /** How often the first two are looked at. */
  check: number;
}

const defaultTimeouts: ServerTimeouts = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 65_000,
  check: 5_000,
};

/** A server that takes requests. */
export interface ListeningServer {
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  /**
   * Takes no more connections, lets running requests finish for `graceMs` and then cuts what is left.
   */
  close(graceMs: number): Promise<void>;
}

/** Starts to listen. Port 0 takes any free one. Rejects when the address cannot be used. */
export async function listen(
  listener: RequestListener,
  at: { host: string; port: number },
  timeouts: ServerTimeouts = defaultTimeouts,
): Promise<ListeningServer> {
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
    },
    listener,
  );
  server.on('clientError', answerClientError);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return { url: `http://${host}:${String(port)}`, close: async (graceMs) => close(server, graceMs) };
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(cut);
}
