import tls from 'node:tls';
import { checkBypass } from '@actions/http-client/lib/proxy';
import type { Settings } from '../settings.js';
import { variable } from './environment.js';
import { InvalidInput } from './rules.js';

/** Node gives each address of a host only 250 ms to connect. */
const ADDRESS_TIMEOUT_MS = 2_500;
const ADDRESS_TIMEOUT_FLAG = '--network-family-autoselection-attempt-timeout';

/**
 * Reads what the environment says about connections to the API.
 *
 * @throws {InvalidInput} if TLS verification is disabled, or a proxy variable is unusable
 */
export function readConnection(apiUrl: string) {
  if (apiUrl.startsWith('https:') && variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    throw new InvalidInput(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
        'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file',
    );
  }
  const proxy = findProxy(apiUrl);
  if ('unusable' in proxy) {
    throw new InvalidInput(
      `${proxy.unusable} must be a URL such as http://proxy.example.com:3128 (its value is not shown). ` +
        'Special characters in a user name or password must be percent-encoded',
    );
  }
  const endpoint = variable('LANGSMITH_ENDPOINT');
  return {
    proxyHost: proxy.host,
    extraCaCerts: readExtraCaCerts(),
    langsmithHost: URL.canParse(endpoint) ? new URL(endpoint).host : '',
    addressTimeoutMs: isAddressTimeoutSet() ? undefined : ADDRESS_TIMEOUT_MS,
  };
}

/**
 * The host of the proxy for a URL, empty without one; or the variable that is not an `http:` or `https:` URL with a host,
 * so that the toolkit would silently bypass the proxy. An `http:` API is on loopback, which never goes through a proxy.
 */
export function findProxy(url: string, environment = process.env): { host: string } | { unusable: string } {
  // The toolkit's order.
  const name = ['https_proxy', 'HTTPS_PROXY'].find((candidate) => environment[candidate]);
  if (name === undefined || checkBypass(new URL(url))) return { host: '' };
  try {
    const { protocol, username, password, host, port, pathname, search, hash } = new URL(String(environment[name]));
    // The toolkit decodes both, and ignores the proxy if that fails.
    decodeURIComponent(username);
    decodeURIComponent(password);
    // An @ after the host means that the password contains an unescaped character.
    const isWellFormed = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
    return /^https?:/.test(protocol) && isWellFormed ? { host } : { unusable: name };
  } catch {
    return { unusable: name };
  }
}

function readExtraCaCerts(): Settings['extraCaCerts'] {
  const file = variable('NODE_EXTRA_CA_CERTS');
  // Node ignores a file that is missing or has no PEM certificate. Node 20 does not say what it loaded.
  return file === '' ? undefined : { file, areLoaded: tls.getCACertificates?.('extra').length !== 0 };
}

function isAddressTimeoutSet(): boolean {
  // Node accepts underscores for hyphens.
  const flags = [...process.execArgv, variable('NODE_OPTIONS')].join(' ').replaceAll('_', '-');
  return flags.includes(ADDRESS_TIMEOUT_FLAG);
}
