import { gzipSync } from 'node:zlib';
import {
  annotations,
  CONFLICT,
  commands,
  http,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  preload,
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
    'Attempt 1 of 6: HTTP 204.',
    'The API confirmed it with HTTP 204. The interrupt is resolved.',
    '',
  ]);
  expectInert({ exitCode, log, summary, ...rest }, 0);
});

// The pure tests have the whole table. These responses take different ways through a real exchange.
test.concurrent.each([
  [400, json({ code: 'invalid_request_body', detail: 'd', status: 204 }), 'invalid_request_body', 'not-resolved'],
  [404, '<html>', 'not_found', 'not-resolved'],
  [409, '', 'conflict', 'not-resolved'],
  [418, '', 'http_418', 'not-resolved'],
  [429, json({ code: 'cancelled' }), 'http_429', 'not-resolved'],
  [403, json({ code: KEY }), 'forbidden', 'not-resolved'],
  [500, '', 'http_500', 'unknown'],
  [502, '<html>', 'bad_gateway', 'unknown'],
  [502, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed', 'not-resolved'],
  [502, json({ code: 'upstream_timeout', detail: 'd' }), 'upstream_timeout', 'unknown'],
  [503, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed', 'unknown'],
  [599, json({ code: 'out_of_order', detail: 'd' }), 'out_of_order', 'unknown'],
  [200, '', 'unexpected_response', 'unknown'],
  [202, json({ code: 'x' }), 'unexpected_response', 'unknown'],
  [302, '', 'unexpected_redirect', 'not-resolved'],
  [303, '', 'unexpected_redirect', 'unknown'],
  [304, '', 'unexpected_redirect', 'not-resolved'],
  [600, '', 'unexpected_response', 'unknown'],
  [999, '', 'unexpected_response', 'unknown'],
])('%d with %j', async (status, body, code, outcome) => {
  const result = await stepOn([http(status, body)], { inputs: { 'max-attempts': '1' } });
  expect(result.outputs).toEqual(outputs('false', code, outcome, String(status), '1'));
  expect({ exitCode: result.exitCode, requests: result.server.connections }).toEqual({ exitCode: 1, requests: 1 });
  const name = code === `http_${status}` ? `HTTP ${status}` : `HTTP ${status} (${code})`;
  expect(annotations(result.log)[0]).toContain(`: ${name}. `);
  expect(withoutMasks(result.log)).toContain(`\nAttempt 1 of 1: ${name}.\n`);
  expectInert(result);
});

test.concurrent.each([
  ['not_interrupted', 'not_found'],
  ['timeout', 'not_found'],
  ['internal_error', 'not_found'],
  ['interrupt_closed', 'interrupt_closed'],
])('a code of the API cannot claim to be one of ours: %s', async (code, expected) => {
  const { outputs: written } = await stepOn([http(404, json({ code }))]);
  expect(written).toEqual(outputs('false', expected, 'not-resolved', '404', '1'));
});

const CUT = 'HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\n{"code":"cut"}';

test.concurrent.each<[string, Parameters<typeof stepOn>[0]]>([
  ['cut by FIN', [CUT]],
  ['cut by RST', (socket) => socket.write(CUT, () => socket.resetAndDestroy())],
  ['cut by a bad chunk', ['HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{"code":"cut"}\r\nzz\r\n']],
  ['of more than 64 KiB', [http(400, json({ code: 'cut', detail: 'x'.repeat(65_536) }))]],
  ['that claims to be compressed', [http(400, json({ code: 'plain' }), ['Content-Encoding: br'])]],
  [
    'that is compressed',
    (socket) => {
      const body = gzipSync(json({ code: 'zipped', detail: 'd' }));
      socket.write(`HTTP/1.1 400 Bad\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.end(body);
    },
  ],
  [
    'without an end',
    (socket) => {
      socket.write('HTTP/1.1 400 Bad\r\n\r\n');
      const more = (): boolean => socket.writable && socket.write('x'.repeat(65_536), () => setImmediate(more));
      more();
    },
  ],
])('a body %s leaves the code of the status, at once', async (_, reply) => {
  // Longer than a test may take.
  const { exitCode, log, ...rest } = await stepOn(reply, { inputs: { 'request-timeout-seconds': '60' } });
  expect(rest.outputs).toEqual(outputs('false', 'bad_request', 'not-resolved', '400', '1'));
  expect(exitCode).toBe(1);
  expect(annotations(log)[0]).not.toContain('Details:');
});

test.concurrent.each([200, 302, 600])('a %d ends the attempt without its body', async (status) => {
  const [head] = CUT.replace('400', String(status)).split(/(?<=\r\n\r\n)/);
  const { outputs: written } = await stepOn((socket) => socket.write(String(head)), {
    inputs: { 'request-timeout-seconds': '60' },
  });
  expect(written.status).toBe(String(status));
});

test('a thread that is cut off ends the attempt with the reason', async () => {
  const inputs = { 'check-thread': 'true', 'max-attempts': '1' };
  const { log, outputs: written } = await stepOn([CUT.replace('400 Bad', '200 OK')], { inputs });
  expect(written).toEqual(outputs('false', 'connection_lost', 'not-resolved', '', '1'));
  expect(annotations(log)[0]).toMatch(/ Details: "the response was cut off"$/);
});

test.concurrent.each([
  ['of 64 KiB', http(400, json({ code: 'whole', detail: 'x'.repeat(65_536 - '{"code":"whole","detail":""}'.length) }))],
  ['with Content-Encoding: identity', http(400, json({ code: 'whole' }), ['Content-Encoding: Identity'])],
  ['in chunks', 'HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"co\r\nc\r\nde":"whole"}\r\n0\r\n\r\n'],
])('a body %s is read', async (_, response) => {
  const { outputs: written } = await stepOn([response]);
  expect(written['error-code']).toBe('whole');
});

describe('the annotation', () => {
  test.concurrent.each([
    ['a gateway', { message: 'no Route matched' }, 'no Route matched'],
    ['a gateway with a nested error', { error: { message: 'blocked', code: 7 } }, 'blocked'],
    ['FastAPI', { detail: [{ loc: ['path'], msg: 'not a UUID', type: 'x' }] }, 'not a UUID'],
    ['the auth layer', { error: 'Forbidden' }, 'Forbidden'],
  ])('quotes the words of %s', async (_, body, words) => {
    const { log, summary } = await stepOn([http(404, json(body), ['X-Request-Id: r-1'])]);
    expect(annotations(log)[0]).toMatch(new RegExp(` Details: "${words}" Request ID: "r-1"$`));
    expect(summary).toContain(`\n<blockquote>${words}<br>Request ID: r-1</blockquote>\n`);
  });

  test('says what happened, what it means and what to do, and names the region', async () => {
    const { log, server } = await stepOn([http(403)], { env: { LANGSMITH_ENDPOINT: 'https://eu.example.test/v1' } });
    expect(titles(log)).toEqual([`Interrupt not resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([
      'error: The API denied this key access to the thread: HTTP 403 (forbidden). The interrupt is not resolved. ' +
        'Check api-key. Organization-scoped service keys need workspace-id. A key works in one region only: ' +
        `check that it belongs to 127.0.0.1:${server.port} (api-url). LANGSMITH_ENDPOINT names eu.example.test.`,
    ]);
  });

  test('does not suggest a workspace-id that is set already', async () => {
    const { log } = await stepOn([http(403)], { inputs: { 'workspace-id': 'workspace-1' } });
    expect(annotations(log)[0]).toContain(' Check api-key. Check workspace-id. A key works in one region only: ');
  });

  test('says that the outcome is unknown, and to check before a second run', async () => {
    const { log, server } = await stepOn([http(502), http(404)]);
    expect(titles(log)).toEqual([`Unknown whether the interrupt was resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([
      'error: The API found no such thread: HTTP 404 (not_found), after 2 attempts. ' +
        'It is unknown whether the interrupt was resolved. ' +
        'Check the thread before you run this again: a second call could resolve a later interrupt. ' +
        'An earlier attempt may have worked. Check thread-id, api-url and the workspace of the key. ' +
        `A key works in one region only: check that it belongs to 127.0.0.1:${server.port} (api-url).`,
    ]);
  });

  test('quotes foreign words cleaned, redacted, cut, and never as a command', async () => {
    const hostile = `\n::add-mask::true\r##[stop-commands]x \u001b[31m\u202e ${KEY.slice(0, 5)}\u200b${KEY.slice(5)} <img>`;
    const body = json({ code: hostile, detail: hostile + 'y'.repeat(600) });
    const result = await stepOn([http(404, body, [`X-Request-Id: ${KEY}##[x]${'z'.repeat(200)}`])]);
    const [text = ''] = annotations(result.log);
    expect(text).toContain('Details: "::add-mask::true## [stop-commands]x [31m *** <img>yyy');
    expect([...(/Details: "(.*)…" Request/.exec(text)?.[1] ?? '')]).toHaveLength(500);
    expect(text).toMatch(/ Request ID: "\*\*\*## \[x\]z{91}…"$/);
    expect(result.summary).toContain('<blockquote>::add-mask::true## [stop-commands]x [31m *** &lt;img&gt;yyy');
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
  test('409, 409, 204: each wait is logged with the reason, the delay and the next attempt', async () => {
    const { exitCode, log, summary, ...rest } = await stepOn([CONFLICT, CONFLICT, NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '0.02', 'retry-max-delay-seconds': '0.04' },
      nodeOptions: preload('Math.random = () => 0.5;'),
    });
    expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '3'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect({ exitCode, commands: commands(log) }).toEqual({ exitCode: 0, commands: [] });
    expect(withoutMasks(log).split('\n').slice(1)).toEqual([
      'Attempt 1 of 6: HTTP 409 (conflict). Retrying in 0.015 s (attempt 2 of 6).',
      'Attempt 2 of 6: HTTP 409 (conflict). Retrying in 0.03 s (attempt 3 of 6).',
      'Attempt 3 of 6: HTTP 204.',
      'The API confirmed it with HTTP 204. The interrupt is resolved.',
      '',
    ]);
    expect(summary.match(/<td>HTTP 409 \(conflict\)<\/td><td>0\.\d+ s<\/td>/g)).toHaveLength(2);
  });

  const ALMOST_ONE = 1 - 2 ** -53;

  test.concurrent.each<[string, Record<string, string>, number, number[]]>([
    ['by default, at least', { 'max-attempts': '' }, 0, [1.5, 3, 6, 12, 15]],
    ['by default, at most', { 'max-attempts': '' }, ALMOST_ONE, [3, 6, 12, 24, 30]],
    ['by default, up to the cap', { 'max-attempts': '8' }, 0, [1.5, 3, 6, 12, 15, 15, 15]],
    ['from a raised delay', { 'retry-delay-seconds': '40' }, 0, [20, 20, 20]],
    ['no further than the first', { 'retry-delay-seconds': '1', 'retry-max-delay-seconds': '1' }, ALMOST_ONE, [1, 1]],
    ['up to a maximum', { 'retry-delay-seconds': '1', 'retry-max-delay-seconds': '3' }, 0, [0.5, 1, 1.5, 1.5]],
  ])('the waits double %s', async (_, inputs, random, waits) => {
    const { log, outputs: written } = await stepOn([...waits.map(() => CONFLICT), NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '', 'request-timeout-seconds': '60', ...inputs },
      nodeOptions: atOnce('ms !== 60_000', random),
    });
    expect(written).toEqual(outputs('true', '', 'resolved', '204', String(waits.length + 1)));
    expect([...log.matchAll(/ Retrying in ([\d.]+) s /g)].map(([, seconds]) => Number(seconds))).toEqual(waits);
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
    expect(annotations(log)[0]).toMatch(/ Details: "no response within 30 s"$/);
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

  test.concurrent.each([
    ['503 is not retried by default', [http(503), NO_CONTENT], {}, 'http_503', '1'],
    ['503 is retried if retry-on lists it', [http(503), NO_CONTENT], { 'retry-on': '503' }, '', '2'],
    ['502 is not retried without it', [http(502), NO_CONTENT], { 'retry-on': '409' }, 'bad_gateway', '1'],
    ['max-attempts of 1 never retries', [CONFLICT, NO_CONTENT], { 'max-attempts': '1' }, 'conflict', '1'],
  ])('%s', async (_, responses, inputs, code, attempts) => {
    const { outputs: written, server } = await stepOn(responses, { inputs });
    expect(written).toMatchObject({ 'error-code': code, attempts });
    expect(server.connections).toBe(Number(attempts));
  });

  test.concurrent.each([
    [409, '86400', {}, 'conflict', '86400 s'],
    [429, '3600', { 'retry-on': '409, 429' }, 'http_429', '3600 s'],
  ])('a %d with a Retry-After of %s would pass the deadline: the step ends and says why', async (...row) => {
    const [status, retryAfter, inputs, code, wait] = row;
    const { log, ...rest } = await stepOn([http(status, '', [`Retry-After: ${retryAfter}`])], { inputs });
    expect(rest.outputs).toEqual(outputs('false', code, 'not-resolved', String(status), '1'));
    const [text = ''] = annotations(log);
    expect(text).toContain(`Not retried: a wait of ${wait} would pass the deadline of 300 s.`);
    expect(text).not.toContain('to retry-on');
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

  test.concurrent.each([
    ['10 minutes ahead', 600],
    ['10 minutes behind', -600],
    ['in another year', -31_536_000],
  ])("a Retry-After date counts by the server's clock: %s", async (_, aheadSeconds) => {
    const nowMs = Date.now();
    const headers = [`Date: ${httpDate(aheadSeconds, nowMs)}`, `Retry-After: ${httpDate(aheadSeconds + 100, nowMs)}`];
    const { log, outputs: written } = await stepOn([http(409, '', headers), NO_CONTENT], {
      nodeOptions: WITHOUT_WAITS,
    });
    expect(written).toMatchObject({ resolved: 'true', attempts: '2' });
    expect(log).toContain(' Retrying in 100 s ');
  });

  test("a Retry-After date that is past by the server's clock counts as absent", async () => {
    const headers = [`Date: ${httpDate(600)}`, `Retry-After: ${httpDate(500)}`];
    const { log } = await stepOn([http(409, '', headers), NO_CONTENT]);
    expect(log).toContain(' Retrying in 0 s ');
  });

  test.concurrent.each([
    ['without a Date', []],
    ['with an invalid Date', ['Date: yesterday']],
  ])('a Retry-After date %s counts by our clock', async (_, headers) => {
    const retryAfter = `Retry-After: ${httpDate(86_400)}`;
    const { log, outputs: written } = await stepOn([http(409, '', [...headers, retryAfter])]);
    expect(written.attempts).toBe('1');
    expect(annotations(log)[0]).toMatch(/ a wait of 86[34]\d\d(\.\d)? s would pass the deadline/);
  });

  test.concurrent.each(['-1', 'junk', 'Wed, 31 Dec 2025 23:59:59 GMT'])(
    'a Retry-After of %s counts as absent',
    async (value) => {
      const { log, outputs: written } = await stepOn([http(409, '', [`Retry-After: ${value}`]), NO_CONTENT]);
      expect(written).toMatchObject({ resolved: 'true', attempts: '2' });
      expect(log).toContain(' Retrying in 0 s ');
    },
  );

  test('a bare 502 and then a 409: final and unknown, although attempts are left', async () => {
    const { log, server, ...rest } = await stepOn([http(502), CONFLICT, NO_CONTENT]);
    expect(rest.outputs).toEqual(outputs('false', 'conflict', 'unknown', '409', '2'));
    expect(server.connections).toBe(2);
    expect(annotations(log)[0]).toContain(
      'Not retried, because this response most likely means that an earlier call worked.',
    );
  });

  test.concurrent.each([
    ['409, then 502: the 502 is retried', [CONFLICT, http(502), NO_CONTENT], ['true', '', 'resolved', '204', '3']],
    ['502, 502, 204: resolved', [http(502), http(502), NO_CONTENT], ['true', '', 'resolved', '204', '3']],
    [
      'a refused 502 and then a 409 is retried',
      [http(502, json({ code: 'upstream_auth_failed' })), CONFLICT, NO_CONTENT],
      ['true', '', 'resolved', '204', '3'],
    ],
    ['502, then 422: unknown', [http(502), http(422)], ['false', 'unprocessable_entity', 'unknown', '422', '2']],
  ] as [string, string[], Parameters<typeof outputs>][])('%s', async (_, responses, expected) => {
    const { outputs: written, server } = await stepOn(responses);
    expect(written).toEqual(outputs(...expected));
    expect(server.connections).toBe(responses.length);
  });

  test('the status is that of the last response, whichever attempt it ended', async () => {
    const { outputs: written } = await stepOn((socket, number) => {
      if (number === 1) socket.end(CONFLICT);
      else socket.destroy();
    });
    expect(written).toEqual(outputs('false', 'connection_lost', 'unknown', '409', '2'));
  });
});
