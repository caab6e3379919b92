import dns from 'node:dns';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import tls from 'node:tls';
import type { SubjectAltNameEntry } from 'selfsigned';
import packageJson from '../../package.json';
import type { RequestKind } from '../../src/attempts/exchange.js';
import { exchange } from '../../src/http/http.js';
import { http, makeCertificate, NO_CONTENT, type RawServer, rawServer } from '../process/harness.js';
import { stalledServer } from '../process/phases.js';
import { KEY, response } from './samples.js';

/** Longer than any response takes, even on a busy machine. */
const LONG_MS = 10_000;
/** For exchanges that are meant to time out. */
const SHORT_MS = 300;
const TIMED_OUT = { kind: 'timeout', timeoutMs: SHORT_MS };
const KIB = 1024;

const NOT_HTTP = 'the response is not HTTP/1';

const lost = (reason: unknown) => ({ kind: 'connection_lost', reason });
const connectFailed = (reason: unknown) => ({ kind: 'connect_failed', reason });

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

function send(kind: RequestKind, url: string, timeoutMs = LONG_MS, addressTimeoutMs?: number) {
  return exchange({ kind, url, apiKey: KEY, workspaceId: undefined, addressTimeoutMs }, timeoutMs);
}

/** Sends one request to a server that gives this reply. */
async function exchangeWith(reply: Reply, kind: RequestKind = 'call', timeoutMs?: number) {
  const { url } = await listen(reply);
  return send(kind, `${url}/path`, timeoutMs);
}

describe('the request', () => {
  test.each<[RequestKind, string | undefined, string, string[]]>([
    ['call', undefined, 'POST', ['Content-Length: 0']],
    ['call', 'workspace-1', 'POST', ['Content-Length: 0', 'x-tenant-id: workspace-1']],
    ['read', undefined, 'GET', []],
    ['read', 'workspace-1', 'GET', ['x-tenant-id: workspace-1']],
  ])('has exactly these headers: %s, workspace %s', async (kind, workspaceId, method, extraHeaders) => {
    const { url, port, requests } = await listen(NO_CONTENT);
    await exchange({ kind, url: `${url}/path`, apiKey: KEY, workspaceId, addressTimeoutMs: 2500 }, LONG_MS);
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
    const [head = '', body] = String(requests[0]).split('\r\n\r\n');
    const [requestLine, ...sent] = head.split('\r\n');
    expect({ requestLine, body }).toEqual({ requestLine: `${method} /path HTTP/1.1`, body: '' });
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

  test.each<[string, RequestKind, number, string, string[]]>([
    ['of a client error', 'call', 400, 'text', []],
    ['of a server error', 'call', 599, 'text', []],
    ['of an error on a read', 'read', 404, 'text', []],
    ['of a thread', 'read', 200, 'text', []],
    ['that is empty', 'call', 500, '', []],
    ['that is not compressed', 'call', 400, 'text', ['Content-Encoding: Identity']],
    ['with an empty encoding', 'call', 400, 'text', ['Content-Encoding:']],
    ['of 64 KiB', 'call', 400, 'x'.repeat(64 * KIB), []],
  ])('keeps a body %s', async (_, kind, status, body, headers) => {
    expect(await exchangeWith(http(status, body, headers), kind)).toEqual(response(status, body));
  });

  test.each<[string, RequestKind, number, string, string[]]>([
    ['that is compressed', 'call', 400, 'text', ['Content-Encoding: gzip']],
    ['with an encoding that begins with identity', 'call', 400, 'text', ['Content-Encoding: identity-x']],
    ['with an encoding that ends with identity', 'call', 400, 'text', ['Content-Encoding: x-identity']],
    ['of a 200 to a call', 'call', 200, 'text', []],
    ['of a 201 to a read', 'read', 201, 'text', []],
    ['of a status below 400', 'call', 399, 'text', []],
    ['of a status above 599', 'call', 600, 'text', []],
    ['of more than 64 KiB', 'call', 400, 'x'.repeat(64 * KIB + 1), []],
    ['of more than 64 KiB, on a read', 'read', 404, 'x'.repeat(64 * KIB + 1), []],
  ])('drops a body %s', async (_, kind, status, body, headers) => {
    expect(await exchangeWith(http(status, body, headers), kind)).toEqual(response(status));
  });

  test.each([
    [0, 8 * KIB * KIB],
    [1, 0],
  ])('keeps a thread of up to 8 MiB: %d bytes over', async (bytesOver, length) => {
    const result = await exchangeWith(http(200, 'x'.repeat(8 * KIB * KIB + bytesOver)), 'read');
    expect({ ...result, body: undefined }).toEqual(response(200));
    expect('body' in result && (result.body ?? '').length).toBe(length);
  });

  test.each<[RequestKind, string]>([
    ['call', NO_CONTENT],
    ['read', http(200, 'text')],
  ])('to a %s may arrive byte by byte', async (kind, text) => {
    const reply = (socket: Socket): void => {
      socket.setNoDelay();
      const send = ([first, ...rest]: string[]): void => {
        socket.write(String(first), () => rest.length > 0 && setImmediate(send, rest));
      };
      send([...text]);
    };
    const expected = kind === 'call' ? response(204) : response(200, 'text');
    expect(await exchangeWith(reply, kind)).toEqual(expected);
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

  test.each<[RequestKind, number]>([
    ['call', 400],
    ['read', 404],
  ])('to a %s counts without its body if an error is cut off: %d', async (kind, status) => {
    expect(await exchangeWith(cut(status), kind)).toEqual(response(status));
  });

  test('to a read counts as a lost connection if the thread is cut off', async () => {
    expect(await exchangeWith(cut(200), 'read')).toEqual(lost('the response was cut off'));
  });

  test('is complete without a body that is not needed', async () => {
    expect(await exchangeWith((socket) => socket.write(cut(200)))).toEqual(response(200));
  });

  test.each<[RequestKind, number]>([
    ['call', 400],
    ['read', 404],
  ])('to a %s counts without its body if an error stalls until the timeout: %d', async (kind, status) => {
    expect(await exchangeWith((socket) => socket.write(cut(status)), kind, SHORT_MS)).toEqual(response(status));
  });

  test('is complete once an endless error body passes the limit', async () => {
    const flood = (socket: Socket): void => {
      const more = (): boolean => socket.writable && socket.write('x'.repeat(64 * KIB), () => setImmediate(more));
      socket.write('HTTP/1.1 400 X\r\n\r\n', more);
    };
    expect(await exchangeWith(flood)).toEqual(response(400));
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
    expect(await exchangeWith(text)).toEqual({ kind: 'not_http', reason: NOT_HTTP });
  });

  test.each(['garbage', 'SSH-2.0-OpenSSH_9.6', 'HTTP/1.1 20 OK', 'SPDY/3 204 No Content', 'PRI * HTTP/2.0'])(
    'that cannot be parsed is rejected: %s',
    async (text) => {
      const reason = expect.stringMatching(/^Parse Error/);
      expect(await exchangeWith(`${text}\r\n\r\n`)).toEqual({ kind: 'not_http', reason });
    },
  );

  test('with an oversized header is rejected', async () => {
    const text = http(404, '', [`X-A: ${'x'.repeat(20_000)}`]);
    expect(await exchangeWith(text)).toEqual({ kind: 'not_http', reason: expect.stringContaining('Header overflow') });
  });
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
    expect(await exchangeWith(reply, 'call', SHORT_MS)).toEqual(TIMED_OUT);
  });

  test('times out if a thread stops halfway', async () => {
    const reply = (socket: Socket): unknown => socket.write('HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{');
    expect(await exchangeWith(reply, 'read', SHORT_MS)).toEqual(TIMED_OUT);
  });

  test.each([
    ['a response', NO_CONTENT, LONG_MS],
    ['a timeout', '', SHORT_MS],
  ])('is closed after %s, even if the server keeps it open', async (_, text, timeoutMs) => {
    const closed = new Promise<void>((resolve) => {
      void exchangeWith((socket) => socket.once('close', resolve).write(text), 'call', timeoutMs);
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
    expect(await exchangeWith(flood, 'call', SHORT_MS)).toEqual(TIMED_OUT);
    // 2 MiB, plus what the system buffers.
    expect(written).toBeLessThan(16 * KIB * KIB);
  });

  test('fails if it is refused', async () => {
    const { port } = await listen('');
    await server?.close();
    const reason = `connect ECONNREFUSED 127.0.0.1:${port}`;
    expect(await send('call', `http://127.0.0.1:${port}/`)).toEqual(connectFailed(reason));
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
    const reason = expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:1; connect E[A-Z]+ ::1:1/);
    expect(await send('call', 'http://localhost:1/')).toEqual(connectFailed(reason));
  });

  // Only Linux has all of 127.0.0.0/8, and a queue of known length.
  const testOnLinux = process.platform === 'linux' ? test : test.skip;

  testOnLinux.each([
    [60_000, 'no connection within 0.3 s'],
    [100, expect.stringMatching(/127\.0\.0\.1.*; .*127\.0\.0\.2/)],
  ])('has %d ms to open for each address', async (addressTimeoutMs, reason) => {
    resolveTo('127.0.0.1', '127.0.0.2');
    const { port, close } = await stalledServer();
    const result = await send('call', `http://localhost:${port}/`, SHORT_MS, addressTimeoutMs);
    close();
    expect(result).toEqual(connectFailed(reason));
  });
});

/** Starts a TLS server on a free port, with a certificate for these names. */
async function tlsServer(altNames: SubjectAltNameEntry[], reply: (socket: Socket) => unknown) {
  const pems = await makeCertificate(altNames);
  const https = createServer({ key: pems.private, cert: pems.cert }, ({ socket }) => reply(socket));
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    https.close();
    https.closeAllConnections();
  };
  return { https, port: (https.address() as AddressInfo).port, cert: pems.cert, close };
}

const LOCAL_NAMES: SubjectAltNameEntry[] = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
];

/** Node 20 cannot trust more certificates at run time. There, only the tests in `process/` use trusted ones. */
const canTrust = 'setDefaultCACertificates' in tls;
const describeWithTrust = canTrust ? describe : describe.skip;

describe('over TLS', () => {
  test('the call is not sent if the handshake fails', async () => {
    const { url } = await listen(
      () => {},
      (socket) => socket.end(NO_CONTENT),
    );
    expect(await send('call', url.replace('http:', 'https:'))).toEqual(connectFailed(expect.any(String)));
  });

  test('the call is not sent if the handshake stalls', async () => {
    const { url } = await listen(() => {});
    const result = await send('call', url.replace('http:', 'https:'), SHORT_MS);
    expect(result).toEqual(connectFailed('no connection within 0.3 s'));
  });

  test('the call is not sent if the certificate is not trusted', async () => {
    const { port, close } = await tlsServer(LOCAL_NAMES, () => {});
    const result = await send('call', `https://localhost:${port}/`);
    close();
    expect(result).toEqual({ kind: 'tls_failed', reason: expect.stringMatching(/^self-signed certificate/) });
  });

  test('the call is not sent if the cipher list is invalid', async () => {
    jest.replaceProperty(tls, 'DEFAULT_CIPHERS', 'junk');
    const reason = expect.stringContaining('no cipher match');
    expect(await send('call', 'https://localhost:1/')).toEqual(connectFailed(reason));
  });
});

describeWithTrust('over TLS with a trusted certificate', () => {
  const CAS = canTrust ? tls.getCACertificates('default') : [];
  const HOST = 'api.example.test';
  let behave: (socket: Socket) => unknown = () => {};
  let api: Awaited<ReturnType<typeof tlsServer>>;
  let local: typeof api;
  let openTunnel: (socket: Socket) => unknown;
  const tunnel = (socket: Socket): void => {
    socket.removeAllListeners('data');
    const upstream = connect(api.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
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

  test.each(OUTCOMES)('a call ends with %s', async (_, reply, timeoutMs, expected) => {
    behave = reply;
    expect(await send('call', `https://localhost:${local.port}/`, timeoutMs)).toEqual(expected);
  });

  test('a certificate for another host is rejected', async () => {
    const reason = expect.stringContaining(HOST);
    expect(await send('call', `https://localhost:${api.port}/`)).toEqual({ kind: 'tls_failed', reason });
  });

  describe('through a proxy', () => {
    const callThrough = (proxy: string, timeoutMs = LONG_MS) => {
      process.env.HTTPS_PROXY = proxy;
      return send('call', `https://${HOST}/path`, timeoutMs);
    };

    test.each(OUTCOMES)('a call ends with %s', async (_, reply, timeoutMs, expected) => {
      behave = reply;
      const { url, requests } = await listen(tunnel);
      expect(await callThrough(url, timeoutMs)).toEqual(expected);
      expect(requests).toEqual([`CONNECT ${HOST}:443 HTTP/1.1\r\nhost: ${HOST}:443\r\nConnection: close\r\n\r\n`]);
    });

    test('the proxy gets its user name and password', async () => {
      behave = answer;
      const { port, requests } = await listen(tunnel);
      expect(await callThrough(`http://user:pass%40word@127.0.0.1:${port}`)).toEqual(response(204));
      expect(String(requests[0]).split('\r\n').slice(1, 3)).toEqual([
        `host: ${HOST}:443`,
        `Proxy-Authorization: Basic ${btoa('user:pass@word')}`,
      ]);
    });

    test.each(['localhost', '127.0.0.1'])("the proxy's certificate must be for the proxy: %s", async (host) => {
      behave = answer;
      openTunnel = tunnel;
      expect(await callThrough(`https://${host}:${local.port}`)).toEqual(response(204));
      expect(await callThrough(`https://${host}:${api.port}`)).toMatchObject({ kind: 'tls_failed' });
    });

    test('the call is not sent if a TLS proxy hangs up', async () => {
      openTunnel = (socket) => socket.destroy();
      const result = await callThrough(`https://localhost:${local.port}`);
      expect(result).toEqual(connectFailed('socket hang up'));
    });
  });
});

describe('through a proxy', () => {
  test.each<[string, Reply, unknown, number]>([
    ['refuses the tunnel', 'HTTP/1.1 403 No\r\n\r\n', expect.stringContaining('statusCode=403'), LONG_MS],
    ['hangs up', '', 'socket hang up', LONG_MS],
    ['answers with garbage', 'garbage\r\n\r\n', expect.stringContaining('Parse Error'), LONG_MS],
    ['never answers', () => {}, 'no connection within 0.3 s', SHORT_MS],
    [
      'opens a tunnel to nowhere',
      (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'),
      'no connection within 0.3 s',
      SHORT_MS,
    ],
  ])('the call is not sent if the proxy %s', async (_, reply, reason, timeoutMs) => {
    process.env.HTTPS_PROXY = (await listen(reply)).url;
    expect(await send('call', 'https://api.example.test/', timeoutMs)).toEqual(connectFailed(reason));
    expect(server?.connections).toBe(1);
  });

  test.each(['::1', '127.0.0.1'])('the error names the address of a proxy that is down: %s', async (address) => {
    process.env.HTTPS_PROXY = `http://${address.includes(':') ? `[${address}]` : address}:1`;
    const reason = expect.stringContaining(`${address}:1`);
    expect(await send('call', 'https://api.example.test/')).toEqual(connectFailed(reason));
  });
});
