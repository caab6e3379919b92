import type { Attempt } from '../../src/attempts/attempt.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { type Conclusion, conclude, type Ending } from '../../src/report/conclusion.js';
import { fault, INTERRUPTED, response, SETTINGS } from './samples.js';

/** Attempts by status, by kind of fault, or in flight. */
function made(...ends: (number | 'connection_lost' | 'connect_failed' | 'in flight')[]): Attempt[] {
  return ends.map((end) => {
    if (end === 'in flight') return { startedAtMs: 0, called: true };
    const exchange = typeof end === 'number' ? response(end) : fault(end);
    return { startedAtMs: 0, called: true, durationMs: 1, verdict: judgeCall(exchange, []) };
  });
}

const changed: Attempt = {
  ...{ startedAtMs: 0, called: false, thread: INTERRUPTED, durationMs: 1 },
  verdict: { outcome: 'not-resolved', code: 'thread_changed' },
};
const lostAndRead: Attempt = {
  ...{ startedAtMs: 0, called: true, thread: INTERRUPTED, durationMs: 1 },
  verdict: judgeCall(fault('connection_lost'), []),
  threadAfterwards: { status: 'idle', changedAtMs: 1 },
};
const resolvedAfterRead: Attempt = { ...changed, called: true, verdict: judgeCall(response(204), []) };

function finished(attempts: Attempt[], failOnError: boolean): Ending {
  const verdict = attempts.at(-1)?.verdict as Verdict;
  return { kind: 'finished', verdict, stop: { kind: 'final' }, settings: { ...SETTINGS, failOnError } };
}

type Facts = Pick<Conclusion, 'outcome' | 'errorCode' | 'status' | 'attempts' | 'threadStatus'>;

test.each<[string, Attempt[], Facts]>([
  [
    'a refusal',
    made(404),
    { outcome: 'not-resolved', errorCode: 'not_found', status: 404, attempts: 1, threadStatus: '' },
  ],
  [
    'a refusal after an unknown outcome',
    made(502, 409),
    { outcome: 'unknown', errorCode: 'conflict', status: 409, attempts: 2, threadStatus: '' },
  ],
  [
    'a lost connection after a response',
    made(409, 'connection_lost'),
    { outcome: 'unknown', errorCode: 'connection_lost', status: 409, attempts: 2, threadStatus: '' },
  ],
  [
    'no response at all',
    made('connect_failed'),
    { outcome: 'not-resolved', errorCode: 'connect_failed', status: undefined, attempts: 1, threadStatus: '' },
  ],
  [
    'a thread that changed',
    [changed],
    {
      ...{ outcome: 'not-resolved', errorCode: 'thread_changed' },
      ...{ status: undefined, attempts: 1, threadStatus: 'interrupted' },
    },
  ],
  [
    'a lost connection, and a read afterwards',
    [lostAndRead],
    { outcome: 'unknown', errorCode: 'connection_lost', status: undefined, attempts: 1, threadStatus: 'idle' },
  ],
])('%s fails the step, or warns with fail-on-error: false', (_, attempts, facts) => {
  expect(conclude(finished(attempts, true), attempts)).toEqual({ ...facts, exitCode: 1, level: 'error' });
  expect(conclude(finished(attempts, false), attempts)).toEqual({ ...facts, exitCode: 0, level: 'warning' });
});

test.each<[string, Attempt[], number]>([
  ['a 204', made(204), 1],
  ['a 204 after an unknown outcome', made(502, 'connect_failed', 204), 3],
  ['a 204 after a read', [resolvedAfterRead], 1],
])('%s is a success, without a code, a thread status or an annotation', (_, attempts, count) => {
  for (const failOnError of [true, false]) {
    expect(conclude(finished(attempts, failOnError), attempts)).toEqual({
      ...{ outcome: 'resolved', errorCode: '', status: 204, attempts: count, threadStatus: '' },
      ...{ exitCode: 0, level: 'none' },
    });
  }
});

test('an invalid input fails', () => {
  expect(conclude({ kind: 'invalid_input', rule: 'thread-id is empty', value: '' }, [])).toEqual({
    ...{ outcome: 'not-resolved', errorCode: 'invalid_input', status: undefined, attempts: 0, threadStatus: '' },
    ...{ exitCode: 1, level: 'error' },
  });
});

const reading: Attempt = { startedAtMs: 0, called: false };

test.each<['SIGINT' | 'SIGTERM' | 'SIGHUP', Attempt[], object]>([
  ['SIGINT', [], { outcome: 'not-resolved', status: undefined, attempts: 0, threadStatus: '', exitCode: 130 }],
  ['SIGTERM', made(409), { outcome: 'not-resolved', status: 409, attempts: 1, threadStatus: '', exitCode: 143 }],
  ['SIGHUP', made(502), { outcome: 'unknown', status: 502, attempts: 1, threadStatus: '', exitCode: 129 }],
  ['SIGINT', made(409, 'in flight'), { outcome: 'unknown', status: 409, attempts: 2, threadStatus: '', exitCode: 130 }],
  ['SIGINT', [reading], { outcome: 'not-resolved', status: undefined, attempts: 1, threadStatus: '', exitCode: 130 }],
  [
    'SIGTERM',
    [changed, reading],
    { outcome: 'not-resolved', status: undefined, attempts: 2, threadStatus: 'interrupted', exitCode: 143 },
  ],
  [
    'SIGTERM',
    made(204),
    { outcome: 'resolved', errorCode: '', status: 204, attempts: 1, threadStatus: '', exitCode: 143 },
  ],
])('%s ends the step with its own exit code and a warning (%#)', (signal, attempts, facts) => {
  expect(conclude({ kind: 'cancelled', signal }, attempts)).toEqual({
    ...{ errorCode: 'cancelled', level: 'warning' },
    ...facts,
  });
});

test.each<[string, Attempt[], object]>([
  ['before the first attempt', [], { outcome: 'not-resolved', status: undefined, attempts: 0 }],
  ['after a refusal', made(409), { outcome: 'not-resolved', status: 409, attempts: 1 }],
  ['during a read', [reading], { outcome: 'not-resolved', status: undefined, attempts: 1 }],
  ['during a call', made('in flight'), { outcome: 'unknown', status: undefined, attempts: 1 }],
  ['after an unknown outcome', made(502), { outcome: 'unknown', status: 502, attempts: 1 }],
])('a bug %s fails the step', (_, attempts, facts) => {
  expect(conclude({ kind: 'internal_error', error: new Error('a bug') }, attempts)).toEqual({
    ...{ errorCode: 'internal_error', threadStatus: '', exitCode: 1, level: 'error' },
    ...facts,
  });
});
