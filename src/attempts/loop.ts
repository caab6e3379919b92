import type { Policy } from '../settings.js';
import { type Attempt, isThreadOutdated, lastUnknown, outcomeOf } from './history.js';
import { decide, hasTimeForRequest, type Stop } from './retry.js';
import { endWithRead, refuseThread, type Thread } from './thread.js';
import type { Verdict } from './verdict.js';

/** What the loop depends on. Tests replace the clock and the random numbers. */
export interface Dependencies {
  /** Each sends one request and interprets the response; `timeoutMs` is 1 or more. */
  read(timeoutMs: number): Promise<Thread | Verdict>;
  resolve(timeoutMs: number): Promise<Verdict>;
  /** Monotonic clock, in milliseconds. */
  now(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
  sleep(delayMs: number): Promise<void>;
  /** Uniformly random, from 0 up to 1. */
  random(): number;
  /** `delayMs` is the wait before the next attempt; undefined if there is none. */
  onAttempt(number: number, verdict: Verdict, delayMs: number | undefined): void;
  /** After the read that follows the last attempt. */
  onLastRead(result: Thread | Verdict): void;
}

/** The verdict of the last attempt, and why there was no other. */
export interface Result {
  readonly verdict: Verdict;
  readonly stop: Stop;
}

/** Makes attempts, each recorded in `history`, until one is final or the policy allows no more. */
export async function runAttempts(policy: Policy, history: Attempt[], deps: Dependencies): Promise<Result> {
  const startMs = deps.now();
  const elapsedMs = (): number => deps.now() - startMs;
  // No timer is shorter than a millisecond.
  const timeoutMs = (): number => Math.max(1, Math.min(policy.requestTimeoutMs, policy.deadlineMs - elapsedMs()));

  /** Sends the resolve request only if the check, if there is one, allowed it in this same attempt. */
  const runAttempt = async (attempt: Attempt): Promise<Verdict> => {
    if (policy.checkThread) {
      const read = await deps.read(timeoutMs());
      if ('code' in read) return read;
      attempt.thread = read;
      const refusal = refuseThread(read, policy.unchangedSinceMs, lastUnknown(history)?.thread);
      if (refusal) return refusal;
      if (policy.mode === 'inspect') return endWithRead({ kind: 'waiting' }, '');
      if (!hasTimeForRequest(policy, elapsedMs())) return endWithRead({ kind: 'too_late' }, 'timeout');
    }
    attempt.requested = true;
    return deps.resolve(timeoutMs());
  };

  const finish = async (attempt: Attempt, verdict: Verdict, stop: Stop): Promise<Result> => {
    if (policy.checkThread && isThreadOutdated(attempt) && hasTimeForRequest(policy, elapsedMs())) {
      const result = await deps.read(timeoutMs());
      if (!('code' in result)) attempt.threadAfterwards = result;
      deps.onLastRead(result);
    }
    return { verdict, stop };
  };

  for (;;) {
    const unknownBefore = outcomeOf(history) === 'unknown';
    const attempt: Attempt = { startedAtMs: elapsedMs(), requested: false };
    history.push(attempt);
    const verdict = await runAttempt(attempt);
    attempt.durationMs = elapsedMs() - attempt.startedAtMs;
    attempt.verdict = verdict;

    const decision = decide(verdict, policy, {
      attemptCount: history.length,
      unknownBefore,
      elapsedMs: elapsedMs(),
      wallClockMs: deps.wallClock(),
      random: deps.random(),
    });
    deps.onAttempt(history.length, verdict, decision.kind === 'wait' ? decision.delayMs : undefined);
    if (decision.kind !== 'wait') return finish(attempt, verdict, decision);

    const waitedFromMs = elapsedMs();
    await deps.sleep(decision.delayMs);
    attempt.waitMs = elapsedMs() - waitedFromMs;
    // If the machine was suspended, the timer fires late.
    if (!hasTimeForRequest(policy, elapsedMs())) return finish(attempt, verdict, { kind: 'deadline', delayMs: 0 });
  }
}
