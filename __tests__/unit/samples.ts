import type { Thread } from '../../src/attempts/attempt.js';
import type { Exchange, Response } from '../../src/attempts/exchange.js';
import { DEFAULTS } from '../../src/inputs/rules.js';
import type { Settings } from '../../src/settings.js';

export const KEY = 'lsv2_pt_secret';

/** 25 November 2026, half past nine. */
export const REVIEWED_AT_MS = Date.UTC(2026, 10, 25, 9, 30);

export const INTERRUPTED: Thread = { status: 'interrupted', changedAtMs: REVIEWED_AT_MS };

export type Headers = Partial<Pick<Response, 'retryAfter' | 'date' | 'requestId'>>;

/** A response; a body that is not text is sent as JSON. */
export function response(status: number, body?: unknown, headers: Headers = {}): Response {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const absent = { retryAfter: undefined, date: undefined, requestId: undefined };
  return { kind: 'response', status, body: text, ...absent, ...headers };
}

export function fault(kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'not_http'): Exchange {
  return { kind, reason: 'a reason' };
}

export const TIMEOUT: Exchange = { kind: 'timeout', timeoutMs: 1500 };

/** The defaults of the inputs, with nothing set in the environment. */
export const SETTINGS: Settings = {
  threadId: 'thread-1',
  apiKey: KEY,
  workspaceId: undefined,
  apiUrl: DEFAULTS['api-url'],
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
  extraCaCerts: false,
  langsmithHost: '',
  addressTimeoutMs: 2500,
};

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
