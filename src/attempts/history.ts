import type { Thread } from './thread.js';
import type { Outcome, Verdict } from './verdict.js';

/** One attempt, recorded from its start, so that it can be reported when the process is interrupted. */
export interface Attempt {
  /** Milliseconds since the first attempt started. */
  readonly startedAtMs: number;
  /** Whether the resolve request has been sent. With the check, a read comes first. */
  requested: boolean;
  /** The thread, if the check has read it. */
  thread?: Thread;
  /** Milliseconds; undefined, like the verdict, while the attempt is in progress. */
  durationMs?: number;
  verdict?: Verdict;
  /** The wait after this attempt, in milliseconds, if it was waited to its end. */
  waitMs?: number;
  /** The thread as read once more after this attempt, when the step is about to end. */
  threadAfterwards?: Thread;
}

/** The attempts so far, the last of which may be in progress. */
export type History = readonly Attempt[];

/** The outcome of all attempts: once one is unknown, only a later confirmation settles it. */
export function outcomeOf(history: History): Outcome {
  const outcomes = history.map(outcomeOfOne);
  if (outcomes.at(-1) === 'resolved') return 'resolved';
  return outcomes.includes('unknown') ? 'unknown' : 'not-resolved';
}

/** The last attempt with an unknown outcome. */
export function lastUnknown(history: History): Attempt | undefined {
  return history.findLast((attempt) => outcomeOfOne(attempt) === 'unknown');
}

/** HTTP status of the last response that decided an attempt. */
export function lastStatus(history: History): number | undefined {
  return history.findLast(({ verdict }) => verdict?.response)?.verdict?.response?.status;
}

/** The thread as last read, unless a resolve request after that read may have changed it or contradicts it. */
export function lastThread(history: History): Thread | undefined {
  let thread: Thread | undefined;
  for (const attempt of history) {
    thread = attempt.thread ?? thread;
    if (isThreadOutdated(attempt)) thread = undefined;
    thread = attempt.threadAfterwards ?? thread;
  }
  return thread;
}

/** Whether the resolve request of this attempt has an unknown outcome, or a 409 as its response. */
export function isThreadOutdated(attempt: Attempt): boolean {
  return outcomeOfOne(attempt) === 'unknown' || (attempt.requested && attempt.verdict?.response?.status === 409);
}

/** While an attempt is in progress, its resolve request is in flight or not yet sent. */
function outcomeOfOne({ verdict, requested }: Attempt): Outcome {
  return verdict?.outcome ?? (requested ? 'unknown' : 'not-resolved');
}
