import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubjectAltNameEntry } from 'selfsigned';
import { annotations, commands, http, makeCertificate, NO_CONTENT, outputs, rawServer, step } from './harness.js';

// Not a loopback name, which would bypass the proxy. Only the proxy knows where it leads.
const HOST = 'api.example.test';

const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const certificate = join(folder, 'certificate.pem');
const answers: string[] = [];
let api: ReturnType<typeof createServer>;
let apiPort = 0;

/** A server with a certificate of its own, which is added to the trusted ones in the file `certificate`. */
async function tlsServer(
  altNames: SubjectAltNameEntry[],
): Promise<{ server: ReturnType<typeof createServer>; port: number }> {
  const pems = await makeCertificate(altNames);
  appendFileSync(certificate, `${pems.cert}\n`);
  const server = createServer({ key: pems.private, cert: pems.cert });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

beforeAll(async () => {
  ({ server: api, port: apiPort } = await tlsServer([{ type: 2, value: HOST }]));
  // Complete responses as text, on the bare TLS connection.
  api.on('request', (_, response) => response.socket?.end(String(answers.shift())));
});
afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true });
});

async function through(
  reply: (socket: Socket, number: number) => void,
  credentials = '',
  inputs = {},
  nodeOptions: string[] = [],
) {
  const proxy = await rawServer(reply);
  const result = await step(`https://${HOST}`, {
    env: { HTTPS_PROXY: `http://${credentials}127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: certificate },
    inputs,
    nodeOptions,
  });
  await proxy.close();
  expect(commands(result.log).length).toBe(result.exitCode === 0 ? 0 : 1);
  return { ...result, proxy };
}

/** Opens a tunnel to the test server, whatever host was asked for. */
function tunnel(socket: Socket): void {
  const upstream = connect(apiPort, '127.0.0.1', () => {
    socket.removeAllListeners('data');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
}

test('each request goes through a tunnel of its own', async () => {
  answers.push(http(409), NO_CONTENT);
  const { exitCode, proxy, ...rest } = await through(tunnel);
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '2'));
  expect(exitCode).toBe(0);
  expect(proxy.requests).toHaveLength(2);
  for (const request of proxy.requests)
    expect(request.split('\r\n').slice(0, 2)).toEqual([`CONNECT ${HOST}:443 HTTP/1.1`, `host: ${HOST}:443`]);
});

test('so does the check', async () => {
  answers.push(http(200, '{"status":"busy"}'), http(200, '{"status":"interrupted"}'), NO_CONTENT);
  const { exitCode, proxy, ...rest } = await through(tunnel, '', { 'check-thread': 'true' });
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '2'));
  expect({ exitCode, tunnels: proxy.connections }).toEqual({ exitCode: 0, tunnels: 3 });
});

// Node warns about the way in which the tunnel would encode them, and can be told to throw.
test.each([[], ['--throw-deprecation'], ['--pending-deprecation', '--trace-deprecation']])(
  'user and password go to the proxy, and nowhere else: %j',
  async (...nodeOptions) => {
    answers.push(http(409), NO_CONTENT);
    const { log, summary, exitCode, proxy } = await through(tunnel, 'user:pass%40word@', {}, nodeOptions);
    expect(exitCode).toBe(0);
    expect(proxy.requests).toHaveLength(2);
    for (const request of proxy.requests) {
      expect(request.match(/proxy-authorization: .*/gi)).toEqual([
        `Proxy-Authorization: Basic ${btoa('user:pass@word')}`,
      ]);
    }
    expect(log + summary).not.toMatch(/pass|word|Deprecat/i);
  },
);

test.each<[string, SubjectAltNameEntry]>([
  ['localhost', { type: 2, value: 'localhost' }],
  ['127.0.0.1', { type: 7, ip: '127.0.0.1' }],
])('an https: proxy is checked for its own name: %s', async (host, altName) => {
  answers.push(NO_CONTENT, NO_CONTENT);
  const { server, port } = await tlsServer([altName]);
  server.on('connect', (_, socket: Socket) => tunnel(socket));
  const run = (proxy: string): ReturnType<typeof step> =>
    step(`https://${HOST}`, {
      env: { HTTPS_PROXY: `https://${proxy}:${port}`, NODE_EXTRA_CA_CERTS: certificate },
    });
  const right = await run(host);
  const wrong = await run(host === 'localhost' ? '127.0.0.1' : 'localhost');
  server.close();
  expect(right.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect(wrong.outputs).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
  answers.length = 0;
});

const testOnIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1')
  ? test
  : test.skip;

testOnIpv6('a proxy may have an IPv6 address', async () => {
  answers.push(NO_CONTENT);
  const proxy = createTcpServer((socket) => socket.once('data', () => tunnel(socket)));
  await new Promise<void>((resolve) => proxy.listen(0, '::1', resolve));
  const { outputs: written } = await step(`https://${HOST}`, {
    env: {
      HTTPS_PROXY: `http://[::1]:${(proxy.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: certificate,
    },
  });
  proxy.close();
  expect(written).toEqual(outputs('true', '', 'resolved', '204', '1'));
});

test('a response that is lost behind the tunnel leaves the outcome unknown', async () => {
  answers.push('');
  const { proxy, ...rest } = await through(tunnel);
  expect(rest.outputs).toEqual(outputs('false', 'connection_lost', 'unknown', '', '1'));
  expect(proxy.connections).toBe(1);
});

test('a thread that is lost behind the tunnel leaves nothing unknown', async () => {
  answers.push('', http(200, '{"status":"idle"}'));
  const { proxy, ...rest } = await through(tunnel, '', { 'check-thread': 'true' });
  expect(rest.outputs).toEqual(outputs('false', 'not_interrupted', 'not-resolved', '', '2', 'idle'));
  expect(proxy.connections).toBe(2);
});

/** Runs two steps through a proxy that opens no tunnel, one with the check. Neither may say the password. */
async function withoutTunnel(reply: (socket: Socket) => void, attempts: number): Promise<(string | undefined)[]> {
  const inputs = { 'max-attempts': '2', 'request-timeout-seconds': '0.5' };
  const results = await Promise.all(
    ['false', 'true'].map((check) => through(reply, 'user:hunter2@', { ...inputs, 'check-thread': check })),
  );
  for (const { proxy, log, summary, exitCode, ...rest } of results) {
    expect(rest.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', String(attempts)));
    expect({ exitCode, tunnels: proxy.connections }).toEqual({ exitCode: 1, tunnels: attempts });
    expect(log + summary).not.toContain('hunter2');
  }
  return results.map(({ log }) => annotations(log)[0]);
}

test.concurrent.each<[string, (socket: Socket) => void, string]>([
  ['is overloaded', (socket) => socket.end('HTTP/1.1 502 No\r\n\r\n'), 'statusCode=502'],
  ['hangs up', (socket) => socket.end(), 'socket hang up'],
  ['talks garbage', (socket) => socket.end('garbage\r\n\r\n'), 'Parse Error'],
  ['never answers', () => {}, 'Could not connect within 0.5 s'],
  ['opens a tunnel to nowhere', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'Could not connect within 0.5 s'],
])('a proxy that %s is retried: provably never sent', async (_, reply, reason) => {
  for (const text of await withoutTunnel(reply, 2)) {
    expect(text).toContain(" Check api-url, the runner's network and the proxy.");
    expect(text).toContain(reason);
  }
});

test.concurrent.each([
  [407, "Check the proxy's user name and password."],
  [403, 'Allow the host of api-url in the proxy.'],
])('a proxy that refuses with a %d is final', async (status, fix) => {
  // Repeated wrong credentials lock accounts.
  const texts = await withoutTunnel((socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`), 1);
  const happened = `The proxy refused to connect (HTTP ${status}), so nothing was sent (connect_failed).`;
  expect(texts).toEqual(Array(2).fill(`error: ${happened} ${fix}`));
});

test.each(['false', 'true'])(
  'a certificate that is not accepted behind the tunnel, with check-thread: %s',
  async (check) => {
    const proxy = await rawServer(tunnel);
    const { outputs: written } = await step(`https://${HOST}`, {
      env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      inputs: { 'check-thread': check },
    });
    await proxy.close();
    expect(written).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
  },
);

test('NO_PROXY bypasses the proxy', async () => {
  const proxy = await rawServer(tunnel);
  const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'invalid' };
  const { outputs: written, log } = await step('https://no-such-host.invalid', { env });
  await proxy.close();
  expect(written).toMatchObject({ 'error-code': 'connect_failed' });
  expect(proxy.connections).toBe(0);
  expect(log).not.toContain('proxy');
});
