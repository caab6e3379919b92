import dns from 'node:dns';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import tls from 'node:tls';
import type { SubjectAltNameEntry } from 'selfsigned';
import packageJson from '../package.json';
import type { RequestKind } from '../src/exchange.js';
import { exchange } from '../src/http.js';
import { http, makeCertificate, NO_CONTENT, type RawServer, rawServer } from './action/harness.js';
import { stalledServer } from './action/phases.js';
import { KEY, response } from './samples.js';

/** More than a response takes on a busy machine. */
const LONG_MS = 10_000;
/** For exchanges that must wait until their timeout. */
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

/** Sends one request to a server that replies as given. */
async function exchangeWith(reply: Reply, kind: RequestKind = 'call', timeoutMs?: number) {
  const { url } = await listen(reply);
  return send(kind, `${url}/path`, timeoutMs);
}

describe('the request', () => {
  test.each<[RequestKind, string | undefined, string[]]>([
    ['call', undefined, ['POST /path HTTP/1.1']],
    ['call', 'workspace-1', ['POST /path HTTP/1.1', 'x-tenant-id: workspace-1']],
    ['read', undefined, ['GET /path HTTP/1.1']],
    ['read', 'workspace-1', ['GET /path HTTP/1.1', 'x-tenant-id: workspace-1']],
  ])('%s, with the workspace %s', async (kind, workspaceId, [line = '', ...more]) => {
    const { url, port, requests } = await listen(NO_CONTENT);
    await exchange({ kind, url: `${url}/path`, apiKey: KEY, workspaceId, addressTimeoutMs: 2500 }, LONG_MS);
    const headers = [
      `x-api-key: ${KEY}`,
      'accept: application/json',
      'accept-encoding: identity',
      `user-agent: resolve-interrupt-action/${packageJson.version}`,
      `Host: 127.0.0.1:${port}`,
      'Connection: close',
      ...more,
      ...(kind === 'call' ? ['Content-Length: 0'] : []),
    ];
    const [head = '', body] = String(requests[0]).split('\r\n\r\n');
    const [first, ...rest] = head.split('\r\n');
    expect({ requests: requests.length, first, body }).toEqual({ requests: 1, first: line, body: '' });
    expect(rest.sort()).toEqual(headers.sort());
  });

  test.each([
    [302, ['Location: /elsewhere']],
    [401, ['WWW-Authenticate: Basic']],
    [503, ['Retry-After: 0']],
  ])('is sent once, although the response is a %d', async (status, headers) => {
    expect(await exchangeWith(http(status, '', headers))).toMatchObject({ kind: 'response', status });
    expect(server?.connections).toBe(1);
  });
});

describe('a response', () => {
  test('has the status and the headers that matter', async () => {
    const date = 'Wed, 25 Nov 2026 09:30:00 GMT';
    const headers = [`Date: ${date}`, 'Retry-After: 7', 'X-Request-Id: r-1', 'X-Other: x'];
    expect(await exchangeWith(http(409, '{}', headers))).toEqual(
      response(409, '{}', { date, retryAfter: '7', requestId: 'r-1' }),
    );
  });

  test.each([100, 103])('after a %d', async (status) => {
    expect(await exchangeWith(`HTTP/1.1 ${status} X\r\n\r\n${NO_CONTENT}`)).toEqual(response(204));
  });

  test.each<[string, RequestKind, number, string, string[], string | undefined]>([
    ['of an error', 'call', 400, 'text', [], 'text'],
    ['of a server error', 'call', 599, 'text', [], 'text'],
    ['of an error on a read', 'read', 404, 'text', [], 'text'],
    ['of a thread', 'read', 200, 'text', [], 'text'],
    ['that is empty', 'call', 500, '', [], ''],
    ['that is not compressed', 'call', 400, 'text', ['Content-Encoding: Identity'], 'text'],
    ['with an empty encoding', 'call', 400, 'text', ['Content-Encoding:'], 'text'],
    ['that is compressed', 'call', 400, 'text', ['Content-Encoding: gzip'], undefined],
    ['with another encoding', 'call', 400, 'text', ['Content-Encoding: identity-x'], undefined],
    ['with several encodings', 'call', 400, 'text', ['Content-Encoding: x-identity'], undefined],
    ['of a 200 to a call', 'call', 200, 'text', [], undefined],
    ['of a 201 to a read', 'read', 201, 'text', [], undefined],
    ['of a redirect', 'call', 399, 'text', [], undefined],
    ['of a status above 599', 'call', 600, 'text', [], undefined],
    ['of 64 KiB', 'call', 400, 'x'.repeat(64 * KIB), [], 'x'.repeat(64 * KIB)],
    ['above 64 KiB', 'call', 400, 'x'.repeat(64 * KIB + 1), [], undefined],
    ['above 64 KiB, on a read', 'read', 404, 'x'.repeat(64 * KIB + 1), [], undefined],
  ])('with a body %s', async (_, kind, status, body, headers, expected) => {
    expect(await exchangeWith(http(status, body, headers), kind)).toEqual(response(status, expected));
  });

  test.each([
    [0, 8 * KIB * KIB],
    [1, 0],
  ])('to a read, with a thread of 8 MiB and %d bytes more', async (more, length) => {
    const result = await exchangeWith(http(200, 'x'.repeat(8 * KIB * KIB + more)), 'read');
    expect({ ...result, body: undefined }).toEqual(response(200));
    expect('body' in result && (result.body ?? '').length).toBe(length);
  });

  test.each<[RequestKind, string]>([
    ['call', NO_CONTENT],
    ['read', http(200, 'text')],
  ])('to a %s that arrives byte by byte', async (kind, text) => {
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

  test('in bytes that split a character', async () => {
    const body = Buffer.from('é');
    const reply = (socket: Socket): void => {
      socket.write('HTTP/1.1 400 X\r\n\r\n');
      socket.write(body.subarray(0, 1), () => setImmediate(() => socket.end(body.subarray(1))));
    };
    expect(await exchangeWith(reply)).toEqual(response(400, 'é'));
  });

  /** An error, or the thread for a read, that ends before its body does. */
  const cut = (status: number): string => `HTTP/1.1 ${status} X\r\nContent-Length: 9\r\n\r\n{`;

  test('to a call counts without its body if that is cut off', async () => {
    expect(await exchangeWith(cut(400))).toEqual(response(400));
  });

  test('to a read counts without its body, unless that is the thread', async () => {
    expect(await exchangeWith(cut(404), 'read')).toEqual(response(404));
  });

  test('to a read counts as none if the thread is cut off', async () => {
    expect(await exchangeWith(cut(200), 'read')).toEqual(lost('the response was cut off'));
  });

  test.each<[string, RequestKind, number, number]>([
    ['with a body that is not needed', 'call', 200, LONG_MS],
    ['with an error that does not end', 'call', 400, SHORT_MS],
    ['with an error that does not end, to a read', 'read', 404, SHORT_MS],
  ])('%s does not wait for it', async (_, kind, status, timeoutMs) => {
    expect(await exchangeWith((socket) => socket.write(cut(status)), kind, timeoutMs)).toEqual(response(status));
  });

  test('with an error that grows without end is left at once', async () => {
    const flood = (socket: Socket): void => {
      const more = (): boolean => socket.writable && socket.write('x'.repeat(64 * KIB), () => setImmediate(more));
      socket.write('HTTP/1.1 400 X\r\n\r\n', more);
    };
    expect(await exchangeWith(flood)).toEqual(response(400));
  });

  test('that switches protocols', async () => {
    const upgrade = 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
    expect(await exchangeWith((socket) => socket.write(upgrade))).toEqual(response(101));
  });

  test.each([
    ['RTSP', 'RTSP/1.0 204 OK\r\n\r\n'],
    ['ICE', 'ICE/1.0 204 OK\r\n\r\n'],
    ['HTTP/2.0', 'HTTP/2.0 204 OK\r\n\r\n'],
    ['HTTP/0.9', 'HTTP/0.9 204 OK\r\n\r\n'],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n'],
  ])('that is not HTTP/1: %s', async (_, text) => {
    expect(await exchangeWith(text)).toEqual({ kind: 'not_http', reason: NOT_HTTP });
  });

  test.each(['garbage', 'SSH-2.0-OpenSSH_9.6', 'HTTP/1.1 20 OK', 'SPDY/3 204 No Content', 'PRI * HTTP/2.0'])(
    'that cannot be parsed: %s',
    async (text) => {
      const reason = expect.stringMatching(/^Parse Error/);
      expect(await exchangeWith(`${text}\r\n\r\n`)).toEqual({ kind: 'not_http', reason });
    },
  );

  test('with a header that is too large', async () => {
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

  test('is lost by a reset', async () => {
    expect(await exchangeWith((socket) => socket.resetAndDestroy())).toEqual(lost('read ECONNRESET'));
  });

  test.each<[string, Reply]>([
    ['stays silent', () => {}],
    ['stops in the head', (socket) => socket.write('HTTP/1.1 204 No Content\r\nX-A:')],
  ])('times out if the server %s', async (_, reply) => {
    expect(await exchangeWith(reply, 'call', SHORT_MS)).toEqual(TIMED_OUT);
  });

  test('times out on a thread that stops in the middle', async () => {
    const reply = (socket: Socket): unknown => socket.write('HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{');
    expect(await exchangeWith(reply, 'read', SHORT_MS)).toEqual(TIMED_OUT);
  });

  test.each([
    ['a response', NO_CONTENT, LONG_MS],
    ['a timeout', '', SHORT_MS],
  ])('is closed after %s, although the server keeps it open', async (_, text, timeoutMs) => {
    const closed = new Promise<void>((resolve) => {
      void exchangeWith((socket) => socket.once('close', resolve).write(text), 'call', timeoutMs);
    });
    await closed;
    expect(server?.closed).toBe(1);
  });

  test('leaves the rest of a flood unread', async () => {
    const INTERIM = `HTTP/1.1 102 X\r\nX-A: ${'x'.repeat(8 * KIB)}\r\n\r\n`.repeat(32);
    let written = 0;
    const flood = (socket: Socket): void => {
      if (!socket.writable) return;
      written += INTERIM.length;
      socket.write(INTERIM, () => flood(socket));
    };
    expect(await exchangeWith(flood, 'call', SHORT_MS)).toEqual(TIMED_OUT);
    // 2 MiB, and what the system holds on its way.
    expect(written).toBeLessThan(16 * KIB * KIB);
  });

  test('is refused', async () => {
    const { port } = await listen('');
    await server?.close();
    const reason = `connect ECONNREFUSED 127.0.0.1:${port}`;
    expect(await send('call', `http://127.0.0.1:${port}/`)).toEqual(connectFailed(reason));
  });

  /** Makes every name resolve to the addresses. */
  const resolveTo = (...addresses: string[]): void => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    jest
      .spyOn(dns, 'lookup')
      .mockImplementation(((_: unknown, __: unknown, done: (...all: unknown[]) => void) =>
        done(null, found)) as unknown as typeof dns.lookup);
  };

  test('is refused by each address of a host', async () => {
    resolveTo('127.0.0.1', '::1');
    // Without IPv6, the system has another error for the second.
    const reason = expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:1; connect E[A-Z]+ ::1:1/);
    expect(await send('call', 'http://localhost:1/')).toEqual(connectFailed(reason));
  });

  // Only Linux has a queue of known length, and all of 127.0.0.0/8.
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

/** Starts a server with a certificate for its names, on a free port. */
async function tlsServer(altNames: SubjectAltNameEntry[], reply: (socket: Socket) => unknown) {
  const pems = await makeCertificate(altNames);
  const api = createServer({ key: pems.private, cert: pems.cert }, ({ socket }) => reply(socket));
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    api.close();
    api.closeAllConnections();
  };
  return { api, port: (api.address() as AddressInfo).port, cert: pems.cert, close };
}

const LOCAL: SubjectAltNameEntry[] = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
];

/** Node 20 can change the trusted certificates only before it starts: there, only the tests of the action use TLS. */
const canTrust = 'setDefaultCACertificates' in tls;
const describeWithTrust = canTrust ? describe : describe.skip;

describe('over TLS', () => {
  test('a handshake that fails never sends the request', async () => {
    const { url } = await listen(
      () => {},
      (socket) => socket.end(NO_CONTENT),
    );
    expect(await send('call', url.replace('http:', 'https:'))).toEqual(connectFailed(expect.any(String)));
  });

  test('a handshake that stalls never sends the request', async () => {
    const { url } = await listen(() => {});
    const result = await send('call', url.replace('http:', 'https:'), SHORT_MS);
    expect(result).toEqual(connectFailed('no connection within 0.3 s'));
  });

  test('a certificate that is not trusted', async () => {
    const { port, close } = await tlsServer(LOCAL, () => {});
    const result = await send('call', `https://localhost:${port}/`);
    close();
    expect(result).toEqual({ kind: 'tls_failed', reason: expect.stringMatching(/^self-signed certificate/) });
  });
});

test('a list of ciphers that OpenSSL does not know never sends the request', async () => {
  jest.replaceProperty(tls, 'DEFAULT_CIPHERS', 'junk');
  expect(await send('call', 'https://localhost:1/')).toEqual(connectFailed(expect.stringContaining('no cipher match')));
});

describeWithTrust('over TLS, with a certificate that is trusted', () => {
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
    local = await tlsServer(LOCAL, (socket) => behave(socket));
    local.api.on('connect', (_, socket: Socket) => openTunnel(socket));
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
    ['silence', () => {}, SHORT_MS, TIMED_OUT],
  ];

  test.each(OUTCOMES)('%s', async (_, reply, timeoutMs, expected) => {
    behave = reply;
    expect(await send('call', `https://localhost:${local.port}/`, timeoutMs)).toEqual(expected);
  });

  test('the wrong host', async () => {
    const reason = expect.stringContaining(HOST);
    expect(await send('call', `https://localhost:${api.port}/`)).toEqual({ kind: 'tls_failed', reason });
  });

  describe('through a proxy', () => {
    const callThrough = (proxy: string, timeoutMs = LONG_MS) => {
      process.env.HTTPS_PROXY = proxy;
      return send('call', `https://${HOST}/path`, timeoutMs);
    };

    test.each(OUTCOMES)('%s', async (_, reply, timeoutMs, expected) => {
      behave = reply;
      const { url, requests } = await listen(tunnel);
      expect(await callThrough(url, timeoutMs)).toEqual(expected);
      expect(requests).toEqual([`CONNECT ${HOST}:443 HTTP/1.1\r\nhost: ${HOST}:443\r\nConnection: close\r\n\r\n`]);
    });

    test('its user and password are sent to it', async () => {
      behave = answer;
      const { port, requests } = await listen(tunnel);
      expect(await callThrough(`http://user:pass%40word@127.0.0.1:${port}`)).toEqual(response(204));
      expect(String(requests[0]).split('\r\n').slice(1, 3)).toEqual([
        `host: ${HOST}:443`,
        `Proxy-Authorization: Basic ${btoa('user:pass@word')}`,
      ]);
    });

    test.each(['localhost', '127.0.0.1'])('its certificate is checked for its own name: %s', async (host) => {
      behave = answer;
      openTunnel = tunnel;
      expect(await callThrough(`https://${host}:${local.port}`)).toEqual(response(204));
      expect(await callThrough(`https://${host}:${api.port}`)).toMatchObject({ kind: 'tls_failed' });
    });

    test('that speaks TLS and hangs up, the request never left', async () => {
      openTunnel = (socket) => socket.destroy();
      const result = await callThrough(`https://localhost:${local.port}`);
      expect(result).toEqual(connectFailed('socket hang up'));
    });
  });
});

describe('through a proxy that', () => {
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
  ])('%s, the request never left', async (_, reply, reason, timeoutMs) => {
    process.env.HTTPS_PROXY = (await listen(reply)).url;
    expect(await send('call', 'https://api.example.test/', timeoutMs)).toEqual(connectFailed(reason));
    expect(server?.connections).toBe(1);
  });

  test.each(['::1', '127.0.0.1'])('is not there, the error names its address: %s', async (address) => {
    process.env.HTTPS_PROXY = `http://${address.includes(':') ? `[${address}]` : address}:1`;
    const reason = expect.stringContaining(`${address}:1`);
    expect(await send('call', 'https://api.example.test/')).toEqual(connectFailed(reason));
  });
});
