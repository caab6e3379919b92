import type { Attempt } from './resolve.js';
import type { Outcome, Verdict } from './verdict.js';

/** How the step came to its end. */
export type Ending =
  | { readonly kind: 'finished'; readonly verdict: Verdict }
  | { readonly kind: 'invalid_input'; readonly message: string }
  | { readonly kind: 'cancelled'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | { readonly kind: 'internal_error'; readonly error: unknown };

/** What the step tells the workflow. */
export interface Conclusion {
  readonly outcome: Outcome;
  /** Empty when resolved. */
  readonly errorCode: string;
  /** HTTP status of the last answer, of any attempt. */
  readonly status: number | undefined;
  readonly attempts: number;
  readonly exitCode: number;
  readonly level: 'none' | 'warning' | 'error';
}

/** 128 and the number of the signal, as a shell would report it. */
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

/** Draws the conclusion from the ending and from all attempts, the one still under way included. */
export function conclude(ending: Ending, attempts: readonly Attempt[], failOnError: boolean): Conclusion {
  const facts = {
    status: attempts.findLast((attempt) => attempt.verdict?.status !== undefined)?.verdict?.status,
    attempts: attempts.length,
  };
  switch (ending.kind) {
    case 'finished': {
      const errorCode = ending.verdict.code;
      const outcome = fateOf(attempts);
      if (outcome === 'resolved') return { ...facts, outcome, errorCode, exitCode: 0, level: 'none' };
      return failOnError
        ? { ...facts, outcome, errorCode, exitCode: 1, level: 'error' }
        : { ...facts, outcome, errorCode, exitCode: 0, level: 'warning' };
    }
    case 'invalid_input':
      return { ...facts, outcome: 'not-resolved', errorCode: ending.kind, exitCode: 1, level: 'error' };
    case 'cancelled': {
      const exitCode = SIGNAL_EXIT_CODES[ending.signal];
      return { ...facts, outcome: fateOf(attempts), errorCode: ending.kind, exitCode, level: 'warning' };
    }
    case 'internal_error': {
      const outcome = attempts.length === 0 ? 'not-resolved' : 'unknown';
      return { ...facts, outcome, errorCode: ending.kind, exitCode: 1, level: 'error' };
    }
    /* c8 ignore next 2 -- the compiler proves it unreachable */
    default:
      return ending satisfies never;
  }
}

/** A 204 settles it; short of that, one attempt of unknown fate leaves the whole unknown, whatever came later. */
function fateOf(attempts: readonly Attempt[]): Outcome {
  const fates = attempts.map((attempt) => attempt.verdict?.outcome ?? 'unknown');
  if (fates.at(-1) === 'resolved') return 'resolved';
  return fates.includes('unknown') ? 'unknown' : 'not-resolved';
}
