import { getInput } from '@actions/core';
import { APIS } from '../api/api.js';
import type { Settings } from '../settings.js';
import { readConnection } from './connection.js';
import { variable } from './environment.js';
import { createReader, type Reader } from './reader.js';
import * as rules from './rules.js';
import { parseApiUrl } from './url.js';

/** `retry-max-delay-seconds` if it is not set and `retry-delay-seconds` is not larger. */
const DEFAULT_MAX_DELAY_MS = 30_000;

const NO_KEY =
  'api-key is empty, and LANGSMITH_API_KEY is not set. Usual causes: workflows triggered by a fork or by ' +
  'Dependabot get no secrets; the name of the secret is misspelled; the job lacks the environment that holds the ' +
  'secret; a reusable workflow was not passed the secret; the key was passed as a job output, which the runner drops';

const NO_URL =
  "api-url is empty. With api: agent-server, set it to the API URL in the deployment's details " + 'in LangSmith';

const NO_TIME =
  'unchanged-since is empty, but check-thread: unchanged requires it. Check the expression that sets it: a misspelled ' +
  'output is empty, and so is that of a step that could not read the time';

/**
 * Reads and validates all inputs in the order of `action.yml`, and then the environment.
 *
 * @param nowMs the runner's clock, in milliseconds since 1970
 * @throws {InvalidInput} for the first invalid input
 */
export function readSettings(secrets: readonly string[], nowMs: number): Settings {
  const reader = createReader(secrets);
  const threadId = reader.check('thread-id', getInput('thread-id'), rules.parseThreadId);
  const apiKey = readApiKey(reader);
  const workspaceId = reader.optional('workspace-id', rules.parseWorkspaceId);
  const api = APIS[reader.defaulted('api', (text) => rules.parseChoice(text, 'managed-deep-agents', 'agent-server'))];
  const url = getInput('api-url') || api.defaultUrl;
  if (url === '') throw new rules.InvalidInput(NO_URL);
  const apiUrl = reader.check('api-url', url, parseApiUrl);
  const check = readCheck(reader, nowMs);
  const checkThread = check.checkThread || api.confirmsAnything;
  const retries = readRetries(reader);
  const failOnError = reader.defaulted('fail-on-error', rules.parseBoolean);
  reader.defaulted('job-summary', rules.parseBoolean);
  const connection = readConnection(apiUrl);
  return { threadId, apiKey, workspaceId, api, apiUrl, ...check, checkThread, ...retries, failOnError, ...connection };
}

function readApiKey(reader: Reader): string {
  const input = getInput('api-key');
  const key = input || variable('LANGSMITH_API_KEY');
  if (key === '') throw new rules.InvalidInput(NO_KEY);
  return reader.check(input ? 'api-key' : 'LANGSMITH_API_KEY', key, rules.parseApiKey);
}

function readCheck(reader: Reader, nowMs: number) {
  const mode = reader.defaulted('mode', (text) => rules.parseChoice(text, 'resolve', 'inspect'));
  const wanted = reader.defaulted('check-thread', rules.parseCheckThread);
  const unchangedSinceMs = reader.optional('unchanged-since', (text) => rules.parsePastTime(text, nowMs));
  if (wanted === 'unchanged' && unchangedSinceMs === undefined) throw new rules.InvalidInput(NO_TIME);
  const showInterrupts = reader.defaulted('show-interrupts', rules.parseBoolean);
  const checkThread = wanted !== false || unchangedSinceMs !== undefined || showInterrupts || mode === 'inspect';
  return { mode, checkThread, unchangedSinceMs };
}

function readRetries(reader: Reader) {
  const maxAttempts = reader.defaulted('max-attempts', (text) => rules.parseWholeNumber(text, 1, 100));
  const retryOn = reader.defaulted('retry-on', rules.parseRetryOn);
  const retryDelayMs = reader.defaulted('retry-delay-seconds', (text) => rules.parseSeconds(text, 'from 0', 3600));
  const retryMaxDelayMs =
    reader.optional('retry-max-delay-seconds', (text) => rules.parseMaxDelay(text, retryDelayMs)) ??
    Math.max(DEFAULT_MAX_DELAY_MS, retryDelayMs);
  const requestTimeoutMs = reader.defaulted('request-timeout-seconds', (text) =>
    rules.parseSeconds(text, 'above 0 and up', 600),
  );
  const deadlineMs = reader.defaulted('deadline-seconds', (text) => rules.parseSeconds(text, 'above 0 and up', 21600));
  return { maxAttempts, retryOn, retryDelayMs, retryMaxDelayMs, requestTimeoutMs, deadlineMs };
}
