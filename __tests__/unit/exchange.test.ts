import dns from 'node:dns';
import nodeHttp from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import tls from 'node:tls';
import type { SubjectAltNameEntry } from 'selfsigned';
import packageJson from '../../package.json';
import { readRequest } from '../../src/attempts/thread.js';
import type { Request, Response } from '../../src/exchange.js';
import { exchange } from '../../src/http/exchange.js';
import { http, makeCertificate, NO_CONTENT, type RawServer, rawServer } from '../process/harness.js';
import { stalledServer } from '../process/phases.js';
import { API, KEY, response } from './samples.js';

/** Longer than any response takes, even on a busy machine. */
const LONG_MS = 10_000;
/** For exchanges that are meant to time out. */
const SHORT_MS = 300;
const TIMED_OUT = { kind: 'timeout', timeoutMs: SHORT_MS };
const KIB = 1024;

const MIB = KIB * KIB;

const RESOLVE = API.resolveRequest('t');
const READ = readRequest('t');

const lost = (cause: unknown) => ({ kind: 'connection_lost', cause });
const CUT = { kind: 'connection_lost' };
const connectFailed = (cause: unknown) => ({ kind: 'connect_failed', cause });
const NO_CONNECTION = { kind: 'connect_failed', timeoutMs: SHORT_MS };
/** A response whose body was not read. */
const bodiless = (status: number, unread: Response['unread']) => ({ ...response(status), unread });

let server: RawServer | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  delete process.env.HTTPS_PROXY;
  await server?.close();
  server = undefined;
});

type Reply = Parameters<typeof rawServer>[0] | string;

async function listen(reply: Reply, onConnection?: (socket: Socket) => void): Promise<RawServer> {
  server = await rawServer(typeof reply === 'string' ? (socket) => socket.end(reply) : reply, onConnection);
  return server;
}

function send(request: Request, apiUrl: string, timeoutMs = LONG_MS, addressTimeoutMs?: number) {
  return exchange({ apiUrl, apiKey: KEY, workspaceId: undefined, addressTimeoutMs }, request, timeoutMs);
}

/** Sends one request to a server that gives this reply. */
async function exchangeWith(reply: Reply, request = RESOLVE, timeoutMs?: number) {
  return send(request, (await listen(reply)).url, timeoutMs);
}

describe('the request', () => {
  const BODY = '{"é":1}';
  const RESOLVE_LINE = 'POST /base/threads/t/resolve-interrupt HTTP/1.1';
  const READ_LINE = 'GET /base/threads/t HTTP/1.1';

  test.each<[Request, string | undefined, string, string[]]>([
    [RESOLVE, undefined, RESOLVE_LINE, ['Content-Length: 0']],
    [RESOLVE, 'workspace-1', RESOLVE_LINE, ['Content-Length: 0', 'x-tenant-id: workspace-1']],
    [READ, undefined, READ_LINE, []],
    [READ, 'workspace-1', READ_LINE, ['x-tenant-id: workspace-1']],
    [
      { method: 'POST', path: '/threads/t/state', body: BODY, bodyLimit: 64 * KIB },
      undefined,
      'POST /base/threads/t/state HTTP/1.1',
      ['Content-Length: 8', 'content-type: application/json'],
    ],
  ])('has exactly these headers: %j, workspace %s', async (request, workspaceId, line, extraHeaders) => {
    const { url, port, requests } = await listen(NO_CONTENT, (socket) => {
      // The server of the harness only replies to requests without a body.
      if (request.body !== undefined) socket.on('data', () => setImmediate(() => socket.end(NO_CONTENT)));
    });
    const connection = { apiUrl: `${url}/base`, apiKey: KEY, workspaceId, addressTimeoutMs: 2500 };
    expect(await exchange(connection, request, LONG_MS)).toEqual(response(204));
    const headers = [
      `x-api-key: ${KEY}`,
      'accept: application/json',
      'accept-encoding: identity',
      `user-agent: resolve-interrupt-action/${packageJson.version}`,
      `Host: 127.0.0.1:${port}`,
      'Connection: close',
      ...extraHeaders,
    ];
    expect(requests).toHaveLength(1);
    const [head = '', body = ''] = String(requests[0]).split('\r\n\r\n');
    const [requestLine, ...sent] = head.split('\r\n');
    expect({ requestLine, body: Buffer.from(body, 'latin1').toString() }).toEqual({
      requestLine: line,
      body: request.body ?? '',
    });
    expect(sent.sort()).toEqual(headers.sort());
  });

  test.each([
    [302, ['Location: /elsewhere']],
    [401, ['WWW-Authenticate: Basic']],
    [503, ['Retry-After: 0']],
  ])('is sent only once, even if the response is a %d', async (status, headers) => {
    expect(await exchangeWith(http(status, '', headers))).toMatchObject({ kind: 'response', status });
    expect(server?.connections).toBe(1);
  });
});

describe('a response', () => {
  test('has the status and the relevant headers', async () => {
    const date = 'Wed, 25 Nov 2026 09:30:00 GMT';
    const headers = [`Date: ${date}`, 'Retry-After: 7', 'X-Request-Id: r-1', 'X-Other: x'];
    expect(await exchangeWith(http(409, '{}', headers))).toEqual(
      response(409, '{}', { date, retryAfter: '7', requestId: 'r-1' }),
    );
  });

  test.each([100, 103])('may follow a %d', async (status) => {
    expect(await exchangeWith(`HTTP/1.1 ${status} X\r\n\r\n${NO_CONTENT}`)).toEqual(response(204));
  });

  test.each<[string, Request, number, string, string[]]>([
    ['of a client error', RESOLVE, 400, 'text', []],
    ['of a server error', RESOLVE, 599, 'text', []],
    ['of an error on a read', READ, 404, 'text', []],
    ['of a thread', READ, 200, 'text', []],
    ['that is empty', RESOLVE, 500, '', []],
    ['that is not compressed', RESOLVE, 400, 'text', ['Content-Encoding: Identity']],
    ['with an empty encoding', RESOLVE, 400, 'text', ['Content-Encoding:']],
    ['of 64 KiB', RESOLVE, 400, 'x'.repeat(64 * KIB), []],
  ])('keeps a body %s', async (_, request, status, body, headers) => {
    expect(await exchangeWith(http(status, body, headers), request)).toEqual(response(status, body));
  });

  test.each<[string, Request, number, string, string[], Response['unread']]>([
    ['that is compressed', RESOLVE, 400, 'text', ['Content-Encoding: gzip'], 'compressed'],
    ['with an encoding that begins with identity', RESOLVE, 400, 'x', ['Content-Encoding: identity-x'], 'compressed'],
    ['with an encoding that ends with identity', RESOLVE, 400, 'x', ['Content-Encoding: x-identity'], 'compressed'],
    ['of a thread that is compressed', READ, 200, 'text', ['Content-Encoding: br'], 'compressed'],
    ['of more than 64 KiB', RESOLVE, 400, 'x'.repeat(64 * KIB + 1), [], 'too_large'],
    ['of more than 64 KiB, on a read', READ, 404, 'x'.repeat(64 * KIB + 1), [], 'too_large'],
    ['of a thread of more than 16 MiB', READ, 200, 'x'.repeat(16 * MIB + 1), [], 'too_large'],
    ['of a 200 to a resolve request', RESOLVE, 200, 'text', [], undefined],
    ['of a 201 to a read', READ, 201, 'text', [], undefined],
    ['of a status below 400', RESOLVE, 399, 'text', [], undefined],
    ['of a status above 599', RESOLVE, 600, 'text', [], undefined],
  ])('drops a body %s', async (_, request, status, body, headers, unread) => {
    expect(await exchangeWith(http(status, body, headers), request)).toEqual(bodiless(status, unread));
  });

  test.each([
    ['of 16 MiB', 'x'.repeat(16 * MIB)],
    // Whoever parses it ignores the mark.
    ['with a byte order mark', '\ufeff{}'],
  ])('keeps a thread %s', async (_, body) => {
    const result = await exchangeWith(http(200, body), READ);
    expect({ ...result, body: '' }).toEqual(response(200));
    expect('body' in result && result.body === body).toBe(true);
  });

  /** So many bytes of headers, as one or in lines of 1 KiB. */
  const HEADS: [string, (bytes: number) => string[]][] = [
    ['one header', (bytes) => [`X-A: ${'x'.repeat(bytes - 7)}`]],
    ['many headers', (bytes) => Array.from({ length: Math.floor(bytes / KIB) }, () => `X-A: ${'x'.repeat(KIB - 7)}`)],
  ];

  test.each(HEADS)('may have a head of up to 64 KiB, in %s', async (_, headersOf) => {
    for (const bytes of [17_000, 63 * KIB]) {
      const headers = headersOf(bytes);
      expect(await exchangeWith(http(204, '', headers))).toEqual(response(204));
      await server?.close();
      expect(await exchangeWith(http(409, '{}', headers))).toEqual(response(409, '{}'));
      await server?.close();
      expect(await exchangeWith(http(200, '{}', headers), READ)).toEqual(response(200, '{}'));
      await server?.close();
    }
  });

  test.each(HEADS)('with a head of more than 64 KiB is rejected, in %s', async (_, headersOf) => {
    const cause = expect.stringContaining('Header overflow');
    expect(await exchangeWith(http(404, '', headersOf(66 * KIB)))).toEqual({ kind: 'not_http', cause });
  });

  test.each<[Request, string]>([
    [RESOLVE, NO_CONTENT],
    [READ, http(200, 'text')],
  ])('to %j may arrive byte by byte', async (request, text) => {
    const reply = (socket: Socket): void => {
      socket.setNoDelay();
      const send = ([first, ...rest]: string[]): void => {
        socket.write(String(first), () => rest.length > 0 && setImmediate(send, rest));
      };
      send([...text]);
    };
    const expected = request === RESOLVE ? response(204) : response(200, 'text');
    expect(await exchangeWith(reply, request)).toEqual(expected);
  });

  test('may arrive in chunks that split a character', async () => {
    const body = Buffer.from('é');
    const reply = (socket: Socket): void => {
      socket.write('HTTP/1.1 400 X\r\n\r\n');
      socket.write(body.subarray(0, 1), () => setImmediate(() => socket.end(body.subarray(1))));
    };
    expect(await exchangeWith(reply)).toEqual(response(400, 'é'));
  });

  /** The head and part of the body. */
  const cut = (status: number): string => `HTTP/1.1 ${status} X\r\nContent-Length: 9\r\n\r\n{`;

  test.each<[Request, number]>([
    [RESOLVE, 400],
    [READ, 404],
  ])('to %j counts without its body if an error is cut off: %d', async (request, status) => {
    expect(await exchangeWith(cut(status), request)).toEqual(bodiless(status, 'incomplete'));
  });

  // Node 20 ends a body without a length as if the server had, and reports the reset only afterwards.
  const testResets = Number(process.versions.node.split('.')[0]) >= 24 ? test : test.skip;

  /** Sends this, and then resets the connection. */
  const thenReset = (text: string) => (socket: Socket) => socket.write(text, () => socket.resetAndDestroy());
  const NO_LENGTH = 'HTTP/1.1 200 X\r\n\r\n{}';

  test.each<[string, Reply]>([
    ['ends too early', cut(200)],
    ['is reset', thenReset(cut(200))],
    ['is reset in chunks', thenReset('HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n')],
    ['ends in chunks', 'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'],
    ['has a malformed chunk', 'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n'],
  ])('to a read counts as a lost connection if the thread %s', async (_, reply) => {
    expect(await exchangeWith(reply, READ)).toEqual(CUT);
  });

  testResets.each([NO_LENGTH, 'HTTP/1.1 200 X\r\n\r\n'])(
    'to a read counts as a lost connection if a thread without a length is reset: %j',
    async (text) => expect(await exchangeWith(thenReset(text), READ)).toEqual(CUT),
  );

  test('without a length is complete when the server ends it', async () => {
    expect(await exchangeWith(NO_LENGTH, READ)).toEqual(response(200, '{}'));
  });

  testResets.each([RESOLVE, READ])(
    'to %j counts without its body if an error without a length is reset',
    async (request) => {
      const reply = thenReset('HTTP/1.1 404 X\r\n\r\n{"code":"x"}');
      expect(await exchangeWith(reply, request)).toEqual(bodiless(404, 'incomplete'));
    },
  );

  test('is complete without a body that is not needed', async () => {
    expect(await exchangeWith((socket) => socket.write(cut(200)))).toEqual(response(200));
  });

  test.each<[Request, number]>([
    [RESOLVE, 400],
    [READ, 404],
  ])('to %j counts without its body if an error stalls until the timeout: %d', async (request, status) => {
    const result = await exchangeWith((socket) => socket.write(cut(status)), request, SHORT_MS);
    expect(result).toEqual(bodiless(status, 'incomplete'));
  });

  test('is complete once an endless error body passes the limit', async () => {
    const flood = (socket: Socket): void => {
      const more = (): boolean => socket.writable && socket.write('x'.repeat(64 * KIB), () => setImmediate(more));
      socket.write('HTTP/1.1 400 X\r\n\r\n', more);
    };
    expect(await exchangeWith(flood)).toEqual(bodiless(400, 'too_large'));
  });

  test('may switch protocols', async () => {
    const upgrade = 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
    expect(await exchangeWith((socket) => socket.write(upgrade))).toEqual(response(101));
  });

  test.each([
    ['RTSP', 'RTSP/1.0 204 OK\r\n\r\n'],
    ['ICE', 'ICE/1.0 204 OK\r\n\r\n'],
    ['HTTP/2.0', 'HTTP/2.0 204 OK\r\n\r\n'],
    ['HTTP/0.9', 'HTTP/0.9 204 OK\r\n\r\n'],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n'],
  ])('that is not HTTP/1 is rejected: %s', async (_, text) => {
    expect(await exchangeWith(text)).toEqual({ kind: 'not_http' });
  });

  test.each(['garbage', 'SSH-2.0-OpenSSH_9.6', 'HTTP/1.1 20 OK', 'SPDY/3 204 No Content', 'PRI * HTTP/2.0'])(
    'that cannot be parsed is rejected: %s',
    async (text) => {
      const cause = expect.stringMatching(/^Parse Error/);
      expect(await exchangeWith(`${text}\r\n\r\n`)).toEqual({ kind: 'not_http', cause });
    },
  );
});

describe('the connection', () => {
  test.each<[string, Reply]>([
    ['without a response', ''],
    ['in the status line', 'HTTP/1.1 20'],
    ['in the head', 'HTTP/1.1 204 No Content\r\nX-A: b'],
    ['after an interim response', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('is lost %s', async (_, reply) => {
    expect(await exchangeWith(reply)).toEqual(lost('socket hang up'));
  });

  test('is lost if the server resets it', async () => {
    expect(await exchangeWith((socket) => socket.resetAndDestroy())).toEqual(lost('read ECONNRESET'));
  });

  test.each<[string, Reply]>([
    ['stays silent', () => {}],
    ['stops in the head', (socket) => socket.write('HTTP/1.1 204 No Content\r\nX-A:')],
  ])('times out if the server %s', async (_, reply) => {
    expect(await exchangeWith(reply, RESOLVE, SHORT_MS)).toEqual(TIMED_OUT);
  });

  test('times out if a thread stops halfway', async () => {
    const reply = (socket: Socket): unknown => socket.write('HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{');
    expect(await exchangeWith(reply, READ, SHORT_MS)).toEqual(TIMED_OUT);
  });

  test.each([
    ['a response', NO_CONTENT, LONG_MS],
    ['a timeout', '', SHORT_MS],
  ])('is closed after %s, even if the server keeps it open', async (_, text, timeoutMs) => {
    const closed = new Promise<void>((resolve) => {
      void exchangeWith((socket) => socket.once('close', resolve).write(text), RESOLVE, timeoutMs);
    });
    await closed;
    expect(server?.closed).toBe(1);
  });

  test('is not read any further once a flood passes the limit', async () => {
    const interim = `HTTP/1.1 102 X\r\nX-A: ${'x'.repeat(8 * KIB)}\r\n\r\n`.repeat(32);
    let written = 0;
    const flood = (socket: Socket): void => {
      if (!socket.writable) return;
      written += interim.length;
      socket.write(interim, () => flood(socket));
    };
    expect(await exchangeWith(flood, RESOLVE, SHORT_MS)).toEqual(TIMED_OUT);
    // 2 MiB, plus what the system buffers.
    expect(written).toBeLessThan(16 * KIB * KIB);
  });

  test('fails if it is refused', async () => {
    const { port } = await listen('');
    await server?.close();
    const cause = `connect ECONNREFUSED 127.0.0.1:${port}`;
    expect(await send(RESOLVE, `http://127.0.0.1:${port}/`)).toEqual(connectFailed(cause));
  });

  /** Makes every name resolve to these addresses. */
  const resolveTo = (...addresses: string[]): void => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    jest
      .spyOn(dns, 'lookup')
      .mockImplementation(((_: unknown, __: unknown, done: (...all: unknown[]) => void) =>
        done(null, found)) as unknown as typeof dns.lookup);
  };

  test('fails with the error of each address of the host', async () => {
    resolveTo('127.0.0.1', '::1');
    // The second error differs on systems without IPv6.
    const cause = expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:1; connect E[A-Z]+ ::1:1/);
    expect(await send(RESOLVE, 'http://localhost:1/')).toEqual(connectFailed(cause));
  });

  // Only Linux has all of 127.0.0.0/8, and a queue of known length.
  const testOnLinux = process.platform === 'linux' ? test : test.skip;

  testOnLinux.each([
    [60_000, NO_CONNECTION],
    [100, connectFailed(expect.stringMatching(/127\.0\.0\.1.*; .*127\.0\.0\.2/))],
  ])('has %d ms to open for each address', async (addressTimeoutMs, expected) => {
    resolveTo('127.0.0.1', '127.0.0.2');
    const { port, close } = await stalledServer();
    const result = await send(RESOLVE, `http://localhost:${port}/`, SHORT_MS, addressTimeoutMs);
    close();
    expect(result).toEqual(expected);
  });
});

/** Starts a TLS server on a free port, with a certificate for these names. */
async function tlsServer(altNames: SubjectAltNameEntry[], reply: (socket: Socket) => unknown) {
  const pems = await makeCertificate(altNames);
  const https = createServer({ key: pems.private, cert: pems.cert }, ({ socket }) => reply(socket));
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  const connections: Socket[] = [];
  https.on('connection', (socket: Socket) => connections.push(socket));
  const reset = (): void => {
    for (const socket of connections) socket.resetAndDestroy();
  };
  const close = (): void => {
    https.close();
    https.closeAllConnections();
  };
  return { https, port: (https.address() as AddressInfo).port, cert: pems.cert, reset, close };
}

const LOCAL_NAMES: SubjectAltNameEntry[] = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
];

/** Node 20 cannot trust more certificates at run time. There, only the tests in `process/` use trusted ones. */
const canTrust = 'setDefaultCACertificates' in tls;
const describeWithTrust = canTrust ? describe : describe.skip;

describe('over TLS', () => {
  test('the resolve request is not sent if the handshake fails', async () => {
    const { url } = await listen(
      () => {},
      (socket) => socket.end(NO_CONTENT),
    );
    expect(await send(RESOLVE, url.replace('http:', 'https:'))).toEqual(connectFailed(expect.any(String)));
  });

  test('the resolve request is not sent if the handshake stalls', async () => {
    const { url } = await listen(() => {});
    const result = await send(RESOLVE, url.replace('http:', 'https:'), SHORT_MS);
    expect(result).toEqual(NO_CONNECTION);
  });

  test('the resolve request is not sent if the certificate is not trusted', async () => {
    const { port, close } = await tlsServer(LOCAL_NAMES, () => {});
    const result = await send(RESOLVE, `https://localhost:${port}/`);
    close();
    expect(result).toEqual({ kind: 'tls_failed', cause: expect.stringMatching(/^self-signed certificate/) });
  });

  test('the resolve request is not sent if the cipher list is invalid', async () => {
    jest.replaceProperty(tls, 'DEFAULT_CIPHERS', 'junk');
    const cause = expect.stringContaining('no cipher match');
    expect(await send(RESOLVE, 'https://localhost:1/')).toEqual(connectFailed(cause));
  });
});

describeWithTrust('over TLS with a trusted certificate', () => {
  const CAS = canTrust ? tls.getCACertificates('default') : [];
  const HOST = 'api.example.test';
  let behave: (socket: Socket) => unknown = () => {};
  let api: Awaited<ReturnType<typeof tlsServer>>;
  let local: typeof api;
  let openTunnel: (socket: Socket) => unknown;
  let tunnelHeaders = '';
  const tunnel = (socket: Socket): void => {
    socket.removeAllListeners('data');
    const accept = `HTTP/1.1 200 OK\r\n${tunnelHeaders}\r\n`;
    const upstream = connect(api.port, '127.0.0.1', () => socket.write(accept));
    socket.pipe(upstream).pipe(socket);
    upstream.on('error', () => socket.destroy());
  };

  beforeAll(async () => {
    api = await tlsServer([{ type: 2, value: HOST }], (socket) => behave(socket));
    local = await tlsServer(LOCAL_NAMES, (socket) => behave(socket));
    local.https.on('connect', (_, socket: Socket) => openTunnel(socket));
    tls.setDefaultCACertificates([...CAS, api.cert, local.cert]);
  });
  afterAll(() => {
    tls.setDefaultCACertificates(CAS);
    api.close();
    local.close();
  });

  const answer = (socket: Socket): unknown => socket.end(NO_CONTENT);

  const OUTCOMES: [string, (socket: Socket) => unknown, number, unknown][] = [
    ['a response', answer, LONG_MS, response(204)],
    ['a lost connection', (socket) => socket.destroy(), LONG_MS, lost('socket hang up')],
    ['a timeout', () => {}, SHORT_MS, TIMED_OUT],
  ];

  test.each(OUTCOMES)('an exchange ends with %s', async (_, reply, timeoutMs, expected) => {
    behave = reply;
    expect(await send(RESOLVE, `https://localhost:${local.port}/`, timeoutMs)).toEqual(expected);
  });

  test('a thread without a length that is reset counts as a lost connection', async () => {
    behave = (socket) => socket.write('HTTP/1.1 200 X\r\n\r\n{}', local.reset);
    expect(await send(READ, `https://localhost:${local.port}`)).toEqual(CUT);
  });

  test('a certificate for another host is rejected', async () => {
    const cause = expect.stringContaining(HOST);
    expect(await send(RESOLVE, `https://localhost:${api.port}/`)).toEqual({ kind: 'tls_failed', cause });
  });

  describe('through a proxy', () => {
    afterEach(() => {
      tunnelHeaders = '';
    });

    const sendThrough = (proxy: string, timeoutMs = LONG_MS) => {
      process.env.HTTPS_PROXY = proxy;
      return send(RESOLVE, `https://${HOST}/path`, timeoutMs);
    };

    test.each(OUTCOMES)('an exchange ends with %s', async (_, reply, timeoutMs, expected) => {
      behave = reply;
      const { url, requests } = await listen(tunnel);
      expect(await sendThrough(url, timeoutMs)).toEqual(expected);
      expect(requests).toEqual([`CONNECT ${HOST}:443 HTTP/1.1\r\nhost: ${HOST}:443\r\nConnection: close\r\n\r\n`]);
    });

    test('the proxy and the API may send long heads', async () => {
      behave = (socket) => socket.end(http(204, '', [`X-A: ${'x'.repeat(17_000)}`]));
      tunnelHeaders = `X-A: ${'x'.repeat(17_000)}\r\n`;
      expect(await sendThrough((await listen(tunnel)).url)).toEqual(response(204));
    });

    test('the proxy gets its user name and password', async () => {
      behave = answer;
      const { port, requests } = await listen(tunnel);
      expect(await sendThrough(`http://user:pass%40word@127.0.0.1:${port}`)).toEqual(response(204));
      expect(String(requests[0]).split('\r\n').slice(1, 3)).toEqual([
        `host: ${HOST}:443`,
        `Proxy-Authorization: Basic ${btoa('user:pass@word')}`,
      ]);
    });

    test.each(['localhost', '127.0.0.1'])("the proxy's certificate must be for the proxy: %s", async (host) => {
      behave = answer;
      openTunnel = tunnel;
      expect(await sendThrough(`https://${host}:${local.port}`)).toEqual(response(204));
      expect(await sendThrough(`https://${host}:${api.port}`)).toMatchObject({ kind: 'tls_failed' });
    });

    test('the resolve request is not sent if a TLS proxy hangs up', async () => {
      openTunnel = (socket) => socket.destroy();
      const result = await sendThrough(`https://localhost:${local.port}`);
      expect(result).toEqual(connectFailed('socket hang up'));
    });
  });
});

describe('through a proxy', () => {
  test.each<[string, Reply, object, number]>([
    ...[400, 403, 407, 499].map((status): [string, Reply, object, number] => [
      `refuses the tunnel with a ${status}`,
      `HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno`,
      { kind: 'connect_failed', proxyStatus: status },
      LONG_MS,
    ]),
    ...[302, 502, 503].map((status): [string, Reply, object, number] => [
      `fails with a ${status}`,
      `HTTP/1.1 ${status} No\r\n\r\n`,
      connectFailed(expect.stringContaining(`statusCode=${status}`)),
      LONG_MS,
    ]),
    ['hangs up', '', connectFailed('socket hang up'), LONG_MS],
    ['answers with garbage', 'garbage\r\n\r\n', connectFailed(expect.stringContaining('Parse Error')), LONG_MS],
    ['never answers', () => {}, NO_CONNECTION, SHORT_MS],
    ['opens a tunnel to nowhere', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), NO_CONNECTION, SHORT_MS],
  ])('the resolve request is not sent if the proxy %s', async (_, reply, expected, timeoutMs) => {
    process.env.HTTPS_PROXY = (await listen(reply)).url;
    expect(await send(RESOLVE, 'https://api.example.test', timeoutMs)).toEqual(expected);
    expect(server?.connections).toBe(1);
  });

  test.each(['::1', '127.0.0.1'])('the error names the address of a proxy that is down: %s', async (address) => {
    process.env.HTTPS_PROXY = `http://${address.includes(':') ? `[${address}]` : address}:1`;
    const cause = expect.stringContaining(`${address}:1`);
    expect(await send(RESOLVE, 'https://api.example.test/')).toEqual(connectFailed(cause));
  });
});

describe('if other code replaces the agent', () => {
  /** Loads the client while `http.request` gives each request an agent of its own, as some monitoring does. */
  async function sendUnseen(reply: Reply, timeoutMs: number) {
    const { url } = await listen(reply);
    const { request } = nodeHttp;
    jest
      .spyOn(nodeHttp, 'request')
      .mockImplementation(((
        options: nodeHttp.RequestOptions,
        onResponse: (message: nodeHttp.IncomingMessage) => void,
      ) => request({ ...options, agent: new nodeHttp.Agent() }, onResponse)) as typeof request);
    let client: typeof exchange = exchange;
    await jest.isolateModulesAsync(async () => {
      client = (await import('../../src/http/exchange.js')).exchange;
    });
    return client(
      { apiUrl: url, apiKey: KEY, workspaceId: undefined, addressTimeoutMs: undefined },
      RESOLVE,
      timeoutMs,
    );
  }

  test.each<[string, Reply, number, object]>([
    ['a response counts', NO_CONTENT, LONG_MS, response(204)],
    ['a reset is a lost connection', (socket) => socket.resetAndDestroy(), LONG_MS, lost('read ECONNRESET')],
    ['a connection that ends is lost', '', LONG_MS, lost('socket hang up')],
    ['silence is a timeout', () => {}, SHORT_MS, TIMED_OUT],
  ])('%s, because the request may have left unseen', async (_, reply, timeoutMs, expected) => {
    expect(await sendUnseen(reply, timeoutMs)).toEqual(expected);
    expect(server?.requests).toHaveLength(1);
  });
});
