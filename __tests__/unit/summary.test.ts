import type { Attempt } from '../../src/attempts/attempt.js';
import type { Stop } from '../../src/attempts/retry.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import { renderSummary } from '../../src/report/summary.js';
import { describe as describeEnding } from '../../src/report/words.js';
import { fault, INTERRUPTED, KEY, response, SETTINGS, TIMEOUT } from './samples.js';

function attempt(exchange: Parameters<typeof judgeCall>[0], times: Partial<Attempt> = {}): Attempt {
  return { startedAtMs: 0, called: true, durationMs: 312, verdict: judgeCall(exchange, [KEY]), ...times };
}

function summary(ending: Ending, attempts: Attempt[]): string {
  const threadId = ending.kind === 'invalid_input' ? undefined : 'thread-1';
  const conclusion = conclude(ending, attempts);
  const message = describeEnding(ending, attempts, conclusion, [KEY]);
  return renderSummary(ending, attempts, conclusion, message, threadId, 12_345);
}

/** The summary if the step ends with the last of these attempts. */
function finished(attempts: Attempt[], stop: Stop = { kind: 'final' }): string {
  const verdict = attempts.at(-1)?.verdict as Verdict;
  return summary({ kind: 'finished', verdict, stop, settings: SETTINGS }, attempts);
}

const lines = (...parts: string[]): string => parts.map((part) => `${part}\n`).join('');
const LOOK =
  'It is unknown whether the interrupt was resolved. ' +
  'Check the thread before you run this again: a second call could resolve a later interrupt.';

test('a success at the first attempt is a heading and one line', () => {
  expect(finished([attempt(response(204))])).toBe(
    lines('<h3>✅ Interrupt resolved</h3>', '<p>Thread <code>thread-1</code> · HTTP 204 · 1 attempt · 12.3 s</p>'),
  );
});

test('a success after several attempts has a folded table of them', () => {
  const attempts = [
    attempt(response(409), { waitMs: 1500 }),
    attempt(fault('connect_failed'), { startedAtMs: 1812, durationMs: 5, waitMs: 3000 }),
    attempt(response(204), { startedAtMs: 4817, durationMs: 1249 }),
  ];
  expect(finished(attempts)).toBe(
    lines(
      '<h3>✅ Interrupt resolved</h3>',
      '<p><b>The API confirmed it with HTTP 204.</b> The interrupt is resolved.</p>',
      '<p>Thread <code>thread-1</code> · HTTP 204 · 3 attempts · 12.3 s</p>',
      '<details><summary>Attempts</summary>',
      '<table><tr><th>Attempt</th><th>Started at</th><th>Duration</th><th>Result</th><th>Wait</th></tr>',
      '<tr><td>1</td><td>0 s</td><td>0.312 s</td><td>HTTP 409 (conflict)</td><td>1.5 s</td></tr>',
      '<tr><td>2</td><td>1.8 s</td><td>0.005 s</td><td>connect_failed</td><td>3 s</td></tr>',
      '<tr><td>3</td><td>4.8 s</td><td>1.2 s</td><td>HTTP 204</td><td></td></tr>',
      '</table>',
      '</details>',
    ),
  );
});

test("a refusal quotes the API's words and the request ID", () => {
  const exchange = response(422, { code: 'bad_thread', detail: 'No such ID.' }, { requestId: 'r-1' });
  expect(finished([attempt(exchange)])).toBe(
    lines(
      '<h3>❌ Interrupt not resolved</h3>',
      '<p><b>The API rejected the request as invalid.</b> The interrupt is not resolved. Check thread-id.</p>',
      '<blockquote>No such ID.<br>Request ID: r-1</blockquote>',
      '<p>Thread <code>thread-1</code> · <code>bad_thread</code> · HTTP 422 · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('an unknown outcome shows the status of the thread', () => {
  const lost = attempt(TIMEOUT, { thread: INTERRUPTED, threadAfterwards: { status: 'idle', changedAtMs: 1 } });
  expect(finished([lost])).toBe(
    lines(
      '<h3>⚠️ Unknown whether the interrupt was resolved</h3>',
      '<p><b>No complete response arrived in time.</b> It is unknown whether the interrupt was resolved. ' +
        'The thread is no longer interrupted: the call probably closed it.</p>',
      '<blockquote>no response within 1.5 s</blockquote>',
      '<p>Thread <code>thread-1</code> · <code>timeout</code> · thread idle · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('a refusal by the check has no HTTP status', () => {
  const changed: Attempt = {
    ...{ startedAtMs: 0, called: false, thread: INTERRUPTED, durationMs: 1 },
    verdict: { outcome: 'not-resolved', code: 'thread_changed' },
  };
  expect(finished([changed])).toBe(
    lines(
      '<h3>❌ Interrupt not resolved</h3>',
      '<p><b>The state of the thread has changed.</b> ' +
        'The interrupt is not resolved. Review the interrupt that it is waiting at now.</p>',
      '<p>Thread <code>thread-1</code> · <code>thread_changed</code> · thread interrupted · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('a cancellation has an icon of its own, and shows the attempt in progress', () => {
  const inFlight: Attempt = { startedAtMs: 1812, called: true };
  const ending: Ending = { kind: 'cancelled', signal: 'SIGINT' };
  expect(summary(ending, [attempt(response(409), { waitMs: 1500 }), inFlight])).toBe(
    lines(
      '<h3>🚫 Cancelled: unknown whether the interrupt was resolved</h3>',
      `<p><b>The step was cancelled (SIGINT).</b> ${LOOK}</p>`,
      '<p>Thread <code>thread-1</code> · <code>cancelled</code> · HTTP 409 · 2 attempts · 12.3 s</p>',
      '<details><summary>Attempts</summary>',
      '<table><tr><th>Attempt</th><th>Started at</th><th>Duration</th><th>Result</th><th>Wait</th></tr>',
      '<tr><td>1</td><td>0 s</td><td>0.312 s</td><td>HTTP 409 (conflict)</td><td>1.5 s</td></tr>',
      '<tr><td>2</td><td>1.8 s</td><td>in progress</td><td></td><td></td></tr>',
      '</table>',
      '</details>',
    ),
  );
});

test('an invalid input is named with its rule, but without its value', () => {
  const ending: Ending = { kind: 'invalid_input', rule: 'max-attempts must be a number', value: ', got "2s"' };
  expect(summary(ending, [])).toBe(
    lines(
      '<h3>❌ Invalid input: interrupt not resolved</h3>',
      '<p><b>max-attempts must be a number.</b> Nothing was sent.</p>',
      '<p><code>invalid_input</code> · 0 attempts · 12.3 s</p>',
    ),
  );
});

test('a bug is shown without its stack', () => {
  expect(summary({ kind: 'internal_error', error: new Error('the stack') }, [])).toBe(
    lines(
      '<h3>❌ Internal error: interrupt not resolved</h3>',
      '<p><b>A bug in the action, or other code in its process, crashed the step (see the debug log).</b> ' +
        'The interrupt is not resolved.</p>',
      '<p>Thread <code>thread-1</code> · <code>internal_error</code> · 0 attempts · 12.3 s</p>',
    ),
  );
});

test('foreign text is escaped, redacted and cut, but no more than that', () => {
  const detail = `<img src="x" onerror='y'> & &amp; |*_\`[a](b) @e #1\r\n\r\n# ${KEY} ${'d'.repeat(500)}`;
  const text = finished([attempt(response(400, { detail }, { requestId: '</blockquote><h1>' }))]);
  expect(text.split('\n')[2]).toBe(
    '<blockquote>&lt;img src=&quot;x&quot; onerror=&apos;y&apos;&gt; &amp; &amp;amp; |*_`[a](b) @e #1# *** ' +
      `${'d'.repeat(444)}…<br>Request ID: &lt;/blockquote&gt;&lt;h1&gt;</blockquote>`,
  );
});

test('every summary is one HTML block, without a blank line', () => {
  const detail = 'a\n\nb\r\n\r\nc\u2028\u2028d\x0b\x0ce';
  const failed = attempt(response(502, { detail }, { requestId: 'r\n\nr' }), { waitMs: 1 });
  const summaries = [
    finished([attempt(response(204))]),
    finished([failed, attempt(response(204))]),
    finished([failed]),
    finished([failed, failed], { kind: 'deadline', delayMs: 1 }),
    summary({ kind: 'cancelled', signal: 'SIGHUP' }, []),
    summary({ kind: 'cancelled', signal: 'SIGHUP' }, [failed, { startedAtMs: 1, called: false }]),
    summary({ kind: 'invalid_input', rule: 'api-key is empty', value: '' }, []),
    summary({ kind: 'internal_error', error: 'a\n\nb' }, [failed]),
  ];
  for (const text of summaries) {
    const all = text.split('\n');
    expect(all.pop()).toBe('');
    for (const line of all) expect(line).toMatch(/^<\/?(h3|p|blockquote|details|table|tr)>.*>$|^<\/(details|table)>$/);
  }
});
