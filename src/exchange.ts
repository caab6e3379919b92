/** One HTTP request to the API. */
export interface Request {
  readonly method: 'GET' | 'POST';
  /** Appended to `api-url`. */
  readonly path: string;
  /** JSON; a POST without it has an empty body. */
  readonly body?: string;
  /** Bytes to read of the body of a 200. 0 if the status is enough. */
  readonly bodyLimit: number;
}

export interface Response {
  readonly kind: 'response';
  /** From 100 to 999. */
  readonly status: number;
  /** The whole body; empty if it was not needed, or could not be read. */
  readonly body: string;
  readonly unread?: 'compressed' | 'too_large' | 'incomplete';
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
  readonly requestId: string | undefined;
}

/** Why there is no response. */
export interface Fault {
  /** `connect_failed` and `tls_failed`: the request provably never left. */
  readonly kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'timeout' | 'not_http';
  /** The words of the network, so foreign text. */
  readonly cause?: string;
  /** The time limit that has passed. */
  readonly timeoutMs?: number;
  /** The status with which a proxy refused to connect, from 400 to 499. */
  readonly proxyStatus?: number;
}

export type Exchange = Response | Fault;

/** The value of a JSON text; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
