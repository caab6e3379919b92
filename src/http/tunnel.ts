import type { ClientRequest, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';

/** The agent of `tunnel` 0.0.6, which the toolkit uses for proxies. */
export interface TunnelAgent {
  readonly options: { secureContext?: SecureContext };
  readonly proxyOptions: { host: string; servername?: string; proxyAuth?: string };
  request(options: RequestOptions): ClientRequest;
}

/**
 * Corrects what the tunnel gets wrong, just before it connects.
 *
 * @param limits Node options that also apply to the connection to the proxy
 * @throws what Node throws for unusable TLS settings: in the tunnel, nobody could catch it
 */
export function fixTunnel(tunnel: TunnelAgent, limits: object, onConnect: (request: ClientRequest) => void): void {
  const { options, proxyOptions, request } = tunnel;
  options.secureContext = createSecureContext();
  Object.assign(proxyOptions, limits);
  // It looks up an IPv6 address with its brackets.
  proxyOptions.host = proxyOptions.host.replace(/^\[|\]$/g, '');
  // It checks the certificate of an https: proxy for the host of the API. An IP address cannot be a server name.
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
