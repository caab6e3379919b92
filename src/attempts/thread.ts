import { type Exchange, isObject, parseJson, type Request } from '../exchange.js';
import { parseTimeMs } from '../time.js';
import { judgeFailedRead, type Reason, type ThreadProblem, type Verdict } from './verdict.js';

/** What a read showed of the thread. */
export interface Thread {
  /** `idle`, `busy`, `interrupted` or `error`; foreign text, so it may be anything. */
  readonly status: string;
  /** Last change of its state, in milliseconds since 1970; undefined if the thread has no readable time. */
  readonly changedAtMs: number | undefined;
}

/** A thread includes its state, which can be large. */
export const MAX_THREAD_MIB = 16;

export function readRequest(threadId: string): Request {
  return { method: 'GET', path: `/threads/${threadId}`, bodyLimit: MAX_THREAD_MIB * 1024 * 1024 };
}

/** The thread in the response to a read, or what went wrong. */
export function judgeRead(exchange: Exchange, secrets: readonly string[]): Thread | Verdict {
  if (exchange.kind !== 'response' || exchange.status !== 200) return judgeFailedRead(exchange, secrets);
  if (exchange.unread === 'too_large' || exchange.unread === 'compressed') return unreadable(exchange.unread);
  const thread = parseJson(exchange.body.replace(/^\ufeff/, ''));
  if (thread === undefined) return unreadable('not_json');
  if (!isObject(thread)) return unreadable('not_an_object');
  const { status, state_updated_at, updated_at } = thread;
  if (typeof status !== 'string') return unreadable('no_status');
  return { status, changedAtMs: parseTimeMs(state_updated_at) ?? parseTimeMs(updated_at) };
}

/**
 * Why the thread is not what the reviewer saw; undefined if it is.
 *
 * @param unchangedSinceMs the latest time at which the state may have changed, in milliseconds since 1970
 * @param before the thread as it was before a resolve request of unknown outcome: it must not have changed since
 */
export function refuseThread(
  { status, changedAtMs }: Thread,
  unchangedSinceMs: number | undefined,
  before: Thread | undefined,
): Verdict | undefined {
  const hasChangedSinceReview =
    unchangedSinceMs !== undefined && changedAtMs !== undefined && changedAtMs > unchangedSinceMs;
  if (status === 'busy') {
    // If the run started after the review, waiting cannot help.
    if (hasChangedSinceReview) return changed(changedAtMs, unchangedSinceMs);
    // A resolve request would get a 409 now, so a busy thread is retried like one.
    return { ...notInterrupted(status), retry: { item: '409', because: 'busy' } };
  }
  if (status !== 'interrupted') return notInterrupted(status);
  if (unchangedSinceMs === undefined && before === undefined) return undefined;
  if (changedAtMs === undefined) return unreadable('no_time');
  if (hasChangedSinceReview) return changed(changedAtMs, unchangedSinceMs);
  if (before === undefined) return undefined;
  if (before.changedAtMs === undefined) return unreadable('no_earlier_time');
  return changedAtMs === before.changedAtMs ? undefined : changed(changedAtMs, before.changedAtMs);
}

function refusal(reason: Reason & { kind: Verdict['code'] }): Verdict {
  return { request: 'read', outcome: 'not-resolved', code: reason.kind, reason };
}

const unreadable = (problem: ThreadProblem): Verdict => refusal({ kind: 'thread_unreadable', problem });
const notInterrupted = (threadStatus: string): Verdict => refusal({ kind: 'not_interrupted', threadStatus });
const changed = (changedAtMs: number, limitMs: number): Verdict =>
  refusal({ kind: 'thread_changed', changedAtMs, limitMs });
