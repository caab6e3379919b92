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
    return /^https?:$/.test(protocol) && asMeant ? undefined : variable;
  } catch {
    return variable;
  }
}

/**
 * Has the certificate of an https: proxy checked for the host of the proxy: left alone, the toolkit's tunnel checks it
 * for the host of the API.
 */
export const PROXY_HOST_NAME = {
  prepareRequest({ agent }) {
    const proxy = (agent as { proxyOptions?: { host: string; servername?: string } }).proxyOptions;
    // An address is no server name; without one, Node checks the certificate for the host as it is.
    if (proxy) proxy.servername = isIP(proxy.host) ? '' : proxy.host;
  },
  canHandleAuthentication: () => false,
} as Partial<RequestHandler> as RequestHandler;
