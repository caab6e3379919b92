import tls from 'node:tls';
import { checkBypass } from '@actions/http-client/lib/proxy';
import type { Settings } from '../settings.js';
import { variable } from './environment.js';
import { InvalidInput } from './rules.js';

/** Node gives each address of a host only 250 ms to connect. */
const ADDRESS_TIMEOUT_MS = 2_500;

/** @throws {InvalidInput} if TLS verification is disabled, or a proxy variable is unusable */
export function readConnection(apiUrl: string) {
  if (apiUrl.startsWith('https:') && variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    throw new InvalidInput(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
        'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file',
    );
  }
  const endpoint = variable('LANGSMITH_ENDPOINT');
  return {
    proxyHost: readProxyHost(apiUrl),
    extraCaCerts: readExtraCaCerts(),
    langsmithHost: URL.canParse(endpoint) ? new URL(endpoint).host : '',
    addressTimeoutMs: isAddressTimeoutSet() ? undefined : ADDRESS_TIMEOUT_MS,
  };
}

/**
 * Empty without a proxy. An `http:` API is on loopback, which never goes through one.
 *
 * @throws {InvalidInput} if the toolkit would silently bypass the proxy, or would not find it
 */
function readProxyHost(apiUrl: string): string {
  // The toolkit's order.
  const name = ['https_proxy', 'HTTPS_PROXY'].find((candidate) => process.env[candidate]);
  if (name === undefined || checkBypass(new URL(apiUrl))) return '';
  try {
    const { protocol, username, password, host, port, pathname, search, hash } = new URL(String(process.env[name]));
    // The toolkit decodes both, and ignores the proxy if that fails.
    [username, password].forEach(decodeURIComponent);
    // An @ after the host means that the password contains an unescaped character.
    const isWellFormed = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
    if (/^https?:/.test(protocol) && isWellFormed) return host;
  } catch {
    // Reported like every other unusable value.
  }
  throw new InvalidInput(
    `${name} must be a URL such as http://proxy.example.com:3128 (its value is not shown). ` +
      'Special characters in a user name or password must be percent-encoded',
  );
}

function readExtraCaCerts(): Settings['extraCaCerts'] {
  const file = variable('NODE_EXTRA_CA_CERTS');
  // Node ignores a file that is missing or has no PEM certificate. Node 20 does not say what it loaded.
  return file === '' ? undefined : { file, areLoaded: tls.getCACertificates?.('extra').length !== 0 };
}

/** Node accepts underscores for hyphens. */
function isAddressTimeoutSet(): boolean {
  const flags = [...process.execArgv, variable('NODE_OPTIONS')].join(' ').replaceAll('_', '-');
  return flags.includes('--network-family-autoselection-attempt-timeout');
}
