/** The contract as a second, independent implementation: what the properties compare `src/` with. */

/** What came back from one request, seen from outside. */
export type Reply =
  | {
      kind: 'response';
      status: number;
      /** Undefined if it was cut off, too large or compressed. */
      body: string | undefined;
      retryAfter: string | undefined;
      date: string | undefined;
    }
  /** `proxy_refused`: a proxy answered CONNECT with a 4xx. */
  | { kind: 'connect_failed' | 'proxy_refused' | 'tls_failed' | 'connection_lost' | 'not_http' | 'timeout' };

export interface Request {
  kind: 'read' | 'call';
  /** Undefined while the request is in flight. */
  reply: Reply | undefined;
}

/** A read, a call, and a last read, each if the contract asks for it. */
export type Attempt = readonly Request[];

export type Outcome = 'resolved' | 'not-resolved' | 'unknown';

export interface Rules {
  key: string;
  api: 'managed-deep-agents' | 'agent-server';
  mode: 'resolve' | 'inspect';
  checkThread: boolean;
  unchangedSinceMs: number | undefined;
  maxAttempts: number;
  retryOn: ReadonlySet<string>;
  retryDelayMs: number;
  retryMaxDelayMs: number;
  requestTimeoutMs: number;
  deadlineMs: number;
}

export interface Verdict {
  outcome: Outcome;
  code: string;
  /** The item of `retry-on` that allows a retry. */
  item?: string | undefined;
  /** The status of the response, if it decided the attempt. */
  status?: number;
}

export interface Thread {
  status: string;
  changedAtMs: number | undefined;
}

const STATUS_CODES = new Map([
  [400, 'bad_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  [422, 'unprocessable_entity'],
  [502, 'bad_gateway'],
]);

export const OWN_CODES = [
  ...STATUS_CODES.values(),
  'unexpected_redirect',
  'unexpected_response',
  'connect_failed',
  'tls_failed',
  'connection_lost',
  'timeout',
  'not_interrupted',
  'thread_changed',
  'thread_unreadable',
  'cancelled',
  'invalid_input',
  'internal_error',
];

const between = (low: number, value: number, high: number): boolean => low <= value && value <= high;

type Response = Extract<Reply, { kind: 'response' }>;

const parsed = new WeakMap<Response, Map<string, unknown>>();

/** The members of a body that is a JSON object. */
function members(response: Response): Map<string, unknown> {
  const found = parsed.get(response) ?? parse(response.body);
  parsed.set(response, found);
  return found;
}

function parse(body = ''): Map<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return new Map();
  }
  return new Map(value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []);
}

function apiCode(response: Response, key: string): string | undefined {
  const code = members(response).get('code');
  if (typeof code !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(code) || code.length > 64) return undefined;
  const isOwn = OWN_CODES.includes(code) || /^http_[0-9]{3}$/.test(code);
  return isOwn || code.toLowerCase().includes(key.toLowerCase()) ? undefined : code;
}

/** Whether a response to a call confirms that the interrupt is resolved. */
export function confirms(rules: Rules, response: Response): boolean {
  if (rules.api === 'managed-deep-agents') return response.status === 204;
  const { checkpoint_id: own, checkpoint } = Object.fromEntries(members(response));
  const nested = Object.entries(Object(checkpoint)).find(([name]) => name === 'checkpoint_id')?.[1];
  return response.status === 200 && [own, nested].some((id) => typeof id === 'string' && id.length > 0);
}

export function judgeCall(rules: Rules, reply: Reply): Verdict {
  if (reply.kind === 'connect_failed') return { outcome: 'not-resolved', code: reply.kind, item: reply.kind };
  if (reply.kind === 'proxy_refused') return { outcome: 'not-resolved', code: 'connect_failed' };
  if (reply.kind === 'tls_failed') return { outcome: 'not-resolved', code: reply.kind };
  if (reply.kind === 'not_http') return { outcome: 'unknown', code: 'unexpected_response' };
  if (reply.kind !== 'response') return { outcome: 'unknown', code: reply.kind };
  const { status } = reply;
  if (confirms(rules, reply)) return { outcome: 'resolved', code: '', status };
  if (status === 303) return { outcome: 'unknown', code: 'unexpected_redirect', status };
  if (between(300, status, 399)) return { outcome: 'not-resolved', code: 'unexpected_redirect', status };
  if (!between(400, status, 599)) return { outcome: 'unknown', code: 'unexpected_response', status };
  const code = apiCode(reply, rules.key) ?? STATUS_CODES.get(status) ?? `http_${status}`;
  const refused = status < 500 || (status === 502 && members(reply).get('code') === 'upstream_auth_failed');
  return { outcome: refused ? 'not-resolved' : 'unknown', code, status, item: String(status) };
}

/** The thread in the reply to a read, if there is one. */
export function threadIn(reply: Reply | undefined): Thread | undefined {
  if (reply?.kind !== 'response' || reply.status !== 200) return undefined;
  // One byte order mark is ignored.
  const thread = reply.body?.startsWith('\ufeff') ? parse(reply.body.slice(1)) : members(reply);
  const status = thread.get('status');
  if (typeof status !== 'string') return undefined;
  return { status, changedAtMs: timeMs(thread.get('state_updated_at')) ?? timeMs(thread.get('updated_at')) };
}

/** Why a read does not allow the resolve request, here the call; undefined if it does. */
function judgeRead(rules: Rules, earlier: readonly Attempt[], reply: Reply): Verdict | undefined {
  const refuse = (code: string, item?: string): Verdict => ({ outcome: 'not-resolved', code, item });
  if (reply.kind === 'timeout' || reply.kind === 'connection_lost') return refuse(reply.kind, 'connect_failed');
  if (reply.kind !== 'response' || !between(200, reply.status, 299)) {
    return { ...judgeCall(rules, reply), outcome: 'not-resolved' };
  }
  if (reply.status !== 200) return { ...refuse('unexpected_response'), status: reply.status };

  const thread = threadIn(reply);
  if (!thread) return refuse('thread_unreadable');
  if (thread.status === 'busy') {
    // Waiting cannot help if its run started after the review.
    const isLater = Number(thread.changedAtMs) > Number(rules.unchangedSinceMs);
    return isLater ? refuse('thread_changed') : refuse('not_interrupted', '409');
  }
  if (thread.status !== 'interrupted') return refuse('not_interrupted');
  const unknown = earlier.findLast((attempt) => outcomeOfOne(rules, attempt) === 'unknown');
  const code = judgeTime(thread.changedAtMs, rules.unchangedSinceMs, unknown);
  return code && refuse(code);
}

/** Why the time of an interrupted thread does not allow the call. `unknown` is the last attempt of unknown outcome. */
function judgeTime(changedAtMs: number | undefined, sinceMs: number | undefined, unknown: Attempt | undefined) {
  const limits: (readonly [from: number | undefined, to: number | undefined])[] = [];
  if (sinceMs !== undefined) limits.push([Number.NEGATIVE_INFINITY, sinceMs]);
  const before = threadIn(unknown?.[0]?.reply)?.changedAtMs;
  if (unknown) limits.push([before, before]);
  for (const [from, to] of limits) {
    if (changedAtMs === undefined || from === undefined || to === undefined) return 'thread_unreadable';
    if (!between(from, changedAtMs, to)) return 'thread_changed';
  }
  return undefined;
}

const callOf = (attempt: Attempt | undefined): Request | undefined => attempt?.find(({ kind }) => kind === 'call');

/** The verdict of the last attempt; undefined while it is in progress. */
export function verdictOfLast(rules: Rules, history: readonly Attempt[]): Verdict | undefined {
  const call = callOf(history.at(-1));
  if (call) return call.reply && judgeCall(rules, call.reply);
  const read = history.at(-1)?.at(0)?.reply;
  // A read that allowed the call, and no call: the step only inspects, or too little time was left.
  const allowed = { outcome: 'not-resolved', code: rules.mode === 'inspect' ? '' : 'timeout' } as const;
  return read && (judgeRead(rules, history.slice(0, -1), read) ?? allowed);
}

/** Only a call can change anything on the server. */
function outcomeOfOne(rules: Rules, attempt: Attempt): Outcome {
  const call = callOf(attempt);
  if (!call) return 'not-resolved';
  return call.reply ? judgeCall(rules, call.reply).outcome : 'unknown';
}

/** The outcome of all attempts. */
export function outcomeOf(rules: Rules, history: readonly Attempt[]): Outcome {
  const outcomes = history.map((attempt) => outcomeOfOne(rules, attempt));
  if (outcomes.includes('resolved')) return 'resolved';
  return outcomes.includes('unknown') ? 'unknown' : 'not-resolved';
}

function statusOf(rules: Rules, history: readonly Attempt[]): number | undefined {
  if (history.length === 0) return undefined;
  return verdictOfLast(rules, history)?.status ?? statusOf(rules, history.slice(0, -1));
}

/** The thread that the outputs are about. */
function shownThread(rules: Rules, history: readonly Attempt[]): Thread | undefined {
  if (outcomeOf(rules, history) === 'resolved') return undefined;
  let thread: Thread | undefined;
  for (const { kind, reply } of history.flat()) {
    if (kind === 'read') thread = threadIn(reply) ?? thread;
    else if (!reply || outdatesTheRead(rules, reply)) thread = undefined;
  }
  return thread && ['idle', 'busy', 'interrupted', 'error'].includes(thread.status) ? thread : undefined;
}

/** Whether the reply to a call may have changed the thread, or contradicts that it is interrupted. */
function outdatesTheRead(rules: Rules, reply: Reply): boolean {
  return judgeCall(rules, reply).outcome === 'unknown' || (reply.kind === 'response' && reply.status === 409);
}

/** The outputs; `resolved` follows from the outcome. */
export function outputsOf(rules: Rules, history: readonly Attempt[], cancelled = false) {
  const thread = shownThread(rules, history);
  return {
    outcome: outcomeOf(rules, history),
    errorCode: cancelled ? 'cancelled' : verdictOfLast(rules, history)?.code,
    status: statusOf(rules, history),
    attempts: history.length,
    threadStatus: thread?.status ?? '',
    stateUpdatedAt: thread?.changedAtMs === undefined ? '' : new Date(thread.changedAtMs).toJSON(),
  };
}

/** The moment at which the contract is asked what comes next. */
export interface Moment {
  /** Since the first attempt started. */
  elapsedMs: number;
  wallClockMs: number;
  random: number;
  /** Whether a wait has just ended. */
  waited: boolean;
}

/** Time that a request needs at least. */
export const neededMs = ({ requestTimeoutMs }: Rules): number => Math.min(1000, requestTimeoutMs);

export const hasTime = (rules: Rules, elapsedMs: number): boolean => elapsedMs + neededMs(rules) <= rules.deadlineMs;

/** What follows an attempt: a wait, or the reason why there is no other attempt. */
export function afterAttempt(rules: Rules, history: readonly Attempt[], moment: Moment) {
  const { item } = verdictOfLast(rules, history) as Verdict;
  if (item === undefined || !rules.retryOn.has(item) || history.length === rules.maxAttempts) return 'final';
  if (item === '409' && outcomeOf(rules, history.slice(0, -1)) === 'unknown') return 'after_unknown';
  const waitMs = moment.waited ? 0 : waitAfter(rules, history, moment);
  return hasTime(rules, moment.elapsedMs + waitMs) ? { waitMs } : 'deadline';
}

/** What the step has to do next. */
export function nextStep(rules: Rules, history: readonly Attempt[], moment: Moment) {
  const isInTime = hasTime(rules, moment.elapsedMs);
  if (history.length === 0 || moment.waited) {
    if (moment.waited && !isInTime) return 'end';
    return rules.checkThread ? 'read' : 'call';
  }
  const attempt = history.at(-1) as Attempt;
  const { kind, reply } = attempt.at(-1) as Request;
  const called = callOf(attempt) !== undefined;
  if (called && kind === 'read') return 'end';
  const mayCall = rules.mode === 'resolve' && !called && isInTime;
  if (mayCall && !judgeRead(rules, history.slice(0, -1), reply as Reply)) return 'call';
  const after = afterAttempt(rules, history, moment);
  if (typeof after === 'object') return after;
  const lastRead = rules.checkThread && called && isInTime && outdatesTheRead(rules, reply as Reply);
  return lastRead ? 'read' : 'end';
}

/** Backoff, half of it random, or what the server asks for instead of the other half. */
function waitAfter(rules: Rules, history: readonly Attempt[], { random, wallClockMs }: Moment): number {
  const backoffMs = Math.min(rules.retryMaxDelayMs, rules.retryDelayMs * 2 ** (history.length - 1));
  const reply = (callOf(history.at(-1)) ?? history.at(-1)?.at(0))?.reply;
  const { retryAfter, date } = reply?.kind === 'response' ? reply : {};
  return (retryAfterMs(retryAfter, httpDateMs(date) ?? wallClockMs) ?? backoffMs / 2) + (random * backoffMs) / 2;
}

/** `Retry-After` in milliseconds, if it counts. */
function retryAfterMs(text: string | undefined, nowMs: number): number | undefined {
  if (text && [...text].every((character) => '0123456789'.includes(character))) return Number(text) * 1000;
  const dateMs = httpDateMs(text);
  return dateMs === undefined || dateMs <= nowMs ? undefined : dateMs - nowMs;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PREFERRED_DATE = /^(\w{3}), (\d\d) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/;

function httpDateMs(text: string | undefined): number | undefined {
  const [, weekday, day, month, ...rest] = PREFERRED_DATE.exec(text ?? '') ?? [];
  const [year, hour, minute, second] = rest.map(Number);
  const ms = utcMs([year, MONTHS.indexOf(String(month)) + 1, Number(day), hour, minute, second]);
  return ms !== undefined && WEEKDAYS[new Date(ms).getUTCDay()] === weekday ? ms : undefined;
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|([+-])(\d\d):(\d\d))$/;

/** A time of the API in milliseconds since 1970, cut to milliseconds. */
export function timeMs(value: unknown): number | undefined {
  const found = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (!found) return undefined;
  const ms = utcMs(found.slice(1, 7).map(Number));
  const [fraction = '.', , sign, hours = '0', minutes = '0'] = found.slice(7);
  if (ms === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return ms + Number(`${fraction}000`.slice(1, 4)) - (sign === '-' ? -offsetMs : offsetMs);
}

/** A date and time that exists. */
function utcMs(parts: (number | undefined)[]): number | undefined {
  const [year = Number.NaN, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()].join() === [year, month, day].join();
  return same && hour < 24 && minute < 60 && second < 60 ? date.getTime() : undefined;
}

const HEADINGS = {
  resolved: 'Interrupt resolved',
  'not-resolved': 'Interrupt not resolved',
  unknown: 'Unknown whether the interrupt was resolved',
};

const FINDINGS = new Map([
  ['', 'Waiting at an interrupt'],
  ['not_interrupted', 'No interrupt found'],
  ['thread_changed', 'Thread changed since the review'],
]);

/** How the annotation and the job summary name the outcome or, in `inspect`, what was found. */
export function headingOf(rules: Rules, history: readonly Attempt[]): string {
  if (rules.mode === 'resolve') return HEADINGS[outcomeOf(rules, history)];
  return FINDINGS.get(String(verdictOfLast(rules, history)?.code)) ?? 'Thread not inspected';
}
