import { judgeRead } from '../../src/attempts/thread.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { announce, narrate } from '../../src/report/narration.js';
import type { Settings } from '../../src/settings.js';
import { fault, KEY, response, SETTINGS, TIMEOUT } from './samples.js';

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
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. Each attempt checks the thread first.`,
  ],
  [
    'unchanged-since',
    { checkThread: true, unchangedSinceMs: Date.UTC(2026, 10, 25, 9, 30, 0, 5) },
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. ` +
      'Each attempt checks the thread first (unchanged since 2026-11-25T09:30:00.005Z).',
  ],
  [
    'unchanged-since in 1970',
    { checkThread: true, unchangedSinceMs: 0 },
    `${START} api.smith.langchain.com: up to 6 attempts within 300 s. ` +
      'Each attempt checks the thread first (unchanged since 1970-01-01T00:00:00.000Z).',
  ],
  [
    'a proxy and extra CA certificates',
    { apiUrl: 'http://localhost:8080/v1', proxyHost: 'proxy.example.com:3128', extraCaCerts: true },
    `${START} localhost:8080 through the proxy proxy.example.com:3128, trusting extra CA certificates: ` +
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

const busy: Verdict = { outcome: 'not-resolved', code: 'not_interrupted', retryItem: '409' };

test.each<[Verdict, number | undefined, string]>([
  [judgeCall(response(204), []), undefined, 'Attempt 2 of 4: HTTP 204.'],
  [judgeCall(response(404), []), undefined, 'Attempt 2 of 4: HTTP 404 (not_found).'],
  [judgeCall(TIMEOUT, []), undefined, 'Attempt 2 of 4: timeout.'],
  [busy, undefined, 'Attempt 2 of 4: not_interrupted.'],
  [judgeCall(response(409), []), 2449, 'Attempt 2 of 4: HTTP 409 (conflict). Retrying in 2.4 s (attempt 3 of 4).'],
  [judgeCall(response(503), []), 0, 'Attempt 2 of 4: HTTP 503. Retrying in 0 s (attempt 3 of 4).'],
  [
    judgeCall(fault('connect_failed'), []),
    60_000,
    'Attempt 2 of 4: connect_failed. Retrying in 60 s (attempt 3 of 4).',
  ],
  [judgeRead(TIMEOUT, []) as Verdict, 1500, 'Attempt 2 of 4: timeout. Retrying in 1.5 s (attempt 3 of 4).'],
  [busy, 1500, 'The thread is busy: not waiting at an interrupt yet. Checking again in 1.5 s (attempt 3 of 4).'],
])('narrates an attempt: $code, and a wait of %s ms', (verdict, delayMs, line) => {
  expect(narrate({ attempt: 2, verdict, delayMs }, 4)).toBe(line);
});
