// Steps as scripts: what `unit/step.test.ts` runs without a process and `process/check.test.ts` with the bundle.

import { BUSY, CHECK_FIRST, EARLIER, GONE, NOT_RETRIED, NOTHING_LEFT, STILL_THERE } from './unit/messages.js';

export type Inputs = Record<string, string>;

export const TIME = '2026-01-05T09:00:00.000Z';
export const LATER = '2026-01-05T09:00:01.000Z';
export const SINCE: Inputs = { 'unchanged-since': TIME };
export const QUICK: Inputs = { 'request-timeout-seconds': '1' };
/** Retries everything that can be retried. */
export const ALL: Inputs = {
  'retry-on': ['connect_failed', ...Array.from({ length: 200 }, (_, index) => 400 + index)].join(' '),
};

/** What comes back from one request. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: { readonly 'retry-after'?: string } }
  | 'lost'
  | 'silent'
  | 'not_http';

/** The response to a read, with changes. Undefined removes a field. */
export const thread = (changes: object = {}): Reply => ({
  status: 200,
  body: {
    ...{ thread_id: 't', status: 'interrupted', metadata: {}, values: {}, created_at: TIME },
    ...{ updated_at: TIME, state_updated_at: TIME, interrupts: { 'task-1': [{ id: 'i-1', value: 'Approve?' }] } },
    ...changes,
  },
});

/** A thread whose only times are these two. */
export const times = (state_updated_at: unknown, updated_at?: unknown): Reply =>
  thread({ state_updated_at, updated_at });

const REPLIES: Record<string, Reply> = {
  interrupted: thread(),
  busy: thread({ status: 'busy' }),
  idle: thread({ status: 'idle' }),
  error: thread({ status: 'error' }),
  paused: thread({ status: 'paused' }),
  // Another interrupt has replaced the first.
  changed: times(LATER, LATER),
  timeless: times(undefined),
  list: { status: 200, body: [] },
  auth: { status: 502, body: { code: 'upstream_auth_failed' } },
  lost: 'lost',
  silent: 'silent',
  other: 'not_http',
};

/** The requests that a step must send, and what comes back. */
export type Script<R = Reply> = (readonly [request: string, reply: R | Reply])[];

/** Reads a script such as `read busy, read interrupted, resolve 204`. */
export function script(text: string): Script {
  return text.split(', ').map((line) => {
    const [request = '', name = ''] = line.split(' ');
    return [request, REPLIES[name] ?? { status: Number(name) }] as const;
  });
}

/** What an attempt came to, as a step reports it that ends with it. */
interface Finding {
  /** Without a full stop. */
  readonly happened: string;
  /** What to do next. */
  readonly next: string;
  readonly code: string;
  /** The output `thread-status`. */
  readonly thread?: string;
  /** The output `state-updated-at`, if there is a thread; `TIME` by default. */
  readonly updatedAt?: string;
  readonly attempts?: number;
  readonly status?: number;
}

/** All outputs, in order. Those about the thread are empty unless given. */
export function outputs(
  resolved: string,
  errorCode: string,
  outcome: string,
  status: string,
  attempts: string,
  threadStatus = '',
  stateUpdatedAt = '',
  interrupts = '',
) {
  const thread = { 'thread-status': threadStatus, 'state-updated-at': stateUpdatedAt, interrupts };
  return { resolved, 'error-code': errorCode, outcome, status, attempts, ...thread };
}

/** How a step ends. */
export interface End {
  readonly outputs: ReturnType<typeof outputs>;
  readonly happened: string;
  readonly next: string;
}

function end(resolved: boolean, outcome: string, found: Finding): End {
  const { happened, next, code, thread = '', updatedAt = TIME, attempts = 1, status = '' } = found;
  const written = [String(resolved), code, outcome, String(status), String(attempts)] as const;
  return { outputs: outputs(...written, thread, thread && updatedAt), happened, next };
}

/** The end of a step in which no request can have taken effect. */
export const refused = (found: Finding, changes: Partial<Finding> = {}): End =>
  end(false, 'not-resolved', { ...found, ...changes });

/** The end of a step in which a request may have taken effect. */
export const unknown = (found: Finding, changes: Partial<Finding> = {}): End =>
  end(false, 'unknown', { ...found, ...changes });

export const resolved = (attempts = 1): End =>
  end(true, 'resolved', { happened: 'Interrupt resolved', next: '', code: '', status: 204, attempts });

/** Codes of attempts that no HTTP status decided. */
const WITHOUT_STATUS = ['connect_failed', 'connection_lost', 'timeout', 'not_interrupted'];

/** The text of the annotation, or the last line of the log, without the words of others. */
export function textOf({ outputs, happened, next }: End): string {
  const { status, attempts, 'error-code': code } = outputs;
  const count = attempts === '1' ? '' : `, after ${attempts} attempts`;
  if (code === '') return `${happened} (HTTP ${status})${count}.`;
  const hasStatus = status !== '' && !WITHOUT_STATUS.includes(code) && !code.startsWith('thread_');
  const name = hasStatus ? `: HTTP ${status}${code === `http_${status}` ? '' : ` (${code})`}` : ` (${code})`;
  return `${happened}${name}${count}.${next && ` ${next}`}`;
}

/** The same in the job summary, unless the interrupt is resolved. */
export function summaryLineOf({ happened, next }: End): string {
  return `<p><b>${happened}.</b>${next && ` ${next}`}</p>\n`.replaceAll("'", '&apos;');
}

/** A step with the check. */
export type Case<R = Reply> = readonly [name: string, script: string | Script<R>, inputs: Inputs, expected: End];

const found = (thread: string, happened: string, next: string): Finding => ({
  ...{ happened, next, code: 'not_interrupted', thread },
});

export const FOUND_IDLE = found('idle', 'The thread is idle and not waiting at an interrupt', NOTHING_LEFT);
export const FOUND_BUSY = found('busy', 'The thread is busy and not waiting at an interrupt yet', '');
export const FOUND_IN_ERROR = found(
  'error',
  'The thread has the status error and is not waiting at an interrupt',
  'Look at its last run.',
);
export const FOUND_OTHER = found('', 'The thread has an unknown status', 'Inspect it.');
export const FOUND_CHANGED: Finding = {
  happened: `The thread changed at ${LATER}, but must be unchanged since ${TIME}`,
  next: 'Review the current interrupt, then start a new run with its time.',
  ...{ code: 'thread_changed', thread: 'interrupted', updatedAt: LATER },
};
export const LOST: Finding = {
  happened: 'The connection was lost before a complete response arrived',
  ...{ next: 'Re-run this.', code: 'connection_lost' },
};
export const LATE: Finding = {
  ...{ happened: 'No complete response arrived within 1 s', next: 'Re-run this.', code: 'timeout' },
};
export const SERVER_ERROR: Finding = {
  happened: 'The API, or a gateway in front of it, reported a server error',
  ...{ next: 'Re-run this later.', code: 'bad_gateway' },
};
export const UNEXPECTED: Finding = {
  ...{ happened: 'The server sent an unexpected response', next: 'Check api-url.', code: 'unexpected_response' },
};
export const TOO_MANY: Finding = {
  happened: 'The API is rate limiting requests',
  ...{ next: 'Re-run this later, or add 429 to retry-on.', code: 'http_429' },
};

export const THREAD_STATUS_CASES: Case[] = [
  ['interrupted: the resolve request is sent', 'read interrupted, resolve 204', {}, resolved()],
  ['idle is final', 'read idle', ALL, refused(FOUND_IDLE)],
  ['error is final', 'read error', ALL, refused(FOUND_IN_ERROR)],
  [
    'busy is final if retry-on does not list 409',
    'read busy',
    { 'retry-on': '502, connect_failed' },
    refused(FOUND_BUSY, { next: 'To wait for it, add 409 to retry-on.' }),
  ],
  [
    'busy is final if its time is later than unchanged-since',
    [['read', thread({ status: 'busy', state_updated_at: LATER })]],
    SINCE,
    refused(FOUND_CHANGED, {
      next: 'Wait until it is interrupted, then start a new run with its time.',
      thread: 'busy',
    }),
  ],
  [
    'a refusal: the thread status is that of the read before it',
    'read interrupted, resolve 429',
    {},
    refused(TOO_MANY, { thread: 'interrupted', status: 429 }),
  ],
];

export const AFTER_UNKNOWN_CASES: Case[] = [
  [
    'idle: final',
    'read interrupted, resolve 502, read idle',
    ALL,
    unknown(FOUND_IDLE, { next: `${EARLIER} ${GONE}`, attempts: 2, status: 502 }),
  ],
  [
    'busy: final, although retry-on lists 409',
    'read interrupted, resolve 502, read busy',
    ALL,
    unknown(FOUND_BUSY, { next: `${BUSY} ${NOT_RETRIED}`, attempts: 2, status: 502 }),
  ],
  [
    'still interrupted, after a lost read: sent again',
    'read interrupted, resolve 502, read lost, read interrupted, resolve 204',
    {},
    resolved(3),
  ],
  [
    'another interrupt',
    'read interrupted, resolve 502, read changed',
    ALL,
    unknown(FOUND_CHANGED, { next: `${EARLIER} ${STILL_THERE}`, attempts: 2, status: 502 }),
  ],
];

const STATE_REFUSED: Finding = {
  happened: "The API refused the request because of the thread's state",
  next: '',
  ...{ code: 'conflict', status: 409, thread: 'interrupted', updatedAt: TIME },
};

export const LAST_READ_CASES: Case[] = [
  [
    'idle after a lost connection',
    'read interrupted, resolve lost, read idle',
    {},
    unknown(LOST, { next: GONE, thread: 'idle' }),
  ],
  [
    'idle after a timeout',
    'read interrupted, resolve silent, read idle',
    QUICK,
    unknown(LATE, { next: GONE, thread: 'idle' }),
  ],
  [
    'idle after a response that is not HTTP',
    'read interrupted, resolve other, read idle',
    {},
    unknown(UNEXPECTED, { next: `${GONE} Check that api matches api-url.`, thread: 'idle' }),
  ],
  [
    'idle after the last attempt',
    'read interrupted, resolve 502, read interrupted, resolve 502, read idle',
    { 'max-attempts': '2' },
    unknown(SERVER_ERROR, { next: GONE, thread: 'idle', attempts: 2, status: 502 }),
  ],
  [
    'idle after a 409, which refuses',
    'read interrupted, resolve 409, read idle',
    { 'max-attempts': '1' },
    refused(FOUND_IDLE, { code: 'conflict', status: 409 }),
  ],
  [
    'still the reviewed interrupt after a 409',
    'read interrupted, resolve 409, read interrupted',
    { 'max-attempts': '1', 'unchanged-since': TIME },
    refused(STATE_REFUSED, { next: 'The thread is still waiting at the reviewed interrupt. Re-run this.' }),
  ],
  [
    'a later interrupt after a 409',
    'read interrupted, resolve 409, read changed',
    { 'max-attempts': '1', 'unchanged-since': TIME },
    refused(STATE_REFUSED, {
      next: 'The thread is waiting at a later interrupt. Review it, then start a new run with its time.',
      updatedAt: LATER,
    }),
  ],
  ['that read is lost', 'read interrupted, resolve lost, read lost', {}, unknown(LOST, { next: CHECK_FIRST })],
  ['that read is silent', 'read interrupted, resolve lost, read silent', QUICK, unknown(LOST, { next: CHECK_FIRST })],
  [
    'not without the time for it',
    'read interrupted, resolve silent',
    { 'request-timeout-seconds': '0.9', 'deadline-seconds': '1.7' },
    unknown(LATE, { happened: 'No complete response arrived within 0.9 s', next: CHECK_FIRST }),
  ],
];
