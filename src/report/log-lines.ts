import type { Thread } from '../attempts/thread.js';
import type { Verdict } from '../attempts/verdict.js';
import type { Settings } from '../settings.js';
import { clean, isoTime, seconds } from '../text.js';
import { THREAD_STATUSES } from './conclusion.js';
import { nameOf } from './message.js';

/** The line before the first request: what the step is about to do. */
export function announce(settings: Settings, secrets: readonly string[]): string {
  const { mode, threadId, apiUrl, proxyHost, maxAttempts, deadlineMs } = settings;
  const line =
    `${mode === 'inspect' ? 'Inspecting' : 'Resolving the interrupt of'} thread ${threadId} at ${new URL(apiUrl).host}` +
    (proxyHost && ` through the proxy ${proxyHost}`) +
    announceCertificates(settings) +
    `: up to ${maxAttempts} attempt${maxAttempts === 1 ? '' : 's'} within ${seconds(deadlineMs)}. ` +
    announceCheck(settings);
  return clean(line, secrets, Number.POSITIVE_INFINITY);
}

function announceCertificates({ extraCaCerts }: Settings): string {
  if (!extraCaCerts) return '';
  const { file, areLoaded } = extraCaCerts;
  return areLoaded ? ', trusting extra CA certificates' : ` (warning: no CA certificates were loaded from ${file})`;
}

function announceCheck({ mode, checkThread, unchangedSinceMs }: Settings): string {
  if (!checkThread) return 'The thread is not checked.';
  const since = unchangedSinceMs === undefined ? '' : `, unchanged since ${isoTime(unchangedSinceMs)}`;
  return mode === 'inspect'
    ? `The thread must be waiting at an interrupt${since}.`
    : `Each attempt first checks that the thread is interrupted${since}.`;
}

/** The line after an attempt. `delayMs` is the wait before the next one; undefined if there is none. */
export function narrate(number: number, verdict: Verdict, delayMs: number | undefined, maxAttempts: number): string {
  const line = `Attempt ${number} of ${maxAttempts}: ${resultOf(verdict)}.`;
  if (delayMs === undefined) return line;
  const action = verdict.retry?.because === 'busy' ? 'Checking again' : 'Retrying';
  return `${line} ${action} in ${seconds(delayMs)}.`;
}

/** The line after the read that follows the last attempt. */
export function narrateLastRead(result: Thread | Verdict): string {
  return `Last read: ${'code' in result ? nameOf(result) : statusOf(result.status)}.`;
}

function resultOf(verdict: Verdict): string {
  const { reason } = verdict;
  if (reason.kind === 'waiting') return 'the thread is waiting at an interrupt';
  if (reason.kind === 'too_late') return 'too little time is left for the resolve request';
  if (reason.kind === 'not_interrupted') return statusOf(reason.threadStatus);
  return `${verdict.request === 'read' ? 'read of the thread' : 'resolve request'}: ${nameOf(verdict)}`;
}

/** A status that the API does not document is foreign text, so it is not shown. */
function statusOf(threadStatus: string): string {
  const known = THREAD_STATUSES.includes(threadStatus) ? threadStatus : 'not interrupted';
  return known === 'error' ? 'the thread has the status error' : `the thread is ${known}`;
}
