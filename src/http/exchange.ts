import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { HttpClient } from '@actions/http-client';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import packageJson from '../../package.json' with { type: 'json' };
import type { Exchange, Request } from '../exchange.js';
import type { Connection } from '../settings.js';
import { needsBody, readResponse, toResponse } from './response.js';
import { fixTunnel, type TunnelAgent } from './tunnel.js';

/** Node's own limit of 16 KiB turns a valid response with long headers into none. */
const MAX_HEAD_BYTES = 64 * 1024;

/** Far more than the head of any response. The rest of a flood stays unread until the timeout. */
const MAX_OVERHEAD_BYTES = 2 * 1024 * 1024;

/** How far our request got. */
type Phase =
  /** The toolkit has not passed it to our agent. If other code replaced the agent, it may leave unseen. */
  | 'unseen'
  /** The connection is not open, so nothing has left. */
  | 'connecting'
  | 'open';

/** The toolkit makes one for each exchange, so every request that it is given is ours. A proxy's is a `TunnelAgent`. */
interface Agent extends Partial<TunnelAgent> {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

/**
 * Sends one request on a connection of its own, and closes that connection. Never rejects.
 *
 * @param timeoutMs from opening the connection to the end of the response; above 0
 */
export function exchange(connection: Connection, request: Request, timeoutMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const sent: ClientRequest[] = [];
    let phase: Phase = 'unseen';
    let socket: Socket | undefined;
    let response: IncomingMessage | undefined;
    // The tunnel hides the cause of its error, and the status of the proxy.
    let firstError: Error | undefined;
    let proxyStatus: number | undefined;
    let firstByte: string | undefined;

    const settle = (result: Exchange): void => {
      clearTimeout(timer);
      for (const unfinished of sent) unfinished.on('error', () => {}).destroy();
      resolve(result);
    };

    const timer = setTimeout(() => {
      if (response && !needsBody(request, response)) settle(toResponse(response, '', 'incomplete'));
      else if (phase !== 'connecting') settle({ kind: 'timeout', timeoutMs });
      else settle({ kind: 'connect_failed', timeoutMs });
    }, timeoutMs);

    const watch = (clientRequest: ClientRequest): void => {
      phase = 'connecting';
      sent.push(clientRequest);
      clientRequest.once('error', (error) => {
        firstError ??= error;
      });
      clientRequest.once('connect', ({ statusCode }) => {
        proxyStatus = statusCode;
      });
      clientRequest.once('socket', (assigned) => {
        socket = assigned;
        if (clientRequest.method === 'CONNECT') return;
        assigned.once(connection.apiUrl.startsWith('https:') ? 'secureConnect' : 'connect', () => {
          phase = 'open';
        });
        assigned.on('data', (chunk: Buffer) => {
          // The parser skips empty lines.
          firstByte ??= chunk.toString('latin1').trimStart()[0];
          if (assigned.bytesRead > MAX_OVERHEAD_BYTES + 2 * request.bodyLimit) assigned.pause();
        });
      });
      // After a 101, the toolkit settles on neither a response nor an error.
      clientRequest.once('upgrade', (message: IncomingMessage) => settle(toResponse(message)));
    };

    const prepareRequest = (options: RequestOptions): void => {
      const limits = {
        autoSelectFamilyAttemptTimeout: connection.addressTimeoutMs,
        maxHeaderSize: MAX_HEAD_BYTES,
      };
      Object.assign(options, limits);
      const agent = options.agent as unknown as Agent;
      const { addRequest } = agent;
      agent.addRequest = (clientRequest, ...rest) => {
        watch(clientRequest);
        if (agent.proxyOptions) fixTunnel(agent as TunnelAgent, limits, watch);
        addRequest.call(agent, clientRequest, ...rest);
      };
    };

    const receive = async (message: IncomingMessage): Promise<Exchange> => {
      response = message;
      // Node's parser also accepts RTSP and ICE.
      if ((firstByte ?? 'H') !== 'H' || message.httpVersionMajor !== 1 || Number(message.statusCode) < 100) {
        return { kind: 'not_http' };
      }
      return readResponse(request, message);
    };

    const explain = (error: NodeJS.ErrnoException): Exchange => {
      const cause = causeOf(firstError ?? error);
      if (phase !== 'connecting') {
        return { kind: String(error.code).startsWith('HPE_') ? 'not_http' : 'connection_lost', cause };
      }
      if ((socket as TLSSocket | undefined)?.authorizationError) return { kind: 'tls_failed', cause };
      if (proxyStatus && proxyStatus >= 400 && proxyStatus <= 499) return { kind: 'connect_failed', proxyStatus };
      return { kind: 'connect_failed', cause };
    };

    send(connection, request, timeoutMs, prepareRequest).then(receive, explain).then(settle);
  });
}

async function send(
  { apiUrl, apiKey, workspaceId }: Connection,
  { method, path, body = '' }: Request,
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
  if (body !== '') headers['Content-Type'] = 'application/json';
  const url = apiUrl + path;
  const { message } = await (method === 'POST' ? client.post(url, body, headers) : client.get(url, headers));
  return message;
}

/** If a host has several addresses, the error has no message, but one error per address. */
function causeOf(error: Error): string {
  const { errors = [error] } = error as Partial<AggregateError>;
  return errors.map(({ message }) => message).join('; ');
}
