import type { Api } from '../api/api.js';
import { type Exchange, isObject, parseJson, type Request } from '../exchange.js';
import { parseTimeMs } from '../time.js';
import { judgeFailedRead, type Reason, type Verdict } from './verdict.js';

/** What a thread is waiting for. Both are foreign, of any JSON type. */
export interface Interrupt {
  readonly id: unknown;
  readonly value: unknown;
}

/** What a read showed of the thread. */
export interface Thread {
  /** `idle`, `busy`, `interrupted` or `error`; foreign text, so it may be anything. */
  readonly status: string;
  /** Last change of its state, in milliseconds since 1970; undefined if the thread has no readable time. */
  readonly changedAtMs: number | undefined;
  /** Undefined if the API does not list them. */
  readonly interrupts: readonly Interrupt[] | undefined;
}

/** A thread includes its state, which can be large. */
const MAX_THREAD_MIB = 16;

const CHECK_URL = 'Check api-url.';

export function readRequest(threadId: string): Request {
  return { method: 'GET', path: `/threads/${threadId}`, bodyLimit: MAX_THREAD_MIB * 1024 * 1024 };
}

/** The thread in the response to a read, or what went wrong. */
export function judgeRead(exchange: Exchange, api: Api, secrets: readonly string[]): Thread | Verdict {
  if (exchange.kind !== 'response' || exchange.status !== 200) return judgeFailedRead(exchange, api, secrets);
  if (exchange.unread === 'too_large') return unreadable(`the response is larger than ${MAX_THREAD_MIB} MiB`);
  if (exchange.unread === 'compressed')
    return unreadable('the response is compressed', 'Check any gateway or proxy in front of the API.');
  const thread = parseJson(exchange.body.replace(/^\ufeff/, ''));
  if (thread === undefined) return unreadable('the response is not JSON', CHECK_URL);
  if (!isObject(thread)) return unreadable('the response is not a JSON object', CHECK_URL);
  const { status, state_updated_at, updated_at, interrupts } = thread;
  if (typeof status !== 'string') return unreadable('the response has no status', CHECK_URL);
  const changedAtMs = parseTimeMs(state_updated_at) ?? parseTimeMs(updated_at);
  return { status, changedAtMs, interrupts: findInterrupts(interrupts) };
}

/**
 * The interrupts in the field `interrupts` of a thread: an object whose values are arrays of objects with a `value`, or
 * one array of these. Undefined for anything else.
 */
function findInterrupts(field: unknown): Interrupt[] | undefined {
  const groups = isObject(field) ? Object.values(field) : [field];
  if (!groups.every(Array.isArray)) return undefined;
  const items: unknown[] = groups.flat();
  if (!items.every((item) => isObject(item) && Object.hasOwn(item, 'value'))) return undefined;
  return (items as Partial<Interrupt>[]).map(({ id = null, value }) => ({ id, value }));
}

/**
 * Why the thread is not what the reviewer saw; undefined if it is.
 *
 * @param unchangedSinceMs the latest time at which the state may have changed, in milliseconds since 1970
 * @param before the thread as it was before a resolve request of unknown outcome: it must not have changed since
 */
export function refuseThread(thread: Thread, unchangedSinceMs?: number, before?: Thread): Verdict | undefined {
  const { status, changedAtMs } = thread;
  const hasChangedSinceReview =
    unchangedSinceMs !== undefined && changedAtMs !== undefined && changedAtMs > unchangedSinceMs;
  if (status !== 'interrupted' && status !== 'busy') return notInterrupted(status);
  // If a busy thread's run started after the review, waiting cannot help.
  if (hasChangedSinceReview) return changed(changedAtMs, unchangedSinceMs);
  // A resolve request would get a 409 now, so a busy thread is retried like one.
  if (status === 'busy') return { ...notInterrupted(status), retry: { item: '409', because: 'busy' } };
  if (unchangedSinceMs === undefined && before === undefined) return undefined;
  if (changedAtMs === undefined) return unreadable('state_updated_at and updated_at are missing or unreadable');
  if (before === undefined) return undefined;
  if (before.changedAtMs === undefined) {
    return unreadable('it had no readable time before the last resolve request');
  }
  return changedAtMs === before.changedAtMs ? undefined : changed(changedAtMs, before.changedAtMs);
}

/** The verdict of an attempt that ends with its read, although the read brought a thread. */
export function endWithRead(reason: Reason, code: string = reason.kind): Verdict {
  return { request: 'read', outcome: 'not-resolved', code, reason };
}

const unreadable = (problem: string, fix = ''): Verdict => endWithRead({ kind: 'thread_unreadable', problem, fix });
const notInterrupted = (threadStatus: string): Verdict => endWithRead({ kind: 'not_interrupted', threadStatus });
const changed = (changedAtMs: number, limitMs: number): Verdict =>
  endWithRead({ kind: 'thread_changed', changedAtMs, limitMs });
