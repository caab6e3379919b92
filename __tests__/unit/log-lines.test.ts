import { announce, narrate, narrateLastRead } from '../../src/report/log-lines.js';
import type { Settings } from '../../src/settings.js';
import {
  BUSY,
  CHANGED,
  checkVerdict,
  fault,
  IDLE,
  KEY,
  readVerdict,
  resolveVerdict,
  SETTINGS,
  TIMEOUT,
  TOO_LATE,
} from './samples.js';

const START = 'Resolving the interrupt of thread thread-1 at';

test.each<[string, Partial<Settings>, string]>([
  ['the defaults', {}, `${START} api.smith.langchain.com: up to 6 attempts within 300 s. The thread is not checked.`],
  [
    'one attempt',
    { maxAttempts: 1, deadlineMs: 500 },
    `${START} api.smith.langchain.com: up to 1 attempt within 0.5 s. The thread is not checked.`,
  ],
  [
    'the check',
    { checkThread: true },
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. Each attempt first checks that the thread is interrupted.`,
  ],
  [
    'unchanged-since',
    { checkThread: true, unchangedSinceMs: Date.UTC(2026, 10, 25, 9, 30, 0, 5) },
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. ` +
      'Each attempt first checks that the thread is interrupted, unchanged since 2026-11-25T09:30:00.005Z.',
  ],
  [
    'unchanged-since in 1970',
    { checkThread: true, unchangedSinceMs: 0 },
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. ` +
      'Each attempt first checks that the thread is interrupted, unchanged since 1970-01-01T00:00:00.000Z.',
  ],
  [
    'a proxy and extra CA certificates',
    {
      apiUrl: 'http://localhost:8080/v1',
      proxyHost: 'proxy.example.com:3128',
      extraCaCerts: { file: '/ca.pem', areLoaded: true },
    },
    `${START} localhost:8080 through the proxy proxy.example.com:3128, trusting extra CA certificates: ` +
      'up to 6 attempts within 300 s. The thread is not checked.',
  ],
  [
    'extra CA certificates of which none was loaded',
    { extraCaCerts: { file: '/ca.pem', areLoaded: false } },
    `${START} api.smith.langchain.com (warning: no CA certificates were loaded from /ca.pem): ` +
      'up to 6 attempts within 300 s. The thread is not checked.',
  ],
  [
    'the key in other inputs',
    { threadId: KEY, apiUrl: `https://${KEY.replaceAll('_', '-')}.example.com`, proxyHost: KEY },
    'Resolving the interrupt of thread *** at lsv2-pt-secret.example.com through the proxy ***: ' +
      'up to 6 attempts within 300 s. The thread is not checked.',
  ],
])('announces the step: %s', (_, changes, line) => {
  expect(announce({ ...SETTINGS, ...changes }, [KEY])).toBe(line);
});

test('a redacted announcement is not cut', () => {
  expect(announce({ ...SETTINGS, threadId: 'xxxx' }, ['x'])).toContain(' thread ************ at ');
  expect(announce({ ...SETTINGS, threadId: 'xxxx' }, ['x'])).toMatch(/The thread is not checked\.$/);
});

test.each([
  ['a success', resolveVerdict(204), undefined, 'resolve request: HTTP 204.'],
  ['a refusal', resolveVerdict(404), undefined, 'resolve request: HTTP 404 (not_found).'],
  ['the same refusal of a read', readVerdict(404), undefined, 'read of the thread: HTTP 404 (not_found).'],
  ['a timeout', resolveVerdict(TIMEOUT), undefined, 'resolve request: timeout.'],
  ['the same timeout of a read', readVerdict(TIMEOUT), 1500, 'read of the thread: timeout. Retrying in 1.5 s.'],
  ['an unreadable thread', readVerdict(200), undefined, 'read of the thread: thread_unreadable.'],
  ['a changed thread', checkVerdict(CHANGED), undefined, 'read of the thread: thread_changed.'],
  ['a busy thread', checkVerdict(BUSY), undefined, 'the thread is busy.'],
  ['a busy thread that is waited for', checkVerdict(BUSY), 1500, 'the thread is busy. Checking again in 1.5 s.'],
  ['an idle thread', checkVerdict(IDLE), undefined, 'the thread is idle.'],
  ['a thread in error', checkVerdict({ ...IDLE, status: 'error' }), undefined, 'the thread has the status error.'],
  ['a status of its own', checkVerdict({ ...IDLE, status: '##[x]' }), undefined, 'the thread is not interrupted.'],
  ['a retry', resolveVerdict(409), 2449, 'resolve request: HTTP 409 (conflict). Retrying in 2.4 s.'],
  ['a retry at once', resolveVerdict(503), 0, 'resolve request: HTTP 503. Retrying in 0 s.'],
  [
    'no connection',
    resolveVerdict(fault('connect_failed')),
    60_000,
    'resolve request: connect_failed. Retrying in 60 s.',
  ],
])('narrates an attempt: %s', (_, verdict, delayMs, line) => {
  expect(narrate(2, verdict, delayMs, 4)).toBe(`Attempt 2 of 4: ${line}`);
});

test.each([
  [IDLE, 'the thread is idle'],
  [CHANGED, 'the thread is interrupted'],
  [{ ...IDLE, status: '##[x]' }, 'the thread is not interrupted'],
  [readVerdict(403), 'HTTP 403 (forbidden)'],
  [readVerdict(fault('connection_lost')), 'connection_lost'],
])('narrates the last read: %j', (result, words) => {
  expect(narrateLastRead(result)).toBe(`Last read: ${words}.`);
});

// The read succeeded, so it is not what took too long.
test('too little time for the resolve request is no timeout of the read', () => {
  expect(narrate(2, TOO_LATE, undefined, 4)).not.toContain('read of the thread: timeout');
});
