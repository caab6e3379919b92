import type { Verdict } from './verdict.js';

/** Times in milliseconds; their ranges are those of the inputs. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly retryOn: ReadonlySet<string>;
  readonly retryDelayMs: number;
  readonly retryMaxDelayMs: number;
  readonly requestTimeoutMs: number;
  readonly deadlineMs: number;
}

export type Decision =
  | { readonly kind: 'wait'; readonly delayMs: number }
  /** Another attempt would not be right, or none is left. */
  | { readonly kind: 'stop' }
  /** Another attempt would be right, but the wait would leave it no time. */
  | { readonly kind: 'out_of_time'; readonly delayMs: number };

/** What a decision depends on beside the policy and the verdict. */
export interface Moment {
  /** Attempts made so far, from 1. */
  readonly attempts: number;
  /** Time since the step began, in milliseconds. */
  readonly elapsedMs: number;
  /** Wall clock, in milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly wallClockMs: number;
  /** Uniformly random, from 0 up to 1. */
  readonly random: number;
}

/** Decides, before any waiting, whether an attempt is repeated and after how long. */
export function decide(verdict: Verdict, policy: RetryPolicy, moment: Moment): Decision {
  const repeatable = verdict.retryItem !== undefined && policy.retryOn.has(verdict.retryItem);
  if (!repeatable || moment.attempts >= policy.maxAttempts) return { kind: 'stop' };
  const delayMs = retryDelayMs(verdict.retryAfter, policy, moment);
  const enough = hasTimeForAttempt(policy, moment.elapsedMs + delayMs);
  return { kind: enough ? 'wait' : 'out_of_time', delayMs };
}

/**
 * Whether an attempt begun at `elapsedMs` has the time for an answer: one second, or the request timeout
 * where that is shorter. With less, a clear refusal would turn into an unknown fate.
 */
export function hasTimeForAttempt(policy: RetryPolicy, elapsedMs: number): boolean {
  return policy.deadlineMs - elapsedMs >= Math.min(1000, policy.requestTimeoutMs);
}

/**
 * Wait before the next attempt, in milliseconds: exponential backoff, of which the second half is random. What
 * `Retry-After` asks for takes the place of the first half: it is waited in full, however long.
 */
export function retryDelayMs(retryAfter: string | undefined, policy: RetryPolicy, moment: Moment): number {
  const backoffMs = Math.min(policy.retryMaxDelayMs, policy.retryDelayMs * 2 ** (moment.attempts - 1));
  const atLeastMs = parseRetryAfterMs(retryAfter, moment.wallClockMs) ?? backoffMs / 2;
  return atLeastMs + (moment.random * backoffMs) / 2;
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) as milliseconds from now: whole seconds, or an HTTP date in its
 * preferred form. Undefined where it is absent, malformed or past.
 */
export function parseRetryAfterMs(text: string | undefined, wallClockMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const dateMs = Date.parse(text);
  // toUTCString() writes the preferred form, so anything else comes back changed.
  return dateMs > wallClockMs && new Date(dateMs).toUTCString() === text ? dateMs - wallClockMs : undefined;
}
