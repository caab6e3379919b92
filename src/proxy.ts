import { checkBypass } from '@actions/http-client/lib/proxy';

/**
 * Name of the proxy variable that applies to the URL and is not an http: or https: URL: the toolkit would go past
 * such a proxy without a word. `http:` URLs are on loopback, which never goes through a proxy.
 */
export function unusableProxyVariable(url: string): string | undefined {
  const variable = ['https_proxy', 'HTTPS_PROXY'].find((name) => process.env[name]);
  if (variable === undefined || checkBypass(new URL(url))) return undefined;
  try {
    const { protocol, username, password } = new URL(String(process.env[variable]));
    // The toolkit decodes them as well, and takes an error for no proxy.
    decodeURIComponent(username + password);
    return /^https?:$/.test(protocol) ? undefined : variable;
  } catch {
    return variable;
  }
}
