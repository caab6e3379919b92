import { stripHidden } from '../text.js';
import type { Parsed } from './rules.js';

const EXAMPLE = 'https://api.example.com/v1';

/** The base URL of the API, without a trailing slash. */
export function parseApiUrl(text: string): Parsed<string> {
  // User info can hold a password, and a query or fragment a token.
  return { ...parse(text), hideValue: /[@?#]|%40/i.test(text) };
}

function parse(text: string): Parsed<string> {
  const [, authority = '', path = '/'] = /^https?:\/\/([^/]+)(\/.*)?/i.exec(text) ?? [];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (/[?#]/.test(text) || (authority || text).includes('@')) {
    return { rule: 'must not contain user info, a query or a fragment' };
  }
  if (/lsv2_/i.test(text)) return { rule: 'must not contain an API key' };
  if (!/^https?:\/\//i.test(text)) return { rule: `must include https://, as in ${EXAMPLE}` };
  if (!url || authority === '' || !isUsedAsWritten(url, text, path))
    return { rule: `must be a URL such as ${EXAMPLE}` };
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) {
    return { rule: 'must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)' };
  }
  if (url.hostname.startsWith('[')) return { rule: 'must not use an IPv6 address (not supported)' };
  return { value: url.origin + path.replace(/\/$/, '') };
}

/** The URL parser silently drops or rewrites some characters, and port 0 becomes the default port. */
function isUsedAsWritten(url: URL, text: string, path: string): boolean {
  return url.pathname === path && url.port !== '0' && !/[\s\\]/.test(text) && stripHidden(text) === text;
}
