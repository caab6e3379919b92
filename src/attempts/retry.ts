import type { Policy } from '../settings.js';
import { parseHttpDateMs } from '../time.js';
import type { Verdict } from './verdict.js';

/** Why there is no further attempt. */
export type Stop =
  /** The verdict is final, or no attempt is left. */
  | { readonly kind: 'final' }
  /** A refusal after an unknown outcome: an earlier resolve request may have taken effect. */
  | { readonly kind: 'after_unknown' }
  /** The wait would leave the next attempt too little time. 0 if the wait is already over. */
  | { readonly kind: 'deadline'; readonly delayMs: number };

export type Decision = { readonly kind: 'wait'; readonly delayMs: number } | Stop;

export interface RetryContext {
  /** Attempts made so far, from 1. */
  readonly attemptCount: number;
  /** Whether an earlier attempt has an unknown outcome. */
  readonly unknownBefore: boolean;
  /** Time since the first attempt started, in milliseconds. */
  readonly elapsedMs: number;
  /** Wall clock, in milliseconds since 1970, for a `Retry-After` date without a `Date`. */
  readonly wallClockMs: number;
  /** Uniformly random, from 0 up to 1. */
  readonly random: number;
}

/** Decides, before any wait, whether to retry and after how long. */
export function decide(verdict: Verdict, policy: Policy, context: RetryContext): Decision {
  const { retry } = verdict;
  const isListed = retry !== undefined && policy.retryOn.has(retry.item);
  if (!isListed || context.attemptCount >= policy.maxAttempts) return { kind: 'final' };
  if (context.unknownBefore && retry.item === '409') return { kind: 'after_unknown' };
  const delayMs = delayBeforeNext(verdict, policy, context);
  const isInTime = hasTimeForRequest(policy, context.elapsedMs + delayMs);
  return { kind: isInTime ? 'wait' : 'deadline', delayMs };
}

/**
 * Whether a request sent at `elapsedMs` has time for a response: one second, or the request timeout if that is shorter.
 * With less, a clear refusal would turn into an unknown outcome.
 */
export function hasTimeForRequest(policy: Policy, elapsedMs: number): boolean {
  return policy.deadlineMs - elapsedMs >= Math.min(1000, policy.requestTimeoutMs);
}

/**
 * Wait before the next attempt, in milliseconds: exponential backoff, half of it random. `Retry-After` replaces the
 * other half, uncapped.
 */
export function delayBeforeNext({ response }: Verdict, policy: Policy, context: RetryContext): number {
  const { attemptCount, wallClockMs, random } = context;
  const backoffMs = Math.min(policy.retryMaxDelayMs, policy.retryDelayMs * 2 ** (attemptCount - 1));
  const nowMs = parseHttpDateMs(response?.date) ?? wallClockMs;
  const atLeastMs = parseRetryAfterMs(response?.retryAfter, nowMs) ?? backoffMs / 2;
  return atLeastMs + (random * backoffMs) / 2;
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) as milliseconds from `nowMs`: whole seconds, or an HTTP date in its
 * preferred form. Undefined if it is absent, malformed or past.
 *
 * @param nowMs by the server's clock, if it is known: clocks differ
 */
export function parseRetryAfterMs(text: string | undefined, nowMs: number): number | undefined {
  if (text !== undefined && /^\d+$/.test(text)) return Number(text) * 1000;
  const dateMs = parseHttpDateMs(text);
  return dateMs !== undefined && dateMs > nowMs ? dateMs - nowMs : undefined;
}
