import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemBody, problems, type ProblemCode } from './problems.ts';

/** What Node's parser says, where it is more than a bad request. */
const byParserCode: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/**
 * Answers a request that never became one (bad syntax, too slow, too large headers) like any other error, and closes
 * the connection. A connection that is gone, or whose answer has begun, is only closed.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasWritten(socket)) {
    socket.destroy();
    return;
  }
  const code = byParserCode[error.code ?? ''] ?? 'bad_request';
  const { status, description } = problems[code];
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(new Problem(code, description), { instance: '', requestId }));
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      `X-Request-Id: ${requestId}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function hasWritten(socket: Duplex): boolean {
  return 'bytesWritten' in socket && Number(socket.bytesWritten) > 0;
}
