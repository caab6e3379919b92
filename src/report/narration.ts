import type { Event } from '../attempts/attempts.js';
import type { Settings } from '../settings.js';
import { clean, seconds } from '../text.js';
import { nameOf } from './words.js';

/** The line before the first request: what the step is about to do. */
export function announce(settings: Settings, secrets: readonly string[]): string {
  const { threadId, apiUrl, proxyHost, maxAttempts, deadlineMs, checkThread, unchangedSinceMs } = settings;
  const since = unchangedSinceMs === undefined ? '' : ` (unchanged since ${new Date(unchangedSinceMs).toISOString()})`;
  const line =
    `Resolving the interrupt of thread ${threadId} at ${new URL(apiUrl).host}` +
    (proxyHost && ` through the proxy ${proxyHost}`) +
    (settings.extraCaCerts ? ', trusting extra CA certificates' : '') +
    `: up to ${maxAttempts} attempt${maxAttempts === 1 ? '' : 's'} within ${seconds(deadlineMs)}. ` +
    (checkThread ? `Each attempt checks the thread first${since}.` : 'The thread is not checked.');
  return clean(line, secrets, Number.POSITIVE_INFINITY);
}

/** The line after an attempt. */
export function narrate({ attempt, verdict, delayMs }: Event, maxAttempts: number): string {
  const result = `Attempt ${attempt} of ${maxAttempts}: ${nameOf(verdict)}.`;
  if (delayMs === undefined) return result;
  const next = `${seconds(delayMs)} (attempt ${attempt + 1} of ${maxAttempts}).`;
  return verdict.code === 'not_interrupted'
    ? `The thread is busy: not waiting at an interrupt yet. Checking again in ${next}`
    : `${result} Retrying in ${next}`;
}
