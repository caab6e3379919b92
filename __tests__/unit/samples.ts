import { APIS } from '../../src/api/api.js';
import type { Attempt } from '../../src/attempts/history.js';
import type { Stop } from '../../src/attempts/retry.js';
import { judgeRead, refuseThread, type Thread } from '../../src/attempts/thread.js';
import { judgeResolve, type Verdict } from '../../src/attempts/verdict.js';
import type { Exchange, Fault, Response } from '../../src/exchange.js';
import type { Finished, Outputs } from '../../src/report/conclusion.js';
import type { ReportContext, Settings } from '../../src/settings.js';

export const KEY = 'lsv2_pt_secret';

/** 25 November 2026, half past nine. */
export const REVIEWED_AT_MS = Date.UTC(2026, 10, 25, 9, 30);

/** A thread that does not list its interrupts. */
export const threadOf = (status: string, changedAtMs?: number): Thread => ({
  ...{ status, changedAtMs, interrupts: undefined },
});

export const INTERRUPTED = threadOf('interrupted', REVIEWED_AT_MS);
export const IDLE = threadOf('idle', REVIEWED_AT_MS);
export const BUSY = threadOf('busy', REVIEWED_AT_MS);
/** An interrupted thread that has changed since. */
export const CHANGED = threadOf('interrupted', REVIEWED_AT_MS + 1);
/** An interrupted thread without a readable time. */
export const TIMELESS = threadOf('interrupted');

/** The API of the default settings. */
export const API = APIS['managed-deep-agents'];

export type Headers = Partial<Pick<Response, 'retryAfter' | 'date' | 'requestId'>>;

/** A response; a body that is not text is sent as JSON. */
export function response(status: number, body: unknown = '', headers: Headers = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const absent = { retryAfter: undefined, date: undefined, requestId: undefined };
  return { kind: 'response', status, body: text, ...absent, ...headers };
}

export function fault(kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'not_http'): Fault {
  return { kind, cause: 'a reason' };
}

export const TIMEOUT: Fault = { kind: 'timeout', timeoutMs: 1500 };

/** A proxy that wants other credentials. */
export const PROXY_REFUSAL: Fault = { kind: 'connect_failed', proxyStatus: 407 };

/** What an exchange makes of a resolve request, by a status or what came back. */
export const resolveVerdict = (exchange: Exchange | number): Verdict =>
  judgeResolve(typeof exchange === 'number' ? response(exchange) : exchange, API, [KEY]);

/** What an exchange makes of a read that brought no thread. */
export const readVerdict = (exchange: Exchange | number): Verdict =>
  judgeRead(typeof exchange === 'number' ? response(exchange) : exchange, API, [KEY]) as Verdict;

/** Why the check refuses a thread that must be unchanged since `REVIEWED_AT_MS`. */
export const checkVerdict = (thread: Thread): Verdict => refuseThread(thread, REVIEWED_AT_MS, undefined) as Verdict;

/** What too little time for the resolve request makes of an attempt. */
export const TOO_LATE: Verdict = {
  ...{ request: 'read', outcome: 'not-resolved', code: 'timeout' },
  reason: { kind: 'too_late' },
};

/** An attempt that ended with its resolve request. */
export const resolveAttempt = (exchange: Exchange | number, more: Partial<Attempt> = {}): Attempt => ({
  ...{ startedAtMs: 0, requested: true, durationMs: 312, verdict: resolveVerdict(exchange) },
  ...more,
});

/** An attempt that ended with the read, because no thread came back or the check refused it. */
export const readAttempt = (verdict: Verdict, thread?: Thread): Attempt => ({
  ...{ startedAtMs: 0, requested: false, durationMs: 312, verdict },
  ...(thread && { thread }),
});

/** Attempts in progress. */
export const READING: Attempt = { startedAtMs: 0, requested: false };
export const RESOLVING: Attempt = { startedAtMs: 0, requested: true };

/** The defaults of the inputs, with nothing set in the environment. */
export const SETTINGS: Settings = {
  threadId: 'thread-1',
  apiKey: KEY,
  workspaceId: undefined,
  api: API,
  apiUrl: 'https://api.smith.langchain.com/v1/deepagents',
  mode: 'resolve',
  checkThread: false,
  unchangedSinceMs: undefined,
  maxAttempts: 6,
  retryOn: new Set(['409', '502', 'connect_failed']),
  retryDelayMs: 3000,
  retryMaxDelayMs: 30_000,
  requestTimeoutMs: 30_000,
  deadlineMs: 300_000,
  failOnError: true,
  proxyHost: '',
  extraCaCerts: undefined,
  langsmithHost: '',
  addressTimeoutMs: 2500,
};

/** How a step ends with this verdict. */
export const finish = (
  verdict: Verdict,
  settings: Partial<Settings> = {},
  stop: Stop = { kind: 'final' },
): Finished => ({ kind: 'finished', verdict, stop, settings: { ...SETTINGS, ...settings } });

/** How a step ends after these attempts. */
export const finishAfter = (history: Attempt[], settings?: Partial<Settings>, stop?: Stop): Finished =>
  finish(history.at(-1)?.verdict as Verdict, settings, stop);

/** The outputs after one attempt without the check, unless changed. */
export const outputs = (changes: Partial<Outputs> = {}): Outputs => ({
  ...{ resolved: false, 'error-code': '', outcome: 'not-resolved', status: undefined, attempts: 1 },
  ...{ 'thread-status': '', 'state-updated-at': '', interrupts: '', ...changes },
});

/** What the report needs, with the defaults and without files. */
export const CONTEXT: ReportContext = {
  ...{ secrets: [KEY], threadId: SETTINGS.threadId, mode: 'resolve', showInterrupts: false, jobSummary: true },
  ...{ outputFile: '', summaryFile: '' },
};

/** The current environment, replaced with valid inputs, these changes and nothing else. Each test file has its own. */
export function setEnvironment(inputs: Record<string, string> = {}, variables: Record<string, string> = {}): void {
  const all = { 'thread-id': SETTINGS.threadId, 'api-key': KEY, ...inputs };
  const entries = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  process.env = { ...Object.fromEntries(entries), ...variables };
}

/** Texts that try to act as a command, HTML, Markdown or shell code, or to control the terminal. Some contain the key. */
export const hostileTexts = (key: string): string[] => [
  '\n::add-mask::true',
  '\r::stop-commands::z',
  '\r\n  ::error title=Forged::text',
  '\u2028::set-output name=resolved::true',
  'text ##[add-mask]true',
  '#\u200b#[error]text',
  '##[##[group]text',
  '\u001b[2K\u001b[1A\u0007text\b\u009b1m',
  '\u202etxet\u2066\ufeff\u{e0001}',
  '<img src=x onerror=alert(1)> <!-- <h1>&lt;',
  '| a | b |\n|---|---|\n# head\n[x](http://x) ![x](y) **b** `c` @someone #1',
  '\nEOF\nresolved<<EOF\ntrue\nEOF\n',
  '\nghadelimiter_0\nresolved=true\n',
  '"; $(touch /x) `id` $PATH && true',
  `${key.slice(0, 8)}\u200b\r\n${key.slice(8)}`,
  `${'x'.repeat(90)}${key}${'y'.repeat(25)}${key}`,
  `${key}##[${key}`,
];
