import type { IncomingMessage } from 'node:http';
import type { Exchange, Request, Response } from '../exchange.js';

const MAX_ERROR_BODY_BYTES = 64 * 1024;

/** Reads the response to its end, as far as it is needed. Never rejects. */
export async function readResponse(request: Request, message: IncomingMessage): Promise<Exchange> {
  const status = Number(message.statusCode);
  const isError = status >= 400 && status <= 599;
  if (!isError && !needsBody(request, message)) return toResponse(message);
  if (!/^(identity)?$/i.test(message.headers['content-encoding'] ?? '')) return toResponse(message, '', 'compressed');
  const chunks: Buffer[] = [];
  let bytesLeft = isError ? MAX_ERROR_BODY_BYTES : request.bodyLimit;
  try {
    for await (const chunk of message) {
      bytesLeft -= chunk.length;
      if (bytesLeft < 0) return toResponse(message, '', 'too_large');
      chunks.push(chunk);
    }
    // Node ends a body without a length normally when the connection is reset.
    if (!message.socket.errored) return toResponse(message, Buffer.concat(chunks).toString());
  } catch {
    // The connection was lost, as below.
  }
  return needsBody(request, message) ? { kind: 'connection_lost' } : toResponse(message, '', 'incomplete');
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
