import type { Api } from '../api/api.js';
import { type Exchange, type Fault, isObject, parseJson, type Response } from '../exchange.js';
import { containsSecret, stripHidden } from '../text.js';

export type Outcome = 'resolved' | 'not-resolved' | 'unknown';

/** Why an attempt ended. */
export type Reason =
  | Fault
  | { readonly kind: 'confirmed' | 'error_status' | 'redirect' | 'unexpected_response' }
  /** `mode: inspect` found an interrupt, or the check left too little time for the resolve request. */
  | { readonly kind: 'waiting' | 'too_late' }
  | { readonly kind: 'not_interrupted'; readonly threadStatus: string }
  /** `limitMs` is `unchanged-since`, or the time that the thread had before a request of unknown outcome. */
  | { readonly kind: 'thread_changed'; readonly changedAtMs: number; readonly limitMs: number }
  /** `problem` and `fix` are the action's own words; `fix` may be empty. */
  | { readonly kind: 'thread_unreadable'; readonly problem: string; readonly fix: string };

export interface Verdict {
  /** The request that ended the attempt. */
  readonly request: 'read' | 'resolve';
  readonly outcome: Outcome;
  /** The value of `error-code`: empty if the step did what it was asked for. */
  readonly code: string;
  readonly reason: Reason;
  /** The response, if it decided the attempt. */
  readonly response?: Response | undefined;
  /** The words of the API or of a network error, so foreign text. */
  readonly detail?: string | undefined;
  readonly retry?: Retry | undefined;
}

/** The item of `retry-on` that allows a retry, and why it applies. */
export interface Retry {
  readonly item: string;
  readonly because: 'status' | 'not_sent' | 'incomplete_read' | 'busy';
}

/** What an exchange says, whichever request it answers. */
type Finding = Omit<Verdict, 'request' | 'outcome'> & { readonly mayHaveTakenEffect: boolean };

/** Codes of the statuses that the preview API documents. */
const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  502: 'bad_gateway',
};

/** Codes with a meaning of their own beside `STATUS_CODES`, which the API's `code` must not claim. */
const OWN_CODES =
  /^(http_\d{3}|unexpected_(redirect|response)|(connect|tls)_failed|connection_lost|timeout|not_interrupted|thread_(changed|unreadable)|cancelled|invalid_input|internal_error)$/;

export function judgeResolve(exchange: Exchange, api: Api, secrets: readonly string[]): Verdict {
  if (exchange.kind === 'response' && api.confirms(exchange)) {
    const reason = { kind: 'confirmed' } as const;
    return { request: 'resolve', outcome: 'resolved', code: '', reason, response: exchange };
  }
  const { mayHaveTakenEffect, ...finding } = examine(exchange, api, secrets);
  return { request: 'resolve', outcome: mayHaveTakenEffect ? 'unknown' : 'not-resolved', ...finding };
}

/** Interprets the response to a read that brought no thread. A read changes nothing on the server. */
export function judgeFailedRead(exchange: Exchange, api: Api, secrets: readonly string[]): Verdict {
  const { mayHaveTakenEffect: _, ...finding } = examine(exchange, api, secrets);
  const isIncomplete = exchange.kind === 'timeout' || exchange.kind === 'connection_lost';
  const retry = isIncomplete ? ({ item: 'connect_failed', because: 'incomplete_read' } as const) : finding.retry;
  return { request: 'read', outcome: 'not-resolved', ...finding, retry };
}

function examine(exchange: Exchange, api: Api, secrets: readonly string[]): Finding {
  if (exchange.kind === 'response') return { ...examineResponse(exchange, api, secrets), response: exchange };
  const { kind, cause, proxyStatus } = exchange;
  // Repeated wrong credentials for a proxy lock accounts.
  const mayRetry = kind === 'connect_failed' && proxyStatus === undefined;
  return {
    code: kind === 'not_http' ? 'unexpected_response' : kind,
    reason: exchange,
    detail: cause,
    retry: mayRetry ? { item: kind, because: 'not_sent' } : undefined,
    mayHaveTakenEffect: kind !== 'connect_failed' && kind !== 'tls_failed',
  };
}

/** The status line decides; the body only names the error. */
function examineResponse({ status, body }: Response, api: Api, secrets: readonly string[]): Finding {
  if (status >= 300 && status <= 399) {
    // A 303 answers a POST that was processed.
    return { code: 'unexpected_redirect', reason: { kind: 'redirect' }, mayHaveTakenEffect: status === 303 };
  }
  if (status < 400 || status > 599) {
    return { code: 'unexpected_response', reason: { kind: 'unexpected_response' }, mayHaveTakenEffect: true };
  }
  const value = parseJson(body);
  const error = isObject(value) ? value : {};
  const code = usableCode(error.code, secrets) ?? STATUS_CODES[status] ?? `http_${status}`;
  // The one 5xx with which the API documents that the agent runtime refused the request.
  const isRefused = status < 500 || (status === 502 && code === 'upstream_auth_failed');
  return {
    code,
    reason: { kind: 'error_status' },
    detail: status === 409 && api.isBusyAtConflict ? undefined : detailOf(error),
    retry: { item: String(status), because: 'status' },
    mayHaveTakenEffect: !isRefused,
  };
}

function usableCode(code: unknown, secrets: readonly string[]): string | undefined {
  if (typeof code !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(code)) return undefined;
  const isClaimed = OWN_CODES.test(code) || Object.values(STATUS_CODES).includes(code);
  return isClaimed || containsSecret(code, secrets) ? undefined : code;
}

/** Where the API, FastAPI, its auth layer and gateways put their words, in order of preference. */
function detailOf({ detail, message, error }: Record<string, unknown>): string | undefined {
  const first = Array.isArray(detail) && isObject(detail[0]) ? detail[0].msg : undefined;
  const candidates = [detail, first, message, error, isObject(error) ? error.message : undefined];
  return candidates.filter((text) => typeof text === 'string').find((text) => stripHidden(text).trim() !== '');
}
