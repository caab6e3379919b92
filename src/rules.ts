import { stripHidden } from './text.js';

/** Defaults as a workflow would write them. A test holds them against `action.yml` and the README. */
export const DEFAULTS = {
  'api-url': 'https://api.smith.langchain.com/v1/deepagents',
  'max-attempts': '4',
  'retry-on': '409, 502, connect-error',
  // So that four attempts outlast 20 s and leave room for a herd to come back: docs/performance.md has the numbers.
  'retry-delay-seconds': '7',
  'request-timeout-seconds': '30',
  'deadline-seconds': '300',
  'fail-on-error': 'true',
  'job-summary': 'true',
};

/** A value as read, or the rule that its text breaks, to follow the input's name in a message. */
export type Parsed<T> = { value: T } | { rule: string; hideValue?: boolean };

/** A URL path takes these characters as they are (RFC 3986, section 2.3), but `.` and `..` are steps in it. */
export function parseThreadId(text: string): Parsed<string> {
  return /^[A-Za-z0-9._~-]{1,256}$/.test(text) && text !== '.' && text !== '..'
    ? { value: text }
    : { rule: 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."' };
}

/** A header value that no server, proxy or log can read in two ways. */
export function parseHeaderValue(text: string): Parsed<string> {
  return /^[\x21-\x7e]+$/.test(text) ? { value: text } : { rule: 'must be printable ASCII without spaces' };
}

/** The base URL of the API, without a trailing slash. */
export function parseApiUrl(text: string): Parsed<string> {
  const hideValue = /[@?#]/.test(text);
  const [, authority = text, path = '/'] = /^https?:\/\/([^/]+)(\/.*)?/i.exec(text) ?? [];
  if (authority.includes('@') || /[?#]/.test(text)) {
    return { rule: 'must not carry user info, a query or a fragment', hideValue };
  }
  const url = authority !== text && URL.canParse(text) ? new URL(text) : undefined;
  // The parser drops or rewrites some characters without a word: what is called must be what was written.
  if (
    url === undefined ||
    url.pathname !== path ||
    url.port === '0' ||
    /[\s\\]/.test(text) ||
    stripHidden(text) !== text
  ) {
    return { rule: 'must be a URL written in full, as in https://api.example.com/v1', hideValue };
  }
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) {
    return { rule: 'must begin with https:// (http:// is for localhost and 127.0.0.0/8 only)', hideValue };
  }
  if (url.hostname.startsWith('[')) {
    return { rule: 'must name a host or an IP version 4 address: IP version 6 literals cannot be reached', hideValue };
  }
  return { value: url.origin + path.replace(/\/$/, '') };
}

/** A whole number from `min` to `max`, both included. */
export function parseWholeNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max
    ? { value }
    : { rule: `must be a whole number from ${min} to ${max}` };
}

/** Seconds, decimals allowed, from `min` to `max`, both included; returned in milliseconds. */
export function parseSeconds(text: string, min: number, max: number): Parsed<number> {
  return isDecimal(text) && Number(text) >= min && Number(text) <= max
    ? { value: Number(text) * 1000 }
    : { rule: `must be a number of seconds from ${min} to ${max}, in digits as 30 or 0.5` };
}

/** Seconds, decimals allowed, above 0 and up to `max`; returned in milliseconds. */
export function parsePositiveSeconds(text: string, max: number): Parsed<number> {
  return isDecimal(text) && Number(text) > 0 && Number(text) <= max
    ? { value: Number(text) * 1000 }
    : { rule: `must be a number of seconds above 0, up to ${max}, in digits as 30 or 0.5` };
}

/** What may be repeated: HTTP statuses from 400 to 599 as text, and `connect-error`. */
export function parseRetryOn(text: string): Parsed<ReadonlySet<string>> {
  const items = text.split(/[\s,]/).filter((item) => item !== '');
  return items.length > 0 && items.every((item) => /^([45]\d\d|connect-error)$/.test(item))
    ? { value: new Set(items) }
    : { rule: 'must list, by commas or white space, HTTP statuses from 400 to 599 and connect-error' };
}

/** A boolean of the YAML 1.2 core schema. */
export function parseBoolean(text: string): Parsed<boolean> {
  return /^(true|True|TRUE|false|False|FALSE)$/.test(text)
    ? { value: text.toLowerCase() === 'true' }
    : { rule: 'must be true or false' };
}

function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}
