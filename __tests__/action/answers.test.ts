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
  withoutMasks,
} from './harness.js';

/** Has every timer whose length in `ms` meets the condition end at once, and no chance in the waits but the given. */
const atOnce = (condition: string, random = 0): string[] =>
  preload(`const set = setTimeout; Math.random = () => ${random};
    globalThis.setTimeout = (done, ms) => set(done, ${condition} ? 0 : ms);`);

const json = (body: unknown): string => JSON.stringify(body);

test.each([
  ['a bare 204', NO_CONTENT],
  ['204 after 100 and 103', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${NO_CONTENT}`],
  ['204 with a body', `HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello`],
])('resolved: %s', async (_, answer) => {
  const { exitCode, log, summary, server, ...rest } = await stepOn([answer]);
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, annotations: commands(log), requests: server.connections }).toEqual({
    exitCode: 0,
    annotations: [],
    requests: 1,
  });
  expect(log).toContain('\nThe interrupt is resolved. The API confirmed it with HTTP 204.\n');
  expect(log).not.toContain('job summary');
  expect(summary).toContain('The interrupt is resolved');
});

test.each([
  [400, json({ code: 'invalid_request_body', detail: 'd', status: 204 }), 'invalid_request_body', 'not-resolved'],
  [401, json({ error: 'Unauthorized' }), 'unauthorized', 'not-resolved'],
  [403, json({ error: 'Forbidden' }), 'forbidden', 'not-resolved'],
  [404, json({ code: 'thread_not_found', detail: 'd' }), 'thread_not_found', 'not-resolved'],
  [404, '<html>', 'not_found', 'not-resolved'],
  [409, '', 'conflict', 'not-resolved'],
  [422, json([]), 'unprocessable_entity', 'not-resolved'],
  [429, json(null), 'http_429', 'not-resolved'],
  [500, '', 'http_500', 'unknown'],
  [502, '<html>', 'bad_gateway', 'unknown'],
  [502, json({ code: 'upstream_auth_failed', detail: 'd' }), 'upstream_auth_failed', 'not-resolved'],
  [503, json({ code: KEY, detail: 'd' }), 'http_503', 'unknown'],
  [599, json({ code: 'out_of_order', detail: 'd' }), 'out_of_order', 'not-resolved'],
  [200, '', 'unexpected_response', 'unknown'],
  [202, json({ code: 'x' }), 'unexpected_response', 'unknown'],
  [302, '', 'unexpected_redirect', 'not-resolved'],
  [304, '', 'unexpected_redirect', 'not-resolved'],
  [600, '', 'unexpected_response', 'unknown'],
])('%d with %j', async (status, body, code, outcome) => {
  const { exitCode, log, server, ...rest } = await stepOn([http(status, body)], { inputs: { 'max-attempts': '1' } });
  expect(rest.outputs).toEqual(outputs('false', code, outcome, String(status), '1'));
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, annotations: annotations(log).length, requests: server.connections }).toEqual({
    exitCode: 1,
    annotations: 1,
    requests: 1,
  });
  expect(annotations(log)[0]).toContain(`(HTTP ${status}, ${code}): `);
});

const withLength = 'HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\n{"code":"cut"}';

test.each<[string, Parameters<typeof stepOn>[0]]>([
  ['cut by FIN', [withLength]],
  ['cut by RST', (socket) => socket.write(withLength, () => socket.resetAndDestroy())],
  ['cut by a bad chunk', ['HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{"code":"cut"}\r\nzz\r\n']],
  ['of more than 64 KiB', [http(400, json({ code: 'cut', detail: 'x'.repeat(65_536) }))]],
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
  const { exitCode, ...rest } = await stepOn(reply, { inputs: { 'request-timeout-seconds': '60' } });
  expect(rest.outputs).toEqual(outputs('false', 'bad_request', 'not-resolved', '400', '1'));
  expect(exitCode).toBe(1);
});

test('a body that stalls leaves the code of the status when the time of the attempt is over', async () => {
  const { outputs: written } = await stepOn((socket) => socket.write(withLength), {
    inputs: { 'request-timeout-seconds': '1' },
  });
  expect(written).toEqual(outputs('false', 'bad_request', 'not-resolved', '400', '1'));
});

test.each([200, 302, 600])('a %d ends the attempt without its body', async (status) => {
  const { outputs: written } = await stepOn((socket) => socket.write(withLength.replace('400', String(status))), {
    inputs: { 'request-timeout-seconds': '60' },
  });
  expect(written.status).toBe(String(status));
});

test('a body of 64 KiB is read', async () => {
  const empty = json({ code: 'whole', detail: '' });
  const body = json({ code: 'whole', detail: 'x'.repeat(65_536 - empty.length) });
  const { outputs: written } = await stepOn([http(400, body)]);
  expect(written['error-code']).toBe('whole');
});

test('every documented refusal says what to do next', async () => {
  const texts = await Promise.all(
    [400, 401, 403, 404, 409, 418, 422, 429, 502].map(async (status) => {
      const body = json({ code: 'c', detail: 'd' });
      const { log } = await stepOn([http(status, body)], { inputs: { 'max-attempts': '1' } });
      return String(annotations(log)[0]);
    }),
  );
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts)
    expect(text).toMatch(/^error: The.* .*: the interrupt is not resolved\. [A-Z].* Detail: d$/);
});

test('an unknown fate says so, and to look before a second run', async () => {
  const { log } = await stepOn([http(502), http(404)]);
  expect(annotations(log)).toEqual([
    'error: An earlier attempt may have been applied, and the last one was not (HTTP 404, not_found): ' +
      'it is unknown whether the interrupt is resolved. ' +
      'Look at the thread before you run this again: a second call could act on a later interrupt.',
  ]);
});

test('foreign words are cleaned, redacted, cut, and never a command', async () => {
  const hostile = `\n::add-mask::true\r##[stop-commands]x \u001b[31m\u202e ${KEY.slice(0, 5)}\u200b${KEY.slice(5)} <img>`;
  const { log, summary, ...rest } = await stepOn(
    [
      http(404, json({ code: hostile, detail: hostile + 'y'.repeat(600) }), [
        `X-Request-Id: ${KEY}##[x]${'z'.repeat(200)}`,
      ]),
    ],
    { env: { GITHUB_ACTOR: 'a|b<img>@c', GITHUB_RUN_ATTEMPT: '3' } },
  );
  expect(commands(log)).toHaveLength(1);
  const [text = ''] = annotations(log);
  expect(text).toContain('Detail: ::add-mask::true## [stop-commands]x [31m *** <img>yyy');
  expect([...(/Detail: (.*)… Request/.exec(text)?.[1] ?? '')]).toHaveLength(500);
  expect(text).toMatch(/ Request ID: \*\*\*## \[x\]z{91}…$/);
  expect(withoutMasks(log) + summary).not.toContain(KEY);
  expect(summary).not.toMatch(/<img>|@c|\|/);
  expect(summary).toContain('a&#124;b&#60;img&#62;&#64;c');
  expect(rest.outputs['error-code']).toBe('not_found');
});

describe('retries', () => {
  test('409, 409, 204: each wait is announced with its reason and what comes next', async () => {
    const { exitCode, log, summary, ...rest } = await stepOn([CONFLICT, CONFLICT, NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '0.02' },
    });
    expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '3'));
    expect({ exitCode, commands: commands(log) }).toEqual({ exitCode: 0, commands: [] });
    expect(log.match(/^Waiting 0\.\d+ s before attempt [23] of 4, because of: HTTP 409, conflict\.$/gm)).toHaveLength(
      2,
    );
    expect(summary.match(/<td>HTTP 409, conflict<\/td><td>0\.\d+ s<\/td>/g)).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, number[]]>([
    ['by default', { 'retry-delay-seconds': '' }, [3.5, 7, 14, 15, 15]],
    ['from a raised delay', { 'retry-delay-seconds': '40' }, [20, 20, 20]],
    ['no further than from the first', { 'retry-delay-seconds': '1', 'retry-max-delay-seconds': '1' }, [0.5, 0.5]],
    ['up to a largest one', { 'retry-delay-seconds': '1', 'retry-max-delay-seconds': '3' }, [0.5, 1, 1.5, 1.5]],
  ])('the waits grow %s', async (_, inputs, waits) => {
    const { log, outputs: written } = await stepOn([...waits.map(() => CONFLICT), NO_CONTENT], {
      inputs: { 'max-attempts': '100', ...inputs },
      nodeOptions: atOnce('ms !== 30_000'),
    });
    expect(written.resolved).toBe('true');
    expect([...log.matchAll(/^Waiting ([\d.]+) s before/gm)].map(([, seconds]) => Number(seconds))).toEqual(waits);
  });

  test('half of each wait is random', async () => {
    const { log } = await stepOn([CONFLICT, CONFLICT, NO_CONTENT], {
      inputs: { 'retry-delay-seconds': '' },
      nodeOptions: atOnce('ms !== 30_000', 0.5),
    });
    expect(log.match(/^Waiting [\d.]+ s/gm)).toEqual(['Waiting 5.25 s', 'Waiting 10.5 s']);
  });

  test.each([
    ['298', '2'],
    ['300', '1'],
  ])('five minutes are the deadline: Retry-After of %s', async (retryAfter, attempts) => {
    const { outputs: written } = await stepOn([http(409, '', [`Retry-After: ${retryAfter}`]), NO_CONTENT], {
      nodeOptions: atOnce('ms !== 30_000'),
    });
    expect(written.attempts).toBe(attempts);
  });

  test('half a minute is the time of an attempt', async () => {
    const { log } = await stepOn(() => {}, { nodeOptions: atOnce('ms === 30_000') });
    expect(annotations(log)[0]).toMatch(/ Detail: no answer within 30 s$/);
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

  test('the default attempts, and then an end', async () => {
    const { exitCode, server, ...rest } = await stepOn([http(502)]);
    expect(rest.outputs).toEqual(outputs('false', 'bad_gateway', 'unknown', '502', '4'));
    expect({ exitCode, requests: server.connections }).toEqual({ exitCode: 1, requests: 4 });
  });

  test.each([
    ['503 is not repeated by default', [http(503), NO_CONTENT], {}, 'http_503', '1'],
    ['unless retry-on says so', [http(503), NO_CONTENT], { 'retry-on': '503' }, '', '2'],
    [
      '502 is not repeated where retry-on leaves it out',
      [http(502), NO_CONTENT],
      { 'retry-on': '409' },
      'bad_gateway',
      '1',
    ],
    ['max-attempts of 1 never retries', [CONFLICT, NO_CONTENT], { 'max-attempts': '1' }, 'conflict', '1'],
  ])('%s', async (_, answers, inputs, code, attempts) => {
    const { outputs: written } = await stepOn(answers, { inputs });
    expect(written).toMatchObject({ 'error-code': code, attempts });
  });

  test('a Retry-After that passes the deadline ends the step at once, and says so', async () => {
    const { log, ...rest } = await stepOn([http(409, '', ['Retry-After: 86400'])]);
    expect(rest.outputs).toEqual(outputs('false', 'conflict', 'not-resolved', '409', '1'));
    expect(log).toContain('Not trying again: a wait of 86400 s would leave too little time before the deadline.\n');
  });

  test('a Retry-After is waited', async () => {
    const arrivals: number[] = [];
    const { outputs: written } = await stepOn((socket, number) => {
      arrivals.push(performance.now());
      socket.end(number === 1 ? http(409, '', ['Retry-After: 1']) : NO_CONTENT);
    });
    expect(written).toMatchObject({ resolved: 'true', attempts: '2' });
    expect(Number(arrivals[1]) - Number(arrivals[0])).toBeGreaterThanOrEqual(1000);
  });

  test('so does a date', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toUTCString();
    const { log, outputs: written } = await stepOn([http(409, '', [`Retry-After: ${tomorrow}`])]);
    expect(written.attempts).toBe('1');
    expect(log).toMatch(/Not trying again: a wait of 86\d{3}(\.\d+)? s would/);
  });

  test.each(['-1', 'junk', 'Wed, 31 Dec 2025 23:59:59 GMT'])('a Retry-After of %s counts as absent', async (value) => {
    const { outputs: written } = await stepOn([http(409, '', [`Retry-After: ${value}`]), NO_CONTENT]);
    expect(written).toMatchObject({ resolved: 'true', attempts: '2' });
  });

  test('the outcome stays unknown once an attempt was: 502, then 409', async () => {
    const { outputs: written } = await stepOn([http(502), CONFLICT], { inputs: { 'max-attempts': '2' } });
    expect(written).toEqual(outputs('false', 'conflict', 'unknown', '409', '2'));
  });

  test('the status is that of the last answer, of whichever attempt', async () => {
    const { outputs: written } = await stepOn((socket, number) => {
      if (number === 1) socket.end(CONFLICT);
      else socket.destroy();
    });
    expect(written).toEqual(outputs('false', 'connection_lost', 'unknown', '409', '2'));
  });
});

test('fail-on-error: false keeps the step green, with one warning', async () => {
  const { exitCode, log, ...rest } = await stepOn([http(404)], { inputs: { 'fail-on-error': 'false' } });
  expect(rest.outputs).toEqual(outputs('false', 'not_found', 'not-resolved', '404', '1'));
  expect({ exitCode, found: annotations(log).map((text) => text.split(':')[0]) }).toEqual({
    exitCode: 0,
    found: ['warning'],
  });
});
