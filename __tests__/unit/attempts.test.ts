import type { Attempt, Thread } from '../../src/attempts/attempt.js';
import { type Event, makeAttempts, type Policy } from '../../src/attempts/attempts.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { fault, type Headers, INTERRUPTED, REVIEWED_AT_MS, response, SETTINGS, TIMEOUT } from './samples.js';

type Step = { call: Verdict } | { read: Thread | Verdict };

const policy: Policy = { ...SETTINGS, retryDelayMs: 2000 };
const check: Policy = { ...policy, checkThread: true };

const status = (code: number, headers?: Headers): Verdict => judgeCall(response(code, undefined, headers), []);
const [resolved, conflict, badGateway, timeout] = [status(204), status(409), status(502), judgeCall(TIMEOUT, [])];
const unreachable = judgeCall(fault('connect_failed'), []);
const busy: Thread = { status: 'busy', changedAtMs: REVIEWED_AT_MS };
const idle: Thread = { status: 'idle', changedAtMs: REVIEWED_AT_MS };
const later: Thread = { status: 'interrupted', changedAtMs: REVIEWED_AT_MS + 1 };
const timeless: Thread = { status: 'interrupted', changedAtMs: undefined };

const refusal = (code: string): Verdict => ({ outcome: 'not-resolved', code });
const unreadable = { ...refusal('thread_unreadable'), detail: expect.any(String) };
const stillBusy: Verdict = { ...refusal('not_interrupted'), retryItem: '409' };

/**
 * Runs the loop against a script of responses, on a clock that only requests and waits move. The random number is 0, so
 * the waits are the shortest: 1, 2, 4 s.
 *
 * @param slowness by which a wait takes longer than it should
 */
async function run(script: Step[], given: Policy = policy, requestMs = 100, slowness = 1) {
  let clockMs = 5_000;
  const left = [...script];
  const attempts: Attempt[] = [];
  const events: Event[] = [];
  const requests: string[] = [];
  const send = (kind: 'call' | 'read', timeoutMs: number): unknown => {
    requests.push(`${kind} at ${clockMs - 5_000} for ${timeoutMs}`);
    clockMs += Math.min(requestMs, timeoutMs);
    const step = left.shift();
    if (step === undefined || !(kind in step)) throw new Error(`the script has no ${kind} here`);
    return Object.values(step)[0];
  };
  const result = await makeAttempts(given, attempts, {
    call: async (timeoutMs) => send('call', timeoutMs) as Verdict,
    read: async (timeoutMs) => send('read', timeoutMs) as Thread | Verdict,
    now: () => clockMs,
    wallClock: () => Date.UTC(2026, 10, 25),
    sleep: async (delayMs) => {
      clockMs += delayMs * slowness;
    },
    random: () => 0,
    onEvent: (event) => events.push(event),
  });
  expect(left).toEqual([]);
  return { result, attempts, events, requests, kinds: requests.map((request) => request.split(' ')[0]).join(' ') };
}

describe('without the check', () => {
  test('calls until an attempt is final, and records each one', async () => {
    const { result, attempts, events, requests } = await run([
      { call: conflict },
      { call: unreachable },
      { call: resolved },
    ]);
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
    expect(attempts).toEqual([
      { startedAtMs: 0, called: true, durationMs: 100, verdict: conflict, waitMs: 1000 },
      { startedAtMs: 1100, called: true, durationMs: 100, verdict: unreachable, waitMs: 2000 },
      { startedAtMs: 3200, called: true, durationMs: 100, verdict: resolved },
    ]);
    expect(events).toEqual([
      { attempt: 1, verdict: conflict, delayMs: 1000 },
      { attempt: 2, verdict: unreachable, delayMs: 2000 },
      { attempt: 3, verdict: resolved, delayMs: undefined },
    ]);
    expect(requests).toEqual(['call at 0 for 30000', 'call at 1100 for 30000', 'call at 3200 for 30000']);
  });

  test.each([
    ['a lost connection', judgeCall(fault('connection_lost'), [])],
    ['a certificate that was not accepted', judgeCall(fault('tls_failed'), [])],
    ['a timeout', timeout],
    ['a status that is not listed', status(404)],
    ['a redirect', status(307)],
    ['a success', resolved],
  ])('never calls again after %s', async (_, verdict) => {
    const { result, attempts } = await run([{ call: verdict }]);
    expect(result).toEqual({ verdict, stop: { kind: 'final' } });
    expect(attempts).toEqual([{ startedAtMs: 0, called: true, durationMs: 100, verdict }]);
  });

  test('does not wait after the last attempt', async () => {
    const { result, attempts } = await run([{ call: badGateway }, { call: badGateway }], { ...policy, maxAttempts: 2 });
    expect(result).toEqual({ verdict: badGateway, stop: { kind: 'final' } });
    expect(attempts).toEqual([
      { startedAtMs: 0, called: true, durationMs: 100, verdict: badGateway, waitMs: 1000 },
      { startedAtMs: 1100, called: true, durationMs: 100, verdict: badGateway },
    ]);
  });

  test.each([
    ['even if another attempt came between', badGateway, unreachable],
    ['even if that was not the first', unreachable, badGateway],
  ])('a 409 is final after an unknown outcome, %s', async (_, first, second) => {
    const { result, kinds } = await run([{ call: first }, { call: second }, { call: conflict }]);
    expect(result).toEqual({ verdict: conflict, stop: { kind: 'after_unknown' } });
    expect(kinds).toBe('call call call');
  });

  test('a 502 with upstream_auth_failed is no unknown outcome', async () => {
    const refused = judgeCall(response(502, { code: 'upstream_auth_failed' }), []);
    const { result } = await run([{ call: refused }, { call: conflict }, { call: resolved }]);
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
  });

  test('a call after an unknown outcome can still resolve the interrupt', async () => {
    const { result } = await run([{ call: badGateway }, { call: resolved }]);
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
  });

  test('gives a request no more time than is left', async () => {
    const { requests } = await run([{ call: conflict }, { call: resolved }], {
      ...policy,
      deadlineMs: 5_000,
      requestTimeoutMs: 4_500,
    });
    expect(requests).toEqual(['call at 0 for 4500', 'call at 1100 for 3900']);
  });

  test('ends immediately if a wait would pass the deadline', async () => {
    const verdict = status(409, { retryAfter: '86400' });
    const { result, attempts, events } = await run([{ call: verdict }]);
    expect(result).toEqual({ verdict, stop: { kind: 'deadline', delayMs: 86_400_000 } });
    expect(attempts).toEqual([{ startedAtMs: 0, called: true, durationMs: 100, verdict }]);
    expect(events).toEqual([{ attempt: 1, verdict, delayMs: undefined }]);
  });

  test('sends nothing if it wakes up too late', async () => {
    const { result, attempts, kinds } = await run([{ call: conflict }], policy, 100, 299);
    expect(result).toEqual({ verdict: conflict, stop: { kind: 'deadline', delayMs: 0 } });
    expect(attempts).toEqual([{ startedAtMs: 0, called: true, durationMs: 100, verdict: conflict, waitMs: 299_000 }]);
    expect(kinds).toBe('call');
  });

  test('never reads the thread, not even after an unknown outcome', async () => {
    expect((await run([{ call: timeout }])).kinds).toBe('call');
  });
});

describe('with the check', () => {
  test('reads an interrupted thread, and then calls', async () => {
    const { result, attempts, requests } = await run([{ read: INTERRUPTED }, { call: resolved }], check);
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
    expect(attempts).toEqual([
      { startedAtMs: 0, called: true, thread: INTERRUPTED, durationMs: 200, verdict: resolved },
    ]);
    expect(requests).toEqual(['read at 0 for 30000', 'call at 100 for 30000']);
  });

  test('reads again before each call', async () => {
    const script = [{ read: INTERRUPTED }, { call: conflict }, { read: INTERRUPTED }, { call: resolved }];
    expect((await run(script, check)).kinds).toBe('read call read call');
  });

  test('waits for a busy thread, without a call', async () => {
    const { result, attempts, events, requests } = await run(
      [{ read: busy }, { read: busy }, { read: INTERRUPTED }, { call: resolved }],
      check,
    );
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
    expect(attempts).toEqual([
      { startedAtMs: 0, called: false, thread: busy, durationMs: 100, verdict: stillBusy, waitMs: 1000 },
      { startedAtMs: 1100, called: false, thread: busy, durationMs: 100, verdict: stillBusy, waitMs: 2000 },
      { startedAtMs: 3200, called: true, thread: INTERRUPTED, durationMs: 200, verdict: resolved },
    ]);
    expect(events).toEqual([
      { attempt: 1, verdict: stillBusy, delayMs: 1000 },
      { attempt: 2, verdict: stillBusy, delayMs: 2000 },
      { attempt: 3, verdict: resolved, delayMs: undefined },
    ]);
    expect(requests).toEqual([
      'read at 0 for 30000',
      'read at 1100 for 30000',
      'read at 3200 for 30000',
      'call at 3300 for 30000',
    ]);
  });

  test('does not wait for a busy thread if 409 is not listed', async () => {
    const { result, kinds } = await run([{ read: busy }], { ...check, retryOn: new Set(['502', 'connect_failed']) });
    expect(result).toEqual({ verdict: stillBusy, stop: { kind: 'final' } });
    expect(kinds).toBe('read');
  });

  test.each<[string, Thread | Verdict, Verdict]>([
    ['an idle thread', idle, refusal('not_interrupted')],
    ['a failed thread', { status: 'error', changedAtMs: 0 }, refusal('not_interrupted')],
    ['a thread that changed after the review', later, refusal('thread_changed')],
    ['a thread without a time', timeless, unreadable],
    ['a body that is no thread', judgeRead(response(200, '[]'), []), unreadable],
    ['a status that is not listed', judgeRead(response(404), []), judgeRead(response(404), []) as Verdict],
  ])('never calls after it read %s', async (_, read, verdict) => {
    const { result, attempts, kinds } = await run([{ read }], { ...check, unchangedSinceMs: REVIEWED_AT_MS });
    expect(result).toEqual({ verdict, stop: { kind: 'final' } });
    expect(attempts).toMatchObject([{ startedAtMs: 0, called: false, durationMs: 100, verdict }]);
    expect(kinds).toBe('read');
  });

  test('calls if the thread has not changed since the review', async () => {
    const script = [{ read: INTERRUPTED }, { call: resolved }];
    expect((await run(script, { ...check, unchangedSinceMs: REVIEWED_AT_MS })).kinds).toBe('read call');
  });

  test.each([
    ['a timeout', TIMEOUT],
    ['a lost connection', fault('connection_lost')],
    ['no connection', fault('connect_failed')],
    ['a 502', response(502)],
  ])('reads again after %s, as nothing was sent', async (_, exchange) => {
    const verdict = judgeRead(exchange, []) as Verdict;
    const { result, attempts } = await run([{ read: verdict }, { read: INTERRUPTED }, { call: resolved }], check);
    expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
    expect(attempts).toEqual([
      { startedAtMs: 0, called: false, durationMs: 100, verdict, waitMs: 1000 },
      { startedAtMs: 1100, called: true, thread: INTERRUPTED, durationMs: 200, verdict: resolved },
    ]);
  });

  test.each([
    ['connect_failed is not listed', TIMEOUT, new Set(['409', '502'])],
    ['its certificate was not accepted', fault('tls_failed'), policy.retryOn],
    ['it is not HTTP', fault('not_http'), policy.retryOn],
  ])('does not read again if %s', async (_, exchange, retryOn) => {
    const verdict = judgeRead(exchange, []) as Verdict;
    const { result, kinds } = await run([{ read: verdict }], { ...check, retryOn });
    expect(result).toEqual({ verdict, stop: { kind: 'final' } });
    expect(kinds).toBe('read');
  });

  describe('with little time', () => {
    test('does not call if less than a second is left after the read', async () => {
      const short = { ...check, deadlineMs: 5_000 };
      const { result, attempts, kinds } = await run([{ read: INTERRUPTED }], short, 4_001);
      expect(result).toEqual({ verdict: refusal('timeout'), stop: { kind: 'final' } });
      expect(attempts).toEqual([
        { startedAtMs: 0, called: false, thread: INTERRUPTED, durationMs: 4_001, verdict: refusal('timeout') },
      ]);
      expect(kinds).toBe('read');
    });

    test('calls if a second is left after the read, and gives the call that second', async () => {
      const script = [{ read: INTERRUPTED }, { call: timeout }];
      const { requests } = await run(script, { ...check, deadlineMs: 5_000 }, 4_000);
      expect(requests).toEqual(['read at 0 for 5000', 'call at 4000 for 1000']);
    });

    test.each([
      [500, 'read call read'],
      [501, 'read'],
    ])('asks for no more than the request timeout: a read of %d ms', async (readMs, kinds) => {
      const short = { ...check, deadlineMs: 1_000, requestTimeoutMs: 500 };
      let clockMs = 0;
      const requests: string[] = [];
      await makeAttempts(short, [], {
        read: async () => {
          requests.push('read');
          clockMs += requests.length === 1 ? readMs : 0;
          return INTERRUPTED;
        },
        call: async () => {
          requests.push('call');
          return timeout;
        },
        now: () => clockMs,
        wallClock: () => 0,
        sleep: async () => {},
        random: () => 0,
        onEvent: () => {},
      });
      expect(requests.join(' ')).toBe(kinds);
    });

    test('what the thread is comes before how much time is left', async () => {
      const { result } = await run([{ read: idle }], { ...check, deadlineMs: 500 });
      expect(result).toEqual({ verdict: refusal('not_interrupted'), stop: { kind: 'final' } });
    });
  });

  describe('after a call of unknown outcome', () => {
    test('calls again if the thread has not changed', async () => {
      const script = [{ read: INTERRUPTED }, { call: badGateway }, { read: INTERRUPTED }, { call: resolved }];
      const { result, kinds } = await run(script, check);
      expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
      expect(kinds).toBe('read call read call');
    });

    test.each([
      ['the thread has changed', INTERRUPTED, later, refusal('thread_changed')],
      ['the thread now has no time', INTERRUPTED, timeless, unreadable],
      ['the thread had no time', timeless, INTERRUPTED, unreadable],
      ['the thread is idle', INTERRUPTED, idle, refusal('not_interrupted')],
    ])('does not call again if %s', async (_, before, now, verdict) => {
      const { result, kinds } = await run([{ read: before }, { call: badGateway }, { read: now }], check);
      expect(result).toEqual({ verdict, stop: { kind: 'final' } });
      expect(kinds).toBe('read call read');
    });

    test('compares with the read before that call, and not with an earlier or later one', async () => {
      const { result, kinds } = await run(
        [
          { read: INTERRUPTED },
          { call: conflict },
          { read: later },
          { call: badGateway },
          { read: judgeRead(TIMEOUT, []) },
          { read: later },
          { call: resolved },
        ],
        check,
      );
      expect(result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
      expect(kinds).toBe('read call read call read read call');
    });

    test('does not compare with the read before a refused call', async () => {
      const script = [{ read: INTERRUPTED }, { call: conflict }, { read: later }, { call: resolved }];
      expect((await run(script, check)).result).toEqual({ verdict: resolved, stop: { kind: 'final' } });
    });

    test('a busy thread is final', async () => {
      const { result, kinds } = await run([{ read: INTERRUPTED }, { call: badGateway }, { read: busy }], check);
      expect(result).toEqual({ verdict: stillBusy, stop: { kind: 'after_unknown' } });
      expect(kinds).toBe('read call read');
    });

    test('a 409 is final', async () => {
      const script = [{ read: INTERRUPTED }, { call: badGateway }, { read: INTERRUPTED }, { call: conflict }];
      const { result, kinds } = await run([...script, { read: idle }], check);
      expect(result).toEqual({ verdict: conflict, stop: { kind: 'after_unknown' } });
      expect(kinds).toBe('read call read call read');
    });
  });

  describe('reads the thread once more', () => {
    test('if the outcome is unknown, without a change to the verdict', async () => {
      const { result, attempts, events, requests } = await run(
        [{ read: INTERRUPTED }, { call: timeout }, { read: idle }],
        check,
      );
      expect(result).toEqual({ verdict: timeout, stop: { kind: 'final' } });
      expect(attempts).toEqual([
        {
          ...{ startedAtMs: 0, called: true, durationMs: 200, verdict: timeout },
          ...{ thread: INTERRUPTED, threadAfterwards: idle },
        },
      ]);
      expect(events).toEqual([{ attempt: 1, verdict: timeout, delayMs: undefined }]);
      expect(requests).toEqual(['read at 0 for 30000', 'call at 100 for 30000', 'read at 200 for 30000']);
    });

    test('if the last call was refused but an earlier one is unknown', async () => {
      const script = [{ read: INTERRUPTED }, { call: badGateway }, { read: INTERRUPTED }, { call: status(404) }];
      const { result, attempts } = await run([...script, { read: idle }], check);
      expect(result).toEqual({ verdict: status(404), stop: { kind: 'final' } });
      expect(attempts.map(({ threadAfterwards }) => threadAfterwards)).toEqual([undefined, idle]);
    });

    test('if a wait would pass the deadline', async () => {
      const verdict = status(502, { retryAfter: '86400' });
      const { result, attempts } = await run([{ read: INTERRUPTED }, { call: verdict }, { read: idle }], check);
      expect(result).toEqual({ verdict, stop: { kind: 'deadline', delayMs: 86_400_000 } });
      expect(attempts[0]?.threadAfterwards).toEqual(idle);
    });

    test('and keeps the verdict if that read fails', async () => {
      const failed = judgeRead(response(404), []);
      const { result, attempts } = await run([{ read: INTERRUPTED }, { call: timeout }, { read: failed }], check);
      expect(result).toEqual({ verdict: timeout, stop: { kind: 'final' } });
      expect(attempts).toEqual([
        { startedAtMs: 0, called: true, thread: INTERRUPTED, durationMs: 200, verdict: timeout },
      ]);
    });

    test('if a second is left', async () => {
      const script = [{ read: INTERRUPTED }, { call: timeout }];
      const short = { ...check, deadlineMs: 5_000 };
      expect((await run([...script, { read: idle }], short, 2_000)).requests).toEqual([
        'read at 0 for 5000',
        'call at 2000 for 3000',
        'read at 4000 for 1000',
      ]);
      expect((await run(script, short, 2_001)).kinds).toBe('read call');
    });

    test('but not if the last request was a read', async () => {
      const script = [{ read: INTERRUPTED }, { call: badGateway }, { read: judgeRead(response(404), []) }];
      expect((await run(script, check)).kinds).toBe('read call read');
    });

    test.each([
      ['resolved', resolved],
      ['refused', status(404)],
      ['never sent', judgeCall(fault('tls_failed'), [])],
    ])('but not if the call was %s', async (_, verdict) => {
      expect((await run([{ read: INTERRUPTED }, { call: verdict }], check)).kinds).toBe('read call');
    });

    test('but not if it woke up too late for another attempt', async () => {
      const { result, kinds } = await run([{ read: INTERRUPTED }, { call: badGateway }], check, 100, 299);
      expect(result).toEqual({ verdict: badGateway, stop: { kind: 'deadline', delayMs: 0 } });
      expect(kinds).toBe('read call');
    });
  });
});

test('a timer is never shorter than a millisecond', async () => {
  const { requests } = await run([{ call: timeout }], { ...policy, deadlineMs: 0.1 });
  expect(requests).toEqual(['call at 0 for 1']);
});

test('an attempt in progress is recorded, with whether the call was sent', async () => {
  const attempts: Attempt[] = [];
  const seen: unknown[] = [];
  const record = <T>(value: T): T => {
    seen.push(structuredClone(attempts));
    return value;
  };
  await makeAttempts({ ...check, maxAttempts: 1 }, attempts, {
    read: async () => record(INTERRUPTED),
    call: async () => record(conflict),
    now: () => 0,
    wallClock: () => 0,
    sleep: async () => {},
    random: () => 0,
    onEvent: () => {},
  });
  expect(seen).toEqual([[{ startedAtMs: 0, called: false }], [{ startedAtMs: 0, called: true, thread: INTERRUPTED }]]);
});
