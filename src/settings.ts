import type { RetryPolicy } from './attempts/retry.js';

/** What the report needs, even if an input is bad. */
export interface Environment {
  /** Texts that must never be shown, the longest first, so that a key that contains another is redacted whole. */
  readonly secrets: readonly string[];
  /** Undefined if it is not valid. */
  readonly threadId: string | undefined;
  readonly jobSummary: boolean;
  /** Paths of the runner's files; empty if they are not set. */
  readonly outputFile: string;
  readonly summaryFile: string;
}

/** The inputs and the rest of the environment, checked. */
export interface Settings extends RetryPolicy {
  readonly threadId: string;
  readonly apiKey: string;
  readonly workspaceId: string | undefined;
  readonly apiUrl: string;
  /** Whether each attempt reads the thread before it sends the call. */
  readonly checkThread: boolean;
  /** The latest time at which the thread's state may have changed, in milliseconds since 1970. */
  readonly unchangedSinceMs: number | undefined;
  readonly failOnError: boolean;
  /** Empty without a proxy. */
  readonly proxyHost: string;
  readonly extraCaCerts: boolean;
  /** The host in `LANGSMITH_ENDPOINT`; empty if there is none. */
  readonly langsmithHost: string;
  /** Time for each address of a host to connect, in milliseconds; undefined leaves Node's setting. */
  readonly addressTimeoutMs: number | undefined;
}
