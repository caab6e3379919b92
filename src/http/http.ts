import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { HttpClient } from '@actions/http-client';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import packageJson from '../../package.json' with { type: 'json' };
import type { Exchange, RequestKind } from '../attempts/exchange.js';
import type { Settings } from '../settings.js';
import { seconds } from '../text.js';
import { fixTunnel, type TunnelAgent } from './proxy.js';
import { needsBody, readResponse, toResponse } from './response.js';

/** More than any response that is needed whole. The rest of a flood stays unread until the timeout. */
const MAX_RESPONSE_BYTES = { call: 2 * 1024 * 1024, read: 16 * 1024 * 1024 };

export interface Request extends Pick<Settings, 'apiKey' | 'workspaceId' | 'addressTimeoutMs'> {
  readonly kind: RequestKind;
  readonly url: string;
}

/** The toolkit makes one for each exchange, so every request that it is given is ours. A proxy's is a `TunnelAgent`. */
interface Agent extends Partial<TunnelAgent> {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

/**
 * Sends one request on a connection of its own, and closes that connection. Never rejects.
 *
 * @param timeoutMs from opening the connection to the end of the response; above 0
 */
export function exchange(request: Request, timeoutMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const sent: ClientRequest[] = [];
    let socket: TLSSocket | undefined;
    let response: IncomingMessage | undefined;
    // The tunnel hides the cause of its error.
    let firstError: Error | undefined;
    let firstByte: string | undefined;
    // False only while we know that the connection has not opened.
    let mayHaveLeft = true;

    const settle = (result: Exchange): void => {
      clearTimeout(timer);
      for (const unfinished of sent) unfinished.on('error', () => {}).destroy();
      resolve(result);
    };

    const timer = setTimeout(() => {
      if (response && !needsBody(request.kind, response)) settle(toResponse(response));
      else if (mayHaveLeft) settle({ kind: 'timeout', timeoutMs });
      else settle({ kind: 'connect_failed', reason: `no connection within ${seconds(timeoutMs)}` });
    }, timeoutMs);

    const watch = (clientRequest: ClientRequest): void => {
      mayHaveLeft = false;
      sent.push(clientRequest);
      clientRequest.once('error', (error) => {
        firstError ??= error;
      });
      clientRequest.once('socket', (tlsSocket: TLSSocket) => {
        socket = tlsSocket;
        if (clientRequest.method === 'CONNECT') return;
        socket.once(request.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
          mayHaveLeft = true;
        });
        socket.on('data', (chunk: Buffer) => {
          firstByte ??= chunk.toString('latin1', 0, 1);
          if (tlsSocket.bytesRead > MAX_RESPONSE_BYTES[request.kind]) tlsSocket.pause();
        });
      });
      // After a 101, the toolkit settles on neither a response nor an error.
      clientRequest.once('upgrade', (message: IncomingMessage) => settle(toResponse(message)));
    };

    const prepareRequest = (options: RequestOptions): void => {
      const addressTimeout = { autoSelectFamilyAttemptTimeout: request.addressTimeoutMs };
      Object.assign(options, addressTimeout);
      const agent = options.agent as unknown as Agent;
      const { addRequest } = agent;
      agent.addRequest = (clientRequest, ...rest) => {
        watch(clientRequest);
        if (agent.proxyOptions) fixTunnel(agent as TunnelAgent, addressTimeout, watch);
        addRequest.call(agent, clientRequest, ...rest);
      };
    };

    const receive = async (message: IncomingMessage): Promise<Exchange> => {
      response = message;
      // Node's parser also accepts RTSP and ICE.
      if ((firstByte ?? 'H') !== 'H' || message.httpVersionMajor !== 1 || Number(message.statusCode) < 100) {
        return { kind: 'not_http', reason: 'the response is not HTTP/1' };
      }
      return readResponse(request.kind, message);
    };

    const explain = (error: NodeJS.ErrnoException): Exchange => {
      const reason = reasonOf(firstError ?? error);
      if (!mayHaveLeft) return { kind: socket?.authorizationError ? 'tls_failed' : 'connect_failed', reason };
      return { kind: String(error.code).startsWith('HPE_') ? 'not_http' : 'connection_lost', reason };
    };

    send(request, timeoutMs, prepareRequest).then(receive, explain).then(settle);
  });
}

async function send(
  { kind, url, apiKey, workspaceId }: Request,
  timeoutMs: number,
  prepareRequest: RequestHandler['prepareRequest'],
): Promise<IncomingMessage> {
  const handler = { prepareRequest, canHandleAuthentication: () => false } as Partial<RequestHandler> as RequestHandler;
  const client = new HttpClient(`${packageJson.name}/${packageJson.version}`, [handler], {
    allowRedirects: false,
    // Longer than our own timer: the toolkit's does not know whether the request was sent.
    socketTimeout: Math.ceil(timeoutMs) + 60_000,
  });
  const headers: OutgoingHttpHeaders = {
    'X-Api-Key': apiKey,
    Accept: 'application/json',
    'Accept-Encoding': 'identity',
  };
  if (workspaceId !== undefined) headers['X-Tenant-Id'] = workspaceId;
  const { message } = await (kind === 'call' ? client.post(url, '', headers) : client.get(url, headers));
  return message;
}

/** If a host has several addresses, the error has no message, but one error per address. */
function reasonOf(error: Error): string {
  const { errors = [error] } = error as Partial<AggregateError>;
  return errors.map(({ message }) => message).join('; ');
}
