import { parseTimeMs } from '../time.js';
import type { Thread } from './attempt.js';
import type { Exchange } from './exchange.js';
import { judgeCall, parseObject, type Verdict } from './verdict.js';

const refuse = (code: string, detail?: string): Verdict => ({ outcome: 'not-resolved', code, detail });
const NO_THREAD = 'the response is not a JSON object of at most 8 MiB with a status';
const NO_TIME = 'state_updated_at and updated_at are missing or unreadable';

/** The thread in the response to a read, or what went wrong. A read changes nothing on the server. */
export function judgeRead(exchange: Exchange, secrets: readonly string[]): Thread | Verdict {
  if (exchange.kind === 'response' && exchange.status === 200) {
    const { status, state_updated_at, updated_at } = parseObject(exchange.body) ?? {};
    if (typeof status !== 'string') return refuse('thread_unreadable', NO_THREAD);
    return { status, changedAtMs: parseTimeMs(state_updated_at) ?? parseTimeMs(updated_at) };
  }
  const verdict = judgeCall(exchange, secrets);
  const incomplete = verdict.code === 'timeout' || verdict.code === 'connection_lost';
  return {
    ...verdict,
    outcome: 'not-resolved',
    // A 204 has no thread.
    code: verdict.code || 'unexpected_response',
    retryItem: incomplete ? 'connect_failed' : verdict.retryItem,
  };
}

/**
 * Why the call must not be sent; undefined if it may.
 *
 * @param unchangedSinceMs the latest time at which the state may have changed, in milliseconds since 1970
 * @param before the thread as it was before a call of unknown outcome: it must not have changed since
 */
export function refuseCall(
  { status, changedAtMs }: Thread,
  unchangedSinceMs: number | undefined,
  before: Thread | undefined,
): Verdict | undefined {
  // A call would get a 409 now, so a busy thread is retried like one.
  if (status === 'busy') return { ...refuse('not_interrupted'), retryItem: '409' };
  if (status !== 'interrupted') return refuse('not_interrupted');
  if (unchangedSinceMs === undefined && before === undefined) return undefined;
  if (changedAtMs === undefined || (before && before.changedAtMs === undefined))
    return refuse('thread_unreadable', NO_TIME);
  const changedAfterReview = unchangedSinceMs !== undefined && changedAtMs > unchangedSinceMs;
  const changedAfterCall = before !== undefined && changedAtMs !== before.changedAtMs;
  return changedAfterReview || changedAfterCall ? refuse('thread_changed') : undefined;
}
