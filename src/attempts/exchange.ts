/** The request of one exchange: a call resolves the interrupt, a read looks at the thread. */
export type RequestKind = 'call' | 'read';

export interface Response {
  readonly kind: 'response';
  /** From 100 to 999. */
  readonly status: number;
  /** The whole body, as text. Undefined if it was not needed, cut off, too large or compressed. */
  readonly body: string | undefined;
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
  readonly requestId: string | undefined;
}

/** The result of one HTTP exchange. A `reason` is foreign text. */
export type Exchange =
  | Response
  /** `connect_failed` and `tls_failed`: the request provably never left. */
  | { readonly kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'not_http'; readonly reason: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: number };
