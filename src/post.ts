import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { HttpClient } from '@actions/http-client';
import { httpReader } from './http-reader.js';
import { PROXY_HOST } from './proxy.js';
import { seconds } from './text.js';

/** Sent in the User-Agent; a test holds it against `package.json`. */
export const VERSION = '1.0.0';

/** Node's channel that announces each request once it has a socket, a proxy's CONNECT included. */
const START = 'http.client.request.start';

/** More of a body than this is not read, and such a body counts as none. */
const MAX_BODY_BYTES = 64 * 1024;

/** No more than this of an answer is read, all of it taken: 64 KiB of body in chunks of a byte each are 384 KiB. */
const MAX_ANSWER_BYTES = 512 * 1024;

export interface Call {
  readonly url: string;
  readonly apiKey: string;
  readonly workspaceId: string | undefined;
}

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** The whole body of a 4xx or 5xx; undefined where it was cut, stalled or too large. */
  readonly body: string | undefined;
  readonly retryAfter: string | undefined;
  readonly requestId: string | undefined;
}

/** What one request came to. A `reason` is the foreign text of an error. */
export type Exchange =
  | Answer
  | { readonly kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'not_http'; readonly reason: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: number };

/**
 * Sends one POST without a body on a connection of its own, and closes that connection. Never rejects.
 *
 * @param timeoutMs for all of it, from opening the connection to the end of the answer; above 0
 */
export function post(call: Call, timeoutMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const requests: ClientRequest[] = [];
    let socket: TLSSocket | undefined;
    let response: IncomingMessage | undefined;
    // Only a request that was seen on a connection that never opened has provably not left.
    let mayHaveLeft = true;

    const watch = (event: unknown): void => {
      const { request } = event as { request: ClientRequest };
      requests.push(request);
      mayHaveLeft = false;
      socket = request.socket as TLSSocket;
      if (request.method === 'CONNECT') return;
      socket.once(call.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
        mayHaveLeft = true;
      });
      socket.on('data', readAlong);
      // The toolkit settles on neither a response nor an error here.
      request.once('upgrade', (message: IncomingMessage) => finish(answer(message)));
    };

    const isHttp = httpReader();
    let readBytes = 0;
    const readAlong = (chunk: Buffer): void => {
      if (!requests.at(-1)?.writableFinished) finish({ kind: 'not_http', reason: 'an answer came before the call' });
      else if (!isHttp(chunk)) finish({ kind: 'not_http', reason: 'the answer does not begin with HTTP/1' });
      readBytes += chunk.length;
      if (readBytes > MAX_ANSWER_BYTES) socket?.pause();
    };

    const finish = (exchange: Exchange): void => {
      clearTimeout(timer);
      unsubscribe(START, watch);
      for (const request of requests) request.on('error', () => {}).destroy();
      resolve(exchange);
    };

    const timer = setTimeout(() => {
      if (response) finish(answer(response));
      else if (mayHaveLeft) finish({ kind: 'timeout', timeoutMs });
      else finish({ kind: 'connect_failed', reason: `no connection within ${seconds(timeoutMs)}` });
    }, timeoutMs);

    // The channel gives the request itself, which the toolkit keeps to itself.
    subscribe(START, watch);
    send(call, timeoutMs).then(
      (message) => {
        response = message;
        readBody(message, (body) => finish(answer(message, body)));
      },
      (error: NodeJS.ErrnoException) => finish(failure(error, mayHaveLeft, socket)),
    );
  });
}

async function send(call: Call, timeoutMs: number): Promise<IncomingMessage> {
  const client = new HttpClient(`resolve-interrupt-action/${VERSION}`, [PROXY_HOST], {
    allowRedirects: false,
    // Its own idle timer must never win: it does not tell the phases of a request apart.
    socketTimeout: Math.ceil(timeoutMs) + 60_000,
  });
  const headers: Record<string, string> = { 'X-Api-Key': call.apiKey, Accept: 'application/json' };
  if (call.workspaceId !== undefined) headers['X-Tenant-Id'] = call.workspaceId;
  return (await client.post(call.url, '', headers)).message;
}

/** Reads the body of a 4xx or 5xx; hands over nothing where there is none to read, or not all of it. */
function readBody(message: IncomingMessage, done: (body?: string) => void): void {
  const status = message.statusCode as number;
  if (status < 400 || status > 599) {
    done();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) done();
    else chunks.push(chunk);
  });
  message.on('end', () => done(Buffer.concat(chunks).toString()));
  message.on('error', () => done());
}

function answer(message: IncomingMessage, body?: string): Answer {
  return {
    kind: 'answer',
    status: message.statusCode as number,
    body,
    retryAfter: message.headers['retry-after'],
    requestId: message.headers['x-request-id'] as string | undefined,
  };
}

function failure(error: NodeJS.ErrnoException, mayHaveLeft: boolean, socket: TLSSocket | undefined): Exchange {
  // The error of a host with several addresses has a code, but no message.
  const reason = error.message || String(error.code);
  if (mayHaveLeft) {
    return { kind: error.code?.startsWith('HPE_') ? 'not_http' : 'connection_lost', reason };
  }
  return { kind: socket?.authorizationError ? 'tls_failed' : 'connect_failed', reason };
}
