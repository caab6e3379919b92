import type { Attempt } from '../../src/attempts/history.js';
import { runAttempts } from '../../src/attempts/loop.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeResolve } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import { readSettings } from '../../src/inputs/read.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import { narrate, narrateLastRead } from '../../src/report/log-lines.js';
import { describe as describeEnding, toText } from '../../src/report/message.js';
import { renderSummary } from '../../src/report/summary.js';
import {
  AFTER_UNKNOWN_CASES,
  ALL,
  type Case,
  FOUND_BUSY,
  FOUND_CHANGED,
  FOUND_IDLE,
  FOUND_IN_ERROR,
  FOUND_OTHER,
  type Inputs,
  LAST_READ_CASES,
  LATE,
  LATER,
  LOST,
  QUICK,
  type Reply,
  refused,
  resolved,
  type Script,
  SERVER_ERROR,
  SINCE,
  script,
  summaryLineOf,
  THREAD_STATUS_CASES,
  TOO_MANY,
  textOf,
  thread,
  UNEXPECTED,
  unknown,
} from '../steps.js';
import {
  BUSY,
  CHECK_FIRST,
  EARLIER,
  FAILED,
  GONE,
  NOT_RETRIED,
  NOTHING_LEFT,
  REGION,
  STILL_THERE,
} from './messages.js';
import { expectOneHtmlBlock, expectSafeLine } from './safe.js';
import { CONTEXT, hostileTexts, KEY, REVIEWED_AT_MS, response, setEnvironment } from './samples.js';

/** What a request brings, besides the replies of the scripts. */
type Answer = Reply | Exchange;

function toExchange(answer: Answer, timeoutMs: number): Exchange {
  if (answer === 'silent') return { kind: 'timeout', timeoutMs };
  if (answer === 'lost') return { kind: 'connection_lost' };
  if (answer === 'not_http') return { kind: 'not_http' };
  if ('kind' in answer) return answer;
  return response(answer.status, answer.body, { retryAfter: answer.headers?.['retry-after'] });
}

/**
 * Runs everything between HTTP and the runner: inputs, attempts, outputs, messages and job summary. The check is on by
 * default. Expects exactly the requests of the script. Only waits, the shortest that are possible, and silence take time.
 */
async function run(expected: string | Script<Answer>, inputs: Inputs = {}) {
  setEnvironment({ 'check-thread': 'true', ...inputs });
  const settings = readSettings([KEY], REVIEWED_AT_MS);
  const remaining: Script<Answer> = typeof expected === 'string' ? script(expected) : [...expected];
  const history: Attempt[] = [];
  const log: string[] = [];
  let clockMs = 0;
  const send = (request: string, timeoutMs: number): Exchange => {
    const [expectedRequest, answer = 'lost'] = remaining.shift() ?? [];
    expect(request).toBe(expectedRequest);
    if (answer === 'silent') clockMs += timeoutMs;
    return toExchange(answer, timeoutMs);
  };
  const result = await runAttempts(settings, history, {
    read: async (timeoutMs) => judgeRead(send('read', timeoutMs), settings.api, [KEY]),
    resolve: async (timeoutMs) => judgeResolve(send('resolve', timeoutMs), settings.api, [KEY]),
    now: () => clockMs,
    wallClock: () => REVIEWED_AT_MS,
    sleep: async (delayMs) => {
      clockMs += delayMs;
    },
    random: () => 0,
    onAttempt: (number, verdict, delayMs) => log.push(narrate(number, verdict, delayMs, settings.maxAttempts)),
    onLastRead: (result) => log.push(narrateLastRead(result)),
  });
  expect(remaining).toEqual([]);
  const ending: Ending = { kind: 'finished', settings, ...result };
  const conclusion = conclude(ending, history, CONTEXT);
  const message = describeEnding(ending, history, conclusion, CONTEXT);
  const summary = renderSummary({ ending, history, context: CONTEXT, conclusion, message, totalMs: clockMs });
  const outputs = Object.entries(conclusion.outputs).map(([name, value]) => [name, String(value ?? '')]);
  return { ...conclusion, outputs: Object.fromEntries(outputs), text: toText(message), summary, log };
}

function testCases(cases: Case<Answer>[], defaults: Inputs = {}): void {
  test.each(cases)('%s', async (_, requests, inputs, expected) => {
    const { summary, log, ...rest } = await run(requests, { ...defaults, ...inputs });
    const { resolved, attempts } = expected.outputs;
    const end = resolved === 'true' ? { exitCode: 0, level: 'none' } : { exitCode: 1, level: 'error' };
    expect(rest).toEqual({ ...end, outputs: expected.outputs, text: textOf(expected) });
    expect(summary.includes(summaryLineOf(expected))).toBe(resolved === 'false');
    expect(log.filter((line) => line.startsWith('Attempt '))).toHaveLength(Number(attempts));
    expectOneHtmlBlock(summary);
  });
}

const TIMELESS = {
  happened: 'The thread could not be checked: state_updated_at and updated_at are missing or unreadable',
  ...{ next: '', code: 'thread_unreadable', thread: 'interrupted', updatedAt: '' },
};
const NO_THREAD = {
  happened: 'The thread could not be checked: the response is not a JSON object',
  ...{ next: 'Check api-url.', code: 'thread_unreadable' },
};
const REDIRECT = {
  happened: 'The server sent a redirect, which is never followed',
  ...{ next: 'Set api-url to the API itself.', code: 'unexpected_redirect' },
};
const DENIED = {
  happened: 'The API returned the thread, but refused a later request',
  next: 'Check that api matches api-url, and that the key has write access.',
  code: 'forbidden',
};
/** A 409 whose advice depends on how the step ended. */
const CONFLICT = {
  ...FOUND_OTHER,
  happened: 'The thread is not waiting at an interrupt',
  code: 'conflict',
  status: 409,
};

describe('the status of the thread', () => {
  testCases([
    ...THREAD_STATUS_CASES,
    ['busy, then interrupted', 'read busy, read busy, read interrupted, resolve 204', {}, resolved(3)],
    ['busy, then idle', 'read busy, read idle', {}, refused(FOUND_IDLE, { attempts: 2 })],
    ['busy, then error', 'read busy, read error', {}, refused(FOUND_IN_ERROR, { attempts: 2 })],
    [
      'busy for all attempts',
      'read busy, read busy, read busy',
      { 'max-attempts': '3' },
      refused(FOUND_BUSY, { next: 'To wait for it, raise max-attempts.', attempts: 3 }),
    ],
    [
      'busy without retries: neither setting is enough alone',
      'read busy',
      { 'max-attempts': '1', 'retry-on': '502' },
      refused(FOUND_BUSY, { next: 'To wait for it, add 409 to retry-on and raise max-attempts.' }),
    ],
    [
      'busy: a wait that would pass the deadline ends the step at once',
      'read busy',
      { 'retry-delay-seconds': '3600', 'deadline-seconds': '30' },
      refused(FOUND_BUSY, {
        next: 'To wait for it, raise deadline-seconds. Not retried: a wait of 1800 s would pass the deadline of 30 s.',
      }),
    ],
    [
      'a 409, a busy thread and a lost read',
      'read interrupted, resolve 409, read busy, read lost',
      { 'max-attempts': '3' },
      refused(LOST, { thread: 'busy', attempts: 3, status: 409 }),
    ],
    [
      'a 409, and the thread is interrupted later',
      'read interrupted, resolve 409, read busy, read interrupted, resolve 204',
      {},
      resolved(3),
    ],
    ...['Interrupted', 'constructor'].map(
      (status): Case => [
        `an unknown status: ${JSON.stringify(status)}`,
        [['read', thread({ status })]],
        ALL,
        refused(FOUND_OTHER),
      ],
    ),
    ['not a thread: final', 'read list', ALL, refused(NO_THREAD)],
    ...[undefined, {}, [], { 'task-1': [] }].map(
      (interrupts): Case => [
        `interrupted is enough, whatever it lists: ${JSON.stringify(interrupts)}`,
        [['read', thread({ interrupts })], ...script('resolve 204')],
        SINCE,
        resolved(),
      ],
    ),
  ]);
});

describe('unchanged-since', () => {
  testCases(
    [
      ['an unchanged thread: the resolve request is sent', 'read interrupted, resolve 204', {}, resolved()],
      ['a changed thread: final', 'read changed', ALL, refused(FOUND_CHANGED)],
      ['no time: final', 'read timeless', ALL, refused(TIMELESS)],
      [
        'a busy thread needs no time yet',
        [
          ['read', thread({ status: 'busy', state_updated_at: null, updated_at: null })],
          ...script('read interrupted, resolve 204'),
        ],
        {},
        resolved(2),
      ],
      ['a busy thread that has not changed is waited for', 'read busy, read interrupted, resolve 204', {}, resolved(2)],
      [
        'each attempt compares again',
        'read interrupted, resolve 409, read changed',
        {},
        refused(FOUND_CHANGED, { attempts: 2, status: 409 }),
      ],
      [
        'an interrupt that came during the wait has not been reviewed',
        'read busy, read changed',
        {},
        refused(FOUND_CHANGED, { attempts: 2 }),
      ],
    ],
    SINCE,
  );
});

describe('no resolve request is sent if the read gets no thread', () => {
  testCases([
    ['502 and 409 are retried by default', 'read 502, read 409, read interrupted, resolve 204', {}, resolved(3)],
    [
      '502 until no attempts are left',
      'read 502, read 502',
      { 'max-attempts': '2' },
      refused(SERVER_ERROR, { attempts: 2, status: 502 }),
    ],
    ['503 is not retried by default', 'read 503', {}, refused(SERVER_ERROR, { code: 'http_503', status: 503 })],
    ['a redirect is never retried', 'read 302', ALL, refused(REDIRECT, { status: 302 })],
    ['a 303 is no unknown outcome', 'read 303', ALL, refused(REDIRECT, { status: 303 })],
    ['202 is never retried', 'read 202', ALL, refused(UNEXPECTED, { status: 202 })],
    [
      'the 200 of a later read does not count as the status',
      'read 502, read busy, read idle',
      {},
      refused(FOUND_IDLE, { attempts: 3, status: 502 }),
    ],
    [
      'Retry-After is respected',
      [['read', { status: 429, headers: { 'retry-after': '3600' } }]],
      ALL,
      refused(TOO_MANY, {
        next: 'Re-run this later. Not retried: a wait of 3600 s would pass the deadline of 300 s.',
        status: 429,
      }),
    ],
    ['a response that is not HTTP is never retried', 'read other', ALL, refused(UNEXPECTED)],
    ['a lost read is retried', 'read lost, read interrupted, resolve 204', {}, resolved(2)],
    ['a read that times out is retried', 'read silent, read interrupted, resolve 204', {}, resolved(2)],
    [
      'a lost read is final if retry-on does not list connect_failed',
      'read lost',
      { 'retry-on': '409, 502' },
      refused(LOST),
    ],
    [
      'a read that times out is final if retry-on does not list connect_failed',
      'read silent',
      { ...QUICK, 'retry-on': '409, 502' },
      refused(LATE),
    ],
    [
      'a lost read after a 409',
      'read interrupted, resolve 409, read lost',
      { 'retry-on': '409' },
      refused(LOST, { attempts: 2, status: 409 }),
    ],
    [
      'a proxy that refuses is final, although retry-on lists connect_failed',
      [['read', { kind: 'connect_failed', proxyStatus: 407 }]],
      ALL,
      refused({
        happened: 'The proxy refused to connect (HTTP 407), so nothing was sent',
        next: "Check the proxy's user name and password.",
        code: 'connect_failed',
      }),
    ],
  ]);
});

describe('after a resolve request of unknown outcome, the next read decides', () => {
  const changed = unknown(FOUND_CHANGED, { next: `${EARLIER} ${STILL_THERE}`, attempts: 2, status: 502 });
  testCases([
    ...AFTER_UNKNOWN_CASES,
    [
      'error: final',
      'read interrupted, resolve 502, read error',
      ALL,
      unknown(FOUND_IN_ERROR, { next: `${EARLIER} ${FAILED}`, attempts: 2, status: 502 }),
    ],
    [
      '409: final, although retry-on lists it',
      'read interrupted, resolve 502, read 409',
      ALL,
      unknown({
        happened: 'The request was refused',
        next: `${CHECK_FIRST} Check the inputs, and any gateway or proxy in front of the API. ${NOT_RETRIED}`,
        code: 'conflict',
        attempts: 2,
        status: 409,
      }),
    ],
    [
      'an unknown status: final',
      'read interrupted, resolve 502, read paused',
      ALL,
      unknown(FOUND_OTHER, { next: `${EARLIER} ${CHECK_FIRST}`, attempts: 2, status: 502 }),
    ],
    [
      'not a thread: final',
      'read interrupted, resolve 502, read list',
      ALL,
      unknown(NO_THREAD, { next: `${EARLIER} ${CHECK_FIRST} Check api-url.`, attempts: 2, status: 502 }),
    ],
    [
      '429: final',
      'read interrupted, resolve 502, read 429',
      {},
      unknown(TOO_MANY, { next: `${EARLIER} ${CHECK_FIRST}`, attempts: 2, status: 429 }),
    ],
    [
      'still interrupted, twice',
      'read interrupted, resolve 502, read interrupted, resolve 502, read interrupted, resolve 204',
      SINCE,
      resolved(3),
    ],
    [
      'still interrupted, sent again and refused: the refusal is known, so there is no last read',
      'read interrupted, resolve 502, read interrupted, resolve 429',
      {},
      unknown(TOO_MANY, { next: `${EARLIER} ${STILL_THERE}`, thread: 'interrupted', attempts: 2, status: 429 }),
    ],
    [
      'still interrupted, sent again and answered with 409',
      'read interrupted, resolve 502, read interrupted, resolve 409, read idle',
      ALL,
      unknown(FOUND_IDLE, { next: `${GONE} ${NOT_RETRIED}`, code: 'conflict', attempts: 2, status: 409 }),
    ],
    [
      'another interrupt, although unchanged-since would allow it',
      'read interrupted, resolve 502, read changed',
      { 'unchanged-since': '2026-11-25T09:30:00Z' },
      changed,
    ],
    [
      'a lost read, then another interrupt',
      'read interrupted, resolve 502, read lost, read changed',
      {},
      unknown(FOUND_CHANGED, { next: `${EARLIER} ${STILL_THERE}`, attempts: 3, status: 502 }),
    ],
    [
      'a 502 to the read, then idle',
      'read interrupted, resolve 502, read 502, read idle',
      {},
      unknown(FOUND_IDLE, { next: `${EARLIER} ${GONE}`, attempts: 3, status: 502 }),
    ],
    [
      'a lost read in the last attempt',
      'read interrupted, resolve 502, read lost',
      { 'max-attempts': '2' },
      unknown(LOST, { next: `${EARLIER} ${CHECK_FIRST}`, attempts: 2, status: 502 }),
    ],
    [
      'each resolve request is compared with the read before it',
      'read interrupted, resolve 409, read changed, resolve 502, read changed, resolve 204',
      {},
      resolved(3),
    ],
    [
      'after a refusal, the read before the unknown outcome still counts',
      'read interrupted, resolve 502, read interrupted, resolve 429, read changed',
      ALL,
      unknown(FOUND_CHANGED, { next: `${EARLIER} ${STILL_THERE}`, attempts: 3, status: 429 }),
    ],
    [
      'a 502 with upstream_auth_failed is not an unknown outcome, so nothing is compared',
      'read interrupted, resolve auth, read changed, resolve 204',
      {},
      resolved(2),
    ],
  ]);
});

describe('a step that ends with an unknown outcome or a 409 reads the thread once more', () => {
  testCases([
    ...LAST_READ_CASES,
    ['busy', 'read interrupted, resolve lost, read busy', ALL, unknown(LOST, { next: BUSY, thread: 'busy' })],
    ['error', 'read interrupted, resolve lost, read error', {}, unknown(LOST, { next: FAILED, thread: 'error' })],
    [
      'another interrupt',
      'read interrupted, resolve lost, read changed',
      SINCE,
      unknown(LOST, { next: STILL_THERE, thread: 'interrupted', updatedAt: LATER }),
    ],
    ['an unknown status', 'read interrupted, resolve lost, read paused', {}, unknown(LOST, { next: CHECK_FIRST })],
    [
      'after a 200',
      'read interrupted, resolve 200, read idle',
      {},
      unknown(UNEXPECTED, { next: `${GONE} Check that api matches api-url.`, thread: 'idle', status: 200 }),
    ],
    [
      'after a 303',
      'read interrupted, resolve 303, read idle',
      {},
      unknown(REDIRECT, { next: GONE, thread: 'idle', status: 303 }),
    ],
    [
      'after a wait that would pass the deadline',
      [
        ...script('read interrupted'),
        ['resolve', { status: 502, headers: { 'retry-after': '3600' } }],
        ...script('read idle'),
      ],
      {},
      unknown(SERVER_ERROR, {
        next: `${GONE} Not retried: a wait of 3600 s would pass the deadline of 300 s.`,
        thread: 'idle',
        status: 502,
      }),
    ],
    [
      'after a 409: busy',
      'read interrupted, resolve 409, read busy',
      { 'retry-on': '502' },
      refused(FOUND_BUSY, { next: 'To wait for it, add 409 to retry-on.', code: 'conflict', status: 409 }),
    ],
    [
      'after a 409: still interrupted',
      'read interrupted, resolve 409, read interrupted',
      { 'retry-on': '502' },
      refused(CONFLICT, {
        happened: "The API refused the request because of the thread's state",
        next: STILL_THERE,
        thread: 'interrupted',
      }),
    ],
    [
      'after a 409: that read is lost, and nothing is known of the thread',
      'read interrupted, resolve 409, read lost',
      { 'max-attempts': '1' },
      refused(CONFLICT, { next: `${NOTHING_LEFT} If its agent is still running, raise max-attempts.` }),
    ],
    ...['403', '204', 'list'].map(
      (reply): Case => [
        `that read gets no thread: ${reply}`,
        `read interrupted, resolve lost, read ${reply}`,
        ALL,
        unknown(LOST, { next: CHECK_FIRST }),
      ],
    ),
    [
      'not after another refusal',
      'read interrupted, resolve 403',
      {},
      refused(DENIED, { thread: 'interrupted', status: 403 }),
    ],
    [
      'not after a read',
      'read interrupted, resolve 502, read lost',
      { 'retry-on': '502' },
      unknown(LOST, { next: `${EARLIER} ${CHECK_FIRST}`, attempts: 2, status: 502 }),
    ],
  ]);

  test('the log tells the read, the resolve request and the last read apart', async () => {
    const { log } = await run('read 502, read lost, read busy, read interrupted, resolve 502, read paused');
    expect(log).toEqual([
      'Attempt 1 of 6: read of the thread: HTTP 502 (bad_gateway). Retrying in 1.5 s.',
      'Attempt 2 of 6: read of the thread: connection_lost. Retrying in 3 s.',
      'Attempt 3 of 6: the thread is busy. Checking again in 6 s.',
      'Attempt 4 of 6: resolve request: HTTP 502 (bad_gateway). Retrying in 12 s.',
      'Attempt 5 of 6: the thread is not interrupted.',
    ]);
    expect((await run('read interrupted, resolve lost, read idle')).log).toEqual([
      'Attempt 1 of 6: resolve request: connection_lost.',
      'Last read: the thread is idle.',
    ]);
    expect((await run('read interrupted, resolve lost, read 403')).log[1]).toBe('Last read: HTTP 403 (forbidden).');
  });
});

// The read got the thread, so ID, URL, region and key are right.
test.each([
  ['read interrupted, resolve 401', /region|no valid key|X-Api-Key/],
  ['read interrupted, resolve 403', /region/],
  ['read interrupted, resolve 404', /region|no such thread|Check (thread-id|api-url)/],
  ['read interrupted, resolve 422', /Check thread-id/],
  ['read busy, read 404', /region|no such thread|Check (thread-id|api-url)/],
  ['read interrupted, resolve 302', /api-url/],
  ['read interrupted, resolve 502, read 404', /region|no such thread|Check (thread-id|api-url)/],
  ['read interrupted, resolve 502, read 401', /region|no valid key|X-Api-Key/],
  ['read interrupted, resolve 303, read lost', /Set api-url/],
  ['read interrupted, resolve 200, read lost', /Check api-url/],
])('the advice does not contradict a read of the thread: %s', async (requests, contradiction) => {
  expect((await run(requests)).text).not.toMatch(contradiction);
});

describe('without the check', () => {
  const WITHOUT_CHECK = { 'check-thread': 'false' };

  testCases(
    [
      [
        '503 is not retried by default',
        'resolve 503',
        {},
        unknown(SERVER_ERROR, { next: CHECK_FIRST, code: 'http_503', status: 503 }),
      ],
      ['503 is retried if retry-on lists it', 'resolve 503, resolve 204', { 'retry-on': '503' }, resolved(2)],
      [
        'one attempt is never retried',
        'resolve 409',
        { 'max-attempts': '1' },
        refused(CONFLICT, { next: `${NOTHING_LEFT} If its agent is still running, raise max-attempts.` }),
      ],
      ['409, then 502: the 502 is retried', 'resolve 409, resolve 502, resolve 204', {}, resolved(3)],
      ['502, 502, 204: resolved', 'resolve 502, resolve 502, resolve 204', {}, resolved(3)],
      [
        '502 with upstream_auth_failed, then 409: both are retried',
        'resolve auth, resolve 409, resolve 204',
        {},
        resolved(3),
      ],
      [
        '502, then 422: unknown',
        'resolve 502, resolve 422',
        {},
        unknown({
          happened: 'The API refused the request as invalid',
          next: `${EARLIER} ${CHECK_FIRST} Check thread-id.`,
          code: 'unprocessable_entity',
          attempts: 2,
          status: 422,
        }),
      ],
      [
        '409, then a lost request: the status is 409',
        'resolve 409, resolve lost',
        {},
        unknown(LOST, { next: CHECK_FIRST, attempts: 2, status: 409 }),
      ],
      [
        'the longest wait that an API can ask for',
        [['resolve', { status: 409, headers: { 'retry-after': '9'.repeat(400) } }]],
        { 'deadline-seconds': '21600' },
        refused(CONFLICT, {
          next: `${NOTHING_LEFT} Not retried: a wait of more than 100 days would pass the deadline of 21600 s.`,
        }),
      ],
      [
        'a 401 names the region',
        'resolve 401',
        {},
        refused({
          happened: 'The API found no valid key in the request',
          next: `Check api-key, and that no proxy removes X-Api-Key. ${REGION}`,
          code: 'unauthorized',
          status: 401,
        }),
      ],
    ],
    WITHOUT_CHECK,
  );

  test.each([
    ['a gateway', { message: 'no Route matched' }, 'no Route matched'],
    ['a gateway with a nested error', { error: { message: 'blocked', code: 7 } }, 'blocked'],
    ['FastAPI', { detail: [{ loc: ['path'], msg: 'not a UUID', type: 'x' }] }, 'not a UUID'],
    ['the auth layer', { error: 'Forbidden' }, 'Forbidden'],
    ['a poet', { detail: 'one\r\n\r\ntwo\u2028three' }, 'one two three'],
  ])('the message of %s is quoted', async (_, body, words) => {
    const { text, summary } = await run([['resolve', response(404, body, { requestId: 'r-1' })]], WITHOUT_CHECK);
    expect(text.split(' Details: ')[1]).toBe(`"${words}" Request ID: "r-1"`);
    expect(summary).toContain(`\n<blockquote>${words}<br>Request ID: r-1</blockquote>\n`);
  });
});

describe('foreign text is inert', () => {
  /** Checks everything that a step shows. */
  async function expectInert(expected: Script<Answer>, code: string, inputs: Inputs = {}): Promise<void> {
    const { outputs, text, summary, log } = await run(expected, inputs);
    expect(outputs['error-code']).toBe(code);
    for (const line of [text, ...log, ...summary.replace('⚠️', '').split('\n')]) expectSafeLine(line, KEY);
    expectOneHtmlBlock(summary);
  }

  const BODIES: ((text: string) => unknown)[] = [
    (text) => ({ type: text, code: text, detail: text, message: text, status: text, [text]: text }),
    (text) => ({ error: text }),
    (text) => ({ error: { message: text } }),
    (text) => ({ detail: [{ msg: text, loc: [text] }] }),
    (text) => ({ message: text, code: { [text]: text } }),
    (text) => [text],
    (text) => text,
  ];

  test.each(hostileTexts(KEY))('in a response and in a network error: %j', async (text) => {
    const headers = { requestId: text, retryAfter: text, date: text };
    for (const body of BODIES) {
      await expectInert([['resolve', response(401, body(text), headers)]], 'unauthorized', { 'check-thread': 'false' });
    }
    for (const kind of ['connection_lost', 'tls_failed'] as const) {
      await expectInert([['resolve', { kind, cause: text }]], kind, { 'check-thread': 'false' });
    }
  });

  test.each(hostileTexts(KEY))('in a thread: %j', async (text) => {
    const changes = { status: text, state_updated_at: text, updated_at: text, interrupts: text, values: text };
    await expectInert([['read', thread({ ...changes, [text]: text })]], 'not_interrupted', SINCE);
  });
});
