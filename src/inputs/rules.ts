import { parseTimeMs } from '../time.js';

/** How far `unchanged-since` may be ahead of the runner's clock, because clocks differ. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/** A value, or the rule that the text breaks, to follow the input's name in a message. */
export type Parsed<T> =
  | { readonly value: T }
  /** `item` is the part of the text that breaks the rule, unless it is the whole text. */
  | { readonly rule: string; readonly item?: string; readonly hideValue?: boolean };

/** An input or a variable of the environment is invalid. */
export class InvalidInput extends Error {
  /**
   * @param rule a sentence without a full stop: the name, and the rule that the value breaks
   * @param rejected the value as it may be shown
   */
  constructor(
    readonly rule: string,
    readonly rejected?: string,
  ) {
    super(rule);
  }
}

export function parseThreadId(text: string): Parsed<string> {
  const rule = 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
  // Characters that need no escaping in a URL path (RFC 3986, section 2.3), in which `.` and `..` have a meaning.
  const isValid = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,256}$/.test(text);
  return refuseKey(text) ?? refuseMissingField(text) ?? (isValid ? { value: text } : { rule });
}

export function parseWorkspaceId(text: string): Parsed<string> {
  return refuseKey(text) ?? parseHeaderValue(text);
}

export function parseApiKey(text: string): Parsed<string> {
  const isWrapped = /^["'{]/.test(text);
  const parsed = isWrapped
    ? { rule: 'must be the bare key, without quotes or JSON around it' }
    : parseHeaderValue(text);
  return { ...parsed, hideValue: true };
}

/** Header text that no server, proxy or log can read in two ways. */
function parseHeaderValue(text: string): Parsed<string> {
  const isValid = /^[\x21-\x7e]+$/.test(text);
  return refuseMissingField(text) ?? (isValid ? { value: text } : { rule: 'must be printable ASCII without spaces' });
}

function refuseKey(text: string): Parsed<never> | undefined {
  return /^lsv2_/i.test(text) ? { rule: 'must not be an API key', hideValue: true } : undefined;
}

function refuseMissingField(text: string): Parsed<never> | undefined {
  const rule = 'must not be "null" or "undefined", which is what a missing field becomes in an expression or in jq';
  return /^(null|undefined)$/.test(text) ? { rule } : undefined;
}

export function parseWholeNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  const isValid = /^\d+$/.test(text) && value >= min && value <= max;
  return isValid ? { value } : { rule: `must be a whole number from ${min} to ${max}` };
}

/** Seconds, returned in milliseconds. */
export function parseSeconds(text: string, range: 'from 0' | 'above 0 and up', max: number): Parsed<number> {
  const value = Number(text);
  const isInRange = value <= max && (value > 0 || range === 'from 0');
  return /^\d+(\.\d+)?$/.test(text) && isInRange
    ? { value: value * 1000 }
    : { rule: `must be a number of seconds ${range} to ${max}, such as 30 or 0.5` };
}

/** `retry-max-delay-seconds`, which must not be below `retry-delay-seconds`; both in milliseconds. */
export function parseMaxDelay(text: string, retryDelayMs: number): Parsed<number> {
  const parsed = parseSeconds(text, 'from 0', 3600);
  const isTooLow = 'value' in parsed && parsed.value < retryDelayMs;
  return isTooLow ? { rule: `must not be below retry-delay-seconds (${retryDelayMs / 1000})` } : parsed;
}

/** What may be retried: HTTP statuses from 400 to 599, as text, and `connect_failed`. */
export function parseRetryOn(text: string): Parsed<ReadonlySet<string>> {
  const items = text.split(/[\s,]/).filter((item) => item !== '');
  const rule = 'must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
  const wrong = items.find((item) => !/^([45]\d\d|connect_failed)$/.test(item));
  if (wrong !== undefined) return { rule, item: wrong };
  return items.length > 0 ? { value: new Set(items) } : { rule: `${rule}, with at least one item` };
}

/** A date and time with an offset. It and the runner's clock are in milliseconds since 1970. */
export function parsePastTime(text: string, nowMs: number): Parsed<number> {
  const value = parseTimeMs(text);
  const form = 'must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
  if (value === undefined) return { rule: form };
  return value > nowMs + MAX_AHEAD_MS ? { rule: 'must not be more than a day in the future' } : { value };
}

export function parseChoice<T extends string>(text: string, ...choices: T[]): Parsed<T> {
  const value = choices.find((choice) => choice === text);
  return value === undefined ? { rule: `must be ${choices.join(' or ')}` } : { value };
}

/** A boolean of the YAML 1.2 core schema, or `unchanged`. */
export function parseCheckThread(text: string): Parsed<boolean | 'unchanged'> {
  if (text === 'unchanged') return { value: text };
  const parsed = parseBoolean(text);
  return 'value' in parsed ? parsed : { rule: 'must be true, false or unchanged' };
}

/** A boolean of the YAML 1.2 core schema. */
export function parseBoolean(text: string): Parsed<boolean> {
  const isValid = /^(true|True|TRUE|false|False|FALSE)$/.test(text);
  return isValid ? { value: text.toLowerCase() === 'true' } : { rule: 'must be true or false' };
}
