import { type History, lastStatus, lastThread, outcomeOf } from '../attempts/history.js';
import type { Result } from '../attempts/loop.js';
import type { Outcome } from '../attempts/verdict.js';
import type { Settings } from '../settings.js';

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
}

/** What the step tells the workflow. */
export interface Conclusion {
  readonly outputs: Outputs;
  readonly exitCode: number;
  readonly level: 'none' | 'warning' | 'error';
}

/** 128 plus the number of the signal, as in a shell. */
const SIGNAL_EXIT_CODES: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The statuses that the API documents. */
export const THREAD_STATUSES = ['idle', 'busy', 'interrupted', 'error'];

/** Draws the conclusion from the ending and all attempts, including one in progress. */
export function conclude(ending: Ending, history: History): Conclusion {
  const outputs = outputsOf(ending, history);
  switch (ending.kind) {
    case 'finished':
      if (outputs['error-code'] === '') return { outputs, exitCode: 0, level: 'none' };
      return ending.settings.failOnError
        ? { outputs, exitCode: 1, level: 'error' }
        : { outputs, exitCode: 0, level: 'warning' };
    case 'cancelled':
      return { outputs, exitCode: SIGNAL_EXIT_CODES[ending.signal], level: 'warning' };
    case 'invalid_input':
    case 'internal_error':
      return { outputs, exitCode: 1, level: 'error' };
  }
}

function outputsOf(ending: Ending, history: History): Outputs {
  const outcome = outcomeOf(history);
  const resolved = outcome === 'resolved';
  const code = ending.kind === 'finished' ? ending.verdict.code : ending.kind;
  const threadStatus = resolved ? '' : (lastThread(history)?.status ?? '');
  return {
    resolved,
    'error-code': resolved ? '' : code,
    outcome,
    status: lastStatus(history),
    attempts: history.length,
    'thread-status': THREAD_STATUSES.includes(threadStatus) ? threadStatus : '',
  };
}
