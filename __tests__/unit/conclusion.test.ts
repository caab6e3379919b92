import type { Attempt } from '../../src/attempts/history.js';
import { conclude, type Ending, type Outputs } from '../../src/report/conclusion.js';
import {
  CHANGED,
  CONTEXT,
  checkVerdict,
  fault,
  finishAfter,
  IDLE,
  INTERRUPTED,
  outputs,
  READING,
  RESOLVING,
  readAttempt,
  resolveAttempt,
} from './samples.js';

const LOST = fault('connection_lost');
const NOW = '2026-11-25T09:30:00.000Z';
const LATER = '2026-11-25T09:30:00.001Z';
const changed = readAttempt(checkVerdict(CHANGED), CHANGED);

const end = (ending: Ending, history: Attempt[]) => conclude(ending, history, CONTEXT);

test.each<[string, Attempt[], Partial<Outputs>]>([
  ['a refusal', [resolveAttempt(404)], { 'error-code': 'not_found', status: 404 }],
  [
    'a refusal after an unknown outcome',
    [resolveAttempt(502), resolveAttempt(409)],
    { outcome: 'unknown', 'error-code': 'conflict', status: 409, attempts: 2 },
  ],
  [
    'a lost connection after a response',
    [resolveAttempt(409), resolveAttempt(LOST)],
    { outcome: 'unknown', 'error-code': 'connection_lost', status: 409, attempts: 2 },
  ],
  ['no response at all', [resolveAttempt(fault('connect_failed'))], { 'error-code': 'connect_failed' }],
  [
    'a thread that changed',
    [changed],
    { 'error-code': 'thread_changed', 'thread-status': 'interrupted', 'state-updated-at': LATER },
  ],
  [
    'a lost connection, and a read afterwards',
    [resolveAttempt(LOST, { thread: INTERRUPTED, threadAfterwards: IDLE })],
    { outcome: 'unknown', 'error-code': 'connection_lost', 'thread-status': 'idle', 'state-updated-at': NOW },
  ],
  [
    'a 409, and a read afterwards',
    [resolveAttempt(409, { thread: INTERRUPTED, threadAfterwards: IDLE })],
    { 'error-code': 'conflict', status: 409, 'thread-status': 'idle', 'state-updated-at': NOW },
  ],
  [
    'a 409 that contradicts the read before it',
    [resolveAttempt(409, { thread: INTERRUPTED })],
    { 'error-code': 'conflict', status: 409 },
  ],
  [
    'a thread with a status of its own',
    [readAttempt(checkVerdict({ ...IDLE, status: 'paused' }), { ...IDLE, status: 'paused' })],
    { 'error-code': 'not_interrupted' },
  ],
])('%s fails the step, or warns with fail-on-error: false', (_, history, facts) => {
  const right = outputs(facts);
  expect(end(finishAfter(history, { failOnError: true }), history)).toEqual({
    outputs: right,
    exitCode: 1,
    level: 'error',
  });
  expect(end(finishAfter(history, { failOnError: false }), history)).toEqual({
    outputs: right,
    exitCode: 0,
    level: 'warning',
  });
});

test.each<[string, Attempt[], number]>([
  ['a 204', [resolveAttempt(204)], 1],
  ['a 204 after an unknown outcome', [502, fault('connect_failed'), 204].map((end) => resolveAttempt(end)), 3],
  ['a 204 after a read', [resolveAttempt(204, { thread: INTERRUPTED })], 1],
])('%s is a success, without a code, a thread status or an annotation', (_, history, attempts) => {
  const right = outputs({ resolved: true, outcome: 'resolved', status: 204, attempts });
  for (const failOnError of [true, false]) {
    const ending = finishAfter(history, { failOnError });
    expect(end(ending, history)).toEqual({ outputs: right, exitCode: 0, level: 'none' });
  }
});

test('an invalid input fails', () => {
  expect(end({ kind: 'invalid_input', rule: 'thread-id is empty', rejected: undefined }, [])).toEqual({
    outputs: outputs({ 'error-code': 'invalid_input', attempts: 0 }),
    ...{ exitCode: 1, level: 'error' },
  });
});

test.each<['SIGINT' | 'SIGTERM' | 'SIGHUP', number, Attempt[], Partial<Outputs>]>([
  ['SIGINT', 130, [], { attempts: 0 }],
  ['SIGTERM', 143, [resolveAttempt(409)], { status: 409 }],
  ['SIGHUP', 129, [resolveAttempt(502)], { outcome: 'unknown', status: 502 }],
  ['SIGINT', 130, [resolveAttempt(409), RESOLVING], { outcome: 'unknown', status: 409, attempts: 2 }],
  ['SIGINT', 130, [READING], {}],
  ['SIGTERM', 143, [changed, READING], { attempts: 2, 'thread-status': 'interrupted', 'state-updated-at': LATER }],
  ['SIGTERM', 143, [resolveAttempt(204)], { resolved: true, outcome: 'resolved', 'error-code': '', status: 204 }],
])('%s ends the step with its own exit code, %d, and a warning (%#)', (signal, exitCode, history, facts) => {
  const right = outputs({ 'error-code': 'cancelled', ...facts });
  expect(end({ kind: 'cancelled', signal }, history)).toEqual({ outputs: right, exitCode, level: 'warning' });
});

test.each<[string, Attempt[], Partial<Outputs>]>([
  ['before the first attempt', [], { attempts: 0 }],
  ['after a refusal', [resolveAttempt(409)], { status: 409 }],
  ['during a read', [READING], {}],
  ['during a resolve request', [RESOLVING], { outcome: 'unknown' }],
  ['after an unknown outcome', [resolveAttempt(502)], { outcome: 'unknown', status: 502 }],
])('a bug %s fails the step', (_, history, facts) => {
  expect(end({ kind: 'internal_error', error: new Error('a bug') }, history)).toEqual({
    outputs: outputs({ 'error-code': 'internal_error', ...facts }),
    ...{ exitCode: 1, level: 'error' },
  });
});
