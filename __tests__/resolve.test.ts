import { type Attempt, type Event, resolveInterrupt } from '../src/resolve.js';
import type { RetryPolicy } from '../src/retry.js';
import { judge, type Verdict } from '../src/verdict.js';

const policy: RetryPolicy = {
  maxAttempts: 4,
  retryOn: new Set(['409', '502', 'connect-error']),
  retryDelayMs: 2000,
  retryMaxDelayMs: 30_000,
  requestTimeoutMs: 30_000,
  deadlineMs: 300_000,
};

const status = (code: number, retryAfter?: string): Verdict =>
  judge({ kind: 'answer', status: code, body: undefined, retryAfter, requestId: undefined }, []);
const fault = (kind: 'connect_failed' | 'connection_lost' | 'tls_failed'): Verdict => judge({ kind, reason: 'x' }, []);

/** Runs the loop on a clock that only its own waits and requests move. Chance is always 0: the shortest waits. */
async function run(verdicts: Verdict[], changes: Partial<RetryPolicy> = {}, requestMs = 100, sleepFactor = 1) {
  let clockMs = 5_000;
  const attempts: Attempt[] = [];
  const timeouts: number[] = [];
  const events: Event[] = [];
  const final = await resolveInterrupt({ ...policy, ...changes }, attempts, {
    send: async (timeoutMs) => {
      timeouts.push(timeoutMs);
      clockMs += Math.min(requestMs, timeoutMs);
      return verdicts[timeouts.length - 1] as Verdict;
    },
    now: () => clockMs,
    wallClock: () => 0,
    sleep: async (delayMs) => {
      clockMs += delayMs * sleepFactor;
    },
    random: () => 0,
    tell: (event) => events.push(event),
  });
  return { final, attempts, timeouts, events, told: events.map(({ kind }) => kind) };
}

test('repeats until an answer is final, and records all of it', async () => {
  const verdicts = [status(409), fault('connect_failed'), status(204)];
  const { final, attempts, events } = await run(verdicts);
  expect(final).toBe(verdicts[2]);
  expect(attempts).toEqual([
    { startedAtMs: 0, durationMs: 100, verdict: verdicts[0], waitMs: 1000 },
    { startedAtMs: 1100, durationMs: 100, verdict: verdicts[1], waitMs: 2000 },
    { startedAtMs: 3200, durationMs: 100, verdict: verdicts[2] },
  ]);
  expect(events).toEqual([
    { kind: 'attempted', number: 1, durationMs: 100, verdict: verdicts[0] },
    { kind: 'waiting', delayMs: 1000, verdict: verdicts[0], nextNumber: 2 },
    { kind: 'attempted', number: 2, durationMs: 100, verdict: verdicts[1] },
    { kind: 'waiting', delayMs: 2000, verdict: verdicts[1], nextNumber: 3 },
    { kind: 'attempted', number: 3, durationMs: 100, verdict: verdicts[2] },
  ]);
});

test.each([
  ['a lost connection', fault('connection_lost')],
  ['a failed certificate', fault('tls_failed')],
  ['a timeout', judge({ kind: 'timeout', timeoutMs: 1 }, [])],
  ['a status that is not listed', status(404)],
  ['a success', status(204)],
])('never repeats after %s', async (_, verdict) => {
  const { told } = await run([verdict, status(204)]);
  expect(told).toEqual(['attempted']);
});

test('ends with the last attempt, without a wait after it', async () => {
  const { attempts, told } = await run([status(502), status(502)], { maxAttempts: 2 });
  expect(told).toEqual(['attempted', 'waiting', 'attempted']);
  expect(attempts.at(-1)).not.toHaveProperty('waitMs');
});

test('gives an attempt no more than is left of the deadline', async () => {
  const { timeouts } = await run([status(409), status(204)], { deadlineMs: 5_000, requestTimeoutMs: 4_500 });
  expect(timeouts).toEqual([4_500, 3_900]);
});

test('does not begin a wait that the deadline cuts off, and says how long it would have been', async () => {
  const { attempts, events } = await run([status(409, '86400')]);
  expect(events.at(-1)).toEqual({ kind: 'out_of_time', delayMs: 86_400_000 });
  expect(attempts).toEqual([{ startedAtMs: 0, durationMs: 100, verdict: status(409, '86400') }]);
});

test('sends nothing when it woke up too late', async () => {
  const { timeouts, events } = await run([status(409), status(204)], {}, 100, 299);
  expect(timeouts).toHaveLength(1);
  expect(events.at(-1)).toEqual({ kind: 'out_of_time', delayMs: 0 });
});
