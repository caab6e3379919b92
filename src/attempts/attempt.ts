import type { Outcome, Verdict } from './verdict.js';

/** What a read showed of the thread. */
export interface Thread {
  /** `idle`, `busy`, `interrupted` or `error`; foreign text, so it may be anything. */
  readonly status: string;
  /** Last change of its state, in milliseconds since 1970; undefined if the thread has no readable time. */
  readonly changedAtMs: number | undefined;
}

/** One attempt, recorded from its start, so that it can be reported when the process is interrupted. */
export interface Attempt {
  /** Milliseconds since the first attempt started. */
  readonly startedAtMs: number;
  /** Whether the call has been sent. With the check, a read comes first. */
  called: boolean;
  /** The thread, if the check has read it. */
  thread?: Thread;
  /** Milliseconds; undefined, like the verdict, while the attempt is in progress. */
  durationMs?: number;
  verdict?: Verdict;
  /** The wait after this attempt, in milliseconds, if it was waited to its end. */
  waitMs?: number;
  /** The thread as read once more after a call of unknown outcome, when the step is about to end. */
  threadAfterwards?: Thread;
}

const THREAD_STATUSES = ['idle', 'busy', 'interrupted', 'error'];

/** The outcome of all attempts: once one is unknown, only a later 204 settles it. */
export function outcomeOf(attempts: readonly Attempt[]): Outcome {
  const outcomes = attempts.map(outcomeOfOne);
  if (outcomes.at(-1) === 'resolved') return 'resolved';
  return outcomes.includes('unknown') ? 'unknown' : 'not-resolved';
}

/** The attempt after which nobody knows whether the interrupt is resolved. */
export function lastUnknown(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast((attempt) => outcomeOfOne(attempt) === 'unknown');
}

/** HTTP status of the last response that decided an attempt. */
export function lastStatus(attempts: readonly Attempt[]): number | undefined {
  return attempts.findLast(({ verdict }) => verdict?.response)?.verdict?.response?.status;
}

/** The thread's status as last read, unless a call of unknown outcome came after the read; empty if there is none. */
export function lastThreadStatus(attempts: readonly Attempt[]): string {
  let status = '';
  for (const attempt of attempts) {
    if (attempt.thread) status = attempt.thread.status;
    if (outcomeOfOne(attempt) === 'unknown') status = '';
    if (attempt.threadAfterwards) status = attempt.threadAfterwards.status;
  }
  return THREAD_STATUSES.includes(status) ? status : '';
}

/** While an attempt is in progress, a call is in flight or not yet sent. */
function outcomeOfOne({ verdict, called }: Attempt): Outcome {
  return verdict?.outcome ?? (called ? 'unknown' : 'not-resolved');
}
