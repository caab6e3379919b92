import type { Attempt, Thread } from '../../src/attempts/attempt.js';
import type { Exchange } from '../../src/attempts/exchange.js';
import type { Stop } from '../../src/attempts/retry.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import { describe as describeEnding, type Message, nameOf, toText } from '../../src/report/words.js';
import type { Settings } from '../../src/settings.js';
import { fault, INTERRUPTED, KEY, response, SETTINGS, TIMEOUT } from './samples.js';

const LOOK =
  'It is unknown whether the interrupt was resolved. ' +
  'Check the thread before you run this again: a second call could resolve a later interrupt.';
const FINAL: Stop = { kind: 'final' };

const called = (exchange: Exchange, thread?: Thread): Attempt => {
  const attempt = { startedAtMs: 0, called: true, durationMs: 1, verdict: judgeCall(exchange, [KEY]) };
  return thread ? { ...attempt, thread } : attempt;
};
const refused = (code: string, thread?: Thread): Attempt => {
  const attempt: Attempt = { startedAtMs: 0, called: false, durationMs: 1, verdict: { outcome: 'not-resolved', code } };
  return thread ? { ...attempt, thread } : attempt;
};
const inFlight: Attempt = { startedAtMs: 0, called: true };

function message(ending: Ending, attempts: Attempt[]): Message {
  return describeEnding(ending, attempts, conclude(ending, attempts), [KEY]);
}

/** The message if the step ends with the last of these attempts. */
function finished(attempts: Attempt[], stop = FINAL, changes: Partial<Settings> = {}): Message {
  const verdict = attempts.at(-1)?.verdict as Verdict;
  return message({ kind: 'finished', verdict, stop, settings: { ...SETTINGS, ...changes } }, attempts);
}

const NOT_RESOLVED = { heading: 'Interrupt not resolved', suffix: '', detail: '', requestId: '' };
const UNKNOWN = { ...NOT_RESOLVED, heading: 'Unknown whether the interrupt was resolved' };
const RESOLVED = { ...NOT_RESOLVED, heading: 'Interrupt resolved' };

describe('after an attempt', () => {
  test('that the API refused: what happened, what it means, and what to do', () => {
    const exchange = response(422, { code: 'bad_thread', detail: 'No such ID.' }, { requestId: 'r-1' });
    expect(finished([called(exchange)])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'The API rejected the request as invalid', suffix: ': HTTP 422 (bad_thread)' },
      ...{ next: 'The interrupt is not resolved. Check thread-id.', detail: 'No such ID.', requestId: 'r-1' },
    });
  });

  test('that the check refused', () => {
    expect(finished([refused('thread_changed', INTERRUPTED)])).toEqual({
      ...{
        ...NOT_RESOLVED,
        happened: 'The state of the thread has changed',
        suffix: ' (thread_changed)',
      },
      next: 'The interrupt is not resolved. Review the interrupt that it is waiting at now.',
    });
    expect(finished([refused('timeout', INTERRUPTED)])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'Too little time was left to send the call', suffix: ' (timeout)' },
      next: 'The interrupt is not resolved. Raise deadline-seconds.',
    });
  });

  test('without a connection', () => {
    expect(finished([called(fault('tls_failed'))], FINAL, { extraCaCerts: true })).toEqual({
      ...NOT_RESOLVED,
      happened: 'The certificate of the server or proxy was not accepted, so nothing was sent',
      suffix: ' (tls_failed)',
      next: 'The interrupt is not resolved. Check api-url. To trust a private CA, check NODE_EXTRA_CA_CERTS.',
      detail: 'a reason',
    });
  });

  test.each<[Exchange, object]>([
    [
      response(502, { detail: 'upstream' }),
      {
        happened: 'The API, or a gateway in front of it, reported a server error',
        ...{ suffix: ': HTTP 502 (bad_gateway)', detail: 'upstream' },
      },
    ],
    [
      response(503),
      { happened: 'The API, or a gateway in front of it, reported a server error', suffix: ': HTTP 503' },
    ],
    [
      response(303),
      {
        happened: 'The server sent a redirect, which is never followed',
        ...{ suffix: ': HTTP 303 (unexpected_redirect)', next: `${LOOK} Set api-url to the API itself.` },
      },
    ],
    [
      response(200),
      {
        happened: 'The server sent an unexpected response',
        ...{ suffix: ': HTTP 200 (unexpected_response)', next: `${LOOK} Check api-url.` },
      },
    ],
    [
      fault('not_http'),
      {
        happened: 'The server sent an unexpected response',
        ...{ suffix: ' (unexpected_response)', detail: 'a reason', next: `${LOOK} Check api-url.` },
      },
    ],
    [
      fault('connection_lost'),
      {
        happened: 'The connection was lost before a complete response arrived',
        ...{ suffix: ' (connection_lost)', detail: 'a reason' },
      },
    ],
    [
      TIMEOUT,
      {
        happened: 'No complete response arrived in time',
        ...{ suffix: ' (timeout)', detail: 'no response within 1.5 s' },
      },
    ],
  ])('of unknown outcome, the advice is to check the thread: %j', (exchange, parts) => {
    expect(finished([called(exchange)])).toEqual({ ...UNKNOWN, next: LOOK, ...parts });
  });

  test.each([
    ['idle', 'The thread is no longer interrupted: the call probably closed it.'],
    ['interrupted', 'The thread is still, or again, waiting at an interrupt. Review it before you run this again.'],
    [
      'busy',
      'The thread is busy again: the call probably closed the interrupt, and a second call could resolve a later one.',
    ],
  ])('of unknown outcome, with the thread %s afterwards', (status, advice) => {
    const attempt = { ...called(TIMEOUT, INTERRUPTED), threadAfterwards: { status, changedAtMs: 1 } };
    expect(finished([attempt]).next).toBe(`It is unknown whether the interrupt was resolved. ${advice}`);
  });

  test('that resolved the interrupt', () => {
    const exchange = response(204, { detail: 'd' }, { requestId: 'r-1' });
    expect(finished([called(exchange)])).toEqual({
      ...{ ...RESOLVED, happened: 'The API confirmed it with HTTP 204', next: 'The interrupt is resolved.' },
    });
    expect(finished([called(response(502)), called(exchange)])).toMatchObject({
      ...{ heading: 'Interrupt resolved', happened: 'The API confirmed it with HTTP 204' },
      next: 'The interrupt is resolved.',
    });
  });
});

describe('after several attempts', () => {
  test('counts them', () => {
    expect(finished([called(response(409)), called(response(409)), called(response(400))])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'The API rejected the request as malformed' },
      suffix: ': HTTP 400 (bad_request), after 3 attempts',
      next: 'The interrupt is not resolved. Check thread-id and api-url.',
    });
  });

  test('a refusal does not clear an unknown outcome', () => {
    expect(finished([called(response(502)), called(response(404, { detail: 'd' }))])).toEqual({
      ...{ ...UNKNOWN, happened: 'The API found no such thread' },
      suffix: ': HTTP 404 (not_found), after 2 attempts',
      next:
        `${LOOK} An earlier attempt may have worked. Check thread-id, api-url and the workspace of the key. ` +
        'A key works in one region only: check that it belongs to api.smith.langchain.com (api-url).',
      detail: 'd',
    });
  });

  test('an unknown outcome twice does not point to an earlier attempt', () => {
    expect(finished([called(response(502)), called(response(502))])).toEqual({
      ...{ ...UNKNOWN, happened: 'The API, or a gateway in front of it, reported a server error' },
      ...{ suffix: ': HTTP 502 (bad_gateway), after 2 attempts', next: LOOK },
    });
  });

  test('says that a 409 after an unknown outcome is final', () => {
    const attempts = [called(response(502)), called(response(409))];
    expect(finished(attempts, { kind: 'after_unknown' })).toEqual({
      ...{ ...UNKNOWN, happened: 'The thread is not waiting at an interrupt' },
      suffix: ': HTTP 409 (conflict), after 2 attempts',
      next:
        `${LOOK} An earlier attempt may have worked. ` +
        'Not retried, because this response most likely means that an earlier call worked.',
    });
  });

  test.each([
    [24_000, 'a wait of 24 s would leave too little time before the deadline of 300 s.'],
    [86_400_000, 'a wait of 86400 s would pass the deadline of 300 s.'],
    [0, 'too little time was left before the deadline of 300 s.'],
  ])('says that the deadline allows no further attempt: a wait of %d ms', (delayMs, why) => {
    expect(finished([called(response(502))], { kind: 'deadline', delayMs }).next).toBe(`${LOOK} Not retried: ${why}`);
    expect(finished([called(fault('connect_failed'))], { kind: 'deadline', delayMs }).next).toBe(
      `The interrupt is not resolved. Check api-url and the runner's network. Not retried: ${why}`,
    );
  });
});

describe('foreign text', () => {
  test('is cleaned, redacted and cut: 500 characters of the detail, 100 of the request ID', () => {
    const detail = `a\u200b\n${KEY}${'d'.repeat(600)}`;
    const exchange = response(400, { detail }, { requestId: `##[error]${'r'.repeat(101)}` });
    expect(finished([called(exchange)])).toMatchObject({
      detail: `a***${'d'.repeat(496)}…`,
      requestId: `## [error]${'r'.repeat(90)}…`,
    });
  });

  test('is shown whole up to the limit', () => {
    const exchange = response(400, { detail: 'd'.repeat(500) }, { requestId: 'r'.repeat(100) });
    expect(finished([called(exchange)])).toMatchObject({ detail: 'd'.repeat(500), requestId: 'r'.repeat(100) });
  });

  test('in LANGSMITH_ENDPOINT cannot show the key', () => {
    const { next } = finished([called(response(401))], FINAL, { langsmithHost: `${KEY}.example.com` });
    expect(next).toMatch(/LANGSMITH_ENDPOINT names \*\*\*\.example\.com\.$/);
  });
});

test('an invalid input', () => {
  const ending: Ending = { kind: 'invalid_input', rule: 'max-attempts must be 1', value: ', got "2s"' };
  expect(message(ending, [])).toEqual({
    ...{ ...NOT_RESOLVED, heading: 'Invalid input: interrupt not resolved' },
    ...{ happened: 'max-attempts must be 1', suffix: ', got "2s"', next: 'Nothing was sent.' },
  });
});

test.each<[string, Attempt[], object]>([
  [
    'before the first attempt',
    [],
    {
      ...{ ...NOT_RESOLVED, heading: 'Cancelled: interrupt not resolved' },
      next: 'The interrupt is not resolved. Run this again to resolve it.',
    },
  ],
  [
    'after a refusal',
    [called(response(409))],
    {
      ...{ ...NOT_RESOLVED, heading: 'Cancelled: interrupt not resolved' },
      next: 'The interrupt is not resolved. Run this again to resolve it.',
    },
  ],
  [
    'during a call',
    [called(response(409)), inFlight],
    {
      ...{ ...UNKNOWN, heading: 'Cancelled: unknown whether the interrupt was resolved' },
      ...{ suffix: ', after 2 attempts', next: LOOK },
    },
  ],
  [
    'after a success',
    [called(response(204))],
    { ...RESOLVED, heading: 'Cancelled: interrupt resolved', next: 'The interrupt is resolved.' },
  ],
])('a cancellation %s', (_, attempts, parts) => {
  expect(message({ kind: 'cancelled', signal: 'SIGTERM' }, attempts)).toEqual({
    happened: 'The step was cancelled (SIGTERM)',
    ...parts,
  });
});

test.each<[string, Attempt[], object]>([
  [
    'before the first attempt',
    [],
    {
      ...{ ...NOT_RESOLVED, heading: 'Internal error: interrupt not resolved' },
      next: 'The interrupt is not resolved.',
    },
  ],
  [
    'during the second call',
    [called(response(409)), inFlight],
    {
      ...{ ...UNKNOWN, heading: 'Internal error: unknown whether the interrupt was resolved' },
      ...{ suffix: ', after 2 attempts', next: LOOK },
    },
  ],
])('a bug %s, without its stack', (_, attempts, parts) => {
  expect(message({ kind: 'internal_error', error: new Error('the stack') }, attempts)).toEqual({
    happened: 'A bug in the action, or other code in its process, crashed the step (see the debug log)',
    ...parts,
  });
});

test.each<[Partial<Message>, string]>([
  [{}, 'It failed. Do it.'],
  [{ suffix: ' (a_code), after 2 attempts' }, 'It failed (a_code), after 2 attempts. Do it.'],
  [{ detail: 'words' }, 'It failed. Do it. Details: "words"'],
  [{ requestId: 'r-1' }, 'It failed. Do it. Request ID: "r-1"'],
  [
    { suffix: ': HTTP 503', detail: 'words', requestId: 'r-1' },
    'It failed: HTTP 503. Do it. Details: "words" Request ID: "r-1"',
  ],
])('toText(%j)', (parts, text) => {
  const message = { heading: 'h', happened: 'It failed', suffix: '', next: 'Do it.', detail: '', requestId: '' };
  expect(toText({ ...message, ...parts })).toBe(text);
});

test.each<[Exchange, string]>([
  [response(204), 'HTTP 204'],
  [response(409), 'HTTP 409 (conflict)'],
  [response(404, { code: 'agent_not_found' }), 'HTTP 404 (agent_not_found)'],
  [response(404, { code: 'http_503' }), 'HTTP 404 (http_503)'],
  [response(503), 'HTTP 503'],
  [TIMEOUT, 'timeout'],
])('nameOf(%j) is %s', (exchange, name) => {
  expect(nameOf(judgeCall(exchange, []))).toBe(name);
});
