import {
  decide,
  hasTimeForAttempt,
  type Moment,
  parseRetryAfterMs,
  type RetryPolicy,
  retryDelayMs,
} from '../src/retry.js';
import type { Verdict } from '../src/verdict.js';

const policy: RetryPolicy = {
  maxAttempts: 4,
  retryOn: new Set(['409', 'connect-error']),
  retryDelayMs: 2000,
  retryMaxDelayMs: 30_000,
  requestTimeoutMs: 30_000,
  deadlineMs: 300_000,
};
const moment: Moment = { attempts: 1, elapsedMs: 0, wallClockMs: Date.UTC(2026, 0, 1), random: 0 };
const conflict: Verdict = {
  outcome: 'not-resolved',
  code: 'conflict',
  status: 409,
  detail: undefined,
  requestId: undefined,
  retryItem: '409',
  retryAfter: undefined,
};

describe('retryDelayMs', () => {
  test.each([
    [1, 0, 1000],
    [1, 0.5, 1500],
    [2, 0, 2000],
    [4, 0, 8000],
    [5, 0, 15_000],
    [100, 0.5, 22_500],
  ])('after attempt %d with chance %d: %d ms', (attempts, random, delayMs) => {
    expect(retryDelayMs(undefined, policy, { ...moment, attempts, random })).toBe(delayMs);
  });

  test('no delay stays no delay', () => {
    expect(retryDelayMs(undefined, { ...policy, retryDelayMs: 0 }, { ...moment, attempts: 99, random: 0.9 })).toBe(0);
  });

  test('Retry-After is waited in full, uncapped, with up to half of the backoff added', () => {
    expect(retryDelayMs('60', policy, moment)).toBe(60_000);
    expect(retryDelayMs('60', policy, { ...moment, random: 0.5 })).toBe(60_500);
    expect(retryDelayMs('0', policy, { ...moment, random: 0.5 })).toBe(500);
  });

  test('a malformed Retry-After counts as absent', () => {
    expect(retryDelayMs('-1', policy, moment)).toBe(1000);
  });
});

describe('parseRetryAfterMs', () => {
  test.each([
    ['0', 0],
    ['86400', 86_400_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
  ])('reads %s', (text, ms) => expect(parseRetryAfterMs(text, moment.wallClockMs)).toBe(ms));

  test.each([
    undefined,
    '',
    '-1',
    '1.5',
    '+3',
    '1e3',
    '5, 6',
    'junk',
    'Invalid Date',
    'Wed, 31 Dec 2025 23:59:59 GMT',
    'Thu, 01 Jan 2026 00:00:00 GMT',
    'Fri, 01 Jan 2026 00:00:10 GMT',
    'Thursday, 01-Jan-26 00:00:10 GMT',
    'Thu Jan  1 00:00:10 2026',
    '2026-01-01T00:00:10Z',
    'Thu, 01 Jan 2026 00:00:10 +0000',
  ])('takes %j as absent', (text) => expect(parseRetryAfterMs(text, moment.wallClockMs)).toBeUndefined());
});

describe('hasTimeForAttempt', () => {
  test.each([
    [30_000, 299_000, true],
    [30_000, 299_001, false],
    [200, 299_800, true],
    [200, 299_801, false],
  ])('request timeout %d ms, at %d ms: %s', (requestTimeoutMs, elapsedMs, expected) => {
    expect(hasTimeForAttempt({ ...policy, requestTimeoutMs }, elapsedMs)).toBe(expected);
  });
});

describe('decide', () => {
  test('repeats what retry-on lists', () => {
    expect(decide(conflict, policy, moment)).toEqual({ kind: 'wait', delayMs: 1000 });
    expect(decide({ ...conflict, retryItem: 'connect-error' }, policy, moment)).toEqual({
      kind: 'wait',
      delayMs: 1000,
    });
  });

  test.each([
    ['a status that is not listed', { ...conflict, retryItem: '502' }],
    ['what nothing in retry-on can name', { ...conflict, retryItem: undefined }],
  ])('stops at %s', (_, verdict) => expect(decide(verdict, policy, moment)).toEqual({ kind: 'stop' }));

  test('stops after the last attempt', () => {
    expect(decide(conflict, policy, { ...moment, attempts: 3 })).toEqual({ kind: 'wait', delayMs: 4000 });
    expect(decide(conflict, policy, { ...moment, attempts: 4 })).toEqual({ kind: 'stop' });
  });

  test('begins no wait that would leave the next attempt less than a second', () => {
    expect(decide(conflict, policy, { ...moment, elapsedMs: 298_000 })).toEqual({ kind: 'wait', delayMs: 1000 });
    expect(decide(conflict, policy, { ...moment, elapsedMs: 298_001 })).toEqual({ kind: 'out_of_time', delayMs: 1000 });
    expect(decide({ ...conflict, retryAfter: '9'.repeat(400) }, policy, moment)).toEqual({
      kind: 'out_of_time',
      delayMs: Number.POSITIVE_INFINITY,
    });
  });
});
