import { judgeRead, readRequest, refuseThread, type Thread } from '../../src/attempts/thread.js';
import type { Reason, Verdict } from '../../src/attempts/verdict.js';
import {
  API,
  BUSY,
  fault,
  INTERRUPTED,
  PROXY_REFUSAL,
  REVIEWED_AT_MS,
  readVerdict,
  resolveVerdict,
  response,
  TIMELESS,
  TIMEOUT,
  threadOf,
} from './samples.js';

const refusal = (reason: Reason): Verdict => ({ request: 'read', outcome: 'not-resolved', code: reason.kind, reason });
const unreadable = (problem: string, fix = ''): Verdict => refusal({ kind: 'thread_unreadable', problem, fix });
const NO_TIME = unreadable('state_updated_at and updated_at are missing or unreadable');
const NO_EARLIER_TIME = unreadable('it had no readable time before the last resolve request');
const notInterrupted = (threadStatus: string): Verdict => refusal({ kind: 'not_interrupted', threadStatus });
const changed = (changedAtMs: number, limitMs: number): Verdict =>
  refusal({ kind: 'thread_changed', changedAtMs, limitMs });

test('a read asks for at most 16 MiB', () => {
  expect(readRequest('t')).toEqual({ method: 'GET', path: '/threads/t', bodyLimit: 16_777_216 });
});

describe('judgeRead', () => {
  const [stateTime, otherTime] = ['2026-11-25T09:30:00+00:00', '2026-11-25T09:31:00Z'];
  test.each<[unknown, Thread]>([
    [{ status: 'interrupted', state_updated_at: stateTime, updated_at: otherTime }, INTERRUPTED],
    [{ status: 'interrupted', updated_at: stateTime }, INTERRUPTED],
    [{ status: 'interrupted', state_updated_at: null, updated_at: stateTime }, INTERRUPTED],
    [{ status: 'interrupted', state_updated_at: '2026-11-25T09:31:00', updated_at: stateTime }, INTERRUPTED],
    [{ status: 'idle', state_updated_at: '2026-11-25T09:30:00.123999Z' }, threadOf('idle', REVIEWED_AT_MS + 123)],
    [{ status: 'busy', state_updated_at: REVIEWED_AT_MS, updated_at: 'today' }, threadOf('busy')],
    [{ status: '' }, threadOf('')],
    [{ status: 'interrupted' }, TIMELESS],
    [
      { status: 'interrupted', state_updated_at: stateTime, interrupts: { a: [{ id: '1' }], b: [{ id: '2' }] } },
      INTERRUPTED,
    ],
    [{ status: 'paused\n::error::', values: {} }, threadOf('paused\n::error::')],
    [`\ufeff{"status":"interrupted","updated_at":"${stateTime}"}`, INTERRUPTED],
    [`\r\n\t {"status":"interrupted","updated_at":"${stateTime}"} \n`, INTERRUPTED],
  ])('a 200 with %j is a thread', (body, thread) => {
    expect(judgeRead(response(200, body), API, [])).toEqual(thread);
  });

  test.each<[unknown, string]>([
    ['', 'is not JSON'],
    ['<!doctype html><title>Sign in</title>', 'is not JSON'],
    ['{"status":"interrupted"', 'is not JSON'],
    ['{"status":"interrupted"}{"status":"interrupted"}', 'is not JSON'],
    ['\ufeff\ufeff{"status":"interrupted"}', 'is not JSON'],
    ['\ufeff', 'is not JSON'],
    [[{ status: 'interrupted' }], 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['"interrupted"', 'is not a JSON object'],
    ['200', 'is not a JSON object'],
    [{}, 'has no status'],
    [{ status: null }, 'has no status'],
    [{ status: ['interrupted'] }, 'has no status'],
    [{ status: { interrupted: true } }, 'has no status'],
    [{ status: 200 }, 'has no status'],
    [{ thread: { status: 'interrupted' } }, 'has no status'],
    ['{"__proto__":{"status":"interrupted"}}', 'has no status'],
  ])('a 200 with %j is thread_unreadable, which is final, and its 200 does not count', (body, problem) => {
    expect(readVerdict(response(200, body))).toEqual(unreadable(`the response ${problem}`, 'Check api-url.'));
  });

  test.each([
    ['too_large', 'the response is larger than 16 MiB', ''],
    ['compressed', 'the response is compressed', 'Check any gateway or proxy in front of the API.'],
  ] as const)('a 200 that is %s is thread_unreadable, and final', (unread, problem, fix) => {
    expect(readVerdict({ ...response(200), unread })).toEqual(unreadable(problem, fix));
  });

  const FAULTS = [fault('connect_failed'), PROXY_REFUSAL, fault('tls_failed'), fault('not_http')];
  const STATUSES = [101, 201, 202, 299, 302, 303, 401, 404, 409, 429, 500, 502, 600];

  test.each([...STATUSES.map((status) => response(status, { error: 'Unauthorized' })), ...FAULTS])(
    '%j is what it would be for a resolve request, but never unknown',
    (exchange) => {
      const read = { request: 'read', outcome: 'not-resolved' };
      expect(readVerdict(exchange)).toEqual({ ...resolveVerdict(exchange), ...read });
    },
  );

  test('a 204 confirms nothing', () => {
    expect(readVerdict(204)).toEqual({ ...readVerdict(202), response: response(204) });
  });

  test.each([fault('connection_lost'), TIMEOUT])('%j can be retried, and is never unknown', (exchange) => {
    expect(readVerdict(exchange)).toEqual({
      ...{ ...resolveVerdict(exchange), request: 'read', outcome: 'not-resolved' },
      retry: { item: 'connect_failed', because: 'incomplete_read' },
    });
  });
});

describe('refuseThread', () => {
  test('lets a resolve request pass to an interrupted thread', () => {
    expect(refuseThread(INTERRUPTED, undefined, undefined)).toBeUndefined();
    expect(refuseThread(TIMELESS, undefined, undefined)).toBeUndefined();
  });

  test.each<[string, Thread, number | undefined, Thread | undefined]>([
    ['without a review', BUSY, undefined, undefined],
    ['if it has not changed since the review', BUSY, REVIEWED_AT_MS, undefined],
    ['if its time is unreadable', threadOf('busy'), REVIEWED_AT_MS, undefined],
    ['after a resolve request of unknown outcome', BUSY, undefined, threadOf('interrupted', 1)],
  ])('a busy thread can be waited for like a 409: %s', (_, thread, sinceMs, before) => {
    expect(refuseThread(thread, sinceMs, before)).toEqual({
      ...notInterrupted('busy'),
      retry: { item: '409', because: 'busy' },
    });
  });

  test('a busy thread that changed after the review is final', () => {
    expect(refuseThread(BUSY, REVIEWED_AT_MS - 1, undefined)).toEqual(changed(REVIEWED_AT_MS, REVIEWED_AT_MS - 1));
    expect(refuseThread(BUSY, REVIEWED_AT_MS - 1, INTERRUPTED)).toEqual(changed(REVIEWED_AT_MS, REVIEWED_AT_MS - 1));
  });

  test.each(['idle', 'error', 'Interrupted', 'interrupted ', 'BUSY', 'paused', ''])('%j is final', (status) => {
    expect(refuseThread(threadOf(status, 1), undefined, undefined)).toEqual(notInterrupted(status));
    expect(refuseThread(threadOf(status, 1), 0, threadOf('interrupted', 2))).toEqual(notInterrupted(status));
  });

  test.each<[string, Thread, number | undefined]>([
    ['a change long before', INTERRUPTED, REVIEWED_AT_MS + 1_000_000],
    ['a change in the same millisecond', INTERRUPTED, REVIEWED_AT_MS],
    ['a change in 1970', threadOf('interrupted', 0), 0],
  ])('unchanged-since allows %s', (_, thread, unchangedSinceMs) => {
    expect(refuseThread(thread, unchangedSinceMs, undefined)).toBeUndefined();
  });

  const LATER_MS = REVIEWED_AT_MS + 1;
  const EARLIER_MS = REVIEWED_AT_MS - 1;

  test.each<[string, Thread, number | undefined, Thread | undefined, Verdict]>([
    ['a change a millisecond later', INTERRUPTED, EARLIER_MS, undefined, changed(REVIEWED_AT_MS, EARLIER_MS)],
    ['a change after 1970', threadOf('interrupted', 1), 0, undefined, changed(1, 0)],
    ['no time', TIMELESS, REVIEWED_AT_MS, undefined, NO_TIME],
    [
      'a change, also after an unknown outcome',
      INTERRUPTED,
      EARLIER_MS,
      INTERRUPTED,
      changed(REVIEWED_AT_MS, EARLIER_MS),
    ],
  ])('unchanged-since refuses %s', (_, thread, sinceMs, before, verdict) => {
    expect(refuseThread(thread, sinceMs, before)).toEqual(verdict);
  });

  test.each<[string, Thread, Thread, Verdict | undefined]>([
    ['the same time', INTERRUPTED, INTERRUPTED, undefined],
    ['a later time', threadOf('interrupted', LATER_MS), INTERRUPTED, changed(LATER_MS, REVIEWED_AT_MS)],
    ['an earlier time', threadOf('interrupted', EARLIER_MS), INTERRUPTED, changed(EARLIER_MS, REVIEWED_AT_MS)],
    ['no time now', TIMELESS, INTERRUPTED, NO_TIME],
    ['no time before', INTERRUPTED, TIMELESS, NO_EARLIER_TIME],
    ['no time at all', TIMELESS, TIMELESS, NO_TIME],
  ])('after a resolve request of unknown outcome, with %s', (_, now, before, verdict) => {
    expect(refuseThread(now, undefined, before)).toEqual(verdict);
    expect(refuseThread(now, REVIEWED_AT_MS + 1_000_000, before)).toEqual(verdict);
  });
});
