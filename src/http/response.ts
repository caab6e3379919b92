import type { IncomingMessage } from 'node:http';
import type { Exchange, Request, Response } from '../exchange.js';

const MAX_ERROR_BODY_BYTES = 64 * 1024;

/** Reads the response to its end, as far as it is needed. Never rejects. */
export function readResponse(request: Request, message: IncomingMessage): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const end = (body?: string, unread?: Response['unread']): void => resolve(toResponse(message, body, unread));
    const cut = (): void => {
      if (needsBody(request, message)) resolve({ kind: 'connection_lost' });
      else end('', 'incomplete');
    };
    const status = Number(message.statusCode);
    const isError = status >= 400 && status <= 599;
    if (!isError && !needsBody(request, message)) return end();
    let bytesLeft = isError ? MAX_ERROR_BODY_BYTES : request.bodyLimit;
    if (!/^(identity)?$/i.test(message.headers['content-encoding'] ?? '')) return end('', 'compressed');
    message.on('data', (chunk: Buffer) => {
      bytesLeft -= chunk.length;
      if (bytesLeft >= 0) chunks.push(chunk);
      else end('', 'too_large');
    });
    message.on('end', () => {
      // Node ends a body without a length normally when the connection is reset.
      if (message.socket.errored) cut();
      else end(Buffer.concat(chunks).toString());
    });
    message.on('error', cut);
  });
}

/** Whether the request was sent for the body, so that a response without it counts as none. */
export function needsBody({ bodyLimit }: Request, { statusCode }: IncomingMessage): boolean {
  return bodyLimit > 0 && statusCode === 200;
}

export function toResponse(message: IncomingMessage, body = '', unread?: Response['unread']): Response {
  const { date, 'retry-after': retryAfter, 'x-request-id': requestId } = message.headers;
  const response = { status: Number(message.statusCode), body, date, retryAfter, requestId: requestId?.toString() };
  return { kind: 'response', ...response, ...(unread && { unread }) };
}
