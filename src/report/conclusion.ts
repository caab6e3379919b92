import { type Attempt, lastStatus, lastThreadStatus, outcomeOf } from '../attempts/attempt.js';
import type { Stop } from '../attempts/retry.js';
import type { Outcome, Verdict } from '../attempts/verdict.js';
import type { Settings } from '../settings.js';

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** How the step came to its end. */
export type Ending =
  | { readonly kind: 'finished'; readonly verdict: Verdict; readonly stop: Stop; readonly settings: Settings }
  | { readonly kind: 'invalid_input'; readonly rule: string; readonly value: string }
  | { readonly kind: 'cancelled'; readonly signal: Signal }
  | { readonly kind: 'internal_error'; readonly error: unknown };

/** What the step tells the workflow. */
export interface Conclusion {
  readonly outcome: Outcome;
  /** Empty when resolved. */
  readonly errorCode: string;
  readonly status: number | undefined;
  readonly attempts: number;
  /** Empty when resolved, or if the check has not read it. */
  readonly threadStatus: string;
  readonly exitCode: number;
  readonly level: 'none' | 'warning' | 'error';
}

/** 128 plus the number of the signal, as in a shell. */
const SIGNAL_EXIT_CODES: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Draws the conclusion from the ending and all attempts, including one in progress. */
export function conclude(ending: Ending, attempts: readonly Attempt[]): Conclusion {
  const outcome = outcomeOf(attempts);
  const resolved = outcome === 'resolved';
  const code = ending.kind === 'finished' ? ending.verdict.code : ending.kind;
  const facts = {
    outcome,
    errorCode: resolved ? '' : code,
    status: lastStatus(attempts),
    attempts: attempts.length,
    threadStatus: resolved ? '' : lastThreadStatus(attempts),
  };
  switch (ending.kind) {
    case 'finished':
      if (resolved) return { ...facts, exitCode: 0, level: 'none' };
      return ending.settings.failOnError
        ? { ...facts, exitCode: 1, level: 'error' }
        : { ...facts, exitCode: 0, level: 'warning' };
    case 'cancelled':
      return { ...facts, exitCode: SIGNAL_EXIT_CODES[ending.signal], level: 'warning' };
    case 'invalid_input':
    case 'internal_error':
      return { ...facts, exitCode: 1, level: 'error' };
  }
}
