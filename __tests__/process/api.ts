import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, outputs, type StepOptions, THREAD } from './harness.js';

export type Transport = 'http' | 'https' | 'https through a proxy';
export type Behaviour = 'answers 204' | 'loses the connection' | 'stays silent';

/** The resolve request, the one that an API should see. */
export const RESOLVE = `POST /threads/${THREAD}/resolve-interrupt`;

/** What it sees before that if the check is enabled. */
export const READ = `GET /threads/${THREAD}`;

/** How a step on an API with each behaviour must end. */
export const ENDINGS = {
  'answers 204': { exitCode: 0, outputs: outputs('true', '', 'resolved', '204', '1') },
  'loses the connection': { exitCode: 1, outputs: outputs('false', 'connection_lost', 'unknown', '', '1') },
  'stays silent': { exitCode: 1, outputs: outputs('false', 'timeout', 'unknown', '', '1') },
} as const satisfies Record<Behaviour, { exitCode: number; outputs: object }>;

// Not a loopback name, which would bypass the proxy.
const HOST = 'api.example.test';

export interface Api {
  url: string;
  /** What a step needs in its environment to reach the API. */
  env: NonNullable<StepOptions['env']>;
  /** Method and path of each request so far, health checks left out. */
  requests: string[];
  close(): void;
}

/** Starts a server on a free port of the loopback address. */
export async function listen<Server extends ReturnType<typeof createServer>>(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A path of each API that answers at once, for requests that are not the action's. */
export const HEALTH = '/health';

/**
 * Starts an API that behaves as given. It answers a resolve request, or breaks it off, only after `before`. Its threads are always
 * interrupted.
 */
export async function startApi(
  transport: Transport,
  behaviour: Behaviour,
  before: () => Promise<unknown> = async () => {},
): Promise<Api> {
  const requests: string[] = [];
  const onRequest: RequestListener = async ({ method, url, socket }, response) => {
    if (url === HEALTH) {
      response.end();
      return;
    }
    requests.push(`${method} ${url}`);
    if (method === 'GET') {
      response.end(JSON.stringify({ status: 'interrupted' }));
      return;
    }
    if (behaviour === 'stays silent') return;
    await before();
    if (behaviour === 'answers 204') response.writeHead(204).end();
    else socket.destroy();
  };
  if (transport === 'http') {
    const server = createServer(onRequest);
    const port = await listen(server);
    return { url: `http://127.0.0.1:${port}`, env: {}, requests, close: () => stop(server) };
  }

  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  const certificate = join(folder, 'certificate.pem');
  const pems = await makeCertificate([
    { type: 2, value: HOST },
    { type: 7, ip: '127.0.0.1' },
  ]);
  writeFileSync(certificate, pems.cert);
  const server = createTlsServer({ key: pems.private, cert: pems.cert }, onRequest);
  const port = await listen(server);
  const env = { NODE_EXTRA_CA_CERTS: certificate };
  const close = (): void => {
    stop(server);
    rmSync(folder, { recursive: true });
  };
  if (transport === 'https') return { url: `https://127.0.0.1:${port}`, env, requests, close };

  const proxy = await startProxy((socket) => {
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return {
    url: `https://${HOST}`,
    env: { ...env, ...proxy.env },
    requests,
    close: () => {
      proxy.close();
      close();
    },
  };
}

/** Starts a proxy that does as given with each CONNECT, and hides a step's API behind it. */
export async function startProxy(onConnect: (socket: Socket) => void): Promise<Api> {
  const requests: string[] = [];
  const server = createServer();
  server.on('connect', ({ method, url }, socket: Socket) => {
    requests.push(`${method} ${url}`);
    socket.on('error', () => {});
    onConnect(socket);
  });
  const port = await listen(server);
  const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
  return { url: `https://${HOST}`, env, requests, close: () => stop(server) };
}

function stop(server: ReturnType<typeof createServer>): void {
  server.close();
  server.closeAllConnections();
}
