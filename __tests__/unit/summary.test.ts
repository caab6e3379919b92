import type { Attempt } from '../../src/attempts/history.js';
import type { Stop } from '../../src/attempts/retry.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import { describe as describeEnding } from '../../src/report/message.js';
import { renderSummary } from '../../src/report/summary.js';
import type { Settings } from '../../src/settings.js';
import { CHECK_FIRST, GONE } from './messages.js';
import {
  CHANGED,
  CONTEXT,
  checkVerdict,
  fault,
  finishAfter,
  IDLE,
  INTERRUPTED,
  KEY,
  RESOLVING,
  REVIEWED_AT_MS,
  readAttempt,
  resolveAttempt,
  response,
  TIMEOUT,
} from './samples.js';

const CHECK: Partial<Settings> = { checkThread: true };
const SINCE: Partial<Settings> = { checkThread: true, unchangedSinceMs: REVIEWED_AT_MS };

function summary(ending: Ending, history: Attempt[]): string {
  const context = ending.kind === 'invalid_input' ? { ...CONTEXT, threadId: undefined } : CONTEXT;
  const conclusion = conclude(ending, history, context);
  const message = describeEnding(ending, history, conclusion, context);
  return renderSummary({ ending, history, context, conclusion, message, totalMs: 12_345 });
}

/** The summary if the step ends with the last of these attempts. */
function finished(history: Attempt[], stop?: Stop, changes?: Partial<Settings>): string {
  return summary(finishAfter(history, changes, stop), history);
}

const lines = (...parts: string[]): string => parts.map((part) => `${part}\n`).join('');

test('a success at the first attempt is a heading and one line', () => {
  expect(finished([resolveAttempt(response(204))])).toBe(
    lines(
      '<h3>✅ Interrupt resolved</h3>',
      '<p>Thread <code>thread-1</code> · HTTP 204 · not checked · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('a success after several attempts has a folded table of them', () => {
  const history = [
    resolveAttempt(response(409), { waitMs: 1500 }),
    resolveAttempt(fault('connect_failed'), { startedAtMs: 1812, durationMs: 5, waitMs: 3000 }),
    resolveAttempt(response(204), { startedAtMs: 4817, durationMs: 1249 }),
  ];
  expect(finished(history)).toBe(
    lines(
      '<h3>✅ Interrupt resolved</h3>',
      '<p>Thread <code>thread-1</code> · HTTP 204 · not checked · 3 attempts · 12.3 s</p>',
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
  expect(finished([resolveAttempt(exchange)])).toBe(
    lines(
      '<h3>❌ Interrupt not resolved</h3>',
      '<p><b>The API refused the request as invalid.</b> Check thread-id.</p>',
      '<blockquote>No such ID.<br>Request ID: r-1</blockquote>',
      '<p>Thread <code>thread-1</code> · <code>bad_thread</code> · HTTP 422 · not checked · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('an unknown outcome shows the status of the thread', () => {
  const late = resolveAttempt(TIMEOUT, { thread: INTERRUPTED, threadAfterwards: IDLE });
  expect(finished([late], undefined, CHECK)).toBe(
    lines(
      '<h3>⚠️ Unknown whether the interrupt was resolved</h3>',
      `<p><b>No complete response arrived within 1.5 s.</b> ${GONE}</p>`,
      '<p>Thread <code>thread-1</code> · <code>timeout</code> · thread idle · checked · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('a refusal by the check has no HTTP status, and shows the review', () => {
  expect(finished([readAttempt(checkVerdict(CHANGED), CHANGED)], undefined, SINCE)).toBe(
    lines(
      '<h3>❌ Interrupt not resolved</h3>',
      '<p><b>The thread changed at 2026-11-25T09:30:00.001Z, but must be unchanged since 2026-11-25T09:30:00.000Z.</b> ' +
        'Review the current interrupt, then start a new run with its time.</p>',
      '<p>Thread <code>thread-1</code> · <code>thread_changed</code> · thread interrupted · ' +
        'compared with 2026-11-25T09:30:00.000Z · 1 attempt · 12.3 s</p>',
    ),
  );
});

test('a cancellation has an icon of its own, and shows the attempt in progress', () => {
  const ending: Ending = { kind: 'cancelled', signal: 'SIGINT' };
  expect(summary(ending, [resolveAttempt(response(409), { waitMs: 1500 }), { ...RESOLVING, startedAtMs: 1812 }])).toBe(
    lines(
      '<h3>🚫 Cancelled: unknown whether the interrupt was resolved</h3>',
      `<p><b>The step received SIGINT.</b> ${CHECK_FIRST}</p>`,
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
  const ending: Ending = { kind: 'invalid_input', rule: 'max-attempts must be a number', rejected: '"2s"' };
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
      '<p><b>A bug in the action, or other code in its process, ended the step.</b> Re-run it with debug logging, and report it.</p>',
      '<p>Thread <code>thread-1</code> · <code>internal_error</code> · 0 attempts · 12.3 s</p>',
    ),
  );
});

test('foreign text is escaped, redacted and cut, but no more than that', () => {
  const detail = `<img src="x" onerror='y'> & &amp; |*_\`[a](b) @e #1\r\n\r\n# ${KEY} ${'d'.repeat(500)}`;
  const text = finished([resolveAttempt(response(400, { detail }, { requestId: '</blockquote><h1>' }))]);
  expect(text.split('\n')[2]).toBe(
    '<blockquote>&lt;img src=&quot;x&quot; onerror=&apos;y&apos;&gt; &amp; &amp;amp; |*_`[a](b) @e #1 # *** ' +
      `${'d'.repeat(443)}…<br>Request ID: &lt;/blockquote&gt;&lt;h1&gt;</blockquote>`,
  );
});
