import { type History, lastStatus, lastThread, outcomeOf } from '../attempts/history.js';
import type { Result } from '../attempts/loop.js';
import type { Outcome } from '../attempts/verdict.js';
import type { ReportContext, Settings } from '../settings.js';
import { isoTime } from '../text.js';
import { prepareInterrupts, type ShownInterrupts } from './interrupts.js';

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The attempts are over. */
export interface Finished extends Result {
  readonly kind: 'finished';
  readonly settings: Settings;
}

/** How the step came to its end. */
export type Ending =
  | Finished
  | { readonly kind: 'invalid_input'; readonly rule: string; readonly rejected: string | undefined }
  | { readonly kind: 'cancelled'; readonly signal: Signal }
  | { readonly kind: 'internal_error'; readonly error: unknown };

/** The outputs of the step, by their names in `action.yml`. */
export interface Outputs {
  readonly resolved: boolean;
  readonly 'error-code': string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly attempts: number;
  readonly 'thread-status': string;
  readonly 'state-updated-at': string;
  readonly interrupts: string;
}

/** What the step tells the workflow. */
export interface Conclusion {
  readonly outputs: Outputs;
  /** What the thread is waiting for, if it may be shown. */
  readonly interrupts: ShownInterrupts | undefined;
  readonly exitCode: number;
  readonly level: 'none' | 'warning' | 'error';
}

/** 128 plus the number of the signal, as in a shell. */
const SIGNAL_EXIT_CODES: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The statuses that the API documents. */
export const THREAD_STATUSES = ['idle', 'busy', 'interrupted', 'error'];

/** Draws the conclusion from the ending and all attempts, including one in progress. */
export function conclude(ending: Ending, history: History, { secrets, showInterrupts }: ReportContext): Conclusion {
  const outcome = outcomeOf(history);
  const resolved = outcome === 'resolved';
  const code = ending.kind === 'finished' ? ending.verdict.code : ending.kind;
  const lastRead = resolved ? undefined : lastThread(history);
  const thread = lastRead && THREAD_STATUSES.includes(lastRead.status) ? lastRead : undefined;
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

function howToEnd(ending: Ending, errorCode: string): Pick<Conclusion, 'exitCode' | 'level'> {
  switch (ending.kind) {
    case 'finished':
      if (errorCode === '') return { exitCode: 0, level: 'none' };
      return ending.settings.failOnError ? { exitCode: 1, level: 'error' } : { exitCode: 0, level: 'warning' };
    case 'cancelled':
      return { exitCode: SIGNAL_EXIT_CODES[ending.signal], level: 'warning' };
    case 'invalid_input':
    case 'internal_error':
      return { exitCode: 1, level: 'error' };
  }
}
