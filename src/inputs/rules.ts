import { stripHidden } from '../text.js';
import { parseTimeMs } from '../time.js';

/** Defaults as in `action.yml`. */
export const DEFAULTS = {
  'api-url': 'https://api.smith.langchain.com/v1/deepagents',
  'check-thread': 'false',
  // docs/performance.md has the numbers behind the six attempts and the delay.
  'max-attempts': '6',
  'retry-on': '409, 502, connect_failed',
  'retry-delay-seconds': '3',
  'request-timeout-seconds': '30',
  'deadline-seconds': '300',
  'fail-on-error': 'true',
  'job-summary': 'true',
};

const DECIMAL = /^\d+(\.\d+)?$/;

/** A value, or the rule that the text breaks, to follow the input's name in a message. */
export type Parsed<T> =
  | { readonly value: T }
  /** `item` is the part of the text that breaks the rule, unless it is the whole text. */
  | { readonly rule: string; readonly item?: string; readonly hideValue?: boolean };

/** The first bad input, with the rule that it breaks and, if it may be shown, its value. */
export class InvalidInput extends Error {
  constructor(
    readonly rule: string,
    readonly value = '',
  ) {
    super(rule);
  }
}

/** Characters that need no escaping in a URL path (RFC 3986, section 2.3). `.` and `..` have a special meaning in paths. */
export function parseThreadId(text: string): Parsed<string> {
  return /^[A-Za-z0-9._~-]{1,256}$/.test(text) && text !== '.' && text !== '..'
    ? { value: text }
    : { rule: 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."' };
}

/** Header text that no server, proxy or log can read in two ways. */
export function parseHeaderValue(text: string): Parsed<string> {
  return /^[\x21-\x7e]+$/.test(text) ? { value: text } : { rule: 'must be printable ASCII without spaces' };
}

/** The base URL of the API, without a trailing slash. */
export function parseApiUrl(text: string): Parsed<string> {
  const refuse = (rule: string): Parsed<string> => ({ rule, hideValue: /[@?#]/.test(text) });
  const [, authority, path = '/'] = /^https?:\/\/([^/]+)(\/.*)?/i.exec(text) ?? [];
  if (/[?#]/.test(text) || (authority ?? text).includes('@')) {
    return refuse('must not contain user info, a query or a fragment');
  }
  if (!/^https?:\/\//i.test(text)) return refuse('must include https://, as in https://api.example.com/v1');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The URL parser silently drops or rewrites some characters: call exactly what was written.
  const isExact = url?.pathname === path && url.port !== '0' && !/[\s\\]/.test(text) && stripHidden(text) === text;
  if (!url || !isExact || authority === undefined) return refuse('must be a URL such as https://api.example.com/v1');
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) {
    return refuse('must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)');
  }
  if (url.hostname.startsWith('[')) return refuse('must not use an IPv6 address (not supported)');
  return { value: url.origin + path.replace(/\/$/, '') };
}

/** A whole number from `min` to `max`, both included. */
export function parseWholeNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max
    ? { value }
    : { rule: `must be a whole number from ${min} to ${max}` };
}

/** Seconds from `min` to `max`, both included; returned in milliseconds. */
export function parseSeconds(text: string, min: number, max: number): Parsed<number> {
  return DECIMAL.test(text) && Number(text) >= min && Number(text) <= max
    ? { value: Number(text) * 1000 }
    : { rule: `must be a number of seconds from ${min} to ${max}, such as 30 or 0.5` };
}

/** `retry-max-delay-seconds`, which must not be below `retry-delay-seconds`; both in milliseconds. */
export function parseMaxDelay(text: string, retryDelayMs: number): Parsed<number> {
  const parsed = parseSeconds(text, 0, 3600);
  const tooLow = 'value' in parsed && parsed.value < retryDelayMs;
  return tooLow ? { rule: `must not be below retry-delay-seconds (${retryDelayMs / 1000})` } : parsed;
}

/** Seconds above 0 and up to `max`; returned in milliseconds. */
export function parsePositiveSeconds(text: string, max: number): Parsed<number> {
  return DECIMAL.test(text) && Number(text) > 0 && Number(text) <= max
    ? { value: Number(text) * 1000 }
    : { rule: `must be a number of seconds above 0 and up to ${max}, such as 30 or 0.5` };
}

/** What may be retried: HTTP statuses from 400 to 599, as text, and `connect_failed`. */
export function parseRetryOn(text: string): Parsed<ReadonlySet<string>> {
  const items = text.split(/[\s,]/).filter((item) => item !== '');
  const rule = 'must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
  const wrong = items.find((item) => !/^([45]\d\d|connect_failed)$/.test(item));
  if (wrong !== undefined) return { rule, item: wrong };
  return items.length > 0 ? { value: new Set(items) } : { rule: `${rule}, with at least one item` };
}

/** A date and time with an offset, in milliseconds since 1970. */
export function parseTime(text: string): Parsed<number> {
  const rule = 'must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
  const value = parseTimeMs(text);
  return value === undefined ? { rule } : { value };
}

/** A boolean of the YAML 1.2 core schema. */
export function parseBoolean(text: string): Parsed<boolean> {
  return /^(true|True|TRUE|false|False|FALSE)$/.test(text)
    ? { value: text.toLowerCase() === 'true' }
    : { rule: 'must be true or false' };
}
