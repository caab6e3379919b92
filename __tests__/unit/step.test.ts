import type { Attempt } from '../../src/attempts/attempt.js';
import { makeAttempts } from '../../src/attempts/attempts.js';
import type { Exchange } from '../../src/attempts/exchange.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeCall } from '../../src/attempts/verdict.js';
import { type Conclusion, conclude, type Ending } from '../../src/report/conclusion.js';
import { narrate } from '../../src/report/narration.js';
import { renderSummary } from '../../src/report/summary.js';
import { describe as describeEnding, toText } from '../../src/report/words.js';
import type { Settings } from '../../src/settings.js';
import { BUSY, CHECK_FIRST, GONE, NOT_RESOLVED, NOT_RETRIED, STILL_THERE } from './messages.js';
import { expectOneHtmlBlock, expectSafeLine } from './safe.js';
import { fault, hostileTexts, KEY, REVIEWED_AT_MS, response, SETTINGS, TIMEOUT } from './samples.js';

const TIME = '2026-11-25T09:30:00.000Z';
const LATER = '2026-11-25T09:30:01.000Z';
const SINCE = { unchangedSinceMs: REVIEWED_AT_MS };
/** Retries everything that can be retried. */
const ALL = { retryOn: new Set(['connect_failed', ...Array.from({ length: 200 }, (_, index) => String(400 + index))]) };

const retryOn = (...items: string[]): Partial<Settings> => ({ retryOn: new Set(items) });

/** The response to a read, with changes. Undefined removes a field. */
const thread = (changes: object = {}): Exchange =>
  response(200, { status: 'interrupted', updated_at: TIME, state_updated_at: TIME, ...changes });

/** A thread whose only times are these two. */
const times = (state_updated_at: unknown, updated_at?: unknown): Exchange => thread({ state_updated_at, updated_at });

const EXCHANGES: Record<string, Exchange> = {
  interrupted: thread(),
  busy: thread({ status: 'busy' }),
  idle: thread({ status: 'idle' }),
  error: thread({ status: 'error' }),
  paused: thread({ status: 'paused' }),
  // Another interrupt has replaced the first.
  changed: times(LATER, LATER),
  timeless: times(undefined),
  list: response(200, []),
  lost: fault('connection_lost'),
  silent: TIMEOUT,
  other: fault('not_http'),
  auth: response(502, { code: 'upstream_auth_failed' }),
};

/** The requests that a step must send, and what comes back. */
type Script = (readonly [kind: string, exchange: Exchange])[];

/** Reads a script such as `read busy, read interrupted, call 204`. */
function script(text: string): Script {
  return text.split(', ').map((line) => {
    const [kind = '', name = ''] = line.split(' ');
    return [kind, EXCHANGES[name] ?? response(Number(name))] as const;
  });
}

/**
 * Runs everything between HTTP and the runner: attempts, outputs, messages and job summary. The check is on by default.
 * Expects exactly the requests of the script. Only waits take time, the shortest that are possible: 1.5, 3, 6 s.
 */
async function run(expected: string | Script, changes: Partial<Settings> = {}) {
  const settings: Settings = { ...SETTINGS, checkThread: true, ...changes };
  const remaining = typeof expected === 'string' ? script(expected) : [...expected];
  const attempts: Attempt[] = [];
  const log: string[] = [];
  let clockMs = 0;
  const send = (kind: string): Exchange => {
    const [expectedKind, exchange] = remaining.shift() ?? [];
    expect(kind).toBe(expectedKind);
    return exchange as Exchange;
  };
  const result = await makeAttempts(settings, attempts, {
    read: async () => judgeRead(send('read'), [KEY]),
    call: async () => judgeCall(send('call'), [KEY]),
    now: () => clockMs,
    wallClock: () => REVIEWED_AT_MS,
    sleep: async (delayMs) => {
      clockMs += delayMs;
    },
    random: () => 0,
    onEvent: (event) => log.push(narrate(event, settings.maxAttempts)),
  });
  expect(remaining).toEqual([]);
  const ending: Ending = { kind: 'finished', settings, ...result };
  const conclusion = conclude(ending, attempts);
  const message = describeEnding(ending, attempts, conclusion, [KEY]);
  const summary = renderSummary(ending, attempts, conclusion, message, settings.threadId, clockMs);
  return { conclusion, text: toText(message), summary, log };
}

const failed = (outcome: Conclusion['outcome']) => {
  return (errorCode: string, threadStatus = '', attempts = 1, status?: number): Conclusion => ({
    outcome,
    errorCode,
    status,
    attempts,
    threadStatus,
    exitCode: 1,
    level: 'error',
  });
};

/** The conclusion of a step in which no call can have been applied. */
const refused = failed('not-resolved');

/** The conclusion of a step in which a call may have been applied. */
const unknown = failed('unknown');

const resolved = (attempts = 1): Conclusion => ({
  outcome: 'resolved',
  errorCode: '',
  status: 204,
  attempts,
  threadStatus: '',
  exitCode: 0,
  level: 'none',
});

type Case = [
  name: string,
  script: string | Script,
  changes: Partial<Settings>,
  expected: Conclusion,
  /** Part of the annotation and, without the code and the number of attempts, of the summary. */
  says?: string,
];

function testCases(cases: Case[], defaults: Partial<Settings> = {}): void {
  test.each(cases)('%s', async (_, requests, changes, expected, says = '') => {
    const { conclusion, text, summary } = await run(requests, { ...defaults, ...changes });
    expect(conclusion).toEqual(expected);
    expect(text).toContain(says);
    expect(summary.replace('</b>', '')).toContain(says.replace(/ \([a-z_]+\)(, after \d+ attempts)?\./, '.'));
    expectOneHtmlBlock(summary);
  });
}

describe('the status of the thread', () => {
  testCases([
    ['interrupted: the call is sent', 'read interrupted, call 204', {}, resolved()],
    [
      'idle: there is nothing to wait for',
      'read idle',
      ALL,
      refused('not_interrupted', 'idle'),
      `The thread is idle: not waiting at an interrupt (not_interrupted). ${NOT_RESOLVED} ` +
        'If it was already resolved elsewhere, there is nothing left to do.',
    ],
    [
      'error: there is nothing to wait for',
      'read error',
      ALL,
      refused('not_interrupted', 'error'),
      `The last run of the thread failed, so there is no interrupt (not_interrupted). ${NOT_RESOLVED}`,
    ],
    ['busy, then interrupted', 'read busy, read busy, read interrupted, call 204', {}, resolved(3)],
    ['busy, then idle', 'read busy, read idle', {}, refused('not_interrupted', 'idle', 2)],
    ['busy, then error', 'read busy, read error', {}, refused('not_interrupted', 'error', 2)],
    [
      'busy for all attempts',
      'read busy, read busy, read busy',
      { maxAttempts: 3 },
      refused('not_interrupted', 'busy', 3),
      'The thread is busy: not waiting at an interrupt yet (not_interrupted), after 3 attempts. ' +
        `${NOT_RESOLVED} To wait longer, raise max-attempts and deadline-seconds.`,
    ],
    ['busy without retries', 'read busy', { maxAttempts: 1 }, refused('not_interrupted', 'busy')],
    [
      'busy is final if retry-on does not list 409',
      'read busy',
      retryOn('502', 'connect_failed'),
      refused('not_interrupted', 'busy'),
      'The thread is busy: not waiting at an interrupt yet (not_interrupted). ' +
        `${NOT_RESOLVED} To wait longer, add 409 to retry-on.`,
    ],
    [
      'busy: a wait that would pass the deadline ends the step at once',
      'read busy',
      { retryDelayMs: 3_600_000, retryMaxDelayMs: 3_600_000, deadlineMs: 30_000 },
      refused('not_interrupted', 'busy'),
      'Not retried: a wait of 1800 s would pass the deadline of 30 s.',
    ],
    [
      'a refused call: the thread status is that of the read before it',
      'read interrupted, call 404',
      {},
      refused('not_found', 'interrupted', 1, 404),
    ],
    [
      'a refused call, a busy thread and a lost read',
      'read interrupted, call 409, read busy, read lost',
      { maxAttempts: 3 },
      refused('connection_lost', 'busy', 3, 409),
    ],
    [
      'a refused call, and the thread is interrupted later',
      'read interrupted, call 409, read busy, read interrupted, call 204',
      {},
      resolved(3),
    ],
    ...['Interrupted', 'interrupted ', 'paused', '', 'constructor'].map(
      (status): Case => [
        `an unknown status: ${JSON.stringify(status)}`,
        [['read', thread({ status })]],
        ALL,
        refused('not_interrupted'),
        `The thread is not waiting at an interrupt (not_interrupted). ${NOT_RESOLVED} `,
      ],
    ),
    [
      'not a thread: final',
      'read list',
      ALL,
      refused('thread_unreadable'),
      `The thread could not be checked (thread_unreadable). ${NOT_RESOLVED} `,
    ],
  ]);
});

describe('unchanged-since', () => {
  testCases([
    ['an unchanged thread: the call is sent', 'read interrupted, call 204', SINCE, resolved()],
    [
      'a changed thread: final',
      'read changed',
      { ...ALL, ...SINCE },
      refused('thread_changed', 'interrupted'),
      `The state of the thread has changed (thread_changed). ${NOT_RESOLVED} ` +
        'Review the interrupt that it is waiting at now.',
    ],
    ['no time: final', 'read timeless', { ...ALL, ...SINCE }, refused('thread_unreadable', 'interrupted')],
    ['without it, the times do not matter', [['read', times('junk')], ...script('call 204')], {}, resolved()],
    [
      'the status is checked first',
      [['read', thread({ status: 'idle', state_updated_at: LATER })]],
      SINCE,
      refused('not_interrupted', 'idle'),
    ],
    [
      'a busy thread needs no time yet',
      [
        ['read', thread({ status: 'busy', state_updated_at: null, updated_at: null })],
        ...script('read interrupted, call 204'),
      ],
      SINCE,
      resolved(2),
    ],
    [
      'each attempt compares again',
      'read interrupted, call 409, read changed',
      SINCE,
      refused('thread_changed', 'interrupted', 2, 409),
    ],
    [
      'an interrupt that came during the wait has not been reviewed',
      'read busy, read changed',
      SINCE,
      refused('thread_changed', 'interrupted', 2),
    ],
  ]);
});

describe('no call is sent if the read gets no thread', () => {
  const final: [status: number, code: string][] = [
    ...[101, 201, 202, 204, 206].map((status): [number, string] => [status, 'unexpected_response']),
    ...[301, 302, 303, 304, 307, 308].map((status): [number, string] => [status, 'unexpected_redirect']),
    [401, 'unauthorized'],
    [404, 'not_found'],
    [409, 'conflict'],
    [429, 'http_429'],
    [500, 'http_500'],
    [502, 'bad_gateway'],
    [503, 'http_503'],
    [600, 'unexpected_response'],
  ];

  testCases([
    ...final.map(
      ([status, code]): Case => [
        `${status} is final, and the outcome is not unknown`,
        [['read', response(status, { status: 'interrupted' })]],
        retryOn('418'),
        refused(code, '', 1, status),
        NOT_RESOLVED,
      ],
    ),
    ['502 and 409 are retried by default', 'read 502, read 409, read interrupted, call 204', {}, resolved(3)],
    ['502 until no attempts are left', 'read 502, read 502', { maxAttempts: 2 }, refused('bad_gateway', '', 2, 502)],
    ['404 is not retried by default', 'read 404', {}, refused('not_found', '', 1, 404)],
    ['503 is not retried by default', 'read 503', {}, refused('http_503', '', 1, 503)],
    ['a redirect is never retried', 'read 302', ALL, refused('unexpected_redirect', '', 1, 302)],
    ['202 is never retried', 'read 202', ALL, refused('unexpected_response', '', 1, 202)],
    [
      'the 200 of a later read does not count as the status',
      'read 502, read busy, read idle',
      {},
      refused('not_interrupted', 'idle', 3, 502),
    ],
    [
      'Retry-After is respected',
      [['read', response(429, '', { retryAfter: '3600' })]],
      ALL,
      refused('http_429', '', 1, 429),
      'Not retried: a wait of 3600 s would pass the deadline of 300 s.',
    ],
    [
      'a response that is not HTTP is never retried',
      'read other',
      ALL,
      refused('unexpected_response'),
      `The server sent an unexpected response (unexpected_response). ${NOT_RESOLVED} `,
    ],
    ['a lost read is retried', 'read lost, read interrupted, call 204', {}, resolved(2)],
    ['a read that times out is retried', 'read silent, read interrupted, call 204', {}, resolved(2)],
    [
      'a lost read is final if retry-on does not list connect_failed',
      'read lost',
      retryOn('409', '502'),
      refused('connection_lost'),
      `The connection was lost before a complete response arrived (connection_lost). ${NOT_RESOLVED} `,
    ],
    [
      'a read that times out is final if retry-on does not list connect_failed',
      'read silent',
      retryOn('409', '502'),
      refused('timeout'),
      `No complete response arrived in time (timeout). ${NOT_RESOLVED} `,
    ],
    ['lost until no attempts are left', 'read lost, read lost', { maxAttempts: 2 }, refused('connection_lost', '', 2)],
    [
      'a lost read after a refused call',
      'read interrupted, call 409, read lost',
      retryOn('409'),
      refused('connection_lost', 'interrupted', 2, 409),
    ],
  ]);
});

describe('after a call of unknown outcome, the next read decides', () => {
  const FIRST = script('read interrupted, call 502');
  const changed = unknown('thread_changed', 'interrupted', 2, 502);
  const timeless = unknown('thread_unreadable', 'interrupted', 2, 502);

  testCases([
    [
      'idle: final',
      'read interrupted, call 502, read idle',
      ALL,
      unknown('not_interrupted', 'idle', 2, 502),
      'The thread is idle: not waiting at an interrupt (not_interrupted), after 2 attempts. ' +
        `${GONE} An earlier attempt may have worked.`,
    ],
    [
      'error: final',
      'read interrupted, call 502, read error',
      ALL,
      unknown('not_interrupted', 'error', 2, 502),
      CHECK_FIRST,
    ],
    [
      'busy: final, although retry-on lists 409',
      'read interrupted, call 502, read busy',
      ALL,
      unknown('not_interrupted', 'busy', 2, 502),
      `${BUSY} An earlier attempt may have worked. ${NOT_RETRIED}`,
    ],
    [
      '409: final, although retry-on lists it',
      'read interrupted, call 502, read 409',
      ALL,
      unknown('conflict', '', 2, 409),
      `${CHECK_FIRST} An earlier attempt may have worked. ${NOT_RETRIED}`,
    ],
    [
      'an unknown status: final',
      'read interrupted, call 502, read paused',
      ALL,
      unknown('not_interrupted', '', 2, 502),
      CHECK_FIRST,
    ],
    [
      'not a thread: final',
      'read interrupted, call 502, read list',
      ALL,
      unknown('thread_unreadable', '', 2, 502),
      CHECK_FIRST,
    ],
    ['404: final', 'read interrupted, call 502, read 404', {}, unknown('not_found', '', 2, 404), CHECK_FIRST],
    ['still interrupted: called again', 'read interrupted, call 502, read interrupted, call 204', {}, resolved(2)],
    [
      'still interrupted, twice',
      'read interrupted, call 502, read interrupted, call 502, read interrupted, call 204',
      SINCE,
      resolved(3),
    ],
    [
      'still interrupted, called again and refused',
      'read interrupted, call 502, read interrupted, call 404, read idle',
      {},
      unknown('not_found', 'idle', 2, 404),
    ],
    [
      'still interrupted, called again and answered with 409',
      'read interrupted, call 502, read interrupted, call 409, read idle',
      ALL,
      unknown('conflict', 'idle', 2, 409),
      `${GONE} An earlier attempt may have worked. ${NOT_RETRIED}`,
    ],
    [
      'only the metadata changed: called again',
      [...FIRST, ['read', times(TIME, LATER)], ...script('call 204')],
      {},
      resolved(2),
    ],
    [
      'the same millisecond: called again',
      [
        ['read', times('2026-11-25T09:30:00.000001Z')],
        ...script('call 502'),
        ['read', times('2026-11-25T10:30:00.000999+01:00')],
        ...script('call 204'),
      ],
      {},
      resolved(2),
    ],
    [
      'updated_at is used if there is no other time',
      [
        ['read', times(undefined, TIME)],
        ...script('call 502'),
        ['read', times(undefined, TIME)],
        ...script('call 204'),
      ],
      {},
      resolved(2),
    ],
    ['another interrupt', 'read interrupted, call 502, read changed', ALL, changed, STILL_THERE],
    [
      'another interrupt, although unchanged-since would allow it',
      'read interrupted, call 502, read changed',
      { unchangedSinceMs: Date.UTC(2030, 0, 1) },
      changed,
      STILL_THERE,
    ],
    ['an earlier time than before', 'read changed, call 502, read interrupted', {}, changed],
    ['a millisecond later', [...FIRST, ['read', times('2026-11-25T09:30:00.001Z')]], {}, changed],
    ['no time in the read before', 'read timeless, call 502, read interrupted', ALL, timeless, STILL_THERE],
    ['no time in the read after', 'read interrupted, call 502, read timeless', ALL, timeless, STILL_THERE],
    ['no time in either', 'read timeless, call 502, read timeless', ALL, timeless, STILL_THERE],
    [
      'a lost read is retried, and the next one is compared with the read before the call',
      'read interrupted, call 502, read lost, read interrupted, call 204',
      {},
      resolved(3),
    ],
    [
      'a lost read, then another interrupt',
      'read interrupted, call 502, read lost, read changed',
      {},
      unknown('thread_changed', 'interrupted', 3, 502),
    ],
    [
      'a 502 to the read, then idle',
      'read interrupted, call 502, read 502, read idle',
      {},
      unknown('not_interrupted', 'idle', 3, 502),
    ],
    [
      'a lost read in the last attempt',
      'read interrupted, call 502, read lost',
      { maxAttempts: 2 },
      unknown('connection_lost', '', 2, 502),
      CHECK_FIRST,
    ],
    [
      'each call is compared with the read before it',
      'read interrupted, call 409, read changed, call 502, read changed, call 204',
      {},
      resolved(3),
    ],
    [
      'after a refusal, the read before the unknown outcome still counts',
      'read interrupted, call 502, read interrupted, call 429, read changed',
      ALL,
      unknown('thread_changed', 'interrupted', 3, 429),
    ],
    [
      'a 502 with upstream_auth_failed is not an unknown outcome, so nothing is compared',
      'read interrupted, call auth, read changed, call 204',
      {},
      resolved(2),
    ],
    [
      'a 503 that retry-on lists, then idle',
      'read interrupted, call 503, read idle',
      retryOn('503'),
      unknown('not_interrupted', 'idle', 2, 503),
    ],
  ]);
});

describe('a step that ends with a call of unknown outcome reads the thread once more', () => {
  const LOST = 'The connection was lost before a complete response arrived (connection_lost).';

  testCases([
    ['idle', 'read interrupted, call lost, read idle', {}, unknown('connection_lost', 'idle'), `${LOST} ${GONE}`],
    ['busy', 'read interrupted, call lost, read busy', ALL, unknown('connection_lost', 'busy'), `${LOST} ${BUSY}`],
    [
      'error',
      'read interrupted, call lost, read error',
      {},
      unknown('connection_lost', 'error'),
      `${LOST} ${CHECK_FIRST}`,
    ],
    [
      'interrupted',
      'read interrupted, call lost, read interrupted',
      {},
      unknown('connection_lost', 'interrupted'),
      `${LOST} ${STILL_THERE}`,
    ],
    [
      'another interrupt',
      'read interrupted, call lost, read changed',
      SINCE,
      unknown('connection_lost', 'interrupted'),
      STILL_THERE,
    ],
    ['an unknown status', 'read interrupted, call lost, read paused', {}, unknown('connection_lost'), CHECK_FIRST],
    ['after a timeout', 'read interrupted, call silent, read idle', {}, unknown('timeout', 'idle'), GONE],
    ['after a 200', 'read interrupted, call 200, read idle', {}, unknown('unexpected_response', 'idle', 1, 200), GONE],
    ['after a 303', 'read interrupted, call 303, read idle', {}, unknown('unexpected_redirect', 'idle', 1, 303)],
    ['after a 503', 'read interrupted, call 503, read idle', {}, unknown('http_503', 'idle', 1, 503)],
    [
      'after a response that is not HTTP',
      'read interrupted, call other, read idle',
      {},
      unknown('unexpected_response', 'idle'),
    ],
    [
      'after a 502 that is not retried',
      'read interrupted, call 502, read idle',
      retryOn('409'),
      unknown('bad_gateway', 'idle', 1, 502),
    ],
    [
      'after the last attempt',
      'read interrupted, call 502, read interrupted, call 502, read idle',
      { maxAttempts: 2 },
      unknown('bad_gateway', 'idle', 2, 502),
    ],
    [
      'after a wait that would pass the deadline',
      [...script('read interrupted'), ['call', response(502, '', { retryAfter: '3600' })], ...script('read idle')],
      {},
      unknown('bad_gateway', 'idle', 1, 502),
      'a wait of 3600 s would pass the deadline of 300 s.',
    ],
    [
      'that read is lost',
      'read interrupted, call lost, read lost',
      {},
      unknown('connection_lost'),
      `${LOST} ${CHECK_FIRST}`,
    ],
    ['that read is silent', 'read interrupted, call lost, read silent', {}, unknown('connection_lost'), CHECK_FIRST],
    [
      'that read is answered with 403',
      'read interrupted, call lost, read 403',
      ALL,
      unknown('connection_lost'),
      CHECK_FIRST,
    ],
    [
      'that read is answered with 204',
      'read interrupted, call lost, read 204',
      {},
      unknown('connection_lost'),
      CHECK_FIRST,
    ],
    [
      'that read finds no thread',
      'read interrupted, call lost, read list',
      {},
      unknown('connection_lost'),
      CHECK_FIRST,
    ],
    ['not after a refusal', 'read interrupted, call 403', {}, refused('forbidden', 'interrupted', 1, 403)],
    ['not after a redirect', 'read interrupted, call 302', {}, refused('unexpected_redirect', 'interrupted', 1, 302)],
    [
      'not after a read',
      'read interrupted, call 502, read lost',
      retryOn('502'),
      unknown('connection_lost', '', 2, 502),
    ],
  ]);
});

describe('without the check', () => {
  const CALL_ONLY = { checkThread: false };

  testCases(
    [
      ['503 is not retried by default', 'call 503', {}, unknown('http_503', '', 1, 503)],
      ['503 is retried if retry-on lists it', 'call 503, call 204', retryOn('503'), resolved(2)],
      [
        '502 is not retried if retry-on does not list it',
        'call 502',
        retryOn('409'),
        unknown('bad_gateway', '', 1, 502),
      ],
      ['one attempt is never retried', 'call 409', { maxAttempts: 1 }, refused('conflict', '', 1, 409)],
      ['409, then 502: the 502 is retried', 'call 409, call 502, call 204', {}, resolved(3)],
      ['502, 502, 204: resolved', 'call 502, call 502, call 204', {}, resolved(3)],
      ['502 with upstream_auth_failed, then 409: both are retried', 'call auth, call 409, call 204', {}, resolved(3)],
      ['502, then 422: unknown', 'call 502, call 422', {}, unknown('unprocessable_entity', '', 2, 422)],
      ['409, then a lost call: the status is 409', 'call 409, call lost', {}, unknown('connection_lost', '', 2, 409)],
    ],
    CALL_ONLY,
  );

  test.each<[number, unknown, string, Conclusion['outcome']]>([
    [400, { code: 'invalid_request_body', detail: 'd', status: 204 }, 'invalid_request_body', 'not-resolved'],
    [404, '<html>', 'not_found', 'not-resolved'],
    [404, { code: 'not_interrupted' }, 'not_found', 'not-resolved'],
    [404, { code: 'timeout' }, 'not_found', 'not-resolved'],
    [404, { code: 'internal_error' }, 'not_found', 'not-resolved'],
    [404, { code: 'interrupt_closed' }, 'interrupt_closed', 'not-resolved'],
    [409, '', 'conflict', 'not-resolved'],
    [418, '', 'http_418', 'not-resolved'],
    [429, { code: 'cancelled' }, 'http_429', 'not-resolved'],
    [403, { code: KEY }, 'forbidden', 'not-resolved'],
    [500, '', 'http_500', 'unknown'],
    [502, '<html>', 'bad_gateway', 'unknown'],
    [502, { code: 'upstream_auth_failed', detail: 'd' }, 'upstream_auth_failed', 'not-resolved'],
    [502, { code: 'upstream_timeout', detail: 'd' }, 'upstream_timeout', 'unknown'],
    [503, { code: 'upstream_auth_failed', detail: 'd' }, 'upstream_auth_failed', 'unknown'],
    [599, { code: 'out_of_order', detail: 'd' }, 'out_of_order', 'unknown'],
    [200, '', 'unexpected_response', 'unknown'],
    [202, { code: 'x' }, 'unexpected_response', 'unknown'],
    [302, '', 'unexpected_redirect', 'not-resolved'],
    [303, '', 'unexpected_redirect', 'unknown'],
    [304, '', 'unexpected_redirect', 'not-resolved'],
    [600, '', 'unexpected_response', 'unknown'],
    [999, '', 'unexpected_response', 'unknown'],
  ])('%d with %j is %s, %s', async (status, body, code, outcome) => {
    const { conclusion, text, log, summary } = await run([['call', response(status, body)]], {
      ...CALL_ONLY,
      maxAttempts: 1,
    });
    expect(conclusion).toEqual(failed(outcome)(code, '', 1, status));
    const name = code === `http_${status}` ? `HTTP ${status}` : `HTTP ${status} (${code})`;
    expect(text).toContain(`: ${name}. `);
    expect(log).toEqual([`Attempt 1 of 1: ${name}.`]);
    expect(text + summary).not.toContain(KEY);
  });

  test.each([
    ['a gateway', { message: 'no Route matched' }, 'no Route matched'],
    ['a gateway with a nested error', { error: { message: 'blocked', code: 7 } }, 'blocked'],
    ['FastAPI', { detail: [{ loc: ['path'], msg: 'not a UUID', type: 'x' }] }, 'not a UUID'],
    ['the auth layer', { error: 'Forbidden' }, 'Forbidden'],
  ])('the message of %s is quoted', async (_, body, words) => {
    const { text, summary } = await run([['call', response(404, body, { requestId: 'r-1' })]], CALL_ONLY);
    expect(text).toMatch(new RegExp(` Details: "${words}" Request ID: "r-1"$`));
    expect(summary).toContain(`\n<blockquote>${words}<br>Request ID: r-1</blockquote>\n`);
  });

  test.each([
    [409, '86400', {}, 'conflict'],
    [429, '3600', retryOn('409', '429'), 'http_429'],
  ])('a %d with a Retry-After of %s, past the deadline, ends the step', async (status, retryAfter, changes, code) => {
    const { conclusion, text } = await run([['call', response(status, '', { retryAfter })]], {
      ...CALL_ONLY,
      ...changes,
    });
    expect(conclusion).toEqual(refused(code, '', 1, status));
    expect(text).toContain(`Not retried: a wait of ${retryAfter} s would pass the deadline of 300 s.`);
    expect(text).not.toContain('to retry-on');
  });
});

describe('foreign text is inert', () => {
  /** Checks everything that a step shows. */
  async function expectInert(expected: Script, code: string, changes: Partial<Settings> = {}): Promise<void> {
    const { conclusion, text, summary, log } = await run(expected, changes);
    expect(conclusion.errorCode).toBe(code);
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
      await expectInert([['call', response(401, body(text), headers)]], 'unauthorized', { checkThread: false });
    }
    for (const kind of ['connection_lost', 'tls_failed'] as const) {
      await expectInert([['call', { kind, reason: text }]], kind, { checkThread: false });
    }
  });

  test.each(hostileTexts(KEY))('in a thread: %j', async (text) => {
    const changes = { status: text, state_updated_at: text, updated_at: text, interrupts: text, values: text };
    await expectInert([['read', thread({ ...changes, [text]: text })]], 'not_interrupted', SINCE);
  });
});
