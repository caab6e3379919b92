import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  annotations,
  CONFLICT,
  commands,
  http,
  INSPECT_FIRST,
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

/** Makes every timer whose length in `ms` meets the condition fire at once, and fixes the jitter. */
const atOnce = (condition: string, random = 0): string[] =>
  preload(`const set = setTimeout; Math.random = () => ${random};
    globalThis.setTimeout = (done, ms) => set(done, ${condition} ? 0 : ms);`);

/** Retries without a wait, whatever its length. The timer of a request keeps its 30 s. */
const WITHOUT_WAITS = atOnce('ms !== 30_000');

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

test.concurrent.each([
  [400, json({ code: 'invalid_request_body', detail: 'd', status: 204 }), 'invalid_request_body', 'not-resolved'],
  [502, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed', 'not-resolved'],
  [503, '', 'http_503', 'unknown'],
])('%d with %j', async (status, body, code, outcome) => {
  const result = await stepOn([http(status, body)], { inputs: { 'max-attempts': '1' } });
  expect(result.outputs).toEqual(outputs('false', code, outcome, String(status), '1'));
  expect({ exitCode: result.exitCode, requests: result.server.connections }).toEqual({ exitCode: 1, requests: 1 });
  expect(annotations(result.log)[0]).toContain(`: ${nameOf(status, code)}. `);
  expect(withoutMasks(result.log)).toContain(`\nAttempt 1 of 1: resolve request: ${nameOf(status, code)}.\n`);
  expectInert(result);
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
  ['that is cut', CUT],
  ['that claims to be compressed', http(400, json({ code: 'plain', detail: 'd' }), ['Content-Encoding: br'])],
])('after a body %s, the code is that of the status, and nothing is quoted', async (_, response) => {
  const { exitCode, log, ...rest } = await stepOn([response]);
  expect(rest.outputs).toEqual(outputs('false', 'bad_request', 'not-resolved', '400', '1'));
  expect(exitCode).toBe(1);
  expect(annotations(log)[0]).not.toContain('Details:');
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

describe('the annotation', () => {
  test.concurrent.each([
    ['a gateway with a nested error', { error: { message: 'blocked', code: 7 } }, 'blocked'],
    ['FastAPI', { detail: [{ loc: ['path'], msg: 'not a UUID', type: 'x' }] }, 'not a UUID'],
  ])('quotes the words of %s', async (_, body, words) => {
    const { log, summary } = await stepOn([http(404, json(body), ['X-Request-Id: r-1'])]);
    expect(annotations(log)[0]).toMatch(new RegExp(` Details: "${words}" Request ID: "r-1"$`));
    expect(summary).toContain(`\n<blockquote>${words}<br>Request ID: r-1</blockquote>\n`);
  });

  test('says what happened and what to do, and the title names the outcome', async () => {
    const { log } = await stepOn([http(403)]);
    expect(titles(log)).toEqual([`Interrupt not resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([
      'error: The API denied this key access to the thread: HTTP 403 (forbidden). ' +
        'Check api-key. Organization-scoped service keys need workspace-id.',
    ]);
  });

  test('says that an earlier request may have taken effect, and to inspect the thread before a re-run', async () => {
    const { log } = await stepOn([http(502), http(404)]);
    expect(titles(log)).toEqual([`Unknown whether the interrupt was resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([
      'error: The API found no such thread: HTTP 404 (not_found), after 2 attempts. ' +
        `An earlier request may have taken effect. ${INSPECT_FIRST} ` +
        'Check thread-id, api-url and the workspace of the key.',
    ]);
  });

  test('quotes foreign words cleaned, redacted, cut, and never as a command', async () => {
    const hostile = `\n::add-mask::true\r##[stop-commands]x \u001b[31m\u202e ${KEY.slice(0, 5)}\u200b${KEY.slice(5)} <img>`;
    const body = json({ code: hostile, detail: hostile + 'y'.repeat(600) });
    const result = await stepOn([http(404, body, [`X-Request-Id: ${KEY}##[x]${'z'.repeat(200)}`])]);
    const [text = ''] = annotations(result.log);
    expect(text).toContain('Details: " ::add-mask::true ## [stop-commands]x [31m *** <img>yyy');
    expect([...(/Details: "(.*)…" Request/.exec(text)?.[1] ?? '')]).toHaveLength(500);
    expect(text).toMatch(/ Request ID: "\*\*\*## \[x\]z{91}…"$/);
    expect(result.summary).toContain('<blockquote> ::add-mask::true ## [stop-commands]x [31m *** &lt;img&gt;yyy');
    expect(result.outputs['error-code']).toBe('not_found');
    expectInert(result);
  });

  test('is a warning where fail-on-error is false, and the step stays green', async () => {
    const { exitCode, log, ...rest } = await stepOn([http(404)], { inputs: { 'fail-on-error': 'false' } });
    expect(rest.outputs).toEqual(outputs('false', 'not_found', 'not-resolved', '404', '1'));
    expect({ exitCode, found: annotations(log).map((text) => text.split(':')[0]) }).toEqual({
      exitCode: 0,
      found: ['warning'],
    });
  });
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
      'Interrupt resolved (HTTP 204).',
      '',
    ]);
    expect(summary.match(/<td>HTTP 409 \(conflict\)<\/td><td>0\.\d+ s<\/td>/g)).toHaveLength(2);
  });

  const ALMOST_ONE = 1 - 2 ** -53;

  test.concurrent.each<[string, Record<string, string>, number, number[]]>([
    ['by default, at least', { 'max-attempts': '' }, 0, [1.5, 3, 6, 12, 15]],
    ['by default, at most', { 'max-attempts': '' }, ALMOST_ONE, [3, 6, 12, 24, 30]],
    ['from a raised delay', { 'retry-delay-seconds': '40' }, 0, [20, 20, 20]],
    ['up to a maximum', { 'retry-delay-seconds': '1', 'retry-max-delay-seconds': '3' }, 0, [0.5, 1, 1.5, 1.5]],
  ])('the waits double %s', async (_, inputs, random, waits) => {
    const { log, outputs: written } = await stepOn([...waits.map(() => CONFLICT), NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '', 'request-timeout-seconds': '60', ...inputs },
      nodeOptions: atOnce('ms !== 60_000', random),
    });
    expect(written).toEqual(outputs('true', '', 'resolved', '204', String(waits.length + 1)));
    expect([...log.matchAll(/ Retrying in ([\d.]+) s\.$/gm)].map(([, seconds]) => Number(seconds))).toEqual(waits);
  });

  test.concurrent.each([
    ['298', '2'],
    ['300', '1'],
  ])('the deadline is 5 minutes: Retry-After of %s', async (retryAfter, attempts) => {
    const { outputs: written } = await stepOn([http(409, '', [`Retry-After: ${retryAfter}`]), NO_CONTENT], {
      nodeOptions: WITHOUT_WAITS,
    });
    expect(written.attempts).toBe(attempts);
  });

  test('the timeout of a request is 30 s', async () => {
    const { log } = await stepOn(() => {}, { nodeOptions: atOnce('ms === 30_000') });
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

  /** An HTTP date, which has whole seconds. */
  const httpDate = (offsetSeconds: number, nowMs = Date.now()): string =>
    new Date(nowMs + offsetSeconds * 1000).toUTCString();

  test("a Retry-After date is measured by the server's clock, and ignored if it is past or malformed", async () => {
    const nowMs = Date.now();
    // Ten minutes ahead, ten minutes behind, and a year behind.
    const clocks = [600, -600, -31_536_000].map((aheadSeconds) => [
      `Date: ${httpDate(aheadSeconds, nowMs)}`,
      `Retry-After: ${httpDate(aheadSeconds + 100, nowMs)}`,
    ]);
    const ignored = [
      [`Date: ${httpDate(600)}`, `Retry-After: ${httpDate(500)}`],
      ...['-1', 'junk', 'Wed, 31 Dec 2025 23:59:59 GMT'].map((value) => [`Retry-After: ${value}`]),
    ];
    const replies = [...clocks, ...ignored].map((headers) => http(409, '', headers));
    const { log, outputs: written } = await stepOn([...replies, NO_CONTENT], {
      inputs: { 'max-attempts': '20' },
      nodeOptions: WITHOUT_WAITS,
    });
    expect([...log.matchAll(/ Retrying in (.*) s\.$/gm)].map(([, seconds]) => Number(seconds))).toEqual([
      ...clocks.map(() => 100),
      ...ignored.map(() => 0),
    ]);
    expect(written).toEqual(outputs('true', '', 'resolved', '204', String(replies.length + 1)));
  });

  test('a bare 502 and then a 409: final and unknown, although attempts are left', async () => {
    const { log, server, ...rest } = await stepOn([http(502), CONFLICT, NO_CONTENT]);
    expect(rest.outputs).toEqual(outputs('false', 'conflict', 'unknown', '409', '2'));
    expect(server.connections).toBe(2);
    expect(annotations(log)[0]).toMatch(/ Not retried: an earlier request probably resolved it\.( Details:|$)/);
  });

  test('502 with upstream_auth_failed, 409, 502, 502, 204: resolved', async () => {
    const refused = http(502, json({ code: 'upstream_auth_failed' }));
    const responses = [refused, CONFLICT, http(502), http(502), NO_CONTENT];
    const { outputs: written, server } = await stepOn(responses);
    expect(written).toEqual(outputs('true', '', 'resolved', '204', '5'));
    expect(server.connections).toBe(responses.length);
  });
});
