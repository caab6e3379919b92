import type { Attempt } from '../../src/attempts/history.js';
import type { Stop } from '../../src/attempts/retry.js';
import type { Exchange } from '../../src/exchange.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import { describe as describeEnding, type Message, nameOf, toText } from '../../src/report/message.js';
import type { Settings } from '../../src/settings.js';
import { BUSY, CHECK_FIRST, EARLIER, GONE, REGION } from './messages.js';
import {
  BUSY as BUSY_THREAD,
  CONTEXT,
  checkVerdict,
  fault,
  finishAfter,
  IDLE,
  INTERRUPTED,
  KEY,
  RESOLVING,
  readAttempt,
  resolveAttempt,
  resolveVerdict,
  response,
  TIMEOUT,
  TOO_LATE,
} from './samples.js';

function message(ending: Ending, history: Attempt[]): Message {
  return describeEnding(ending, history, conclude(ending, history, CONTEXT), CONTEXT);
}

/** The message if the step ends with the last of these attempts. */
function finished(history: Attempt[], stop?: Stop, changes?: Partial<Settings>): Message {
  return message(finishAfter(history, changes, stop), history);
}

const NOT_RESOLVED = { heading: 'Interrupt not resolved', addition: '', next: '', detail: '', requestId: '' };
const UNKNOWN = { ...NOT_RESOLVED, heading: 'Unknown whether the interrupt was resolved' };
const RESOLVED = { ...NOT_RESOLVED, heading: 'Interrupt resolved' };

describe('after an attempt', () => {
  test('that the API refused: what happened, what to do, and the words of the API', () => {
    const exchange = response(422, { code: 'bad_thread', detail: 'No such ID.' }, { requestId: 'r-1' });
    expect(finished([resolveAttempt(exchange)])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'The API refused the request as invalid', addition: ': HTTP 422 (bad_thread)' },
      ...{ next: 'Check thread-id.', detail: 'No such ID.', requestId: 'r-1' },
    });
  });

  test('that the check refused: the words are those of the action, so there is no quotation', () => {
    expect(finished([readAttempt(TOO_LATE, INTERRUPTED)])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'Too little time was left to send the resolve request' },
      ...{ addition: ' (timeout)', next: 'Raise deadline-seconds.' },
    });
  });

  test('without a connection: the words of the network are quoted', () => {
    expect(finished([resolveAttempt(fault('connect_failed'))])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'Could not connect, so nothing was sent', addition: ' (connect_failed)' },
      ...{ next: "Check api-url and the runner's network.", detail: 'a reason' },
    });
  });

  test('that resolved the interrupt: nothing of the response is shown', () => {
    const exchange = response(204, { detail: 'd' }, { requestId: 'r-1' });
    const expected = { ...RESOLVED, happened: 'Interrupt resolved', addition: ' (HTTP 204)' };
    expect(finished([resolveAttempt(exchange)])).toEqual(expected);
  });

  // No code, status or detail may bring back the advice for an outcome that is known.
  test('of unknown outcome, it never says to run again without a look at the thread', () => {
    const bodies = ['unexpected_error', 'not_resolved', 'x'].map((code) => ({ code }));
    const errors = Array.from({ length: 100 }, (_, i) => bodies.map((body) => response(500 + i, body))).flat();
    const unknown = [...errors, response(200), response(303), fault('connection_lost'), fault('not_http'), TIMEOUT];
    const attempts = unknown.map((exchange) => resolveAttempt(exchange));
    for (const attempt of attempts.filter(({ verdict }) => verdict?.outcome === 'unknown')) {
      expect(finished([attempt]).next).toMatch(
        /^Inspect the thread before you re-run this: [^.]*\.( (Check|Set) api-url.*)?$/,
      );
      expect(finished([attempt, resolveAttempt(429)]).next).toBe(`${EARLIER} ${CHECK_FIRST}`);
    }
  });
});

describe('after several attempts', () => {
  test('counts them', () => {
    expect(finished([resolveAttempt(409), resolveAttempt(409), resolveAttempt(400)])).toEqual({
      ...{ ...NOT_RESOLVED, happened: 'The API refused the request as malformed' },
      addition: ': HTTP 400 (bad_request), after 3 attempts',
      next: 'Check thread-id and api-url.',
    });
  });

  test('a refusal does not clear an unknown outcome', () => {
    expect(finished([resolveAttempt(502), resolveAttempt(response(401, { detail: 'd' }))])).toEqual({
      ...{ ...UNKNOWN, happened: 'The API found no valid key in the request' },
      addition: ': HTTP 401 (unauthorized), after 2 attempts',
      next: `${EARLIER} ${CHECK_FIRST} Check api-key, and that no proxy removes X-Api-Key. ${REGION}`,
      detail: 'd',
    });
  });

  test.each([
    [24_000, 'a wait of 24 s would leave too little time before the deadline of 300 s.'],
    [86_400_000, 'a wait of 86400 s would pass the deadline of 300 s.'],
    [8_640_000_000, 'a wait of 8640000 s would pass the deadline of 300 s.'],
    [8_640_000_001, 'a wait of more than 100 days would pass the deadline of 300 s.'],
    [Number.POSITIVE_INFINITY, 'a wait of more than 100 days would pass the deadline of 300 s.'],
    [0, 'too little time was left before the deadline of 300 s.'],
  ])('says that the deadline allows no further attempt: a wait of %d ms', (delayMs, why) => {
    expect(finished([resolveAttempt(502)], { kind: 'deadline', delayMs }).next).toBe(
      `${CHECK_FIRST} Not retried: ${why}`,
    );
    expect(finished([resolveAttempt(fault('connect_failed'))], { kind: 'deadline', delayMs }).next).toBe(
      `Check api-url and the runner's network. Not retried: ${why}`,
    );
  });
});

describe('foreign text', () => {
  test('is cleaned, redacted and cut: 500 characters of the detail, 100 of the request ID', () => {
    const detail = `a\u200b\n${KEY}${'d'.repeat(600)}`;
    const exchange = response(400, { detail }, { requestId: `##[error]${'r'.repeat(101)}` });
    expect(finished([resolveAttempt(exchange)])).toMatchObject({
      detail: `a ***${'d'.repeat(495)}…`,
      requestId: `## [error]${'r'.repeat(90)}…`,
    });
  });

  test('is shown whole up to the limit', () => {
    const exchange = response(400, { detail: 'd'.repeat(500) }, { requestId: 'r'.repeat(100) });
    expect(finished([resolveAttempt(exchange)])).toMatchObject({
      detail: 'd'.repeat(500),
      requestId: 'r'.repeat(100),
    });
  });

  test('in LANGSMITH_ENDPOINT cannot show the key', () => {
    const { next } = finished([resolveAttempt(401)], undefined, { langsmithHost: `${KEY}.example.com` });
    expect(next).toMatch(/LANGSMITH_ENDPOINT points to \*\*\*\.example\.com\.$/);
  });
});

test('an invalid input', () => {
  const ending: Ending = { kind: 'invalid_input', rule: 'max-attempts must be 1', rejected: '"2s"' };
  const heading = 'Invalid input: interrupt not resolved';
  expect(message(ending, [])).toEqual({
    ...{
      ...NOT_RESOLVED,
      heading,
      happened: 'max-attempts must be 1',
      addition: ', got "2s"',
      next: 'Nothing was sent.',
    },
  });
  expect(toText(message({ kind: 'invalid_input', rule: 'thread-id is empty', rejected: undefined }, []))).toBe(
    'thread-id is empty. Nothing was sent.',
  );
});

const CANCELLED = { ...NOT_RESOLVED, heading: 'Cancelled: interrupt not resolved' };

test.each<[string, Attempt[], object]>([
  ['before the first attempt', [], { ...CANCELLED, next: 'Re-run it to resolve the interrupt.' }],
  ['after a refusal', [resolveAttempt(409)], { ...CANCELLED, next: 'Re-run it to resolve the interrupt.' }],
  [
    'while the thread is busy',
    [readAttempt(checkVerdict(BUSY_THREAD), BUSY_THREAD)],
    { ...CANCELLED, next: 'Re-run it once the thread is interrupted.' },
  ],
  [
    'during a resolve request',
    [resolveAttempt(409), RESOLVING],
    {
      ...{ ...UNKNOWN, heading: 'Cancelled: unknown whether the interrupt was resolved' },
      ...{ addition: ', after 2 attempts', next: CHECK_FIRST },
    },
  ],
  ['after a success', [resolveAttempt(204)], { ...RESOLVED, heading: 'Cancelled: interrupt resolved' }],
  [
    'after an unknown outcome and a read',
    [resolveAttempt(502, { thread: INTERRUPTED }), readAttempt(checkVerdict(BUSY_THREAD), BUSY_THREAD)],
    {
      ...{ ...UNKNOWN, heading: 'Cancelled: unknown whether the interrupt was resolved' },
      ...{ addition: ', after 2 attempts', next: BUSY },
    },
  ],
])('a cancellation %s', (_, history, parts) => {
  expect(message({ kind: 'cancelled', signal: 'SIGTERM' }, history)).toEqual({
    happened: 'The step received SIGTERM',
    ...parts,
  });
});

const AT_ONCE = {
  heading: 'Internal error: interrupt not resolved',
  next: 'Re-run it with debug logging, and report it.',
};

test.each<[string, Attempt[], object]>([
  ['before the first attempt', [], { ...NOT_RESOLVED, ...AT_ONCE }],
  [
    'during the second resolve request',
    [resolveAttempt(409), RESOLVING],
    {
      ...{ ...UNKNOWN, heading: 'Internal error: unknown whether the interrupt was resolved' },
      ...{ addition: ', after 2 attempts', next: CHECK_FIRST },
    },
  ],
  [
    'after the last read',
    [resolveAttempt(502, { thread: INTERRUPTED, threadAfterwards: IDLE })],
    { ...UNKNOWN, heading: 'Internal error: unknown whether the interrupt was resolved', next: GONE },
  ],
])('a bug %s, without its stack', (_, history, parts) => {
  expect(message({ kind: 'internal_error', error: new Error('the stack') }, history)).toEqual({
    happened: 'A bug in the action, or other code in its process, ended the step',
    ...parts,
  });
});

test.each<[Partial<Message>, string]>([
  [{}, 'It failed. Do it.'],
  [{ next: '' }, 'It failed.'],
  [{ addition: ' (a_code), after 2 attempts' }, 'It failed (a_code), after 2 attempts. Do it.'],
  [{ detail: 'words' }, 'It failed. Do it. Details: "words"'],
  [{ requestId: 'r-1' }, 'It failed. Do it. Request ID: "r-1"'],
  [
    { addition: ': HTTP 503', detail: 'words', requestId: 'r-1' },
    'It failed: HTTP 503. Do it. Details: "words" Request ID: "r-1"',
  ],
])('toText(%j)', (parts, text) => {
  const message = { heading: 'h', happened: 'It failed', addition: '', next: 'Do it.', detail: '', requestId: '' };
  expect(toText({ ...message, ...parts })).toBe(text);
});

test.each<[Exchange, string]>([
  [response(204), 'HTTP 204'],
  [response(409), 'HTTP 409 (conflict)'],
  [response(404, { code: 'agent_not_found' }), 'HTTP 404 (agent_not_found)'],
  [response(404, { code: 'http_503' }), 'HTTP 404 (not_found)'],
  [response(503), 'HTTP 503'],
  [TIMEOUT, 'timeout'],
])('nameOf(%j) is %s', (exchange, name) => {
  expect(nameOf(resolveVerdict(exchange))).toBe(name);
});
