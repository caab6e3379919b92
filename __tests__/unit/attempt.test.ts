import { type Attempt, lastStatus, lastThreadStatus, lastUnknown, outcomeOf } from '../../src/attempts/attempt.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeCall, type Outcome, type Verdict } from '../../src/attempts/verdict.js';
import { fault, response } from './samples.js';

/** The end of a call: a status, a fault, or still in flight. */
type End = number | 'connection_lost' | 'connect_failed' | 'tls_failed' | 'in flight';

function call(end: End, threadStatus?: string, afterwards?: string): Attempt {
  const thread = threadStatus === undefined ? {} : { thread: { status: threadStatus, changedAtMs: 1 } };
  const attempt: Attempt = { startedAtMs: 0, called: true, ...thread };
  if (end !== 'in flight') attempt.verdict = judgeCall(typeof end === 'number' ? response(end) : fault(end), []);
  if (afterwards !== undefined) attempt.threadAfterwards = { status: afterwards, changedAtMs: 1 };
  return attempt;
}

/** An attempt that ended with the read: with a thread of this status, or without one. */
function read(threadStatus: string | undefined, httpStatus = 404): Attempt {
  if (threadStatus === undefined) {
    return { startedAtMs: 0, called: false, verdict: judgeRead(response(httpStatus), []) as Verdict };
  }
  const verdict: Verdict = { outcome: 'not-resolved', code: 'not_interrupted' };
  return { startedAtMs: 0, called: false, thread: { status: threadStatus, changedAtMs: 1 }, verdict };
}

const reading: Attempt = { startedAtMs: 0, called: false };

const refused502 = call(502);
refused502.verdict = judgeCall(response(502, { code: 'upstream_auth_failed' }), []);

test.each<[string, Attempt[], Outcome]>([
  ['nothing', [], 'not-resolved'],
  ['a 204', [call(204)], 'resolved'],
  ['a 404', [call(404)], 'not-resolved'],
  ['a failed connection', [call('connect_failed')], 'not-resolved'],
  ['a certificate that was not accepted', [call('tls_failed')], 'not-resolved'],
  ['a 502', [call(502)], 'unknown'],
  ['a lost connection', [call('connection_lost')], 'unknown'],
  ['a 502, and then a 404', [call(502), call(404)], 'unknown'],
  ['a 502, and then a 409', [call(502), call(409)], 'unknown'],
  ['a 502, and then an idle thread', [call(502, 'interrupted'), read('idle')], 'unknown'],
  ['a 502 that refused, and then a 409', [refused502, call(409)], 'not-resolved'],
  ['a 502, a failed connection, and then a 204', [call(502), call('connect_failed'), call(204)], 'resolved'],
  ['a call in flight', [call('in flight')], 'unknown'],
  ['a 409, and then a call in flight', [call(409), call('in flight')], 'unknown'],
  ['a read in flight', [reading], 'not-resolved'],
  ['a 409, and then a read in flight', [call(409, 'interrupted'), reading], 'not-resolved'],
  ['a 502, and then a read in flight', [call(502, 'interrupted'), reading], 'unknown'],
  ['an unreadable thread', [read(undefined, 200)], 'not-resolved'],
  ['a 503 for a read', [read(undefined, 503)], 'not-resolved'],
  ['a 502, and then an idle thread afterwards', [call(502, 'interrupted', 'idle')], 'unknown'],
])('the outcome of %s is %s', (_, attempts, outcome) => {
  expect(outcomeOf(attempts)).toBe(outcome);
});

test('lastUnknown finds the last attempt of unknown outcome', () => {
  const attempts = [call(502), call('connection_lost'), call(409), reading];
  expect(lastUnknown(attempts)).toBe(attempts[1]);
  expect(lastUnknown([call(409), refused502, reading, call(204)])).toBeUndefined();
  expect(lastUnknown([])).toBeUndefined();
});

test.each<[string, Attempt[], number | undefined]>([
  ['nothing', [], undefined],
  ['a 204', [call(204)], 204],
  ['a failed connection', [call('connect_failed')], undefined],
  ['a 409, and then a lost connection', [call(409), call('connection_lost')], 409],
  ['a 409, a 502, and then a call in flight', [call(409), call(502), call('in flight')], 502],
  ['an idle thread', [read('idle')], undefined],
  ['an unreadable thread', [read(undefined, 200)], undefined],
  ['a 409, and then an idle thread', [call(409, 'interrupted'), read('idle')], 409],
  ['a 401 for a read', [read(undefined, 401)], 401],
])('the status after %s is %s', (_, attempts, status) => {
  expect(lastStatus(attempts)).toBe(status);
});

test.each<[string, Attempt[], string]>([
  ['nothing', [], ''],
  ['no read', [call(404)], ''],
  ['a failed read', [read(undefined)], ''],
  ['an idle thread', [read('idle')], 'idle'],
  ['a failed thread', [read('error')], 'error'],
  ['a busy thread', [read('busy')], 'busy'],
  ['a thread with a status of its own', [read('paused')], ''],
  ['a busy thread, and then one with a status of its own', [read('busy'), read('paused')], ''],
  ['a busy thread, and then a failed read', [read('busy'), read(undefined)], 'busy'],
  ['a busy thread, and then a read in flight', [read('busy'), reading], 'busy'],
  ['a read before a refused call', [call(404, 'interrupted')], 'interrupted'],
  ['a read before a call that was not sent', [call('connect_failed', 'interrupted')], 'interrupted'],
  ['a read before a call of unknown outcome', [call(502, 'interrupted')], ''],
  ['a read before a call in flight', [call('in flight', 'interrupted')], ''],
  ['reads before and after a call of unknown outcome', [call(502, 'interrupted'), read('idle')], 'idle'],
  ['a failed read after a call of unknown outcome', [call(502, 'interrupted'), read(undefined)], ''],
  ['a 502, a read and a 409', [call(502, 'interrupted'), call(409, 'interrupted')], 'interrupted'],
  ['a 409, a read and a 502', [call(409, 'interrupted'), call(502, 'interrupted')], ''],
  ['a read afterwards', [call(502, 'interrupted', 'idle')], 'idle'],
  ['a read afterwards of a status of its own', [call(502, 'interrupted', 'paused')], ''],
  ['a read after the last of two calls', [call(502, 'interrupted'), call(409, 'interrupted', 'busy')], 'busy'],
])('the thread status after %s is "%s"', (_, attempts, status) => {
  expect(lastThreadStatus(attempts)).toBe(status);
});
