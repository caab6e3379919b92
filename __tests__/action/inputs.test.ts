import {
  annotations,
  commands,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  type RawServer,
  rawServer,
  step,
  THREAD,
  withoutMasks,
} from './harness.js';

let server: RawServer;
beforeAll(async () => {
  server = await rawServer((socket) => socket.end(NO_CONTENT));
});
beforeEach(() => {
  server.connections = 0;
});
afterAll(() => server.close());

async function invalid(inputs: Record<string, string>, env: Record<string, string> = {}): Promise<string> {
  const { exitCode, log, summary, ...rest } = await step(server.url, { inputs, env });
  expect({ exitCode, connections: server.connections }).toEqual({ exitCode: 1, connections: 0 });
  expect(rest.outputs).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  const keys = [inputs['api-key'] ?? KEY, env.LANGSMITH_API_KEY ?? ''].map((key) => key.trim()).filter(Boolean);
  expect(annotations(log, keys)).toHaveLength(1);
  expect(commands(log, keys)).toHaveLength(1);
  expect(summary).toContain('Invalid input');
  for (const key of keys) expect(withoutMasks(log, keys) + summary).not.toContain(key);
  return String(annotations(log, keys)[0]).replace(/^error: (.*)\. Nothing was sent\.$/, '$1');
}

const THREAD_RULE = 'thread-id must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
const URL_RULE = 'api-url must be a URL written in full, as in https://api.example.com/v1';
const NO_KEY =
  'api-key must be set, or LANGSMITH_API_KEY in the environment, got an empty value: ' +
  'secrets are empty in workflows that a fork or Dependabot triggered, or where their name is misspelt';

test.each([
  [{ 'thread-id': '' }, `${THREAD_RULE}, got ""`],
  [{ 'thread-id': '   ' }, `${THREAD_RULE}, got ""`],
  [{ 'thread-id': 'a/../b' }, `${THREAD_RULE}, got "a/../b"`],
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a## [b]" (here without its hidden characters)`],
  [{ 'thread-id': 'x'.repeat(10_000) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'thread-id': `!${KEY}` }, `${THREAD_RULE}, got "!***"`],
  [{ 'api-key': '' }, NO_KEY],
  [{ 'api-key': '   ' }, NO_KEY],
  [{ 'api-key': 'a b' }, 'api-key must be printable ASCII without spaces; its value is not shown'],
  [{ 'api-key': 'a\r\nb' }, 'api-key must be printable ASCII without spaces; its value is not shown'],
  [{ 'api-key': '\u200b' }, 'api-key must be printable ASCII without spaces; its value is not shown'],
  [{ 'api-key': '🔑-key' }, 'api-key must be printable ASCII without spaces; its value is not shown'],
  [{ 'workspace-id': 'a b' }, 'workspace-id must be printable ASCII without spaces, got "a b"'],
  [{ 'workspace-id': `${KEY} b` }, 'workspace-id must be printable ASCII without spaces, got "*** b"'],
  [{ 'api-url': 'api.example.com' }, `${URL_RULE}, got "api.example.com"`],
  [{ 'api-url': 'http://api.example.com' }, expect.stringMatching(/^api-url must begin with https:\/\/.*, got "http:/)],
  [
    { 'api-url': 'https://user:hunter2@api.example.com' },
    'api-url must not carry user info, a query or a fragment; its value is not shown',
  ],
  [{ 'api-url': 'https://[::1]' }, expect.stringMatching(/^api-url must name a host .*, got "https:\/\/\[::1\]"$/)],
  [{ 'max-attempts': '0x10' }, 'max-attempts must be a whole number from 1 to 100, got "0x10"'],
  [{ 'max-attempts': '101' }, 'max-attempts must be a whole number from 1 to 100, got "101"'],
  [{ 'retry-on': '409, nope' }, expect.stringMatching(/^retry-on must list.*, got "409, nope"$/)],
  [{ 'retry-on': ',' }, expect.stringMatching(/^retry-on must list.*, got ","$/)],
  [
    { 'retry-delay-seconds': '2s' },
    'retry-delay-seconds must be a number of seconds from 0 to 3600, in digits as 30 or 0.5, got "2s"',
  ],
  [
    { 'retry-max-delay-seconds': '3600.5' },
    'retry-max-delay-seconds must be a number of seconds from 0 to 3600, in digits as 30 or 0.5, got "3600.5"',
  ],
  [
    { 'retry-delay-seconds': '5', 'retry-max-delay-seconds': '4.9' },
    'retry-max-delay-seconds must not be below retry-delay-seconds (5), got "4.9"',
  ],
  [
    { 'request-timeout-seconds': '0' },
    'request-timeout-seconds must be a number of seconds above 0, up to 600, in digits as 30 or 0.5, got "0"',
  ],
  [
    { 'deadline-seconds': '21601' },
    'deadline-seconds must be a number of seconds above 0, up to 21600, in digits as 30 or 0.5, got "21601"',
  ],
  [{ 'fail-on-error': 'maybe' }, 'fail-on-error must be true or false, got "maybe"'],
  [{ 'job-summary': 'maybe' }, 'job-summary must be true or false, got "maybe"'],
])('%j', async (inputs, message) => {
  expect(await invalid(inputs)).toEqual(message);
});

test('the first bad input in the order of the table is reported', async () => {
  expect(await invalid({ 'job-summary': 'x', 'max-attempts': 'y', 'workspace-id': 'z z' })).toMatch(/^workspace-id/);
});

test('fail-on-error: false does not excuse a bad input', async () => {
  expect(await invalid({ 'fail-on-error': 'false', 'max-attempts': '0' })).toMatch(/^max-attempts/);
});

test('a key in the environment is never shown either, wherever else it was put', async () => {
  const env = { LANGSMITH_API_KEY: `${KEY}-of-the-environment` };
  expect(await invalid({ 'max-attempts': env.LANGSMITH_API_KEY }, env)).toMatch(/, got "\*\*\*"$/);
});

test('a key of any length is never shown, and never breaks the action', async () => {
  // Windows has no longer variables.
  const key = 'a+b.'.repeat(8_000);
  expect(await invalid({ 'api-key': key, 'max-attempts': key })).toMatch(/, got "\*\*\*"$/);
});

test('the summary names the thread that was given', async () => {
  const { summary } = await step(server.url, { inputs: { 'thread-id': 'a|b', 'max-attempts': '0' } });
  expect(summary).toContain('<tr><th>Thread</th><td>a&#124;b</td></tr>');
});

test('a bad input leaves no summary where job-summary is a valid false', async () => {
  const { summary, exitCode } = await step(server.url, { inputs: { 'max-attempts': '0', 'job-summary': 'false' } });
  expect({ summary, exitCode }).toEqual({ summary: '', exitCode: 1 });
});

describe('the environment', () => {
  const https = { 'api-url': 'https://api.invalid' };

  test('a switched-off certificate check', async () => {
    expect(await invalid(https, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatch(
      /^NODE_TLS_REJECT_UNAUTHORIZED must not be "0".* NODE_EXTRA_CA_CERTS$/,
    );
  });

  test.each([
    'proxy.corp:3128',
    'proxy.corp',
    '10.0.0.1:3128',
    'user:hunter2@proxy.corp:3128',
    'socks5://proxy.corp:1080',
    'http://',
    'http://[',
    'HTTP://[',
    'ftp://proxy.corp',
    'http://us%er:hunter2@proxy.corp',
    'http://us%er@proxy.corp',
    'http://%E2%82:%AC@proxy.corp',
    'http://user:2024#hunter2@proxy.corp',
    'http://user:2024/hunter2@proxy.corp',
    'http://user:2024?hunter2@proxy.corp',
    'http://proxy.corp:0',
    ' ',
  ])('a proxy that the toolkit would go past: %j', async (proxy) => {
    const message = await invalid(https, { HTTPS_PROXY: proxy });
    expect(message).toBe('HTTPS_PROXY must be an http:// or https:// URL with a host; its value is not shown');
  });

  // Windows does not tell them apart.
  const testOnPosix = process.platform === 'win32' ? test.skip : test;

  testOnPosix('the variable in lower case wins', async () => {
    expect(await invalid(https, { https_proxy: 'junk', HTTPS_PROXY: 'http://proxy' })).toMatch(/^https_proxy /);
  });

  test.each([
    { HTTPS_PROXY: 'junk', HTTP_PROXY: 'junk', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { https_proxy: '', NO_PROXY: '' },
  ])('does not matter where it does not apply: %j', async (env) => {
    const { exitCode } = await step(server.url, { env });
    expect(exitCode).toBe(0);
  });
});

describe('good inputs', () => {
  test('white space around them is trimmed, and an empty value counts as not given', async () => {
    const empty = Object.fromEntries(
      [
        'workspace-id',
        'max-attempts',
        'retry-on',
        'retry-max-delay-seconds',
        'request-timeout-seconds',
        'deadline-seconds',
        'fail-on-error',
        'job-summary',
      ].map((name) => [name, ' ']),
    );
    const result = await step(server.url, {
      inputs: { ...empty, 'thread-id': ` ${THREAD}\n`, 'api-key': `\t${KEY}\r\n`, 'api-url': ` ${server.url} ` },
    });
    expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
    expect(server.requests.at(-1)).toContain(`x-api-key: ${KEY}\r\n`);
    expect(server.requests.at(-1)).not.toContain('x-tenant-id');
  });

  test('the key may come from the environment, and is masked before anything else is printed', async () => {
    const { log, exitCode } = await step(server.url, {
      inputs: { 'api-key': '' },
      env: { LANGSMITH_API_KEY: ` ${KEY} ` },
    });
    expect(exitCode).toBe(0);
    expect(log.startsWith(`::add-mask::${KEY}\n`)).toBe(true);
    expect(server.requests.at(-1)).toContain(`x-api-key: ${KEY}\r\n`);
  });

  test('the input wins over the environment, and both are masked', async () => {
    const { log } = await step(server.url, { env: { LANGSMITH_API_KEY: 'another-key' } });
    expect(server.requests.at(-1)).toContain(`x-api-key: ${KEY}\r\n`);
    expect(log).toMatch(new RegExp(`^::add-mask::${KEY}\n::add-mask::another-key\n`));
  });

  test('a long retry delay alone raises the largest delay with it', async () => {
    const { exitCode } = await step(server.url, { inputs: { 'retry-delay-seconds': '33.3' } });
    expect(exitCode).toBe(0);
  });
});
