import { type Attempt, lastThread, lastUnknown, outcomeOf } from '../../src/attempts/history.js';
import type { Outcome } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import {
  checkVerdict,
  fault,
  READING,
  RESOLVING,
  readAttempt,
  readVerdict,
  resolveAttempt,
  response,
  threadOf,
} from './samples.js';

/** An attempt that ended with its resolve request, or is still in it, between reads of these statuses. */
function attempt(end: Exchange | number | 'in flight', before?: string, afterwards?: string): Attempt {
  return {
    ...(end === 'in flight' ? RESOLVING : resolveAttempt(end)),
    ...(before !== undefined && { thread: threadOf(before) }),
    ...(afterwards !== undefined && { threadAfterwards: threadOf(afterwards) }),
  };
}

/** An attempt that ended with the read of a thread of this status. */
const read = (status: string): Attempt => readAttempt(checkVerdict(threadOf(status)), threadOf(status));
const failedRead = (status: number): Attempt => readAttempt(readVerdict(status));

const AUTH = response(502, { code: 'upstream_auth_failed' });
const LOST = fault('connection_lost');
const UNREACHABLE = fault('connect_failed');

test.each<[string, Attempt[], Outcome]>([
  ['nothing', [], 'not-resolved'],
  ['a certificate that was not accepted', [attempt(fault('tls_failed'))], 'not-resolved'],
  ['a 502', [attempt(502)], 'unknown'],
  ['a 502, and then a 404', [attempt(502), attempt(404)], 'unknown'],
  ['a 502, and then a 409', [attempt(502), attempt(409)], 'unknown'],
  ['a 502, and then an idle thread', [attempt(502, 'interrupted'), read('idle')], 'unknown'],
  ['a 502 that refused, and then a 409', [attempt(AUTH), attempt(409)], 'not-resolved'],
  ['a 502, a failed connection, and then a 204', [attempt(502), attempt(UNREACHABLE), attempt(204)], 'resolved'],
  ['a resolve request in flight', [attempt('in flight')], 'unknown'],
  ['a 409, and then a resolve request in flight', [attempt(409), attempt('in flight')], 'unknown'],
  ['a read in flight', [READING], 'not-resolved'],
  ['a 409, and then a read in flight', [attempt(409, 'interrupted'), READING], 'not-resolved'],
  ['a 502, and then a read in flight', [attempt(502, 'interrupted'), READING], 'unknown'],
  ['a 503 for a read', [failedRead(503)], 'not-resolved'],
  ['a 502, and then an idle thread afterwards', [attempt(502, 'interrupted', 'idle')], 'unknown'],
])('the outcome of %s is %s', (_, attempts, outcome) => {
  expect(outcomeOf(attempts)).toBe(outcome);
});

test('lastUnknown finds the last attempt of unknown outcome', () => {
  const attempts = [attempt(502), attempt(LOST), attempt(409), READING];
  expect(lastUnknown(attempts)).toBe(attempts[1]);
  expect(lastUnknown([attempt(409), attempt(AUTH), READING, attempt(204)])).toBeUndefined();
  expect(lastUnknown([])).toBeUndefined();
});

test.each<[string, Attempt[], string | undefined]>([
  ['nothing', [], undefined],
  ['no read', [attempt(404)], undefined],
  ['a failed read', [failedRead(404)], undefined],
  ['an idle thread', [read('idle')], 'idle'],
  ['a thread with a status of its own', [read('busy'), read('paused')], 'paused'],
  ['a busy thread, and then a failed read', [read('busy'), failedRead(404)], 'busy'],
  ['a busy thread, and then a 409 for the read', [read('busy'), failedRead(409)], 'busy'],
  ['a busy thread, and then a read in flight', [read('busy'), READING], 'busy'],
  ['a read before a refusal', [attempt(404, 'interrupted')], 'interrupted'],
  ['a read before a 409', [attempt(409, 'interrupted')], undefined],
  ['a read before a 409, and a failed read', [attempt(409, 'interrupted'), failedRead(404)], undefined],
  ['a read before a request that was not sent', [attempt(UNREACHABLE, 'interrupted')], 'interrupted'],
  ['a read before an unknown outcome', [attempt(502, 'interrupted')], undefined],
  ['a read before a resolve request in flight', [attempt('in flight', 'interrupted')], undefined],
  ['reads before and after an unknown outcome', [attempt(502, 'interrupted'), read('idle')], 'idle'],
  ['a failed read after an unknown outcome', [attempt(502, 'interrupted'), failedRead(404)], undefined],
  ['a 502, a read and a 404', [attempt(502, 'interrupted'), attempt(404, 'interrupted')], 'interrupted'],
  ['a 409, a read and a 502', [attempt(409, 'interrupted'), attempt(502, 'interrupted')], undefined],
  ['a read afterwards', [attempt(502, 'interrupted', 'idle')], 'idle'],
  ['a read after the last of two requests', [attempt(502, 'interrupted'), attempt(409, 'interrupted', 'busy')], 'busy'],
])('the thread after %s is %s', (_, history, status) => {
  expect(lastThread(history)?.status).toBe(status);
});
