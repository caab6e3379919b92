import type { Exchange } from './post.js';
import { containsSecret, seconds } from './text.js';

export type Outcome = 'resolved' | 'not-resolved' | 'unknown';

/** What one exchange means. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The value of `error-code`: empty when resolved. */
  readonly code: string;
  /** HTTP status of the answer, if there was one. */
  readonly status: number | undefined;
  /** Foreign text that explains the code: the API's own words, or those of a network error. */
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  /** The item of `retry-on` that lets this be repeated; undefined where nothing may. */
  readonly retryItem: string | undefined;
  readonly retryAfter: string | undefined;
}

/** Codes of the statuses that the API documents (its OpenAPI description, `resolve-interrupt`). */
const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  502: 'bad_gateway',
};

/** Reads an exchange. The status line decides; the body only names the error and, for a 5xx, who refused. */
export function judge(exchange: Exchange, secrets: readonly string[]): Verdict {
  switch (exchange.kind) {
    case 'answer':
      return {
        ...judgeAnswer(exchange.status, membersOf(exchange.body), secrets),
        status: exchange.status,
        requestId: exchange.requestId,
        retryAfter: exchange.retryAfter,
      };
    case 'connect_failed':
      return { ...failed('not-resolved', 'connect_failed', exchange.reason), retryItem: 'connect-error' };
    case 'tls_failed':
      return failed('not-resolved', 'tls_failed', exchange.reason);
    case 'connection_lost':
      return failed('unknown', 'connection_lost', exchange.reason);
    case 'not_http':
      return failed('unknown', 'unexpected_response', exchange.reason);
    case 'timeout':
      return failed('unknown', 'timeout', `no answer within ${seconds(exchange.timeoutMs)}`);
    /* c8 ignore next 2 -- the compiler proves it unreachable */
    default:
      return exchange satisfies never;
  }
}

type Reading = Pick<Verdict, 'outcome' | 'code' | 'detail' | 'retryItem'>;

function judgeAnswer(status: number, body: Record<string, unknown>, secrets: readonly string[]): Reading {
  const nothingMore = { detail: undefined, retryItem: undefined };
  if (status === 204) return { outcome: 'resolved', code: '', ...nothingMore };
  if (status >= 300 && status <= 399) return { outcome: 'not-resolved', code: 'unexpected_redirect', ...nothingMore };
  if (status < 400 || status > 599) return { outcome: 'unknown', code: 'unexpected_response', ...nothingMore };

  const code = usableCode(body.code, secrets);
  const detail = text(body.detail) ?? (status === 401 || status === 403 ? text(body.error) : undefined);
  // The API's own error object says that the runtime refused; a bare 5xx comes from something in between.
  const refused = status < 500 || (code !== undefined && text(body.detail) !== undefined);
  return {
    outcome: refused ? 'not-resolved' : 'unknown',
    code: code ?? STATUS_CODES[status] ?? `http_${status}`,
    detail,
    retryItem: String(status),
  };
}

function usableCode(code: unknown, secrets: readonly string[]): string | undefined {
  const usable = typeof code === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(code);
  return usable && !containsSecret(code, secrets) ? code : undefined;
}

/** The members of the body, as far as it is an object: those of a text or an array are numbered, so nobody asks for them. */
function membersOf(body: string | undefined): Record<string, unknown> {
  try {
    return { ...JSON.parse(String(body)) };
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function failed(outcome: Outcome, code: string, detail: string): Verdict {
  return {
    outcome,
    code,
    detail,
    status: undefined,
    requestId: undefined,
    retryItem: undefined,
    retryAfter: undefined,
  };
}
