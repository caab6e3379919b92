import { readEnvironment, readSettings } from '../../src/inputs/inputs.js';
import { InvalidInput } from '../../src/inputs/rules.js';
import { ATTEMPTS_RULE, HIDDEN_KEY, HIDDEN_URL, LIST_RULE, NO_KEY, THREAD_RULE, TIME_RULE } from './messages.js';
import { KEY, REVIEWED_AT_MS, SETTINGS } from './samples.js';

type Inputs = Record<string, string>;
type Env = Record<string, string>;

const THREAD = SETTINGS.threadId;

/** Replaces the environment with valid inputs and these changes. Jest gives each test file its own `process.env`. */
function setEnvironment(inputs: Inputs = {}, env: Env = {}): void {
  const all = { 'thread-id': THREAD, 'api-key': KEY, ...inputs };
  const entries = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  process.env = { ...Object.fromEntries(entries), ...env };
}

function settings(inputs: Inputs = {}, env: Env = {}) {
  setEnvironment(inputs, env);
  return readSettings([inputs['api-key'] ?? KEY]);
}

/** The message about the first invalid input. */
function rejection(inputs: Inputs, env: Env = {}): string {
  try {
    settings(inputs, env);
  } catch (error) {
    if (error instanceof InvalidInput) return error.rule + error.value;
    throw error;
  }
  return 'accepted';
}

const URL_RULE = 'api-url must be a URL such as https://api.example.com/v1';
const DELAY_RULE = 'must be a number of seconds from 0 to 3600, such as 30 or 0.5';
const BOOLEAN_RULE = 'must be true or false';

const rejected = (name: string, rule: string, values: string[]): [Inputs, string][] =>
  values.map((value) => [{ [name]: value }, `${rule}, got "${value}"`]);

test.each<[Inputs, string]>([
  [{ 'thread-id': '' }, 'thread-id is empty'],
  [{ 'thread-id': '  \r\n' }, 'thread-id is empty'],
  ...rejected('thread-id', THREAD_RULE, ['.', '..', 'a/../b', 'a\\b', 'a?x', 'a#f', 'a b', 'ä']),
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a## [b]" (without its invisible characters)`],
  [{ 'thread-id': 'x'.repeat(257) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'thread-id': 'x'.repeat(10_000) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'thread-id': '🔑'.repeat(121) }, `${THREAD_RULE}, got "${'🔑'.repeat(120)}…"`],
  [{ 'api-key': '' }, NO_KEY],
  [{ 'api-key': '   ' }, NO_KEY],
  ...['a b', 'a\r\nb', '\u200b', 'a\u200bb', '🔑-key', 'schlüssel'].map((key): [Inputs, string] => [
    { 'api-key': key },
    HIDDEN_KEY,
  ]),
  ...rejected('workspace-id', 'workspace-id must be printable ASCII without spaces', ['a b', 'ä']),
  ...rejected('api-url', 'api-url must include https://, as in https://api.example.com/v1', [
    'api.example.com',
    'api.example.com:443/v1',
    'postgres:hunter2:db/prod',
    'ftp://api.example.com',
    '//api.example.com',
    'https:/api.example.com',
  ]),
  ...rejected('api-url', 'api-url must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)', [
    'http://api.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://0.0.0.0',
  ]),
  ...rejected('api-url', URL_RULE, ['https://', 'https://a b', 'https://a\\b', 'https://a/../b', 'https://a:99999']),
  ...rejected('api-url', 'api-url must not use an IPv6 address (not supported)', ['https://[::1]']),
  ...[
    'https://user:hunter2@api.example.com',
    'https://@api.example.com',
    'http://user:hunter2@api.example.com',
    'user:hunter2@api.example.com',
    'postgres://svc:hunter2@db/prod',
    'https:\\\\user:hunter2@api.example.com',
    'https://api.example.com?token=hunter2',
    'https://api.example.com/v1?',
    'api.example.com/v1?token=hunter2',
    'https://api.example.com/v1#hunter2',
  ].map((url): [Inputs, string] => [{ 'api-url': url }, HIDDEN_URL]),
  ...rejected('check-thread', `check-thread ${BOOLEAN_RULE}`, ['yes', 'tRUE']),
  ...rejected('unchanged-since', TIME_RULE, [
    'yesterday',
    '2026-01-05',
    '2026-01-05T09:00:00',
    '2026-01-05T24:00:00Z',
    '2026-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-01-05T09:00:00+0100',
    '2026-01-05T09:00:00+24:00',
    '2026-01-05T09:00:00.Z',
    'Mon, 05 Jan 2026 09:00:00 GMT',
  ]),
  ...rejected('max-attempts', ATTEMPTS_RULE, ['0', '101', '-1', '1.5', '1e9', '0x10', 'NaN', '１']),
  ...['connect_faild', 'connect-failed', 'CONNECT_FAILED', '399', '600', '409;502'].map((item): [Inputs, string] => [
    { 'retry-on': `409,502, ${item} connect_failed` },
    `${LIST_RULE}, got "${item}"`,
  ]),
  [{ 'retry-on': ',' }, `${LIST_RULE}, with at least one item, got ","`],
  [{ 'retry-on': '\n204\n409' }, `${LIST_RULE}, got "204"`],
  ...rejected('retry-delay-seconds', `retry-delay-seconds ${DELAY_RULE}`, ['2s', '.5', '5.', '3600.5']),
  ...rejected('retry-max-delay-seconds', `retry-max-delay-seconds ${DELAY_RULE}`, ['NaN', '3601']),
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

describe('only the first invalid input is reported', () => {
  const invalid: [name: string, value: string][] = [
    ['thread-id', 'a b'],
    ['api-key', 'a b'],
    ['workspace-id', 'a b'],
    ['api-url', 'ftp:'],
    ['check-thread', 'x'],
    ['unchanged-since', 'x'],
    ['max-attempts', 'x'],
    ['retry-on', 'x'],
    ['retry-delay-seconds', 'x'],
    ['retry-max-delay-seconds', 'x'],
    ['request-timeout-seconds', 'x'],
    ['deadline-seconds', 'x'],
    ['fail-on-error', 'x'],
    ['job-summary', 'x'],
  ];
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: 'junk' };

  test.each(invalid.map(([name], index) => [name, invalid.slice(index)] as const))('%s', (name, rest) => {
    expect(rejection(Object.fromEntries(rest), env).split(' ')[0]).toBe(name);
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
  test.each<[Inputs, string]>([
    [{ 'thread-id': `!${KEY}` }, `${THREAD_RULE}, got "!***"`],
    [{ 'thread-id': `${'x'.repeat(110)} ${KEY}` }, `${THREAD_RULE}, got "${'x'.repeat(110)} ***"`],
    [
      { 'thread-id': `a ${KEY.slice(0, 9)}\u200b${KEY.slice(9)}` },
      `${THREAD_RULE}, got "a ***" (without its invisible characters)`,
    ],
    [{ 'workspace-id': `${KEY} b` }, 'workspace-id must be printable ASCII without spaces, got "*** b"'],
    [
      { 'api-url': `${KEY}.example.com` },
      'api-url must include https://, as in https://api.example.com/v1, got "***.example.com"',
    ],
    [{ 'api-url': `https://${KEY}@api.example.com` }, HIDDEN_URL],
    [{ 'check-thread': KEY }, 'check-thread must be true or false, got "***"'],
    [{ 'unchanged-since': KEY }, `${TIME_RULE}, got "***"`],
    [{ 'max-attempts': `x${KEY.toUpperCase()}x` }, `${ATTEMPTS_RULE}, got "x***x"`],
    [{ 'retry-on': `409, ${KEY}` }, `${LIST_RULE}, got "409, ***"`],
    [{ 'retry-delay-seconds': KEY }, `retry-delay-seconds ${DELAY_RULE}, got "***"`],
    [{ 'job-summary': KEY }, 'job-summary must be true or false, got "***"'],
    // The list is split at commas, and so is the key.
    [{ 'api-key': 'lsv2,secret', 'retry-on': '409,lsv2,secret' }, `${LIST_RULE}, got "409,***"`],
  ])('%j', (inputs, message) => {
    expect(rejection(inputs)).toBe(message);
  });
});

describe('reads', () => {
  test('the defaults', () => {
    expect(settings()).toEqual(SETTINGS);
  });

  test('blank inputs as not set, and trims the others', () => {
    const names = [
      'workspace-id',
      'check-thread',
      'unchanged-since',
      'max-attempts',
      'retry-on',
      'retry-delay-seconds',
      'retry-max-delay-seconds',
      'request-timeout-seconds',
      'deadline-seconds',
      'fail-on-error',
      'job-summary',
    ];
    const blank = Object.fromEntries(names.map((name) => [name, ' ']));
    expect(settings({ ...blank, 'thread-id': ` ${THREAD}\n`, 'api-key': `\t${KEY}\r\n` })).toEqual(SETTINGS);
  });

  test.each<[Inputs, Partial<typeof SETTINGS>]>([
    [{ 'thread-id': '...' }, { threadId: '...' }],
    [{ 'thread-id': `${'x'.repeat(252)}-._~` }, { threadId: `${'x'.repeat(252)}-._~` }],
    [{ 'workspace-id': 'w-1' }, { workspaceId: 'w-1' }],
    [{ 'api-url': 'https://Example.com:8443/v1/' }, { apiUrl: 'https://example.com:8443/v1' }],
    [{ 'check-thread': 'TRUE' }, { checkThread: true }],
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
    [{ NODE_EXTRA_CA_CERTS: '/etc/ca.pem' }, { extraCaCerts: true }],
    [{ NODE_EXTRA_CA_CERTS: ' ' }, {}],
    [{ LANGSMITH_ENDPOINT: 'https://eu.api.smith.langchain.com/v1' }, { langsmithHost: 'eu.api.smith.langchain.com' }],
    [{ LANGSMITH_ENDPOINT: 'junk' }, {}],
    [{ NODE_OPTIONS: '--no-warnings' }, {}],
    [
      { NODE_OPTIONS: '--no-warnings --network-family-autoselection-attempt-timeout=250' },
      { addressTimeoutMs: undefined },
    ],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, {}],
    [{ HTTPS_PROXY: 'http://user:hunter2@proxy.corp:3128/path' }, { proxyHost: 'proxy.corp:3128' }],
    [{ https_proxy: 'https://proxy.corp' }, { proxyHost: 'proxy.corp' }],
    [{ HTTPS_PROXY: 'http://proxy.corp', NO_PROXY: 'langchain.com' }, {}],
    [{ https_proxy: '', NO_PROXY: '', HTTP_PROXY: 'junk' }, {}],
  ])('the environment: %j', (env, changes) => {
    expect(settings({}, env)).toEqual({ ...SETTINGS, ...changes });
  });

  test("the timeout per address from Node's own arguments", () => {
    const replaced = jest.replaceProperty(process, 'execArgv', ['--network-family-autoselection-attempt-timeout=300']);
    expect(settings()).toEqual({ ...SETTINGS, addressTimeoutMs: undefined });
    replaced.restore();
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
    'http://proxy.corp:0',
    ' ',
  ])('%j', (proxy) => {
    expect(rejection({}, { HTTPS_PROXY: proxy })).toBe(
      'HTTPS_PROXY must be an http:// or https:// URL with a host (its value is not shown)',
    );
  });

  test('unless https_proxy, which wins, is valid', () => {
    expect(settings({}, { https_proxy: 'http://proxy', HTTPS_PROXY: 'junk' }).proxyHost).toBe('proxy');
  });
});

describe('the environment of the report', () => {
  /** Reads the environment. Also returns what was printed. */
  function environment(inputs: Inputs, env?: Env) {
    setEnvironment(inputs, env);
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const read = readEnvironment();
    const printed = write.mock.calls.map(([text]) => String(text)).join('');
    write.mockRestore();
    return { ...read, printed: printed.replaceAll('\r\n', '\n') };
  }

  const DEFAULT: ReturnType<typeof environment> = {
    secrets: [KEY],
    threadId: THREAD,
    jobSummary: true,
    outputFile: '',
    summaryFile: '',
    printed: `::add-mask::${KEY}\n`,
  };

  test('has the paths of the files, and masks the key', () => {
    const env = { GITHUB_OUTPUT: ' /output ', GITHUB_STEP_SUMMARY: '/summary' };
    expect(environment({}, env)).toEqual({ ...DEFAULT, outputFile: '/output', summaryFile: '/summary' });
  });

  test('masks the keys from the input and the environment, and lists the longest first', () => {
    expect(environment({}, { LANGSMITH_API_KEY: `${KEY}-2` })).toEqual({
      ...DEFAULT,
      secrets: [`${KEY}-2`, KEY],
      printed: `::add-mask::${KEY}\n::add-mask::${KEY}-2\n`,
    });
  });

  test.each<[Inputs, Partial<typeof DEFAULT>]>([
    [{ 'api-key': ' ' }, { secrets: [], printed: '' }],
    [{ 'thread-id': 'a b' }, { threadId: undefined }],
    [{ 'job-summary': 'False' }, { jobSummary: false }],
    [{ 'job-summary': 'TRUE' }, {}],
    [{ 'job-summary': 'nonsense' }, {}],
  ])('%j', (inputs, changes) => {
    expect(environment(inputs)).toEqual({ ...DEFAULT, ...changes });
  });
});
