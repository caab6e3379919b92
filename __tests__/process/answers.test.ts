import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  annotations,
  CONFLICT,
  commands,
  http,
  KEY,
  NO_CONTENT,
  nameOf,
  OUTPUT_NAMES,
  outputs,
  preload,
  retriedFailures,
  stepOn,
  THREAD,
  titles,
  withoutMasks,
} from './harness.js';
import { expectInert } from './inert.js';

const json = (body: unknown): string => JSON.stringify(body);

const INTERIM = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';

test.concurrent.each<[string, Parameters<typeof stepOn>[0]]>([
  ['a bare 204', [NO_CONTENT]],
  ['a 204 by an HTTP/1.0 server', [NO_CONTENT.replace('1.1', '1.0')]],
  ['a 204 after a 100 and a 103', [INTERIM + NO_CONTENT]],
  ['a 204 with a body', ['HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello']],
  [
    'a 204 after a 100 and a 103, byte by byte',
    (socket) => {
      socket.setNoDelay();
      const send = ([first, ...rest]: string[]): void => {
        socket.write(String(first), () => rest.length > 0 && setImmediate(send, rest));
      };
      send([...INTERIM, ...NO_CONTENT]);
    },
  ],
])('resolved: %s', async (_, reply) => {
  const { exitCode, log, summary, server, ...rest } = await stepOn(reply);
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect({ exitCode, requests: server.connections }).toEqual({ exitCode: 0, requests: 1 });
  expect(withoutMasks(log).split('\n')).toEqual([
    `Resolving the interrupt of thread ${THREAD} at 127.0.0.1:${server.port}: up to 6 attempts within 300 s. ` +
      'The thread is not checked.',
    'Attempt 1 of 6: resolve request: HTTP 204.',
    'Interrupt resolved (HTTP 204).',
    '',
  ]);
  expectInert({ exitCode, log, summary, ...rest }, 0);
});

describe('a head of up to 64 KiB is read', () => {
  test.concurrent.each([17_000, 60_000])('of %d bytes', async (bytes) => {
    const long = ['X-A', 'X-B'].map((name) => `${name}: ${'x'.repeat(bytes / 2)}`);
    const { outputs: written } = await stepOn([http(409, '', long), http(204, '', long)]);
    expect(written).toEqual(outputs('true', '', 'resolved', '204', '2'));
  });

  test('and a longer one is no response', async () => {
    const { outputs: written } = await stepOn([http(409, '', [`X-A: ${'x'.repeat(66_000)}`])]);
    expect(written).toEqual(outputs('false', 'unexpected_response', 'unknown', '', '1'));
  });
});

// The unit tests have the whole table. Here, one step gets many of these responses over a socket.
test('an error has the code of its status or, if it may be used, that of the API', async () => {
  const errors: [status: number, body: string, code: string][] = [
    [400, json({ code: 'invalid_request_body', detail: 'd', status: 204 }), 'invalid_request_body'],
    [404, '<html>', 'not_found'],
    [404, 'null', 'not_found'],
    [404, json([{ code: 'x' }]), 'not_found'],
    [404, json({ code: 'not_interrupted' }), 'not_found'],
    [404, json({ code: 'conflict' }), 'not_found'],
    [409, '', 'conflict'],
    [418, '', 'http_418'],
    [429, json({ code: 'cancelled' }), 'http_429'],
    [403, json({ code: KEY }), 'forbidden'],
    [502, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed'],
    [500, '', 'http_500'],
    [502, '<html>', 'bad_gateway'],
    [502, json({ code: 'upstream_timeout', detail: 'd' }), 'upstream_timeout'],
    [503, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed'],
    [599, json({ code: 'out_of_order', detail: 'd' }), 'out_of_order'],
  ];
  const replies = errors.map(([status, body]) => http(status, body));
  const result = await stepOn([...replies, NO_CONTENT], {
    inputs: { 'max-attempts': '20', 'retry-on': errors.map(([status]) => status).join() },
  });
  expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', String(errors.length + 1)));
  expect(retriedFailures(result.log, 'resolve request')).toEqual(
    errors.map(([status, , code]) => nameOf(status, code)),
  );
  expectInert(result, 0);
});

const CUT = 'HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\n{"code":"cut"}';

test('the code in a body counts only if the whole body can be read', async () => {
  const whole = json({ code: 'whole', detail: '' });
  const unreadable: ((socket: Socket) => void)[] = [
    // Cut by FIN, by RST, and by a bad chunk.
    (socket) => socket.end(CUT),
    (socket) => socket.write(CUT, () => socket.resetAndDestroy()),
    (socket) => socket.end('HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{"code":"cut"}\r\nzz\r\n'),
    // Longer than 64 KiB.
    (socket) => socket.end(http(400, json({ code: 'cut', detail: 'x'.repeat(65_536) }))),
    // Not compressed as it claims, and compressed.
    (socket) => socket.end(http(400, json({ code: 'plain' }), ['Content-Encoding: br'])),
    (socket) => {
      const body = gzipSync(json({ code: 'zipped', detail: 'd' }));
      socket.write(`HTTP/1.1 400 Bad\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.end(body);
    },
    // Endless.
    (socket) => {
      socket.write('HTTP/1.1 400 Bad\r\n\r\n{"code":"cut"}');
      const more = (): boolean => socket.writable && socket.write('x'.repeat(65_536), () => setImmediate(more));
      more();
    },
  ];
  const readable: ((socket: Socket) => void)[] = [
    http(400, json({ code: 'whole', detail: 'x'.repeat(65_536 - whole.length) })),
    http(400, whole, ['Content-Encoding: Identity']),
    'HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"co\r\nc\r\nde":"whole"}\r\n0\r\n\r\n',
  ].map((text) => (socket) => socket.end(text));
  const replies = [...unreadable, ...readable, (socket: Socket) => socket.end(NO_CONTENT)];

  const { log } = await stepOn((socket, number) => replies[number - 1]?.(socket), {
    // Longer than a test may take: no attempt waits for the rest of a body.
    inputs: { 'max-attempts': '20', 'retry-on': '400', 'request-timeout-seconds': '60' },
  });
  expect(retriedFailures(log, 'resolve request')).toEqual([
    ...unreadable.map(() => 'HTTP 400 (bad_request)'),
    ...readable.map(() => 'HTTP 400 (whole)'),
  ]);
});

test.concurrent.each([
  [200, 'unexpected_response', 'unknown'],
  [302, 'unexpected_redirect', 'not-resolved'],
  [303, 'unexpected_redirect', 'unknown'],
  [304, 'unexpected_redirect', 'not-resolved'],
  [600, 'unexpected_response', 'unknown'],
  [999, 'unexpected_response', 'unknown'],
])('a %d ends the attempt without waiting for its body', async (status, code, outcome) => {
  const [head] = CUT.replace('400', String(status)).split(/(?<=\r\n\r\n)/);
  const result = await stepOn((socket) => socket.write(String(head)), {
    // Longer than a test may take.
    inputs: { 'request-timeout-seconds': '60' },
  });
  expect(result.outputs).toEqual(outputs('false', code, outcome, String(status), '1'));
  expect({ exitCode: result.exitCode, requests: result.server.connections }).toEqual({ exitCode: 1, requests: 1 });
  expect(annotations(result.log)[0]).toContain(`: HTTP ${status} (${code}). `);
  expectInert(result);
});

test('a refusal is a warning where fail-on-error is false, and the step stays green', async () => {
  const { exitCode, log, ...rest } = await stepOn([http(404)], { inputs: { 'fail-on-error': 'false' } });
  expect(rest.outputs).toEqual(outputs('false', 'not_found', 'not-resolved', '404', '1'));
  expect(exitCode).toBe(0);
  expect(titles(log)).toEqual([`Interrupt not resolved (thread ${THREAD})`]);
  expect(annotations(log)).toEqual([expect.stringMatching(/^warning: The API found no such thread: HTTP 404 /)]);
});

describe('retries', () => {
  test('409, 409, 204: each wait is logged with the reason and the delay', async () => {
    const { exitCode, log, summary, ...rest } = await stepOn([CONFLICT, CONFLICT, NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '0.02', 'retry-max-delay-seconds': '0.04' },
      nodeOptions: preload('Math.random = () => 0.5;'),
    });
    expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '3'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect({ exitCode, commands: commands(log) }).toEqual({ exitCode: 0, commands: [] });
    expect(withoutMasks(log).split('\n').slice(1)).toEqual([
      'Attempt 1 of 6: resolve request: HTTP 409 (conflict). Retrying in 0.015 s.',
      'Attempt 2 of 6: resolve request: HTTP 409 (conflict). Retrying in 0.03 s.',
      'Attempt 3 of 6: resolve request: HTTP 204.',
      'Interrupt resolved (HTTP 204), after 3 attempts.',
      '',
    ]);
    expect(summary.match(/<td>HTTP 409 \(conflict\)<\/td><td>0\.\d+ s<\/td>/g)).toHaveLength(2);
  });

  test('the timeout of a request is 30 s', async () => {
    const { log } = await stepOn(() => {}, {
      nodeOptions: preload(
        'const set = setTimeout; globalThis.setTimeout = (done, ms) => set(done, ms === 30_000 ? 0 : ms);',
      ),
    });
    // The connection may be open by then or not.
    expect(annotations(log)[0]).toMatch(/^error: (Could not connect|No complete response arrived) within 30 s\b/);
  });

  test('no other timer of the toolkit ends an attempt', async () => {
    const { log } = await stepOn([NO_CONTENT], {
      inputs: { 'request-timeout-seconds': '600', 'deadline-seconds': '700' },
      nodeOptions: preload(`import { Socket } from 'node:net'; const set = Socket.prototype.setTimeout;
        Socket.prototype.setTimeout = function (ms, ...more) { console.log('idle', ms); return set.call(this, ms, ...more); };`),
    });
    const idleMs = [...log.matchAll(/^idle (\d+)$/gm)].map(([, ms]) => Number(ms)).filter((ms) => ms > 0);
    expect(idleMs).not.toEqual([]);
    expect(Math.min(...idleMs)).toBeGreaterThan(600_000);
  });

  test('there are six attempts by default', async () => {
    const { exitCode, server, ...rest } = await stepOn([http(502)]);
    expect(rest.outputs).toEqual(outputs('false', 'bad_gateway', 'unknown', '502', '6'));
    expect({ exitCode, requests: server.connections }).toEqual({ exitCode: 1, requests: 6 });
  });

  test('a Retry-After is waited', async () => {
    const arrivalsMs: number[] = [];
    const { outputs: written } = await stepOn((socket, number) => {
      arrivalsMs.push(performance.now());
      socket.end(number === 1 ? http(409, '', ['Retry-After: 1']) : NO_CONTENT);
    });
    expect(written).toMatchObject({ resolved: 'true', attempts: '2' });
    expect(Number(arrivalsMs[1]) - Number(arrivalsMs[0])).toBeGreaterThanOrEqual(1000);
  });

  test('a wait of any length ends the step at once', async () => {
    const { log } = await stepOn([http(409, '', [`Retry-After: ${'9'.repeat(400)}`])]);
    expect(annotations(log)[0]).toContain(
      ' Not retried: a wait of more than 100 days would pass the deadline of 300 s.',
    );
  });

  test('a refusal by the agent runtime is not unknown', async () => {
    const refusal = http(502, json({ code: 'upstream_auth_failed' }));
    const { log, outputs: written } = await stepOn([refusal], { inputs: { 'max-attempts': '1' } });
    expect(written).toEqual(outputs('false', 'upstream_auth_failed', 'not-resolved', '502', '1'));
    expect(annotations(log)[0]).toContain('The agent runtime refused the request');
  });

  test('a bare 502 and then a 409: final and unknown, although attempts are left', async () => {
    const { log, server, ...rest } = await stepOn([http(502), CONFLICT, NO_CONTENT]);
    expect(rest.outputs).toEqual(outputs('false', 'conflict', 'unknown', '409', '2'));
    expect(server.connections).toBe(2);
    expect(annotations(log)[0]).toMatch(/ Not retried: an earlier request probably resolved it\.( Details:|$)/);
  });
});
