import type { Settings } from '../settings.js';
import { type Attempt, lastUnknown, outcomeOf, type Thread } from './attempt.js';
import { decide, hasTimeForRequest, type RetryPolicy, type Stop } from './retry.js';
import { refuseCall } from './thread.js';
import type { Verdict } from './verdict.js';

/** The part of the settings that the loop follows. */
export type Policy = RetryPolicy & Pick<Settings, 'checkThread' | 'unchangedSinceMs'>;

/** What the loop depends on. Tests replace the clock and the random numbers. */
export interface Dependencies {
  /** Sends one request and judges the response; `timeoutMs` is 1 or more. */
  call(timeoutMs: number): Promise<Verdict>;
  read(timeoutMs: number): Promise<Thread | Verdict>;
  /** Monotonic clock, in milliseconds. */
  now(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
  sleep(delayMs: number): Promise<void>;
  /** Uniformly random, from 0 up to 1. */
  random(): number;
  onEvent(event: Event): void;
}

/** An attempt ended. `delayMs` is the wait before the next one; undefined if there is none. */
export interface Event {
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly delayMs: number | undefined;
}

/** The verdict of the last attempt, and why there was no other. */
export interface Result {
  readonly verdict: Verdict;
  readonly stop: Stop;
}

/** Makes attempts, each recorded in `attempts`, until one is final or the policy allows no more. */
export async function makeAttempts(policy: Policy, attempts: Attempt[], deps: Dependencies): Promise<Result> {
  const startMs = deps.now();
  const elapsedMs = (): number => deps.now() - startMs;
  // No timer is shorter than a millisecond.
  const timeoutMs = (): number => Math.max(1, Math.min(policy.requestTimeoutMs, policy.deadlineMs - elapsedMs()));

  /** Sends the call only if the check, if there is one, allowed it in this same attempt. */
  const makeAttempt = async (attempt: Attempt): Promise<Verdict> => {
    if (policy.checkThread) {
      const read = await deps.read(timeoutMs());
      if ('code' in read) return read;
      attempt.thread = read;
      const refusal = refuseCall(read, policy.unchangedSinceMs, lastUnknown(attempts)?.thread);
      if (refusal) return refusal;
      if (!hasTimeForRequest(policy, elapsedMs())) return { outcome: 'not-resolved', code: 'timeout' };
    }
    attempt.called = true;
    return deps.call(timeoutMs());
  };

  const finish = async (attempt: Attempt, verdict: Verdict, stop: Stop): Promise<Result> => {
    const unknownCall = attempt.called && outcomeOf(attempts) === 'unknown';
    if (policy.checkThread && unknownCall && hasTimeForRequest(policy, elapsedMs())) {
      const read = await deps.read(timeoutMs());
      if (!('code' in read)) attempt.threadAfterwards = read;
    }
    return { verdict, stop };
  };

  for (;;) {
    const attempt: Attempt = { startedAtMs: elapsedMs(), called: false };
    attempts.push(attempt);
    const verdict = await makeAttempt(attempt);
    attempt.durationMs = elapsedMs() - attempt.startedAtMs;
    attempt.verdict = verdict;

    const decision = decide(verdict, policy, {
      attempts: attempts.length,
      unknownBefore: lastUnknown(attempts.slice(0, -1)) !== undefined,
      elapsedMs: elapsedMs(),
      wallClockMs: deps.wallClock(),
      random: deps.random(),
    });
    const delayMs = decision.kind === 'wait' ? decision.delayMs : undefined;
    deps.onEvent({ attempt: attempts.length, verdict, delayMs });
    if (decision.kind !== 'wait') return finish(attempt, verdict, decision);

    const waitedFromMs = elapsedMs();
    await deps.sleep(decision.delayMs);
    attempt.waitMs = elapsedMs() - waitedFromMs;
    // A machine that was suspended wakes up late.
    if (!hasTimeForRequest(policy, elapsedMs())) return finish(attempt, verdict, { kind: 'deadline', delayMs: 0 });
  }
}
