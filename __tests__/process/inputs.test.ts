import {
  annotations,
  commands,
  http,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  type RawServer,
  rawServer,
  type StepOptions,
  step,
  stepOn,
  THREAD,
  titles,
  withoutMasks,
} from './harness.js';

const THREAD_RULE = 'thread-id must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
const LIST_RULE =
  'retry-on must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
const ATTEMPTS_RULE = 'max-attempts must be a whole number from 1 to 100';
const MISSING = 'must not be "null" or "undefined", which is what a missing field becomes in an expression or in jq';
const QUOTED = 'must be the bare key, not in quotes and not as JSON';

/** Ends the message if the value may be a secret. */
const HIDDEN = ' (its value is not shown)';

type Inputs = Record<string, string>;
type Env = Record<string, string>;

let server: RawServer;
beforeAll(async () => {
  server = await rawServer((socket) => socket.end(NO_CONTENT));
});
afterAll(() => server.close());

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

/** Runs a step that must end as invalid input, with nothing sent. Returns its message. */
async function invalid(inputs: Inputs, env: Env = {}): Promise<string> {
  const { exitCode, log, summary, ...rest } = await step(server.url, { inputs, env });
  expect(rest.outputs).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, connections: server.connections }).toEqual({ exitCode: 1, connections: 0 });

  const keys = [inputs['api-key'] ?? KEY, env.LANGSMITH_API_KEY ?? ''].map((key) => key.trim()).filter(Boolean);
  const [annotation = '', ...more] = annotations(log, keys);
  // Nothing but the annotation is logged.
  expect(withoutMasks(log, keys).trim().split('\n')).toEqual(commands(log, keys));
  expect({ more, commands: commands(log, keys).length }).toEqual({ more: [], commands: 1 });
  const message = String(/^error: (.*)\.$/.exec(annotation)?.[1]);

  // The summary has the rule, and never the value.
  const rule = message.replace(/, got ".*"( \(without its invisible characters\))?$/, '');
  const [heading, text, facts, ...rows] = summary.split('\n');
  expect({ heading, text, rows }).toEqual({
    heading: '<h3>❌ Invalid input: nothing was sent</h3>',
    text: `<p><b>${escapeHtml(rule)}.</b> </p>`,
    rows: [''],
  });
  expect(facts).toMatch(
    /^<p>(Thread <code>([\w.~*-]+)<\/code> · )?<code>invalid_input<\/code> · 0 attempts · [\d.]+ s<\/p>$/,
  );
  for (const key of keys) expect(withoutMasks(log, keys) + summary).not.toContain(key);
  return message;
}

// A value for each kind of message. The unit tests have every rule.
test.concurrent.each<[Inputs, string, Env?]>([
  [{ 'thread-id': '  \r\n' }, 'thread-id is empty'],
  // A secret in the wrong input: its mask hides it in the log, so it must not reach the summary.
  [{ 'thread-id': 'postgres://svc:hunter2@db/prod' }, `${THREAD_RULE}, got "postgres://svc:hunter2@db/prod"`],
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a ## [b]" (without its invisible characters)`],
  [{ 'thread-id': 'x'.repeat(10_000) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'thread-id': 'null' }, `thread-id ${MISSING}, got "null"`],
  [{ 'workspace-id': 'undefined' }, `workspace-id ${MISSING}, got "undefined"`],
  [{ 'api-key': '' }, expect.stringMatching(/^api-key is empty, and LANGSMITH_API_KEY is not set\. Usual causes: /)],
  [{ 'api-key': 'a\r\nb' }, `api-key must be printable ASCII without spaces${HIDDEN}`],
  [{ 'api-key': '"quoted-key"' }, `api-key ${QUOTED}${HIDDEN}`],
  [{ 'api-key': '' }, `LANGSMITH_API_KEY ${QUOTED}${HIDDEN}`, { LANGSMITH_API_KEY: '{"key":"in-json"}' }],
  [{ 'api-url': 'https://[::1]' }, 'api-url must not use an IPv6 address (not supported), got "https://[::1]"'],
  [
    { 'api-url': 'https://user:hunter2@api.example.com' },
    `api-url must not contain user info, a query or a fragment${HIDDEN}`,
  ],
  [
    { 'unchanged-since': '2126-01-01T00:00:00Z' },
    'unchanged-since must not be in the future, got "2126-01-01T00:00:00Z"',
  ],
  [{ 'retry-on': '409,502, connect-failed' }, `${LIST_RULE}, got "connect-failed"`],
  [
    { 'retry-delay-seconds': '5', 'retry-max-delay-seconds': '4.9' },
    'retry-max-delay-seconds must not be below retry-delay-seconds (5), got "4.9"',
  ],
])('%j', async (inputs, message, env) => {
  expect(await invalid(inputs, env)).toEqual(message);
});

test('a key that is null gets the reason', async () => {
  const { log, outputs: written } = await step(server.url, { inputs: { 'api-key': 'null' } });
  expect(written).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
  expect(annotations(log, ['null'])).toEqual([`error: api-key ${MISSING}${HIDDEN}.`]);
});

test('only the first invalid input is reported', async () => {
  const inputs = { 'fail-on-error': 'x', 'max-attempts': 'x', 'check-thread': 'x', 'job-summary': 'x' };
  expect(await invalid(inputs, { HTTPS_PROXY: 'junk' })).toMatch(/^check-thread /);
});

test('fail-on-error: false does not excuse an invalid input', async () => {
  expect(await invalid({ 'fail-on-error': 'false', 'max-attempts': '0' })).toMatch(/^max-attempts/);
});

test('the title names the thread only if it is valid', async () => {
  const [valid, bad] = await Promise.all([
    step(server.url, { inputs: { 'max-attempts': '0' } }),
    step(server.url, { inputs: { 'max-attempts': '0', 'thread-id': 'a b' } }),
  ]);
  expect(titles(valid.log)).toEqual([`Invalid input: nothing was sent (thread ${THREAD})`]);
  expect(titles(bad.log)).toEqual(['Invalid input: nothing was sent']);
  expect(valid.summary).toContain(`<p>Thread <code>${THREAD}</code> · `);
  expect(bad.summary).not.toContain('Thread');
});

test.concurrent.each([
  ['False', false],
  ['nonsense', true],
  ['', true],
])('an invalid input with job-summary: %j', async (jobSummary, written) => {
  const { summary, exitCode } = await step(server.url, { inputs: { 'max-attempts': '0', 'job-summary': jobSummary } });
  expect({ written: summary !== '', exitCode }).toEqual({ written, exitCode: 1 });
});

describe('the key is never shown, whichever input contains it', () => {
  const OWN = 'my+own.key';

  test.concurrent.each<[Inputs, string]>([
    [
      { 'thread-id': `a ${OWN.slice(0, 5)}\u200b${OWN.slice(5)}` },
      `${THREAD_RULE}, got "a ***" (without its invisible characters)`,
    ],
    [{ 'max-attempts': `x${OWN.toUpperCase()}x` }, `${ATTEMPTS_RULE}, got "x***x"`],
    [{ 'api-key': 'my,own', 'retry-on': '409,my,own' }, `${LIST_RULE}, got "409,***"`],
  ])('%j', async (inputs, message) => {
    expect(await invalid({ 'api-key': OWN, ...inputs })).toBe(message);
  });

  const ANOTHER = 'lsv2_pt_another_key';

  test.concurrent.each([
    ['thread-id', ANOTHER],
    ['thread-id', `${ANOTHER.toUpperCase()}/x`],
    ['thread-id', `lsv2\u200b${ANOTHER.slice(4)}`],
    ['workspace-id', ANOTHER],
    ['api-url', ANOTHER],
    ['unchanged-since', ANOTHER],
    ['retry-on', `409, ${ANOTHER}`],
    ['job-summary', ANOTHER],
  ])('another key in %s: %j', async (name, text) => {
    const result = await step(server.url, { inputs: { [name]: text } });
    expect(result.outputs).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
    expect(annotations(result.log)).toEqual([
      expect.stringMatching(`^error: ${name} must .* \\(its value is not shown\\)\\.$`),
    ]);
    expect(withoutMasks(result.log) + result.summary + JSON.stringify(result.outputs)).not.toMatch(/another_key/i);
  });

  test('a valid thread-id that is the key', async () => {
    const inputs = { 'thread-id': 'my-own.key', 'api-key': 'my-own.key' };
    const { log, summary } = await stepOn([http(404)], { inputs });
    expect(titles(log, ['my-own.key'])).toEqual(['Interrupt not resolved (thread ***)']);
    expect(log).toContain('\nResolving the interrupt of thread *** at ');
    expect(summary).toContain('<p>Thread <code>***</code> · ');
    expect(withoutMasks(log, ['my-own.key']) + summary).not.toContain('my-own.key');
  });

  test('an api-url whose host is the key', async () => {
    const inputs = { 'api-url': `https://${KEY.replaceAll('_', '-')}.invalid`, 'api-key': KEY.replaceAll('_', '-') };
    const { log, summary } = await step('', { inputs: { ...inputs, 'max-attempts': '1' } });
    expect(withoutMasks(log, [inputs['api-key']]) + summary).not.toContain(inputs['api-key']);
    expect(log).toContain(' at ***.invalid: ');
  });

  test('a key in the environment, although the input wins', async () => {
    const env = { LANGSMITH_API_KEY: 'key-of-the-environment' };
    expect(await invalid({ 'max-attempts': env.LANGSMITH_API_KEY }, env)).toMatch(/, got "\*\*\*"$/);
  });

  test('a key of any length', async () => {
    // Windows has no longer variables.
    const key = 'a+b.'.repeat(8_000);
    expect(await invalid({ 'api-key': key, 'max-attempts': key })).toMatch(/, got "\*\*\*"$/);
  });
});

describe('the environment', () => {
  const https = { 'api-url': 'https://api.invalid' };

  test('certificates that are not checked', async () => {
    expect(await invalid(https, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe(
      'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
        'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file',
    );
  });

  test.concurrent.each([
    'proxy.corp:3128',
    'http://user:hunt%er2@proxy.corp',
    'http://user:hunt\\er2@proxy.corp',
    'http://user:2024#hunter2@proxy.corp',
  ])('a proxy that the toolkit would bypass: %j', async (proxy) => {
    expect(await invalid(https, { HTTPS_PROXY: proxy })).toBe(
      `HTTPS_PROXY must be a URL such as http://proxy.example.com:3128${HIDDEN}. ` +
        'Special characters in a user name or password must be percent-encoded',
    );
  });

  test.concurrent.each([
    { HTTPS_PROXY: 'junk', HTTP_PROXY: 'junk', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    { https_proxy: '', NO_PROXY: '' },
  ])('does not matter where it does not apply: %j', async (env) => {
    const { exitCode } = await stepOn([NO_CONTENT], { env });
    expect(exitCode).toBe(0);
  });
});

describe('valid inputs', () => {
  test('white space around them is trimmed, and an empty value counts as not set', async () => {
    const blank = { 'workspace-id': ' ', 'unchanged-since': ' ', 'max-attempts': ' ', 'job-summary': ' ' };
    const own = await rawServer((socket) => socket.end(NO_CONTENT));
    const { log, ...rest } = await step(own.url, {
      inputs: { ...blank, 'thread-id': ` ${THREAD}\n`, 'api-key': `\t${KEY}\r\n`, 'api-url': ` ${own.url} ` },
    });
    await own.close();
    expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
    expect(own.requests[0]).toContain(`x-api-key: ${KEY}\r\n`);
    expect(own.requests[0]).not.toMatch(/x-tenant-id/i);
    expect(log).toContain(': up to 6 attempts within 300 s. The thread is not checked.\n');
  });

  test('the key may come from the environment, and is masked before anything else is logged', async () => {
    const {
      log,
      exitCode,
      server: own,
    } = await stepOn([NO_CONTENT], {
      inputs: { 'api-key': '' },
      env: { LANGSMITH_API_KEY: ` ${KEY} ` },
    });
    expect(exitCode).toBe(0);
    expect(log.startsWith(`::add-mask::${KEY}\n`)).toBe(true);
    expect(own.requests[0]).toContain(`x-api-key: ${KEY}\r\n`);
  });

  test('the input wins over the environment, and both are masked', async () => {
    const { log, server: own } = await stepOn([NO_CONTENT], { env: { LANGSMITH_API_KEY: 'another-key' } });
    expect(own.requests[0]).toContain(`x-api-key: ${KEY}\r\n`);
    expect(log.startsWith(`::add-mask::${KEY}\n::add-mask::another-key\n`)).toBe(true);
  });

  test('may be at their limits', async () => {
    const { exitCode, outputs: written } = await stepOn([NO_CONTENT], {
      inputs: {
        ...{ 'thread-id': `${'x'.repeat(252)}-._~`, 'max-attempts': '100', 'retry-on': '409 502\nconnect_failed,,503' },
        ...{ 'retry-delay-seconds': '33.3', 'request-timeout-seconds': '600', 'deadline-seconds': '21600' },
        ...{ 'check-thread': 'FALSE', 'fail-on-error': 'FALSE', 'job-summary': 'False' },
      },
    });
    expect({ exitCode, resolved: written.resolved }).toEqual({ exitCode: 0, resolved: 'true' });
  });
});

describe('before the first request, one line says what will happen', () => {
  const THREAD_AT = `Resolving the interrupt of thread ${THREAD} at`;
  const remote = { 'api-url': 'https://api.invalid/v1', 'max-attempts': '1' };

  test.concurrent.each<[string, StepOptions, string]>([
    ['by default', {}, `${THREAD_AT} HOST: up to 6 attempts within 300 s. The thread is not checked.`],
    [
      'with the check, through a proxy',
      { inputs: { ...remote, 'check-thread': 'true' }, env: { https_proxy: 'http://127.0.0.1:1' } },
      `${THREAD_AT} api.invalid through the proxy 127.0.0.1:1: ` +
        'up to 1 attempt within 300 s. Each attempt checks the thread first.',
    ],
    [
      'the time of the review',
      { inputs: { 'check-thread': 'false', 'unchanged-since': '2026-01-05 10:00:00.1239+01:00' } },
      `${THREAD_AT} HOST: up to 6 attempts within 300 s. ` +
        'Each attempt checks the thread first (unchanged since 2026-01-05T09:00:00.123Z).',
    ],
  ])('%s', async (_, options, line) => {
    const { log, server: own } = await stepOn([NO_CONTENT], options);
    const lines = withoutMasks(log)
      .split('\n')
      .filter((text) => text.startsWith('Resolving'));
    expect(lines).toEqual([line.replace('HOST', `127.0.0.1:${own.port}`)]);
  });
});
