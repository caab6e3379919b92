import { isIP } from 'node:net';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import { checkBypass } from '@actions/http-client/lib/proxy';

/**
 * Name of the proxy variable that applies to the URL and is not an http: or https: URL: the toolkit would go past
 * such a proxy without a word. `http:` URLs are on loopback, which never goes through a proxy.
 */
export function unusableProxyVariable(url: string): string | undefined {
  const variable = ['https_proxy', 'HTTPS_PROXY'].find((name) => process.env[name]);
  if (variable === undefined || checkBypass(new URL(url))) return undefined;
  try {
    const { protocol, username, password, port, pathname, search, hash } = new URL(String(process.env[variable]));
    // The toolkit decodes each of them as well, and takes an error for no proxy.
    decodeURIComponent(username);
    decodeURIComponent(password);
    // An @ this late means that the password has a character that ends the host, and the host is no host.
    const asMeant = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
    return /^https?:/.test(protocol) && asMeant ? undefined : variable;
  } catch {
    return variable;
  }
}

/**
 * Mends two mistakes of the toolkit's tunnel: it looks up the address of a proxy with the brackets of IP version 6, and
 * checks the certificate of an https: proxy for the host of the API.
 */
export const PROXY_HOST = {
  prepareRequest({ agent }) {
    const proxy = (agent as { proxyOptions?: { host: string; servername?: string } }).proxyOptions;
    if (!proxy) return;
    proxy.host = proxy.host.replace(/^\[|\]$/g, '');
    // An address is no server name; without one, Node checks the certificate for the host as it is.
    proxy.servername = isIP(proxy.host) ? '' : proxy.host;
  },
  canHandleAuthentication: () => false,
} as Partial<RequestHandler> as RequestHandler;
