import { containsSecret, seconds, stripHidden } from '../text.js';
import type { Exchange, Response } from './exchange.js';

export type Outcome = 'resolved' | 'not-resolved' | 'unknown';

/** What one exchange means for the attempt. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The value of `error-code`: empty when resolved. */
  readonly code: string;
  /** The response, if there was one. */
  readonly response?: Response;
  /** Foreign text that explains the code: from the API, or from a network error. */
  readonly detail?: string | undefined;
  /** The item of `retry-on` that allows a retry; undefined if nothing does. */
  readonly retryItem?: string | undefined;
}

/** Codes of the statuses that the API documents for the call. */
const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  502: 'bad_gateway',
};

/** Codes with a meaning of their own, which the API's `code` must not claim. */
const OWN_CODES = [
  ...['unexpected_redirect', 'unexpected_response', 'connect_failed', 'tls_failed', 'connection_lost', 'timeout'],
  ...['not_interrupted', 'thread_changed', 'thread_unreadable', 'cancelled', 'invalid_input', 'internal_error'],
];

/** Judges the response to a call. The status line decides; the body only names the error. */
export function judgeCall(exchange: Exchange, secrets: readonly string[]): Verdict {
  switch (exchange.kind) {
    case 'response':
      return { ...judgeResponse(exchange, secrets), response: exchange };
    case 'connect_failed':
      return { outcome: 'not-resolved', code: exchange.kind, detail: exchange.reason, retryItem: exchange.kind };
    case 'tls_failed':
      return { outcome: 'not-resolved', code: exchange.kind, detail: exchange.reason };
    case 'connection_lost':
      return { outcome: 'unknown', code: exchange.kind, detail: exchange.reason };
    case 'not_http':
      return { outcome: 'unknown', code: 'unexpected_response', detail: exchange.reason };
    case 'timeout':
      return { outcome: 'unknown', code: exchange.kind, detail: `no response within ${seconds(exchange.timeoutMs)}` };
  }
}

function judgeResponse({ status, body: text }: Response, secrets: readonly string[]): Verdict {
  if (status === 204) return { outcome: 'resolved', code: '' };
  if (status >= 300 && status <= 399) {
    // A 303 answers a POST that was processed.
    return { outcome: status === 303 ? 'unknown' : 'not-resolved', code: 'unexpected_redirect' };
  }
  if (status < 400 || status > 599) return { outcome: 'unknown', code: 'unexpected_response' };

  const body = parseObject(text) ?? {};
  const code = usableCode(body.code, secrets) ?? STATUS_CODES[status] ?? `http_${status}`;
  // The one 5xx with which the API documents that the agent runtime refused the call.
  const refused = status < 500 || (status === 502 && code === 'upstream_auth_failed');
  return { outcome: refused ? 'not-resolved' : 'unknown', code, detail: detailOf(body), retryItem: String(status) };
}

/** The JSON object in a text; undefined for anything else. */
export function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function usableCode(code: unknown, secrets: readonly string[]): string | undefined {
  const usable = typeof code === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(code);
  return usable && !OWN_CODES.includes(code) && !containsSecret(code, secrets) ? code : undefined;
}

/** Where the API, FastAPI, its auth layer and gateways put their words, in the order of preference. */
function detailOf({ detail, message, error }: Record<string, unknown>): string | undefined {
  const first = Array.isArray(detail) && isObject(detail[0]) ? detail[0].msg : undefined;
  const candidates = [detail, first, message, error, isObject(error) ? error.message : undefined];
  return candidates.filter((text) => typeof text === 'string').find((text) => stripHidden(text).trim() !== '');
}
