import type { IncomingMessage } from 'node:http';
import type { Exchange, RequestKind, Response } from '../attempts/exchange.js';

const MAX_ERROR_BODY_BYTES = 64 * 1024;

/** A thread includes its state. */
const MAX_THREAD_BODY_BYTES = 8 * 1024 * 1024;

/** Reads the response to its end, as far as it is needed. Never rejects. */
export function readResponse(kind: RequestKind, message: IncomingMessage): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytesLeft = maxBodyBytes(kind, message);
    if (bytesLeft === 0) return resolve(toResponse(message));
    message.on('data', (chunk: Buffer) => {
      bytesLeft -= chunk.length;
      if (bytesLeft >= 0) chunks.push(chunk);
      else resolve(toResponse(message));
    });
    message.on('end', () => resolve(toResponse(message, Buffer.concat(chunks).toString())));
    message.on('error', () => {
      if (needsBody(kind, message)) resolve({ kind: 'connection_lost', reason: 'the response was cut off' });
      else resolve(toResponse(message));
    });
  });
}

/** Whether the request was sent for the body, so that a response without it counts as none. */
export function needsBody(kind: RequestKind, message: IncomingMessage): boolean {
  return kind === 'read' && message.statusCode === 200;
}

export function toResponse({ statusCode, headers }: IncomingMessage, body?: string): Response {
  const { date, 'retry-after': retryAfter, 'x-request-id': requestId } = headers;
  return { kind: 'response', status: Number(statusCode), body, date, retryAfter, requestId: requestId?.toString() };
}

/** 0 if the body is not needed, or is compressed although we asked for `identity`. */
function maxBodyBytes(kind: RequestKind, message: IncomingMessage): number {
  const status = Number(message.statusCode);
  if (!/^(identity)?$/i.test(message.headers['content-encoding'] ?? '')) return 0;
  if (status >= 400 && status <= 599) return MAX_ERROR_BODY_BYTES;
  return needsBody(kind, message) ? MAX_THREAD_BODY_BYTES : 0;
}
