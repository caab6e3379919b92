import { type History, lastStatus, lastThread, outcomeOf } from '../attempts/history.js';
import type { Result } from '../attempts/loop.js';
import type { ReportContext, Settings } from '../settings.js';
import { isoTime } from '../text.js';
import { prepareInterrupts } from './interrupts.js';

export interface Finished extends Result {
  readonly kind: 'finished';
  readonly settings: Settings;
}

/** How the step came to its end. */
export type Ending =
  | Finished
  | { readonly kind: 'invalid_input'; readonly rule: string; readonly rejected: string | undefined }
  | { readonly kind: 'cancelled'; readonly signal: keyof typeof SIGNAL_EXIT_CODES }
  | { readonly kind: 'internal_error'; readonly error: unknown };

/** What the step tells the workflow. */
export type Conclusion = Readonly<ReturnType<typeof conclude>>;

/** The outputs of the step, by their names in `action.yml`. */
export type Outputs = Conclusion['outputs'];

/** 128 plus the number of the signal, as in a shell. */
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The statuses that the API documents. */
export const THREAD_STATUSES = ['idle', 'busy', 'interrupted', 'error'];

/** Draws the conclusion from the ending and all attempts, including one in progress. */
export function conclude(ending: Ending, history: History, { secrets, showInterrupts }: ReportContext) {
  const outcome = outcomeOf(history);
  const resolved = outcome === 'resolved';
  const code = ending.kind === 'finished' ? ending.verdict.code : ending.kind;
  const lastRead = resolved ? undefined : lastThread(history);
  const thread = lastRead && THREAD_STATUSES.includes(lastRead.status) ? lastRead : undefined;
  // What the thread is waiting for, if it may be shown.
  const interrupts = showInterrupts && thread ? prepareInterrupts(thread, secrets) : undefined;
  const outputs = {
    resolved,
    'error-code': resolved ? '' : code,
    outcome,
    status: lastStatus(history),
    attempts: history.length,
    'thread-status': thread?.status ?? '',
    'state-updated-at': thread?.changedAtMs === undefined ? '' : isoTime(thread.changedAtMs),
    interrupts: interrupts?.json ?? '',
  };
  return { outputs, interrupts, ...howToEnd(ending, outputs['error-code']) };
}

function howToEnd(ending: Ending, errorCode: string): { exitCode: number; level: 'none' | 'warning' | 'error' } {
  if (ending.kind === 'cancelled') return { exitCode: SIGNAL_EXIT_CODES[ending.signal], level: 'warning' };
  if (ending.kind !== 'finished') return { exitCode: 1, level: 'error' };
  if (errorCode === '') return { exitCode: 0, level: 'none' };
  return ending.settings.failOnError ? { exitCode: 1, level: 'error' } : { exitCode: 0, level: 'warning' };
}
