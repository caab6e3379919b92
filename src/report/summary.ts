import type { History } from '../attempts/history.js';
import { escapeHtml, isoTime, seconds } from '../text.js';
import type { Conclusion, Ending } from './conclusion.js';
import { type Message, nameOf } from './message.js';

const ICONS = { resolved: '✅', 'not-resolved': '❌', unknown: '⚠️' };

/** What the job summary shows. */
export interface SummaryContent {
  readonly ending: Ending;
  readonly history: History;
  readonly conclusion: Conclusion;
  readonly message: Message;
  /** Redacted; undefined if it is not valid. */
  readonly threadId: string | undefined;
  /** Duration of the step. */
  readonly totalMs: number;
}

/** The job summary as one HTML block, which Markdown leaves alone up to the first blank line. */
export function renderSummary({ ending, history, conclusion, message, threadId, totalMs }: SummaryContent): string {
  const { outcome, resolved, 'error-code': errorCode, status, 'thread-status': threadStatus } = conclusion.outputs;
  const { heading, happened, next, detail, requestId } = message;
  const count = history.length === 1 ? '1 attempt' : `${history.length} attempts`;
  const facts = [
    threadId && `Thread ${code(threadId)}`,
    errorCode && code(errorCode),
    status && `HTTP ${status}`,
    threadStatus && `thread ${threadStatus}`,
    nameCheck(ending),
    count,
    seconds(totalMs),
  ];
  const quotation = [detail, requestId && `Request ID: ${requestId}`].filter(Boolean).map(escapeHtml).join('<br>');
  const isPlain = resolved && history.length === 1;
  return [
    `<h3>${ending.kind === 'cancelled' ? '🚫' : ICONS[outcome]} ${heading}</h3>`,
    ...(isPlain ? [] : [`<p><b>${escapeHtml(happened)}.</b> ${escapeHtml(next)}</p>`]),
    ...(quotation ? [`<blockquote>${quotation}</blockquote>`] : []),
    `<p>${facts.filter(Boolean).join(' · ')}</p>`,
    ...(history.length > 1 ? renderAttempts(history) : []),
    '',
  ].join('\n');
}

/** Whether the thread was checked. */
function nameCheck(ending: Ending): string {
  if (ending.kind !== 'finished') return '';
  const { checkThread, unchangedSinceMs } = ending.settings;
  if (!checkThread) return 'not checked';
  return unchangedSinceMs === undefined ? 'checked' : `checked against ${isoTime(unchangedSinceMs)}`;
}

function renderAttempts(history: History): string[] {
  const head = ['Attempt', 'Started at', 'Duration', 'Result', 'Wait'].map((name) => `<th>${name}</th>`).join('');
  const rows = history.map(({ startedAtMs, durationMs, verdict, waitMs }, index) => {
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
