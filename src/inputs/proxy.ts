import { checkBypass } from '@actions/http-client/lib/proxy';

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
