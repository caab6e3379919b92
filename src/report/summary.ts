import type { Attempt } from '../attempts/attempt.js';
import { escapeHtml, seconds } from '../text.js';
import type { Conclusion, Ending } from './conclusion.js';
import { type Message, nameOf } from './words.js';

const ICONS = { resolved: '✅', 'not-resolved': '❌', unknown: '⚠️' };

/**
 * The job summary as one HTML block, which Markdown leaves alone up to the first blank line.
 *
 * @param threadId already redacted; undefined if it is not valid
 * @param totalMs duration of the step
 */
export function renderSummary(
  ending: Ending,
  attempts: readonly Attempt[],
  conclusion: Conclusion,
  message: Message,
  threadId: string | undefined,
  totalMs: number,
): string {
  const { outcome, errorCode, status, threadStatus } = conclusion;
  const { heading, happened, next, detail, requestId } = message;
  const count = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  const thread = threadId && `Thread ${code(threadId)}`;
  const facts = [errorCode && code(errorCode), status && `HTTP ${status}`, threadStatus && `thread ${threadStatus}`];
  const quotation = [detail, requestId && `Request ID: ${requestId}`].filter(Boolean).map(escapeHtml).join('<br>');
  const isPlain = outcome === 'resolved' && attempts.length === 1;
  return [
    `<h3>${ending.kind === 'cancelled' ? '🚫' : ICONS[outcome]} ${heading}</h3>`,
    ...(isPlain ? [] : [`<p><b>${escapeHtml(happened)}.</b> ${escapeHtml(next)}</p>`]),
    ...(quotation ? [`<blockquote>${quotation}</blockquote>`] : []),
    `<p>${[thread, ...facts, count, seconds(totalMs)].filter(Boolean).join(' · ')}</p>`,
    ...(attempts.length > 1 ? renderAttempts(attempts) : []),
    '',
  ].join('\n');
}

function renderAttempts(attempts: readonly Attempt[]): string[] {
  const head = ['Attempt', 'Started at', 'Duration', 'Result', 'Wait'].map((name) => `<th>${name}</th>`).join('');
  const rows = attempts.map(({ startedAtMs, durationMs, verdict, waitMs }, index) => {
    const took = durationMs === undefined ? 'in progress' : seconds(durationMs);
    const result = verdict ? nameOf(verdict) : '';
    const cells = [index + 1, seconds(startedAtMs), took, result, waitMs === undefined ? '' : seconds(waitMs)];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return ['<details><summary>Attempts</summary>', `<table><tr>${head}</tr>`, ...rows, '</table>', '</details>'];
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}
