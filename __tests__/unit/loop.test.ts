import type { Attempt } from '../../src/attempts/history.js';
import { runAttempts } from '../../src/attempts/loop.js';
import type { Thread } from '../../src/attempts/thread.js';
import type { Verdict } from '../../src/attempts/verdict.js';
import type { Policy } from '../../src/settings.js';
import {
  BUSY,
  checkVerdict,
  fault,
  type Headers,
  IDLE,
  INTERRUPTED,
  readVerdict,
  resolveVerdict,
  response,
  SETTINGS,
  TIMEOUT,
  TOO_LATE,
} from './samples.js';

type Step = { resolve: Verdict } | { read: Thread | Verdict };

const policy: Policy = { ...SETTINGS, retryDelayMs: 2000 };
const check: Policy = { ...policy, checkThread: true };

const status = (code: number, headers?: Headers): Verdict => resolveVerdict(response(code, '', headers));
const [resolved, conflict, badGateway, timeout] = [status(204), status(409), status(502), resolveVerdict(TIMEOUT)];
const unreachable = resolveVerdict(fault('connect_failed'));
const stillBusy = checkVerdict(BUSY);
const FINAL = { kind: 'final' };

/**
 * Runs the loop against a script of responses, on a clock that only requests and waits move. The random number is 0, so
 * the waits are the shortest: 1, 2, 4 s.
 *
 * @param slowness by which a wait takes longer than it should
 */
async function run(script: Step[], given: Policy = policy, requestMs = 100, slowness = 1) {
  let clockMs = 5_000;
  const left = [...script];
  const history: Attempt[] = [];
  const events: unknown[] = [];
  const requests: string[] = [];
  const send = (kind: 'resolve' | 'read', timeoutMs: number): unknown => {
    requests.push(`${kind} at ${clockMs - 5_000} for ${timeoutMs}`);
    clockMs += Math.min(requestMs, timeoutMs);
    const step = left.shift();
    if (step === undefined || !(kind in step)) throw new Error(`the script has no ${kind} here`);
    return Object.values(step)[0];
  };
  const result = await runAttempts(given, history, {
    resolve: async (timeoutMs) => send('resolve', timeoutMs) as Verdict,
    read: async (timeoutMs) => send('read', timeoutMs) as Thread | Verdict,
    now: () => clockMs,
    wallClock: () => Date.UTC(2026, 10, 25),
    sleep: async (delayMs) => {
      clockMs += delayMs * slowness;
    },
    random: () => 0,
    onAttempt: (number, verdict, delayMs) => events.push({ number, verdict, delayMs }),
    onLastRead: (lastRead) => events.push({ lastRead }),
  });
  expect(left).toEqual([]);
  return { result, history, events, requests, kinds: requests.map((request) => request.split(' ')[0]).join(' ') };
}

describe('without the check', () => {
  test('sends requests until an attempt is final, and records each one', async () => {
    const { result, history, events, requests } = await run([
      { resolve: conflict },
      { resolve: unreachable },
      { resolve: resolved },
    ]);
    expect(result).toEqual({ verdict: resolved, stop: FINAL });
    expect(history).toEqual([
      { startedAtMs: 0, requested: true, durationMs: 100, verdict: conflict, waitMs: 1000 },
      { startedAtMs: 1100, requested: true, durationMs: 100, verdict: unreachable, waitMs: 2000 },
      { startedAtMs: 3200, requested: true, durationMs: 100, verdict: resolved },
    ]);
    expect(events).toEqual([
      { number: 1, verdict: conflict, delayMs: 1000 },
      { number: 2, verdict: unreachable, delayMs: 2000 },
      { number: 3, verdict: resolved },
    ]);
    expect(requests).toEqual(['resolve at 0 for 30000', 'resolve at 1100 for 30000', 'resolve at 3200 for 30000']);
  });

  test('gives a request no more time than is left', async () => {
    const { requests } = await run([{ resolve: conflict }, { resolve: resolved }], {
      ...policy,
      deadlineMs: 5_000,
      requestTimeoutMs: 4_500,
    });
    expect(requests).toEqual(['resolve at 0 for 4500', 'resolve at 1100 for 3900']);
  });

  test('ends immediately if a wait would pass the deadline', async () => {
    const verdict = status(409, { retryAfter: '86400' });
    const { result, history, events } = await run([{ resolve: verdict }]);
    expect(result).toEqual({ verdict, stop: { kind: 'deadline', delayMs: 86_400_000 } });
    expect(history).toEqual([{ startedAtMs: 0, requested: true, durationMs: 100, verdict }]);
    expect(events).toEqual([{ number: 1, verdict }]);
  });

  test('sends nothing if it wakes up too late', async () => {
    const { result, history, kinds } = await run([{ resolve: conflict }], policy, 100, 299);
    expect(result).toEqual({ verdict: conflict, stop: { kind: 'deadline', delayMs: 0 } });
    expect(history).toEqual([{ startedAtMs: 0, requested: true, durationMs: 100, verdict: conflict, waitMs: 299_000 }]);
    expect(kinds).toBe('resolve');
  });
});

describe('with the check', () => {
  test('reads an interrupted thread, and then sends the resolve request', async () => {
    const { result, history, requests } = await run([{ read: INTERRUPTED }, { resolve: resolved }], check);
    expect(result).toEqual({ verdict: resolved, stop: FINAL });
    expect(history).toEqual([
      { startedAtMs: 0, requested: true, thread: INTERRUPTED, durationMs: 200, verdict: resolved },
    ]);
    expect(requests).toEqual(['read at 0 for 30000', 'resolve at 100 for 30000']);
  });

  test('waits for a busy thread, without a resolve request', async () => {
    const { result, history, events, requests } = await run(
      [{ read: BUSY }, { read: BUSY }, { read: INTERRUPTED }, { resolve: resolved }],
      check,
    );
    expect(result).toEqual({ verdict: resolved, stop: FINAL });
    expect(history).toEqual([
      { startedAtMs: 0, requested: false, thread: BUSY, durationMs: 100, verdict: stillBusy, waitMs: 1000 },
      { startedAtMs: 1100, requested: false, thread: BUSY, durationMs: 100, verdict: stillBusy, waitMs: 2000 },
      { startedAtMs: 3200, requested: true, thread: INTERRUPTED, durationMs: 200, verdict: resolved },
    ]);
    expect(events).toEqual([
      { number: 1, verdict: stillBusy, delayMs: 1000 },
      { number: 2, verdict: stillBusy, delayMs: 2000 },
      { number: 3, verdict: resolved },
    ]);
    expect(requests).toEqual([
      'read at 0 for 30000',
      'read at 1100 for 30000',
      'read at 3200 for 30000',
      'resolve at 3300 for 30000',
    ]);
  });

  describe('with little time', () => {
    test('sends no resolve request if less than a second is left after the read', async () => {
      const short = { ...check, deadlineMs: 5_000 };
      const { result, history, kinds } = await run([{ read: INTERRUPTED }], short, 4_001);
      expect(result).toEqual({ verdict: TOO_LATE, stop: FINAL });
      expect(history).toEqual([
        { startedAtMs: 0, requested: false, thread: INTERRUPTED, durationMs: 4_001, verdict: TOO_LATE },
      ]);
      expect(kinds).toBe('read');
    });

    test('sends the resolve request if a second is left after the read, and gives it that second', async () => {
      const script = [{ read: INTERRUPTED }, { resolve: timeout }];
      const { requests } = await run(script, { ...check, deadlineMs: 5_000 }, 4_000);
      expect(requests).toEqual(['read at 0 for 5000', 'resolve at 4000 for 1000']);
    });

    test('what the thread is comes before how much time is left', async () => {
      const { result } = await run([{ read: IDLE }], { ...check, deadlineMs: 500 });
      expect(result).toEqual({ verdict: checkVerdict(IDLE), stop: FINAL });
    });
  });

  describe('reads the thread once more', () => {
    test('if the outcome is unknown, without a change to the verdict', async () => {
      const { result, history, events, requests } = await run(
        [{ read: INTERRUPTED }, { resolve: timeout }, { read: IDLE }],
        check,
      );
      expect(result).toEqual({ verdict: timeout, stop: FINAL });
      expect(history).toEqual([
        {
          ...{ startedAtMs: 0, requested: true, durationMs: 200, verdict: timeout },
          ...{ thread: INTERRUPTED, threadAfterwards: IDLE },
        },
      ]);
      expect(events).toEqual([{ number: 1, verdict: timeout }, { lastRead: IDLE }]);
      expect(requests).toEqual(['read at 0 for 30000', 'resolve at 100 for 30000', 'read at 200 for 30000']);
    });

    test('and keeps the verdict if that read fails', async () => {
      const failed = readVerdict(404);
      const script = [{ read: INTERRUPTED }, { resolve: timeout }, { read: failed }];
      const { result, history, events } = await run(script, check);
      expect(result).toEqual({ verdict: timeout, stop: FINAL });
      expect(events.at(-1)).toEqual({ lastRead: failed });
      expect(history).toEqual([
        { startedAtMs: 0, requested: true, thread: INTERRUPTED, durationMs: 200, verdict: timeout },
      ]);
    });

    test('if a second is left', async () => {
      const script = [{ read: INTERRUPTED }, { resolve: timeout }];
      const short = { ...check, deadlineMs: 5_000 };
      expect((await run([...script, { read: IDLE }], short, 2_000)).requests).toEqual([
        'read at 0 for 5000',
        'resolve at 2000 for 3000',
        'read at 4000 for 1000',
      ]);
      expect((await run(script, short, 2_001)).kinds).toBe('read resolve');
    });

    test('but not if it woke up too late for another attempt', async () => {
      const { result, kinds } = await run([{ read: INTERRUPTED }, { resolve: badGateway }], check, 100, 299);
      expect(result).toEqual({ verdict: badGateway, stop: { kind: 'deadline', delayMs: 0 } });
      expect(kinds).toBe('read resolve');
    });
  });
});

test('a timer is never shorter than a millisecond', async () => {
  const { requests } = await run([{ resolve: timeout }], { ...policy, deadlineMs: 0.1 });
  expect(requests).toEqual(['resolve at 0 for 1']);
});

test('an attempt in progress is recorded, with whether the resolve request was sent', async () => {
  const history: Attempt[] = [];
  const seen: unknown[] = [];
  const record = <T>(value: T): T => {
    seen.push(structuredClone(history));
    return value;
  };
  await runAttempts({ ...check, maxAttempts: 1 }, history, {
    read: async () => record(INTERRUPTED),
    resolve: async () => record(status(404)),
    now: () => 0,
    wallClock: () => 0,
    sleep: async () => {},
    random: () => 0,
    onAttempt: () => {},
    onLastRead: () => {},
  });
  expect(seen).toEqual([
    [{ startedAtMs: 0, requested: false }],
    [{ startedAtMs: 0, requested: true, thread: INTERRUPTED }],
  ]);
});
