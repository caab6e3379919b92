import { getInput, setSecret } from '@actions/core';
import { findProxy } from '../http/proxy.js';
import type { Environment, Settings } from '../settings.js';
import { clean, containsSecret, stripHidden } from '../text.js';
import * as rules from './rules.js';

const { DEFAULTS, InvalidInput } = rules;

type Parse<T> = (text: string) => rules.Parsed<T>;

/** `retry-max-delay-seconds` if it is not set and `retry-delay-seconds` is not larger. */
const DEFAULT_MAX_DELAY_MS = 30_000;

/** Characters of a rejected value that the annotation shows. */
const SHOWN_VALUE_LENGTH = 120;

/** Node gives each address of a host only 250 ms to connect. */
const ADDRESS_TIMEOUT_MS = 2_500;
const ADDRESS_TIMEOUT_FLAG = '--network-family-autoselection-attempt-timeout';

const NO_KEY =
  'api-key is empty, and LANGSMITH_API_KEY is not set. Usual causes: workflows triggered by a fork or by ' +
  'Dependabot get no secrets; the name of the secret is misspelled; the job lacks the environment that holds the ' +
  'secret; a reusable workflow was not passed the secret';

/** Reads what the report needs, and masks the key in the log, whichever way it was passed. */
export function readEnvironment(): Environment {
  const secrets = [getInput('api-key'), variable('LANGSMITH_API_KEY')].filter((key) => key !== '');
  secrets.forEach(setSecret);
  const threadId = rules.parseThreadId(getInput('thread-id'));
  const jobSummary = rules.parseBoolean(getInput('job-summary'));
  return {
    secrets: secrets.sort((a, b) => b.length - a.length),
    threadId: 'value' in threadId ? threadId.value : undefined,
    // Only a valid `false` switches it off.
    jobSummary: !('value' in jobSummary) || jobSummary.value,
    outputFile: variable('GITHUB_OUTPUT'),
    summaryFile: variable('GITHUB_STEP_SUMMARY'),
  };
}

/**
 * Reads and checks all inputs, and then the environment.
 *
 * @throws {InvalidInput} for the first bad input in the order of `action.yml`
 */
export function readSettings(secrets: readonly string[]): Settings {
  const check = <T>(name: string, text: string, parse: Parse<T>): T => {
    const parsed = parse(text);
    if ('value' in parsed) return parsed.value;
    if (text === '') throw new InvalidInput(`${name} is empty`);
    if (parsed.hideValue) throw new InvalidInput(`${name} ${parsed.rule} (its value is not shown)`);
    // A list splits a key that contains a comma.
    const wrong = containsSecret(text, secrets) ? text : (parsed.item ?? text);
    const hidden = stripHidden(wrong) === wrong ? '' : ' (without its invisible characters)';
    const shown = clean(wrong, secrets, SHOWN_VALUE_LENGTH);
    throw new InvalidInput(`${name} ${parsed.rule}`, `, got "${shown}"${hidden}`);
  };
  const required = <T>(name: string, parse: Parse<T>): T => check(name, getInput(name), parse);
  const optional = <T>(name: string, parse: Parse<T>): T | undefined =>
    getInput(name) === '' ? undefined : required(name, parse);
  const defaulted = <T>(name: keyof typeof DEFAULTS, parse: Parse<T>): T =>
    check(name, getInput(name) || DEFAULTS[name], parse);

  const threadId = required('thread-id', rules.parseThreadId);
  const key = getInput('api-key') || variable('LANGSMITH_API_KEY');
  if (key === '') throw new InvalidInput(NO_KEY);
  const apiKey = check('api-key', key, (text) => ({ ...rules.parseHeaderValue(text), hideValue: true }));
  const workspaceId = optional('workspace-id', rules.parseHeaderValue);
  const apiUrl = defaulted('api-url', rules.parseApiUrl);
  const checkThread = defaulted('check-thread', rules.parseBoolean);
  const unchangedSinceMs = optional('unchanged-since', rules.parseTime);
  const maxAttempts = defaulted('max-attempts', (text) => rules.parseWholeNumber(text, 1, 100));
  const retryOn = defaulted('retry-on', rules.parseRetryOn);
  const retryDelayMs = defaulted('retry-delay-seconds', (text) => rules.parseSeconds(text, 0, 3600));
  const retryMaxDelayMs =
    optional('retry-max-delay-seconds', (text) => rules.parseMaxDelay(text, retryDelayMs)) ??
    Math.max(DEFAULT_MAX_DELAY_MS, retryDelayMs);
  const requestTimeoutMs = defaulted('request-timeout-seconds', (text) => rules.parsePositiveSeconds(text, 600));
  const deadlineMs = defaulted('deadline-seconds', (text) => rules.parsePositiveSeconds(text, 21600));
  const failOnError = defaulted('fail-on-error', rules.parseBoolean);
  defaulted('job-summary', rules.parseBoolean);

  return {
    ...{ threadId, apiKey, workspaceId, apiUrl, unchangedSinceMs, failOnError },
    ...{ maxAttempts, retryOn, retryDelayMs, retryMaxDelayMs, requestTimeoutMs, deadlineMs },
    checkThread: checkThread || unchangedSinceMs !== undefined,
    ...readConnection(apiUrl),
  };
}

function readConnection(apiUrl: string) {
  if (apiUrl.startsWith('https:') && variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    throw new InvalidInput(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
        'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file',
    );
  }
  const proxy = findProxy(apiUrl, process.env);
  if ('unusable' in proxy) {
    throw new InvalidInput(`${proxy.unusable} must be an http:// or https:// URL with a host (its value is not shown)`);
  }
  const endpoint = variable('LANGSMITH_ENDPOINT');
  const isFlagSet = [...process.execArgv, variable('NODE_OPTIONS')].join(' ').includes(ADDRESS_TIMEOUT_FLAG);
  return {
    proxyHost: proxy.host,
    extraCaCerts: variable('NODE_EXTRA_CA_CERTS') !== '',
    langsmithHost: URL.canParse(endpoint) ? new URL(endpoint).host : '',
    addressTimeoutMs: isFlagSet ? undefined : ADDRESS_TIMEOUT_MS,
  };
}

function variable(name: string): string {
  return (process.env[name] ?? '').trim();
}
