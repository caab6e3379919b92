import type { ClientRequest, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { checkBypass } from '@actions/http-client/lib/proxy';

/** The agent of `tunnel` 0.0.6, which the toolkit uses for proxies. */
export interface TunnelAgent {
  readonly options: { secureContext?: SecureContext };
  readonly proxyOptions: { host: string; servername?: string; proxyAuth?: string };
  request(options: RequestOptions): ClientRequest;
}

/**
 * The host of the proxy for a URL, empty without one; or the variable that is not an `http:` or `https:` URL with a host,
 * so that the toolkit would silently bypass the proxy. An `http:` API is on loopback, which never goes through a proxy.
 */
export function findProxy(url: string, environment: NodeJS.ProcessEnv): { host: string } | { unusable: string } {
  // The toolkit's order.
  const variable = ['https_proxy', 'HTTPS_PROXY'].find((name) => environment[name]);
  if (variable === undefined || checkBypass(new URL(url))) return { host: '' };
  try {
    const { protocol, username, password, host, port, pathname, search, hash } = new URL(String(environment[variable]));
    // The toolkit decodes both, and ignores the proxy if that fails.
    decodeURIComponent(username);
    decodeURIComponent(password);
    // An @ after the host means that the password contains an unescaped character.
    const isWellFormed = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
    return /^https?:/.test(protocol) && isWellFormed ? { host } : { unusable: variable };
  } catch {
    return { unusable: variable };
  }
}

/**
 * Corrects what the tunnel gets wrong, just before it connects.
 *
 * @throws what Node throws for unusable TLS settings: in the tunnel, nobody could catch it
 */
export function fixTunnel(
  tunnel: TunnelAgent,
  connectOptions: object,
  onConnect: (request: ClientRequest) => void,
): void {
  const { options, proxyOptions, request } = tunnel;
  options.secureContext = createSecureContext();
  Object.assign(proxyOptions, connectOptions);
  // It looks up an IPv6 address with its brackets.
  proxyOptions.host = proxyOptions.host.replace(/^\[|\]$/g, '');
  // It checks the certificate of an https: proxy for the host of the API. An address is no server name.
  proxyOptions.servername = isIP(proxyOptions.host) ? '' : proxyOptions.host;
  // It encodes credentials with a deprecated constructor, which prints a warning.
  const { proxyAuth } = proxyOptions;
  delete proxyOptions.proxyAuth;
  tunnel.request = (given) => {
    const headers = { ...(given.headers as OutgoingHttpHeaders) };
    if (proxyAuth) headers['Proxy-Authorization'] = `Basic ${Buffer.from(proxyAuth).toString('base64')}`;
    const connect = request({ ...given, headers });
    onConnect(connect);
    return connect;
  };
}
