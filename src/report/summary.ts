import { type History, lastThread } from '../attempts/history.js';
import type { ReportContext } from '../settings.js';
import { escapeHtml, isoTime, seconds } from '../text.js';
import type { Conclusion, Ending } from './conclusion.js';
import { NOTHING_LISTED } from './interrupts.js';
import { type Message, nameOf } from './message.js';
import { renderInterrupts } from './outline.js';

const ICONS = { resolved: '✅', 'not-resolved': '❌', unknown: '⚠️' };

export interface SummaryContent {
  readonly ending: Ending;
  readonly history: History;
  readonly context: ReportContext;
  readonly conclusion: Conclusion;
  readonly message: Message;
  /** Duration of the step. */
  readonly totalMs: number;
}

/** The job summary as one HTML block, which Markdown leaves alone up to the first blank line. */
export function renderSummary(content: SummaryContent): string {
  const { ending, history, conclusion, message } = content;
  const { outcome, resolved, 'error-code': errorCode } = conclusion.outputs;
  const { heading, happened, next, detail, requestId } = message;
  const quotation = [detail, requestId && `Request ID: ${requestId}`].filter(Boolean).map(escapeHtml).join('<br>');
  const isFound = ending.kind === 'finished' && errorCode === '';
  const icon = ending.kind === 'cancelled' ? '🚫' : isFound && !resolved ? '✋' : ICONS[outcome];
  return [
    `<h3>${icon} ${heading}</h3>`,
    ...(resolved ? [] : [`<p><b>${escapeHtml(happened)}.</b>${next && ` ${escapeHtml(next)}`}</p>`]),
    ...(quotation ? [`<blockquote>${quotation}</blockquote>`] : []),
    `<p>${listFacts(content)}</p>`,
    ...renderWaiting(content),
    ...(history.length > 1 ? renderAttempts(history) : []),
    '',
  ].join('\n');
}

function listFacts({ ending, history, context, conclusion, totalMs }: SummaryContent): string {
  const { 'error-code': errorCode, status, 'thread-status': threadStatus } = conclusion.outputs;
  const facts = [
    context.threadId && `Thread ${code(context.threadId)}`,
    errorCode && code(errorCode),
    status && `HTTP ${status}`,
    threadStatus && `thread ${threadStatus}`,
    nameCheck(ending, history),
    history.length === 1 ? '1 attempt' : `${history.length} attempts`,
    seconds(totalMs),
  ];
  return facts.filter(Boolean).join(' · ');
}

function renderWaiting({ history, context, conclusion }: SummaryContent): string[] {
  const { interrupts, outputs } = conclusion;
  if (outputs['thread-status'] !== 'interrupted') return [];
  if (interrupts) {
    const isRounded = JSON.stringify(interrupts.list).includes('"≈');
    const notices = [interrupts.problem, isRounded && 'Numbers that begin with ≈ are rounded'];
    return [
      ...notices.filter(Boolean).map((notice) => `<p><b>${notice}.</b></p>`),
      ...renderInterrupts(interrupts.list),
    ];
  }
  const count = lastThread(history)?.interrupts?.length;
  if (context.mode === 'resolve' || count === undefined) return [];
  if (count === 0) return [`<p>${NOTHING_LISTED}.</p>`];
  const listed = count === 1 ? '1 interrupt' : `${count} interrupts`;
  return [
    `<p>The API lists ${listed}. To show what the agent is asking for, set ${code('show-interrupts')} to true.</p>`,
  ];
}

/** Whether the thread was checked; empty if it could not be read. */
function nameCheck(ending: Ending, history: History): string {
  if (ending.kind !== 'finished') return '';
  const { checkThread, unchangedSinceMs } = ending.settings;
  if (!checkThread) return 'not checked';
  if (!history.some(({ thread }) => thread)) return '';
  return unchangedSinceMs === undefined ? 'checked' : `compared with ${isoTime(unchangedSinceMs)}`;
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
