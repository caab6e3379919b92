import { ATTEMPTS_RULE, HIDDEN_KEY, HIDDEN_URL, LIST_RULE, NO_KEY, THREAD_RULE, TIME_RULE } from '../unit/messages.js';
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
  const message = String(/^error: (.*)\. Nothing was sent\.$/.exec(annotation)?.[1]);

  // The summary has the rule, and never the value.
  const rule = message.replace(/, got ".*"( \(without its invisible characters\))?$/, '');
  const [heading, text, facts, ...rows] = summary.split('\n');
  expect({ heading, text, rows }).toEqual({
    heading: '<h3>❌ Invalid input: interrupt not resolved</h3>',
    text: `<p><b>${escapeHtml(rule)}.</b> Nothing was sent.</p>`,
    rows: [''],
  });
  expect(facts).toMatch(
    /^<p>(Thread <code>([\w.~*-]+)<\/code> · )?<code>invalid_input<\/code> · 0 attempts · [\d.]+ s<\/p>$/,
  );
  for (const key of keys) expect(withoutMasks(log, keys) + summary).not.toContain(key);
  return message;
}

// A value or two for each kind of rule. The unit tests in `../inputs.test.ts` have many more.
test.concurrent.each<[Inputs, string]>([
  [{ 'thread-id': '  \r\n' }, 'thread-id is empty'],
  // A secret in the wrong input: its mask hides it in the log, so it must not reach the summary.
  [{ 'thread-id': 'postgres://svc:hunter2@db/prod' }, `${THREAD_RULE}, got "postgres://svc:hunter2@db/prod"`],
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a## [b]" (without its invisible characters)`],
  [{ 'thread-id': 'x'.repeat(10_000) }, `${THREAD_RULE}, got "${'x'.repeat(120)}…"`],
  [{ 'api-key': '' }, NO_KEY],
  [{ 'api-key': 'a\r\nb' }, HIDDEN_KEY],
  [{ 'api-key': '\u200b' }, HIDDEN_KEY],
  [{ 'workspace-id': 'ä' }, 'workspace-id must be printable ASCII without spaces, got "ä"'],
  [
    { 'api-url': 'api.example.com' },
    'api-url must include https://, as in https://api.example.com/v1, got "api.example.com"',
  ],
  [
    { 'api-url': 'http://api.example.com' },
    'api-url must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8), ' +
      'got "http://api.example.com"',
  ],
  [{ 'api-url': 'https://' }, 'api-url must be a URL such as https://api.example.com/v1, got "https://"'],
  [{ 'api-url': 'https://a/../b' }, 'api-url must be a URL such as https://api.example.com/v1, got "https://a/../b"'],
  [{ 'api-url': 'https://[::1]' }, 'api-url must not use an IPv6 address (not supported), got "https://[::1]"'],
  [{ 'api-url': 'https://user:hunter2@api.example.com' }, HIDDEN_URL],
  [{ 'check-thread': 'yes' }, 'check-thread must be true or false, got "yes"'],
  [{ 'unchanged-since': 'yesterday' }, `${TIME_RULE}, got "yesterday"`],
  [{ 'max-attempts': '2s' }, `${ATTEMPTS_RULE}, got "2s"`],
  [{ 'retry-on': '409,502, connect-failed' }, `${LIST_RULE}, got "connect-failed"`],
  [{ 'retry-on': ',' }, `${LIST_RULE}, with at least one item, got ","`],
  [
    { 'retry-delay-seconds': '2s' },
    'retry-delay-seconds must be a number of seconds from 0 to 3600, such as 30 or 0.5, got "2s"',
  ],
  [
    { 'retry-delay-seconds': '5', 'retry-max-delay-seconds': '4.9' },
    'retry-max-delay-seconds must not be below retry-delay-seconds (5), got "4.9"',
  ],
  [
    { 'request-timeout-seconds': '0' },
    'request-timeout-seconds must be a number of seconds above 0 and up to 600, such as 30 or 0.5, got "0"',
  ],
  [{ 'job-summary': 'off' }, 'job-summary must be true or false, got "off"'],
])('%j', async (inputs, message) => {
  expect(await invalid(inputs)).toBe(message);
});

test('only the first invalid input is reported', async () => {
  const inputs = { 'fail-on-error': 'x', 'max-attempts': 'x', 'check-thread': 'x', 'job-summary': 'x' };
  expect(await invalid(inputs, { HTTPS_PROXY: 'junk' })).toMatch(/^check-thread /);
});

test('fail-on-error: false does not excuse a bad input', async () => {
  expect(await invalid({ 'fail-on-error': 'false', 'max-attempts': '0' })).toMatch(/^max-attempts/);
});

test('the title names the thread only if it is valid', async () => {
  const [valid, bad] = await Promise.all([
    step(server.url, { inputs: { 'max-attempts': '0' } }),
    step(server.url, { inputs: { 'max-attempts': '0', 'thread-id': 'a b' } }),
  ]);
  expect(titles(valid.log)).toEqual([`Invalid input: interrupt not resolved (thread ${THREAD})`]);
  expect(titles(bad.log)).toEqual(['Invalid input: interrupt not resolved']);
  expect(valid.summary).toContain(`<p>Thread <code>${THREAD}</code> · `);
  expect(bad.summary).not.toContain('Thread');
});

test.concurrent.each([
  ['0', 'false', false],
  ['0', 'False', false],
  ['0', 'nonsense', true],
  ['0', '', true],
])('a bad input (%s) with job-summary: %j', async (attempts, jobSummary, written) => {
  const inputs = { 'max-attempts': attempts, 'job-summary': jobSummary };
  const { summary, exitCode } = await step(server.url, { inputs });
  expect({ written: summary !== '', exitCode }).toEqual({ written, exitCode: 1 });
});

describe('the key is never shown, whichever input contains it', () => {
  test.concurrent.each<[Inputs, string]>([
    [
      { 'thread-id': `a ${KEY.slice(0, 9)}\u200b${KEY.slice(9)}` },
      `${THREAD_RULE}, got "a ***" (without its invisible characters)`,
    ],
    [{ 'max-attempts': `x${KEY.toUpperCase()}x` }, `${ATTEMPTS_RULE}, got "x***x"`],
    [{ 'api-key': 'lsv2,secret', 'retry-on': '409,lsv2,secret' }, `${LIST_RULE}, got "409,***"`],
  ])('%j', async (inputs, message) => {
    expect(await invalid(inputs)).toBe(message);
  });

  test('a valid thread-id that is the key', async () => {
    const { log, summary, exitCode } = await stepOn([http(404)], { inputs: { 'thread-id': KEY } });
    expect(exitCode).toBe(1);
    expect(titles(log)).toEqual(['Interrupt not resolved (thread ***)']);
    expect(log).toContain('\nResolving the interrupt of thread *** at ');
    expect(summary).toContain('<p>Thread <code>***</code> · ');
    expect(withoutMasks(log) + summary).not.toContain(KEY);
  });

  test('an api-url whose host is the key', async () => {
    const inputs = { 'api-url': `https://${KEY.replaceAll('_', '-')}.invalid`, 'api-key': KEY.replaceAll('_', '-') };
    const { log, summary } = await step('', { inputs: { ...inputs, 'max-attempts': '1' } });
    expect(withoutMasks(log, [inputs['api-key']]) + summary).not.toContain(inputs['api-key']);
    expect(log).toContain(' at ***.invalid: ');
  });

  test('a key in the environment, although the input wins', async () => {
    const env = { LANGSMITH_API_KEY: `${KEY}-of-the-environment` };
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

  test.concurrent.each(['proxy.corp:3128', 'http://us%er:hunter2@proxy.corp', 'http://user:2024#hunter2@proxy.corp'])(
    'a proxy that the toolkit would bypass: %j',
    async (proxy) => {
      const message = await invalid(https, { HTTPS_PROXY: proxy });
      expect(message).toBe('HTTPS_PROXY must be an http:// or https:// URL with a host (its value is not shown)');
    },
  );

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
      'all of them',
      {
        inputs: { ...remote, 'check-thread': 'true' },
        env: { https_proxy: 'http://127.0.0.1:1', NODE_EXTRA_CA_CERTS: __filename },
      },
      `${THREAD_AT} api.invalid through the proxy 127.0.0.1:1, trusting extra CA certificates: ` +
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
    expect(log).not.toContain('hunter2');
  });
});
