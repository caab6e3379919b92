import { decide, hasTimeForAttempt, type RetryPolicy } from './retry.js';
import type { Verdict } from './verdict.js';

/** One request, from the moment it begins: the record stays readable when the process is cut off. */
export interface Attempt {
  /** Begin, in milliseconds since the step began. */
  readonly startedAtMs: number;
  /** Duration in milliseconds; undefined, as is the verdict, while the attempt is under way. */
  durationMs?: number;
  verdict?: Verdict;
  /** The wait after this attempt, in milliseconds, where one was waited to its end. */
  waitMs?: number;
}

/** What the loop takes from outside, so that a test can give it time and chance. */
export interface Surroundings {
  /** Sends one request; `timeoutMs` is 1 or more. */
  send(timeoutMs: number): Promise<Verdict>;
  /** Monotonic clock, in milliseconds. */
  now(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
  sleep(delayMs: number): Promise<void>;
  /** Uniformly random, from 0 up to 1. */
  random(): number;
  tell(event: Event): void;
}

export type Event =
  | { readonly kind: 'attempted'; readonly number: number; readonly durationMs: number; readonly verdict: Verdict }
  | { readonly kind: 'waiting'; readonly delayMs: number; readonly verdict: Verdict; readonly nextNumber: number }
  | { readonly kind: 'out_of_time'; readonly delayMs: number };

/** Makes attempts, each recorded in `attempts`, until one is final or the policy allows no more. Returns the last verdict. */
export async function resolveInterrupt(
  policy: RetryPolicy,
  attempts: Attempt[],
  around: Surroundings,
): Promise<Verdict> {
  const beganAtMs = around.now();
  const elapsed = (): number => around.now() - beganAtMs;

  for (;;) {
    const attempt: Attempt = { startedAtMs: elapsed() };
    attempts.push(attempt);
    // No timer is shorter than a millisecond.
    const timeoutMs = Math.max(1, Math.min(policy.requestTimeoutMs, policy.deadlineMs - attempt.startedAtMs));
    const verdict = await around.send(timeoutMs);
    attempt.durationMs = elapsed() - attempt.startedAtMs;
    attempt.verdict = verdict;
    around.tell({ kind: 'attempted', number: attempts.length, durationMs: attempt.durationMs, verdict });

    const decision = decide(verdict, policy, {
      attempts: attempts.length,
      elapsedMs: elapsed(),
      wallClockMs: around.wallClock(),
      random: around.random(),
    });
    if (decision.kind === 'stop') return verdict;
    if (decision.kind === 'out_of_time') {
      around.tell(decision);
      return verdict;
    }
    const { delayMs } = decision;
    around.tell({ kind: 'waiting', delayMs, verdict, nextNumber: attempts.length + 1 });
    const waitedFromMs = elapsed();
    await around.sleep(delayMs);
    attempt.waitMs = elapsed() - waitedFromMs;
    // A machine that was suspended wakes up late.
    if (!hasTimeForAttempt(policy, elapsed())) {
      around.tell({ kind: 'out_of_time', delayMs: 0 });
      return verdict;
    }
  }
}
