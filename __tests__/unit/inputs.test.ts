import tls from 'node:tls';
import { APIS } from '../../src/api/api.js';
import { readReportContext } from '../../src/inputs/environment.js';
import { readSettings } from '../../src/inputs/read.js';
import { InvalidInput } from '../../src/inputs/rules.js';
import {
  ATTEMPTS_RULE,
  HIDDEN_KEY,
  HIDDEN_URL,
  LIST_RULE,
  MISSING_FIELD,
  NO_KEY,
  PROXY_RULE,
  THREAD_RULE,
  TIME_RULE,
} from './messages.js';
import { CONTEXT, KEY, REVIEWED_AT_MS, SETTINGS, setEnvironment } from './samples.js';

type Inputs = Record<string, string>;
type Env = Record<string, string>;

const THREAD = SETTINGS.threadId;

function settings(inputs: Inputs = {}, env: Env = {}) {
  setEnvironment(inputs, env);
  return readSettings([inputs['api-key'] ?? KEY], REVIEWED_AT_MS);
}

/** The message about the first invalid input. */
function rejection(inputs: Inputs, env: Env = {}): string {
  try {
    settings(inputs, env);
  } catch (error) {
    if (error instanceof InvalidInput)
      return error.rule + (error.rejected === undefined ? '' : `, got ${error.rejected}`);
    throw error;
  }
  return 'accepted';
}

const URL_RULE = 'api-url must be a URL such as https://api.example.com/v1';
const DELAY_RULE = 'must be a number of seconds from 0 to 3600, such as 30 or 0.5';
const BOOLEAN_RULE = 'must be true or false';

const rejected = (name: string, rule: string, values: string[]): [Inputs, string][] =>
  values.map((value) => [{ [name]: value }, `${rule}, got "${value}"`]);

// `rules.test.ts` has more values. Here, what a message says about each kind of value.
test.each<[Inputs, string]>([
  [{ 'thread-id': '' }, 'thread-id is empty'],
  [{ 'thread-id': '  \r\n' }, 'thread-id is empty'],
  ...rejected('thread-id', THREAD_RULE, ['..', 'a b', 'ä']),
  [{ 'thread-id': 'null' }, `thread-id ${MISSING_FIELD}, got "null"`],
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a ## [b]" (without its invisible characters)`],
  [{ 'thread-id': 'x'.repeat(257) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'thread-id': '🔑'.repeat(121) }, `${THREAD_RULE}, got "${'🔑'.repeat(120)}…"`],
  [{ 'api-key': '   ' }, NO_KEY],
  ...['a b', 'a\r\nb', '🔑-key'].map((key): [Inputs, string] => [{ 'api-key': key }, HIDDEN_KEY]),
  [{ 'api-key': 'undefined' }, `api-key ${MISSING_FIELD} (its value is not shown)`],
  [
    { 'api-key': '{"key":"hunter2"}' },
    'api-key must be the bare key, without quotes or JSON around it (its value is not shown)',
  ],
  ...rejected('workspace-id', 'workspace-id must be printable ASCII without spaces', ['a b']),
  [{ 'workspace-id': 'undefined' }, `workspace-id ${MISSING_FIELD}, got "undefined"`],
  ...rejected('api-url', 'api-url must include https://, as in https://api.example.com/v1', ['api.example.com']),
  ...rejected('api-url', 'api-url must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)', [
    'http://127.0.0.1.example.com',
    'http://0.0.0.0',
  ]),
  ...rejected('api-url', URL_RULE, ['https://a b']),
  ...['postgres://svc:hunter2@db/prod', 'https://api.example.com?token=hunter2'].map((url): [Inputs, string] => [
    { 'api-url': url },
    HIDDEN_URL,
  ]),
  ...rejected('api', 'api must be managed-deep-agents or agent-server', ['Agent-Server', 'agent_server']),
  ...rejected('mode', 'mode must be resolve or inspect', ['Inspect', 'check']),
  ...rejected('check-thread', 'check-thread must be true, false or unchanged', ['yes', 'tRUE']),
  ...rejected('show-interrupts', `show-interrupts ${BOOLEAN_RULE}`, ['yes']),
  ...rejected('unchanged-since', TIME_RULE, ['2026-01-05T09:00:00']),
  ...rejected('unchanged-since', 'unchanged-since must not be more than a day in the future', ['2126-11-25T09:30:00Z']),
  ...rejected('max-attempts', ATTEMPTS_RULE, ['0', '101']),
  [{ 'retry-on': '409,502, connect_faild connect_failed' }, `${LIST_RULE}, got "connect_faild"`],
  [{ 'retry-on': ',' }, `${LIST_RULE}, with at least one item, got ","`],
  ...rejected('retry-delay-seconds', `retry-delay-seconds ${DELAY_RULE}`, ['2s', '3600.5']),
  ...rejected('retry-max-delay-seconds', `retry-max-delay-seconds ${DELAY_RULE}`, ['3601']),
  [
    { 'retry-delay-seconds': '5', 'retry-max-delay-seconds': '4.9' },
    'retry-max-delay-seconds must not be below retry-delay-seconds (5), got "4.9"',
  ],
  ...rejected(
    'request-timeout-seconds',
    'request-timeout-seconds must be a number of seconds above 0 and up to 600, such as 30 or 0.5',
    ['0', '600.1'],
  ),
  ...rejected(
    'deadline-seconds',
    'deadline-seconds must be a number of seconds above 0 and up to 21600, such as 30 or 0.5',
    ['0.0', '21601'],
  ),
  ...rejected('fail-on-error', `fail-on-error ${BOOLEAN_RULE}`, ['maybe']),
  ...rejected('job-summary', `job-summary ${BOOLEAN_RULE}`, ['off']),
])('rejects %j', (inputs, message) => {
  expect(rejection(inputs)).toBe(message);
});

test.each([
  ['a b', HIDDEN_KEY.replace('api-key', 'LANGSMITH_API_KEY')],
  ['null', `LANGSMITH_API_KEY ${MISSING_FIELD} (its value is not shown)`],
  ["'hunter2'", 'LANGSMITH_API_KEY must be the bare key, without quotes or JSON around it (its value is not shown)'],
])('names the variable that an invalid key came from: %j', (key, message) => {
  expect(rejection({ 'api-key': ' ' }, { LANGSMITH_API_KEY: key })).toBe(message);
});

describe('check-thread: unchanged', () => {
  test('enables the check, and compares', () => {
    expect(settings({ 'check-thread': 'unchanged', 'unchanged-since': '2026-11-25T09:30:00Z' })).toEqual({
      ...{ ...SETTINGS, checkThread: true, unchangedSinceMs: REVIEWED_AT_MS },
    });
  });

  test('needs a time, so that a misspelt expression cannot turn the comparison off', () => {
    expect(rejection({ 'check-thread': 'unchanged' })).toMatch(/^unchanged-since is empty/);
    expect(rejection({ 'check-thread': 'unchanged', 'unchanged-since': ' ' })).toMatch(/^unchanged-since is empty/);
  });
});

/** Every input, in the order of the table. */
const NAMES = [
  ...['thread-id', 'api-key', 'workspace-id', 'api', 'api-url', 'mode', 'check-thread', 'unchanged-since'],
  ...[
    'show-interrupts',
    'max-attempts',
    'retry-on',
    'retry-delay-seconds',
    'retry-max-delay-seconds',
    'request-timeout-seconds',
    'deadline-seconds',
  ],
  ...['fail-on-error', 'job-summary'],
];

describe('only the first invalid input is reported', () => {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: 'junk' };

  test.each(NAMES.map((name, index) => [name, NAMES.slice(index)]))('%s', (name, rest) => {
    const inputs = Object.fromEntries(rest.map((invalid) => [invalid, 'a b']));
    expect(rejection(inputs, env).split(' ')[0]).toBe(name);
  });

  test('the environment comes last', () => {
    expect(rejection({}, env)).toBe(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
        'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file',
    );
    expect(rejection({}, { HTTPS_PROXY: 'junk' })).toMatch(/^HTTPS_PROXY /);
  });
});

describe('never shows the key, whichever input contains it', () => {
  // One that does not look like a key.
  const OWN = 'a-key-0123.abc';

  test.each<[Inputs, string]>([
    [{ 'thread-id': `!${OWN}` }, `${THREAD_RULE}, got "!***"`],
    [{ 'thread-id': `${'x'.repeat(110)} ${OWN}` }, `${THREAD_RULE}, got "${'x'.repeat(110)} ***"`],
    [
      { 'thread-id': `a ${OWN.slice(0, 9)}\u200b${OWN.slice(9)}` },
      `${THREAD_RULE}, got "a ***" (without its invisible characters)`,
    ],
    [{ 'workspace-id': `${OWN} b` }, 'workspace-id must be printable ASCII without spaces, got "*** b"'],
    [
      { 'api-url': `${OWN}.example.com` },
      'api-url must include https://, as in https://api.example.com/v1, got "***.example.com"',
    ],
    [{ 'api-url': `https://${OWN}@api.example.com` }, HIDDEN_URL],
    [{ 'unchanged-since': OWN }, `${TIME_RULE}, got "***"`],
    [{ 'max-attempts': `x${OWN.toUpperCase()}x` }, `${ATTEMPTS_RULE}, got "x***x"`],
    [{ 'retry-on': `409, ${OWN}` }, `${LIST_RULE}, got "409, ***"`],
    [{ 'job-summary': OWN }, 'job-summary must be true or false, got "***"'],
    // The list is split at commas, and so is the key.
    [{ 'api-key': 'key,secret', 'retry-on': '409,key,secret' }, `${LIST_RULE}, got "409,***"`],
  ])('%j', (inputs, message) => {
    expect(rejection({ 'api-key': OWN, ...inputs })).toBe(message);
  });

  const OTHERS = ['lsv2_sk_hunter2 x', 'LSV2_PT_hunter2 /x', 'x ls\u200bv2_sk_hunter2', '409, lsv2_sk_hunter2'];

  test.each(NAMES)('nor another key: %s', (name) => {
    const isHidden = OTHERS.map((value) =>
      /^[^"]+ must [^,]*.* \(its value is not shown\)$/.test(rejection({ [name]: value })),
    );
    expect(isHidden).toEqual(OTHERS.map(() => true));
    expect(OTHERS.map((value) => rejection({ [name]: value })).join()).not.toContain('hunter2');
  });

  test.each(['thread-id', 'workspace-id'])('nor a key that could be sent as %s', (name) => {
    expect(rejection({ [name]: 'lsv2_sk_hunter2' })).toBe(`${name} must not be an API key (its value is not shown)`);
  });
});

describe('reads', () => {
  const AGENT_SERVER = { api: APIS['agent-server'], apiUrl: 'https://a.example.com', checkThread: true };

  test('the defaults', () => {
    expect(settings()).toEqual(SETTINGS);
  });

  test('blank inputs as not set, and trims the others', () => {
    const blank = Object.fromEntries(NAMES.map((name) => [name, ' ']));
    expect(settings({ ...blank, 'thread-id': ` ${THREAD}\n`, 'api-key': `\t${KEY}\r\n` })).toEqual(SETTINGS);
  });

  test.each<[Inputs, Partial<typeof SETTINGS>]>([
    [{ 'thread-id': '...' }, { threadId: '...' }],
    [{ 'thread-id': `${'x'.repeat(252)}-._~` }, { threadId: `${'x'.repeat(252)}-._~` }],
    [{ 'workspace-id': 'w-1' }, { workspaceId: 'w-1' }],
    [{ 'api-url': 'https://Example.com:8443/v1/' }, { apiUrl: 'https://example.com:8443/v1' }],
    [{ 'check-thread': 'TRUE' }, { checkThread: true }],
    [{ mode: 'inspect' }, { mode: 'inspect', checkThread: true }],
    [{ 'show-interrupts': 'true' }, { checkThread: true }],
    [{ api: 'agent-server', 'api-url': 'https://a.example.com/' }, AGENT_SERVER],
    [
      { 'check-thread': 'false', 'unchanged-since': '2026-11-25T10:30:00+01:00' },
      { checkThread: true, unchangedSinceMs: REVIEWED_AT_MS },
    ],
    [{ 'max-attempts': '007' }, { maxAttempts: 7 }],
    [{ 'max-attempts': '1' }, { maxAttempts: 1 }],
    [{ 'max-attempts': '100' }, { maxAttempts: 100 }],
    [{ 'retry-on': '409 502\nconnect_failed,,503' }, { retryOn: new Set(['409', '502', 'connect_failed', '503']) }],
    [{ 'retry-delay-seconds': '0' }, { retryDelayMs: 0 }],
    [{ 'retry-delay-seconds': '29.9' }, { retryDelayMs: 29_900 }],
    // The default maximum is never below the delay.
    [{ 'retry-delay-seconds': '33.3' }, { retryDelayMs: 33_300, retryMaxDelayMs: 33_300 }],
    [{ 'retry-delay-seconds': '3600' }, { retryDelayMs: 3_600_000, retryMaxDelayMs: 3_600_000 }],
    [{ 'retry-max-delay-seconds': '3' }, { retryMaxDelayMs: 3000 }],
    [{ 'retry-max-delay-seconds': '3600' }, { retryMaxDelayMs: 3_600_000 }],
    [{ 'request-timeout-seconds': '0.5' }, { requestTimeoutMs: 500 }],
    [{ 'request-timeout-seconds': '600' }, { requestTimeoutMs: 600_000 }],
    [{ 'deadline-seconds': '21600' }, { deadlineMs: 21_600_000 }],
    [{ 'fail-on-error': 'FALSE' }, { failOnError: false }],
    [{ 'job-summary': 'False' }, {}],
  ])('%j', (inputs, changes) => {
    expect(settings(inputs)).toEqual({ ...SETTINGS, ...changes });
  });

  test.each<[Env, Partial<typeof SETTINGS>]>([
    [{ LANGSMITH_API_KEY: 'another-key' }, {}],
    [{ NODE_EXTRA_CA_CERTS: ' ' }, {}],
    [{ LANGSMITH_ENDPOINT: 'https://eu.api.smith.langchain.com/v1' }, { langsmithHost: 'eu.api.smith.langchain.com' }],
    [{ LANGSMITH_ENDPOINT: 'junk' }, {}],
    [{ NODE_OPTIONS: '--no-warnings' }, {}],
    ...[
      '--no-warnings --network-family-autoselection-attempt-timeout=250',
      '--network_family_autoselection_attempt_timeout=250',
      '--network-family_autoselection-attempt_timeout 250',
    ].map((NODE_OPTIONS): [Env, Partial<typeof SETTINGS>] => [{ NODE_OPTIONS }, { addressTimeoutMs: undefined }]),
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, {}],
    [{ HTTPS_PROXY: 'http://user:hunter2@proxy.corp:3128/path' }, { proxyHost: 'proxy.corp:3128' }],
    [{ https_proxy: 'https://proxy.corp' }, { proxyHost: 'proxy.corp' }],
    [{ HTTPS_PROXY: 'http://proxy.corp', NO_PROXY: 'langchain.com' }, {}],
    [{ https_proxy: '', NO_PROXY: '', HTTP_PROXY: 'junk' }, {}],
  ])('the environment: %j', (env, changes) => {
    expect(settings({}, env)).toEqual({ ...SETTINGS, ...changes });
  });

  test.each(['-', '_'])("the timeout per address from Node's own arguments, written with %s", (separator) => {
    const flag = `--network-family-autoselection-attempt-timeout=300`.replaceAll('-', separator).replace('__', '--');
    const replaced = jest.replaceProperty(process, 'execArgv', [flag]);
    expect(settings()).toEqual({ ...SETTINGS, addressTimeoutMs: undefined });
    replaced.restore();
  });

  const loaded = (certificates: string[]) => {
    const original = tls.getCACertificates;
    tls.getCACertificates = (type) => (type === 'extra' ? certificates : ['a default']);
    const { extraCaCerts } = settings({}, { NODE_EXTRA_CA_CERTS: '/ca.pem' });
    tls.getCACertificates = original;
    return extraCaCerts;
  };

  // Node reads the file when it starts, so the tests in `process/` have missing, empty and DER files.
  test('whether extra CA certificates were loaded, as Node says', () => {
    const file = '/ca.pem';
    expect(loaded(['a certificate'])).toEqual({ file, areLoaded: true });
    expect(loaded([])).toEqual({ file, areLoaded: false });
  });

  test('the key from the environment if the input is empty', () => {
    expect(settings({ 'api-key': ' ' }, { LANGSMITH_API_KEY: ` ${KEY} ` })).toEqual(SETTINGS);
  });

  test('neither the proxy nor the TLS setting for an http: URL', () => {
    const env = { HTTPS_PROXY: 'junk', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const apiUrl = 'http://127.0.0.1:8080';
    expect(settings({ 'api-url': apiUrl }, env)).toEqual({ ...SETTINGS, apiUrl });
  });
});

describe('a proxy that the toolkit would bypass is rejected', () => {
  test.each([
    'proxy.corp:3128',
    'proxy.corp',
    '10.0.0.1:3128',
    'user:hunter2@proxy.corp:3128',
    'socks5://proxy.corp:1080',
    'xhttp://proxy.corp',
    'http://',
    'http://[',
    'HTTP://[',
    'ftp://proxy.corp',
    'http://us%er:hunter2@proxy.corp',
    'http://us%er@proxy.corp',
    'http://user:hunt%er2@proxy.corp',
    'http://%E2%82:%AC@proxy.corp',
    'http://user:2024#hunter2@proxy.corp',
    'http://user:2024/hunter2@proxy.corp',
    'http://user:2024?hunter2@proxy.corp',
    'http://user:hunt\\er2@proxy.corp:3128',
    'http://us\\er:hunter2@proxy.corp:3128',
    'http://proxy.corp:0',
    ' ',
  ])('%j', (proxy) => {
    expect(rejection({}, { HTTPS_PROXY: proxy })).toBe(`HTTPS_PROXY ${PROXY_RULE}`);
    expect(rejection({}, { https_proxy: proxy })).toBe(`https_proxy ${PROXY_RULE}`);
  });

  test('unless its special characters are percent-encoded', () => {
    const proxy = 'http://us%5Cer:hunt%25%40er2@proxy.corp:3128';
    expect(settings({}, { HTTPS_PROXY: proxy }).proxyHost).toBe('proxy.corp:3128');
  });

  test('unless https_proxy, which wins, is valid', () => {
    expect(settings({}, { https_proxy: 'http://proxy', HTTPS_PROXY: 'junk' }).proxyHost).toBe('proxy');
  });
});

describe('the context of the report', () => {
  /** Reads the context. Also returns what was printed. */
  function context(inputs: Inputs, env?: Env) {
    setEnvironment(inputs, env);
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const read = readReportContext();
    const printed = write.mock.calls.map(([text]) => String(text)).join('');
    write.mockRestore();
    return { ...read, printed: printed.replaceAll('\r\n', '\n') };
  }

  const DEFAULT: ReturnType<typeof context> = { ...CONTEXT, printed: `::add-mask::${KEY}\n` };

  test('has the paths of the files, and masks the key', () => {
    const env = { GITHUB_OUTPUT: ' /output ', GITHUB_STEP_SUMMARY: '/summary' };
    expect(context({}, env)).toEqual({ ...DEFAULT, outputFile: '/output', summaryFile: '/summary' });
  });

  test('masks the keys from the input and the environment, and lists the longest first', () => {
    expect(context({}, { LANGSMITH_API_KEY: `${KEY}-2` })).toEqual({
      ...DEFAULT,
      secrets: [`${KEY}-2`, KEY],
      printed: `::add-mask::${KEY}\n::add-mask::${KEY}-2\n`,
    });
  });

  test.each<[Inputs, Partial<typeof DEFAULT>]>([
    [{ 'api-key': ' ' }, { secrets: [], printed: '' }],
    ...['a b', 'null', 'lsv2_sk_another-key'].map((id): [Inputs, Partial<typeof DEFAULT>] => [
      { 'thread-id': id },
      { threadId: undefined },
    ]),
    [{ 'thread-id': `a.${KEY.toUpperCase()}` }, { threadId: 'a.***' }],
    [{ 'job-summary': 'False' }, { jobSummary: false }],
    [{ 'job-summary': 'TRUE' }, {}],
    [{ 'job-summary': 'nonsense' }, {}],
    [{ mode: 'inspect' }, { mode: 'inspect' }],
    [{ mode: 'nonsense' }, {}],
    [{ 'show-interrupts': 'TRUE' }, { showInterrupts: true }],
    [{ 'show-interrupts': 'nonsense' }, {}],
  ])('%j', (inputs, changes) => {
    expect(context(inputs)).toEqual({ ...DEFAULT, ...changes });
  });
});
