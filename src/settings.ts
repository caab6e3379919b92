import type { Api } from './api/api.js';

/** What the report needs, even if an input is invalid. */
export interface ReportContext {
  /** Texts that must never be shown, the longest first, so that a key that contains another is redacted whole. */
  readonly secrets: readonly string[];
  /** Redacted; undefined if it is not valid. */
  readonly threadId: string | undefined;
  readonly mode: Mode;
  readonly showInterrupts: boolean;
  readonly jobSummary: boolean;
  /** Paths of the runner's files; empty if they are not set. */
  readonly outputFile: string;
  readonly summaryFile: string;
}

/** `inspect` reads the thread, and never sends the resolve request. */
export type Mode = 'resolve' | 'inspect';

/** What attempts do and when they are repeated. Times in milliseconds; their ranges are those of the inputs. */
export interface Policy {
  readonly mode: Mode;
  /** Whether each attempt reads the thread before it sends the resolve request. */
  readonly checkThread: boolean;
  /** The latest time at which the thread's state may have changed, in milliseconds since 1970. */
  readonly unchangedSinceMs: number | undefined;
  readonly maxAttempts: number;
  readonly retryOn: ReadonlySet<string>;
  readonly retryDelayMs: number;
  readonly retryMaxDelayMs: number;
  readonly requestTimeoutMs: number;
  readonly deadlineMs: number;
}

export interface Connection {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly workspaceId: string | undefined;
  /** Time for each address of a host to connect, in milliseconds; undefined leaves Node's setting. */
  readonly addressTimeoutMs: number | undefined;
}

/** The inputs and the rest of the environment, validated. */
export interface Settings extends Policy, Connection {
  readonly threadId: string;
  readonly api: Api;
  readonly failOnError: boolean;
  /** Empty without a proxy. */
  readonly proxyHost: string;
  /** The file in `NODE_EXTRA_CA_CERTS`, if it is set. */
  readonly extraCaCerts: { readonly file: string; readonly areLoaded: boolean } | undefined;
  /** The host in `LANGSMITH_ENDPOINT`; empty if there is none. */
  readonly langsmithHost: string;
}
