import type { Thread } from '../../src/attempts/attempt.js';
import { judgeRead, refuseCall } from '../../src/attempts/thread.js';
import { parseTimeMs } from '../../src/time.js';
import { fault, INTERRUPTED, REVIEWED_AT_MS, response, TIMEOUT } from './samples.js';

describe('judgeRead', () => {
  const [stateTime, otherTime] = ['2026-11-25T09:30:00+00:00', '2026-11-25T09:31:00Z'];
  test.each<[unknown, Thread]>([
    [{ status: 'interrupted', state_updated_at: stateTime, updated_at: otherTime }, INTERRUPTED],
    [{ status: 'interrupted', updated_at: stateTime }, INTERRUPTED],
    [{ status: 'interrupted', state_updated_at: null, updated_at: stateTime }, INTERRUPTED],
    [{ status: 'interrupted', state_updated_at: '2026-11-25T09:31:00', updated_at: stateTime }, INTERRUPTED],
    [
      { status: 'idle', state_updated_at: '2026-11-25T09:30:00.123999Z' },
      { status: 'idle', changedAtMs: REVIEWED_AT_MS + 123 },
    ],
    [
      { status: 'busy', state_updated_at: REVIEWED_AT_MS, updated_at: 'today' },
      { status: 'busy', changedAtMs: undefined },
    ],
    [{ status: '' }, { status: '', changedAtMs: undefined }],
    [{ status: 'interrupted' }, { status: 'interrupted', changedAtMs: undefined }],
    [
      { status: 'interrupted', state_updated_at: stateTime, interrupts: { a: [{ id: '1' }], b: [{ id: '2' }] } },
      INTERRUPTED,
    ],
    [
      { status: 'paused\n::error::', values: {} },
      { status: 'paused\n::error::', changedAtMs: undefined },
    ],
    [`\r\n\t {"status":"interrupted","updated_at":"${stateTime}"} \n`, INTERRUPTED],
  ])('a 200 with %j is a thread', (body, thread) => {
    expect(judgeRead(response(200, body), [])).toEqual(thread);
  });

  test.each([
    [undefined],
    [''],
    ['<html>'],
    ['{"status":"interrupted"'],
    [[{ status: 'interrupted' }]],
    ['null'],
    [{}],
    [{ status: null }],
    [{ status: ['interrupted'] }],
    [{ thread: { status: 'interrupted' } }],
    ['{"__proto__":{"status":"interrupted"}}'],
    ['"interrupted"'],
    [{ status: 200 }],
    [{ status: { interrupted: true } }],
    ['{"status":"interrupted"}{"status":"interrupted"}'],
    ['<!doctype html><title>Sign in</title>'],
    ['\ufeff{"status":"interrupted"}'],
  ])('a 200 with %j is thread_unreadable, which is final, and its 200 does not count', (body) => {
    expect(judgeRead(response(200, body), [])).toEqual({
      outcome: 'not-resolved',
      code: 'thread_unreadable',
      detail: 'the response is not a JSON object of at most 8 MiB with a status',
    });
  });

  test.each([201, 202, 204, 299])('a %d is an unexpected response, which is final', (status) => {
    const exchange = response(status, { status: 'interrupted' });
    expect(judgeRead(exchange, [])).toEqual({
      ...{ outcome: 'not-resolved', code: 'unexpected_response' },
      response: exchange,
    });
  });

  test.each([
    [101, undefined, { code: 'unexpected_response' }],
    [302, undefined, { code: 'unexpected_redirect' }],
    [303, undefined, { code: 'unexpected_redirect' }],
    [600, undefined, { code: 'unexpected_response' }],
    [401, { error: 'Unauthorized' }, { code: 'unauthorized', detail: 'Unauthorized', retryItem: '401' }],
    [404, { code: 'thread_not_found' }, { code: 'thread_not_found', retryItem: '404' }],
    [409, { code: 'not_interrupted' }, { code: 'conflict', retryItem: '409' }],
    [429, undefined, { code: 'http_429', retryItem: '429' }],
    [500, undefined, { code: 'http_500', retryItem: '500' }],
    [502, undefined, { code: 'bad_gateway', retryItem: '502' }],
  ])('a %d with %j gets the code that it would get for a call, but is never unknown', (status, body, verdict) => {
    const exchange = response(status, body);
    expect(judgeRead(exchange, [])).toEqual({ outcome: 'not-resolved', response: exchange, ...verdict });
  });

  test.each([
    [fault('connect_failed'), { code: 'connect_failed', detail: 'a reason', retryItem: 'connect_failed' }],
    [fault('connection_lost'), { code: 'connection_lost', detail: 'a reason', retryItem: 'connect_failed' }],
    [TIMEOUT, { code: 'timeout', detail: 'no response within 1.5 s', retryItem: 'connect_failed' }],
    [fault('tls_failed'), { code: 'tls_failed', detail: 'a reason' }],
    [fault('not_http'), { code: 'unexpected_response', detail: 'a reason' }],
  ])('$kind is never unknown, and is retried like connect_failed if it may be retried', (exchange, verdict) => {
    expect(judgeRead(exchange, [])).toEqual({ outcome: 'not-resolved', ...verdict });
  });
});

describe('refuseCall', () => {
  const changedAt = (changedAtMs: number | undefined): Thread => ({ status: 'interrupted', changedAtMs });
  const timeless = changedAt(undefined);
  const refusal = (code: string) => ({
    ...{ outcome: 'not-resolved', code },
    ...(code === 'thread_unreadable' && { detail: 'state_updated_at and updated_at are missing or unreadable' }),
  });

  test('lets a call pass to an interrupted thread', () => {
    expect(refuseCall(INTERRUPTED, undefined, undefined)).toBeUndefined();
    expect(refuseCall(timeless, undefined, undefined)).toBeUndefined();
  });

  test('a busy thread can be waited for like a 409', () => {
    const busy = { status: 'busy', changedAtMs: REVIEWED_AT_MS };
    const expected = { ...refusal('not_interrupted'), retryItem: '409' };
    expect(refuseCall(busy, undefined, undefined)).toEqual(expected);
    expect(refuseCall(busy, REVIEWED_AT_MS - 1, changedAt(1))).toEqual(expected);
  });

  test.each(['idle', 'error', 'Interrupted', 'interrupted ', 'BUSY', 'paused', ''])('%j is final', (status) => {
    expect(refuseCall({ status, changedAtMs: 1 }, undefined, undefined)).toEqual(refusal('not_interrupted'));
    expect(refuseCall({ status, changedAtMs: 1 }, 0, changedAt(2))).toEqual(refusal('not_interrupted'));
  });

  test.each<[string, Thread, number | undefined]>([
    ['a change long before', INTERRUPTED, REVIEWED_AT_MS + 1_000_000],
    ['a change in the same millisecond', INTERRUPTED, REVIEWED_AT_MS],
    ['a change in 1970', changedAt(0), 0],
  ])('unchanged-since allows %s', (_, thread, unchangedSinceMs) => {
    expect(refuseCall(thread, unchangedSinceMs, undefined)).toBeUndefined();
  });

  test('unchanged-since refuses a change one millisecond later', () => {
    expect(refuseCall(INTERRUPTED, REVIEWED_AT_MS - 1, undefined)).toEqual(refusal('thread_changed'));
    expect(refuseCall(changedAt(1), 0, undefined)).toEqual(refusal('thread_changed'));
  });

  test('unchanged-since refuses a thread without a time', () => {
    expect(refuseCall(timeless, REVIEWED_AT_MS, undefined)).toEqual(refusal('thread_unreadable'));
  });

  test.each<[string, Thread, Thread, string | undefined]>([
    ['the same time', INTERRUPTED, INTERRUPTED, undefined],
    ['a later time', changedAt(REVIEWED_AT_MS + 1), INTERRUPTED, 'thread_changed'],
    ['an earlier time', changedAt(REVIEWED_AT_MS - 1), INTERRUPTED, 'thread_changed'],
    ['no time now', timeless, INTERRUPTED, 'thread_unreadable'],
    ['no time before', INTERRUPTED, timeless, 'thread_unreadable'],
    ['no time at all', timeless, timeless, 'thread_unreadable'],
  ])('after a call of unknown outcome, with %s', (_, now, before, code) => {
    const expected = code && refusal(code);
    expect(refuseCall(now, undefined, before)).toEqual(expected);
    expect(refuseCall(now, REVIEWED_AT_MS + 1_000_000, before)).toEqual(expected);
  });

  test('after a call of unknown outcome, unchanged-since still holds', () => {
    expect(refuseCall(INTERRUPTED, REVIEWED_AT_MS - 1, INTERRUPTED)).toEqual(refusal('thread_changed'));
  });
});

describe('unchanged-since', () => {
  const TIME = '2026-01-05T09:00:00.000Z';
  const LATER = '2026-01-05T09:00:01.000Z';

  /** An interrupted thread whose only times are these two. */
  const times = (state_updated_at: unknown, updated_at?: unknown): object => ({
    status: 'interrupted',
    state_updated_at,
    updated_at,
  });

  /** The error code if the call is refused. */
  function compare(since: string, thread: object): string | undefined {
    const sinceMs = parseTimeMs(since);
    expect(sinceMs).toBeDefined();
    return refuseCall(judgeRead(response(200, thread), []) as Thread, sinceMs, undefined)?.code;
  }

  test.each([
    ['an earlier time', LATER, times(TIME)],
    ['the same time without a fraction', '2026-01-05T09:00:00Z', times(TIME)],
    ['the same time with another offset', '2026-01-05T10:00:00+01:00', times(TIME)],
    ['an unknown local offset', '2026-01-05T09:00:00-00:00', times(TIME)],
    ['lower case and a space', '2026-01-05 09:00:00z', times('2026-01-05t09:00:00z')],
    ['microseconds of the same millisecond', '2026-01-05T09:00:00.123Z', times('2026-01-05T09:00:00.123999+00:00')],
    ['a fraction of a millisecond later', '2026-01-05T09:00:00.1230Z', times('2026-01-05T09:00:00.123000001Z')],
    ['a shorter fraction', '2026-01-05T09:00:00.5Z', times('2026-01-05T09:00:00.500Z')],
  ])('allows %s', (_, since, thread) => {
    expect(compare(since, thread)).toBeUndefined();
  });

  test.each([
    ['a later time', TIME, times(LATER)],
    ['a millisecond later', TIME, times('2026-01-05T09:00:00.001Z')],
    ['a millisecond later, in microseconds', '2026-01-05T09:00:00.000999Z', times('2026-01-05T09:00:00.001000Z')],
    ['a time that an offset makes later', TIME, times('2026-01-05T08:30:00-01:00')],
    ['a review that an offset makes earlier', '2026-01-05T09:00:00+01:00', times(TIME)],
    ['a later state_updated_at beside an earlier updated_at', TIME, times(LATER, TIME)],
    ['no state_updated_at, and a later updated_at', TIME, times(undefined, LATER)],
    ['an unreadable state_updated_at, and a later updated_at', TIME, times('yesterday', LATER)],
    [
      'two interrupts since the review',
      TIME,
      { ...times(LATER, TIME), interrupts: { a: [{ id: '1' }], b: [{ id: '2' }] } },
    ],
  ])('refuses %s', (_, since, thread) => {
    expect(compare(since, thread)).toBe('thread_changed');
  });

  test.each([
    ['no times', times(undefined)],
    ['times of null', times(null, null)],
    ['words, and an HTTP date', times('yesterday', 'Mon, 05 Jan 2026 09:00:00 GMT')],
    ['numbers', times(1_767_603_600_000, 1_767_603_600)],
    ['no offset, and no time of day', times('2026-01-05T09:00:00', '2026-01-05')],
    ['days that do not exist', times('2025-02-29T09:00:00Z', '2026-04-31T09:00:00Z')],
    ['a list, and a time after white space', times([TIME], ` ${TIME}`)],
    ['only created_at', { status: 'interrupted', created_at: TIME }],
  ])('cannot compare %s', (_, thread) => {
    expect(compare(TIME, thread)).toBe('thread_unreadable');
  });
});
