import {
  type Decision,
  decide,
  delayBeforeNext,
  parseRetryAfterMs,
  type RetryContext,
} from '../../src/attempts/retry.js';
import type { Verdict } from '../../src/attempts/verdict.js';
import type { Policy } from '../../src/settings.js';
import {
  BUSY,
  CHANGED,
  checkVerdict,
  fault,
  type Headers,
  PROXY_REFUSAL,
  readVerdict,
  resolveVerdict,
  response,
  SETTINGS,
  TIMEOUT,
} from './samples.js';

const NOW_MS = Date.UTC(2026, 10, 25, 9, 30);
const policy: Policy = { ...SETTINGS, retryDelayMs: 2000 };
const context: RetryContext = { attemptCount: 1, unknownBefore: false, elapsedMs: 0, wallClockMs: NOW_MS, random: 0 };

const status = (code: number, headers?: Headers): Verdict => resolveVerdict(response(code, '', headers));
const busy = checkVerdict(BUSY);

describe('the wait', () => {
  test.each([
    [1, 0, 1000],
    [1, 0.5, 1500],
    [2, 0, 2000],
    [3, 0.75, 7000],
    [4, 0, 8000],
    [5, 0, 15_000],
    [100, 0.5, 22_500],
  ])('after attempt %d, with the random number %d, is %d ms', (attemptCount, random, delayMs) => {
    expect(delayBeforeNext(status(409), policy, { ...context, attemptCount, random })).toBe(delayMs);
  });

  test('with the defaults is 1.5-3, 3-6, 6-12, 12-24 and 15-30 s', () => {
    const delays = (random: number): number[] =>
      [1, 2, 3, 4, 5].map((attemptCount) =>
        delayBeforeNext(status(502), SETTINGS, { ...context, attemptCount, random }),
      );
    expect(delays(0)).toEqual([1500, 3000, 6000, 12_000, 15_000]);
    expect(delays(1)).toEqual([3000, 6000, 12_000, 24_000, 30_000]);
  });

  test('is nothing without a delay', () => {
    const none = { ...policy, retryDelayMs: 0 };
    expect(delayBeforeNext(status(409), none, { ...context, attemptCount: 99, random: 0.9 })).toBe(0);
  });

  test.each([
    ['60', 0, 60_000],
    ['60', 0.5, 60_500],
    ['0', 0.5, 500],
    ['soon', 0.5, 1500],
  ])('with Retry-After: %s, and the random number %d, is %d ms', (retryAfter, random, delayMs) => {
    expect(delayBeforeNext(status(409, { retryAfter }), policy, { ...context, random })).toBe(delayMs);
  });

  test.each([
    ['no Date', undefined, 60_000],
    ['the same Date', 'Wed, 25 Nov 2026 09:30:00 GMT', 60_000],
    ['a Date of a fast clock', 'Wed, 25 Nov 2026 09:30:50 GMT', 10_000],
    ['a Date of a slow clock', 'Tue, 24 Nov 2026 09:30:00 GMT', 86_460_000],
    ['a Date after it', 'Wed, 25 Nov 2026 09:31:01 GMT', 1000],
    ['a Date that is not valid', 'Wed, 25 Nov 2026', 60_000],
    ['a Date in another form', '2026-11-25T09:30:50Z', 60_000],
  ])('until a date is counted from the Date of the response: %s', (_, date, delayMs) => {
    const retryAfter = 'Wed, 25 Nov 2026 09:31:00 GMT';
    expect(delayBeforeNext(status(409, { retryAfter, date }), policy, context)).toBe(delayMs);
  });

  test('in seconds does not depend on the Date', () => {
    const headers = { retryAfter: '7', date: 'Tue, 24 Nov 2026 09:30:00 GMT' };
    expect(delayBeforeNext(status(503, headers), policy, context)).toBe(7000);
  });
});

describe('parseRetryAfterMs', () => {
  test.each([
    ['0', 0],
    ['007', 7000],
    ['86400', 86_400_000],
    ['Wed, 25 Nov 2026 09:30:10 GMT', 10_000],
  ])('reads %s', (text, ms) => expect(parseRetryAfterMs(text, NOW_MS)).toBe(ms));

  test.each([
    undefined,
    '',
    '-1',
    '1.5',
    '+3',
    '1e3',
    '5, 6',
    '7 ',
    'junk',
    'Wed, 25 Nov 2026 09:29:59 GMT',
    'Wed, 25 Nov 2026 09:30:00 GMT',
  ])('ignores %j', (text) => expect(parseRetryAfterMs(text, NOW_MS)).toBeUndefined());
});

describe('decide', () => {
  const FINAL: Decision = { kind: 'final' };
  const WAIT: Decision = { kind: 'wait', delayMs: 1000 };
  const list = (...items: string[]): Policy => ({ ...policy, retryOn: new Set(items) });

  test.each<[string, Verdict, Policy, Decision]>([
    ['retries a 409', status(409), policy, WAIT],
    ['retries a 502', status(502), policy, WAIT],
    ['retries a failed connection', resolveVerdict(fault('connect_failed')), policy, WAIT],
    ['retries a busy thread', busy, policy, WAIT],
    ['retries an incomplete read', readVerdict(TIMEOUT), policy, WAIT],
    ['does not retry an incomplete read if connect_failed is not listed', readVerdict(TIMEOUT), list('409'), FINAL],
    ['does not retry a status that is not listed', status(503), policy, FINAL],
    ['retries a status that is listed', status(503), list('503'), WAIT],
    ['does not retry a 409 that is not listed', status(409), list('502', 'connect_failed'), FINAL],
    ['does not retry a busy thread if 409 is not listed', busy, list('502', 'connect_failed'), FINAL],
    ['does not retry a failed connection that is not listed', resolveVerdict(fault('connect_failed')), list(), FINAL],
  ])('%s', (_, verdict, given, decision) => {
    expect(decide(verdict, given, context)).toEqual(decision);
  });

  test('retries a 502 with upstream_auth_failed like any other', () => {
    const verdict = resolveVerdict(response(502, { code: 'upstream_auth_failed' }));
    expect(decide(verdict, policy, context)).toEqual(WAIT);
    expect(decide(verdict, list('409'), context)).toEqual(FINAL);
  });

  test.each([
    ['a 204', status(204)],
    ['a 200', status(200)],
    ['a redirect', status(302)],
    ['a 303', status(303)],
    ['a timeout', resolveVerdict(TIMEOUT)],
    ['a lost connection', resolveVerdict(fault('connection_lost'))],
    ['a certificate that was not accepted', resolveVerdict(fault('tls_failed'))],
    ['what is not HTTP', resolveVerdict(fault('not_http'))],
    ['a proxy that refused to connect', resolveVerdict(PROXY_REFUSAL)],
    ['a proxy that refused to connect for a read', readVerdict(PROXY_REFUSAL)],
    ['a thread that changed', checkVerdict(CHANGED)],
    ['an unreadable thread', readVerdict(200)],
    ['an idle thread', checkVerdict({ ...BUSY, status: 'idle' })],
  ])('never retries %s', (_, verdict) => {
    const everything = list('204', '200', '302', '303', '409', '502', 'connect_failed', 'timeout', 'tls_failed');
    expect(decide(verdict, everything, context)).toEqual(FINAL);
  });

  test('stops after the last attempt', () => {
    expect(decide(status(409), policy, { ...context, attemptCount: 5 })).toEqual({ kind: 'wait', delayMs: 15_000 });
    expect(decide(status(409), policy, { ...context, attemptCount: 6 })).toEqual(FINAL);
    expect(decide(status(409), { ...policy, maxAttempts: 1 }, context)).toEqual(FINAL);
  });

  test.each<[string, Verdict, Decision]>([
    ['a 409 is final', status(409), { kind: 'after_unknown' }],
    ['a busy thread is final', busy, { kind: 'after_unknown' }],
    ['a 404 that is not listed is final', status(404), FINAL],
    ['a 502 is retried', status(502), WAIT],
    ['a failed connection is retried', resolveVerdict(fault('connect_failed')), WAIT],
  ])('after an unknown outcome, %s', (_, verdict, decision) => {
    expect(decide(verdict, policy, { ...context, unknownBefore: true })).toEqual(decision);
  });

  test('names an unknown outcome as the reason only if there could have been another attempt', () => {
    const after = { ...context, unknownBefore: true };
    expect(decide(status(409), list('502'), after)).toEqual(FINAL);
    expect(decide(status(409), policy, { ...after, attemptCount: 6 })).toEqual(FINAL);
    expect(decide(status(409), policy, { ...after, elapsedMs: 299_999 })).toEqual({ kind: 'after_unknown' });
  });

  test('does not wait if less than a second would remain', () => {
    expect(decide(status(409), policy, { ...context, elapsedMs: 298_000 })).toEqual(WAIT);
    expect(decide(status(409), policy, { ...context, elapsedMs: 298_001 })).toEqual({
      kind: 'deadline',
      delayMs: 1000,
    });
    const short = { ...policy, requestTimeoutMs: 500 };
    expect(decide(status(409), short, { ...context, elapsedMs: 298_500 })).toEqual(WAIT);
    expect(decide(status(409), short, { ...context, elapsedMs: 298_501 })).toEqual({ kind: 'deadline', delayMs: 1000 });
  });

  test('does not wait out a Retry-After that would pass the deadline', () => {
    const decideAfter = (retryAfter: string): Decision => decide(status(409, { retryAfter }), policy, context);
    expect(decideAfter('299')).toEqual({ kind: 'wait', delayMs: 299_000 });
    expect(decideAfter('300')).toEqual({ kind: 'deadline', delayMs: 300_000 });
    expect(decideAfter('9'.repeat(400))).toEqual({ kind: 'deadline', delayMs: Number.POSITIVE_INFINITY });
  });
});
