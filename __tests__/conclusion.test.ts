import { conclude, type Ending } from '../src/conclusion.js';
import type { Exchange } from '../src/post.js';
import type { Attempt } from '../src/resolve.js';
import { judge, type Verdict } from '../src/verdict.js';

/** Attempts by status, by kind of fault, or under way. */
function made(...items: (number | 'connection_lost' | 'connect_failed' | 'under way')[]): Attempt[] {
  return items.map((item) => {
    if (item === 'under way') return { startedAtMs: 0 };
    const exchange: Exchange =
      typeof item === 'number'
        ? { kind: 'answer', status: item, body: undefined, retryAfter: undefined, requestId: undefined }
        : { kind: item, reason: '' };
    return { startedAtMs: 0, durationMs: 1, verdict: judge(exchange, []) };
  });
}

const finished = (attempts: Attempt[]): Ending => ({ kind: 'finished', verdict: attempts.at(-1)?.verdict as Verdict });

test.each([
  [
    'a success',
    made(204),
    { outcome: 'resolved', errorCode: '', status: 204, attempts: 1, exitCode: 0, level: 'none' },
  ],
  [
    'a refusal',
    made(404),
    { outcome: 'not-resolved', errorCode: 'not_found', status: 404, exitCode: 1, level: 'error' },
  ],
  ['a refusal after an unknown fate', made(502, 409), { outcome: 'unknown', errorCode: 'conflict', status: 409 }],
  ['a success after an unknown fate', made(502, 204), { outcome: 'resolved', errorCode: '', status: 204 }],
  ['a lost connection after an answer', made(409, 'connection_lost'), { outcome: 'unknown', status: 409, attempts: 2 }],
  ['no answer at all', made('connect_failed'), { outcome: 'not-resolved', status: undefined, attempts: 1 }],
])('%s', (_, attempts, expected) => {
  expect(conclude(finished(attempts), attempts, true)).toMatchObject(expected);
});

test('fail-on-error: false turns a failure into a green step with a warning', () => {
  expect(conclude(finished(made(404)), made(404), false)).toMatchObject({
    outcome: 'not-resolved',
    exitCode: 0,
    level: 'warning',
  });
});

test('a bad input fails whatever fail-on-error says', () => {
  expect(conclude({ kind: 'invalid_input', message: '' }, [], false)).toEqual({
    outcome: 'not-resolved',
    errorCode: 'invalid_input',
    status: undefined,
    attempts: 0,
    exitCode: 1,
    level: 'error',
  });
});

test.each([
  ['SIGINT', made(), 'not-resolved', 130],
  ['SIGTERM', made(409), 'not-resolved', 143],
  ['SIGTERM', made(502), 'unknown', 143],
  ['SIGINT', made(409, 'under way'), 'unknown', 130],
  ['SIGINT', made(204, 'under way'), 'unknown', 130],
] as const)('%s after %j is %s', (signal, attempts, outcome, exitCode) => {
  expect(conclude({ kind: 'cancelled', signal }, attempts, true)).toMatchObject({
    outcome,
    exitCode,
    errorCode: 'cancelled',
    level: 'warning',
  });
});

test.each([
  [made(), 'not-resolved'],
  [made(409), 'unknown'],
])('a bug after %j is %s', (attempts, outcome) => {
  const conclusion = conclude({ kind: 'internal_error', error: null }, attempts, false);
  expect(conclusion).toMatchObject({ outcome, errorCode: 'internal_error', exitCode: 1, level: 'error' });
});
