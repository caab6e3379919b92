import { getInput, setSecret } from '@actions/core';
import { unusableProxyVariable } from './proxy.js';
import type { RetryPolicy } from './retry.js';
import {
  DEFAULTS,
  type Parsed,
  parseApiUrl,
  parseBoolean,
  parseHeaderValue,
  parsePositiveSeconds,
  parseRetryOn,
  parseSeconds,
  parseThreadId,
  parseWholeNumber,
} from './rules.js';
import { clean, stripHidden } from './text.js';

/** `retry-max-delay-seconds` where it is not given and `retry-delay-seconds` is not larger. */
const DEFAULT_MAX_DELAY_MS = 30_000;

/** Characters of a bad value that its message shows. */
const SHOWN_VALUE_LENGTH = 120;

export interface Inputs extends RetryPolicy {
  readonly threadId: string;
  readonly apiKey: string;
  readonly workspaceId: string | undefined;
  readonly apiUrl: string;
  readonly failOnError: boolean;
}

/** The first bad input, in words. */
export class InvalidInput {
  constructor(readonly message: string) {}
}

/** Masks the API key in the log, wherever it was given, and returns it as the list of what must never be shown. */
export function maskKeys(): string[] {
  const keys = [getInput('api-key'), keyFromEnvironment()].filter((key) => key !== '');
  keys.forEach(setSecret);
  // The longer first: where one is a part of the other, the rest of it would stay readable.
  return keys.sort((a, b) => b.length - a.length);
}

/** Reads and checks everything that the workflow gave; `secrets` are kept out of the message. */
export function readInputs(secrets: readonly string[]): Inputs | InvalidInput {
  try {
    return checkInputs(secrets);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/** The thread as it was given, for a summary: it may be anything. */
export function givenThreadId(): string {
  return getInput('thread-id');
}

/** Whether the job summary is wanted, also where another input is bad: only a valid `false` switches it off. */
export function wantsJobSummary(): boolean {
  const parsed = parseBoolean(getInput('job-summary'));
  return !('value' in parsed) || parsed.value;
}

function checkInputs(secrets: readonly string[]): Inputs {
  const read = <T>(name: string, parse: (text: string) => Parsed<T>, fallback = ''): T => {
    const text = getInput(name) || fallback;
    const parsed = parse(text);
    if ('value' in parsed) return parsed.value;
    const shown = `, got "${clean(text, secrets, SHOWN_VALUE_LENGTH)}"`;
    const hidden = stripHidden(text) === text ? '' : ' (here without its hidden characters)';
    throw new InvalidInput(`${name} ${parsed.rule}${parsed.hideValue ? '; its value is not shown' : shown + hidden}`);
  };
  const readDefaulted = <T>(name: keyof typeof DEFAULTS, parse: (text: string) => Parsed<T>): T =>
    read(name, parse, DEFAULTS[name]);

  const threadId = read('thread-id', parseThreadId);
  const apiKey = readApiKey();
  const workspaceId = getInput('workspace-id') === '' ? undefined : read('workspace-id', parseHeaderValue);
  const apiUrl = readDefaulted('api-url', parseApiUrl);
  const maxAttempts = readDefaulted('max-attempts', (text) => parseWholeNumber(text, 1, 100));
  const retryOn = readDefaulted('retry-on', parseRetryOn);
  const retryDelayMs = readDefaulted('retry-delay-seconds', (text) => parseSeconds(text, 0, 3600));
  const retryMaxDelayMs =
    getInput('retry-max-delay-seconds') === ''
      ? Math.max(DEFAULT_MAX_DELAY_MS, retryDelayMs)
      : read('retry-max-delay-seconds', (text) => notBelow(retryDelayMs, parseSeconds(text, 0, 3600)));
  const inputs = {
    threadId,
    apiKey,
    workspaceId,
    apiUrl,
    maxAttempts,
    retryOn,
    retryDelayMs,
    retryMaxDelayMs,
    requestTimeoutMs: readDefaulted('request-timeout-seconds', (text) => parsePositiveSeconds(text, 600)),
    deadlineMs: readDefaulted('deadline-seconds', (text) => parsePositiveSeconds(text, 21600)),
    failOnError: readDefaulted('fail-on-error', parseBoolean),
  };
  // Only checked here: wantsJobSummary() reads it.
  readDefaulted('job-summary', parseBoolean);
  checkEnvironment(apiUrl);
  return inputs;
}

function keyFromEnvironment(): string {
  return (process.env.LANGSMITH_API_KEY ?? '').trim();
}

function readApiKey(): string {
  const key = getInput('api-key') || keyFromEnvironment();
  if (key === '') {
    throw new InvalidInput(
      'api-key must be set, or LANGSMITH_API_KEY in the environment, got an empty value: ' +
        'secrets are empty in workflows that a fork or Dependabot triggered, or where their name is misspelt',
    );
  }
  const parsed = parseHeaderValue(key);
  if ('value' in parsed) return parsed.value;
  throw new InvalidInput(`api-key ${parsed.rule}; its value is not shown`);
}

function notBelow(minMs: number, parsed: Parsed<number>): Parsed<number> {
  return 'value' in parsed && parsed.value < minMs
    ? { rule: `must not be below retry-delay-seconds (${minMs / 1000})` }
    : parsed;
}

function checkEnvironment(apiUrl: string): void {
  if (apiUrl.startsWith('https:') && process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new InvalidInput(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be "0" with an https: api-url, got "0": ' +
        'to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS',
    );
  }
  const variable = unusableProxyVariable(apiUrl);
  if (variable !== undefined) {
    throw new InvalidInput(`${variable} must be an http:// or https:// URL with a host; its value is not shown`);
  }
}
