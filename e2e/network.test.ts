import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, NO_CONTENT, outputs, type RawServer, rawServer, step } from '../__tests__/process/harness.js';
import { expectInert } from '../__tests__/process/inert.js';
import { freePort, listening } from './programs.js';

async function stop(program: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGKILL');
  await gone;
}

/** Starts an HTTP server on the port, or on a free one. */
async function httpServer(listener: RequestListener, port = 0) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** Does it once the step waits for its next attempt. */
const whenWaiting = (act: () => unknown) => (child: ChildProcess) => {
  let log = '';
  child.stdout?.on('data', (text: string) => {
    const before = log.includes('Retrying');
    log += text;
    if (!before && log.includes('Retrying')) act();
  });
};

describe('a bad network, by toxiproxy', () => {
  let program: ChildProcess;
  let control: string;
  beforeAll(async () => {
    const port = await freePort();
    program = spawn('toxiproxy-server', ['-host', '127.0.0.1', '-port', String(port)]);
    await listening(program, port);
    control = `http://127.0.0.1:${port}`;
  });
  afterAll(() => stop(program));

  async function tell(path: string, body: object): Promise<void> {
    const answer = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** By the names of its documentation; delays in milliseconds, but for the slicer's, which are in microseconds. */
  interface Toxic {
    type: string;
    /** From the server to the action, where it is not given. */
    stream?: 'upstream';
    attributes: Record<string, number>;
  }

  let names = 0;

  /** A way to the server that is bad in the given ways, from the server to the action. */
  async function badWay(server: RawServer, toxics: Toxic[]) {
    names += 1;
    const name = `way-${names}`;
    const port = await freePort();
    await tell('/proxies', { name, listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${server.port}` });
    for (const toxic of toxics) await tell(`/proxies/${name}/toxics`, { stream: 'downstream', ...toxic });
    return { url: `http://127.0.0.1:${port}`, open: (enabled: boolean) => tell(`/proxies/${name}`, { enabled }) };
  }

  async function through(answer: string | undefined, toxics: Toxic[]) {
    const server = await rawServer((socket) => answer !== undefined && socket.end(answer));
    const { url } = await badWay(server, toxics);
    const result = await step(url, {
      inputs: { 'request-timeout-seconds': '2', 'max-attempts': '2', 'retry-on': '502' },
    });
    await server.close();
    return { ...result, requests: server.connections };
  }

  const BUSY = http(409, JSON.stringify({ code: 'thread_busy', detail: 'It is at work. '.repeat(100) }));
  const RESOLVED = outputs('true', '', 'resolved', '204', '1');
  const LOST = outputs('false', 'connection_lost', 'unknown', '', '1');
  const TIMEOUT = outputs('false', 'timeout', 'unknown', '', '1');
  const REFUSED = outputs('false', 'thread_busy', 'not-resolved', '409', '1');
  const REFUSED_WITHOUT_WORDS = outputs('false', 'conflict', 'not-resolved', '409', '1');

  test.each<[string, string | undefined, Toxic[], object, number?]>([
    ['latency and jitter', NO_CONTENT, [{ type: 'latency', attributes: { latency: 300, jitter: 200 } }], RESOLVED, 100],
    ['more latency than time', NO_CONTENT, [{ type: 'latency', attributes: { latency: 5000 } }], TIMEOUT],
    [
      'a byte at a time',
      NO_CONTENT,
      [{ type: 'slicer', attributes: { average_size: 1, size_variation: 0, delay: 10_000 } }],
      RESOLVED,
      200,
    ],
    [
      'a byte at a time, and too few in time',
      NO_CONTENT,
      [{ type: 'slicer', attributes: { average_size: 1, size_variation: 0, delay: 400_000 } }],
      TIMEOUT,
    ],
    ['a narrow way', BUSY, [{ type: 'bandwidth', attributes: { rate: 1 } }], REFUSED, 1000],
    [
      'a reset after a while',
      undefined,
      [{ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 300 } }],
      LOST,
    ],
    ['an end in the status line', NO_CONTENT, [{ type: 'limit_data', attributes: { bytes: 10 } }], LOST],
    ['an end in the head', NO_CONTENT, [{ type: 'limit_data', attributes: { bytes: 20 } }], LOST],
    [
      'an end in the body',
      BUSY,
      [{ type: 'limit_data', attributes: { bytes: BUSY.length - 5 } }],
      REFUSED_WITHOUT_WORDS,
    ],
    ['a slow close', NO_CONTENT, [{ type: 'slow_close', attributes: { delay: 5000 } }], RESOLVED],
    ['no way back', NO_CONTENT, [{ type: 'timeout', attributes: { timeout: 300 } }], LOST],
  ])('%s', async (_, answer, toxics, expected, leastMs = 0) => {
    const beganAtMs = performance.now();
    const result = await through(answer, toxics);
    expect(performance.now() - beganAtMs).toBeGreaterThan(leastMs);
    expect(result.outputs).toEqual(expected);
    expect(result.requests).toBe(1);
    expectInert(result, expected === RESOLVED ? 0 : 1);
  });

  test('a way that is open again when the wait is over', async () => {
    const server = await rawServer((socket) => socket.end(NO_CONTENT));
    const way = await badWay(server, []);
    await way.open(false);
    const result = await step(way.url, {
      inputs: { 'retry-delay-seconds': '1' },
      onStart: whenWaiting(() => way.open(true)),
    });
    await server.close();
    expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '2'));
    expect(server.connections).toBe(1);
  });
});

describe('a gateway, nginx', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  // Its workers give up the rights of root.
  chmodSync(folder, 0o777);
  let program: ChildProcess;
  let port: number;
  let upstreamPort: number;

  beforeAll(async () => {
    [port, upstreamPort] = [await freePort(), await freePort()];
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder};`,
    );
    const config = `
      daemon off;
      pid ${folder}/pid;
      error_log ${folder}/error.log;
      events {}
      http {
        access_log off;
        ${temporary.join('\n')}
        server {
          listen 127.0.0.1:${port};
          location / {
            proxy_pass http://127.0.0.1:${upstreamPort};
            proxy_read_timeout 1s;
          }
        }
      }`;
    writeFileSync(join(folder, 'nginx.conf'), config);
    program = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]);
    await listening(program, port);
  });

  afterAll(async () => {
    program.kill('SIGTERM');
    await new Promise((resolve) => program.once('exit', resolve));
    rmSync(folder, { recursive: true });
  });

  test('its 502 for a dead upstream is of an unknown fate, and tried again', async () => {
    const result = await step(`http://127.0.0.1:${port}`);
    expect(result.outputs).toEqual(outputs('false', 'bad_gateway', 'unknown', '502', '6'));
    expectInert(result);
  });

  test('its 504 for a slow upstream is of an unknown fate, and not tried again', async () => {
    let calls = 0;
    const { server } = await httpServer(() => {
      calls += 1;
    }, upstreamPort);
    const result = await step(`http://127.0.0.1:${port}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(result.outputs).toEqual(outputs('false', 'http_504', 'unknown', '504', '1'));
    expect(calls).toBe(1);
    expectInert(result);
  });

  test('an upstream that is back when the wait is over', async () => {
    let upstream: Awaited<ReturnType<typeof httpServer>> | undefined;
    const result = await step(`http://127.0.0.1:${port}`, {
      inputs: { 'retry-delay-seconds': '1' },
      onStart: whenWaiting(async () => {
        upstream = await httpServer((_, response) => response.writeHead(204).end(), upstreamPort);
      }),
    });
    upstream?.server.close();
    expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '2'));
  });
});
