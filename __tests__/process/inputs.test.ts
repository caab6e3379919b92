import {
  ATTEMPTS_RULE,
  HIDDEN_KEY,
  HIDDEN_URL,
  LIST_RULE,
  MISSING_FIELD,
  NO_KEY,
  PROXY_RULE,
  THREAD_RULE,
} from '../unit/messages.js';
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
  step,
  stepOn,
  THREAD,
  titles,
  withoutMasks,
} from './harness.js';

const URLS = {
  'http://a.example': 'must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)',
  'a.example': 'must include https://, as in https://api.example.com/v1',
  'https://a.example:0': 'must be a URL such as https://api.example.com/v1',
  'https://[::1]': 'must not use an IPv6 address (not supported)',
};
const NO_URL =
  "api-url is empty. With api: agent-server, set it to the API URL in the deployment's details in LangSmith";
const NO_VERIFICATION =
  'NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
  'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file';
const QUOTED = 'must be the bare key, without quotes or JSON around it';

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

// `unit/inputs.test.ts` has every rule and message. Here, what the process reads, masks and writes.
test.concurrent.each<[Inputs, string, Env?]>([
  [{ 'thread-id': '  \r\n' }, 'thread-id is empty'],
  // A secret in the wrong input: its mask hides it in the log, so it must not reach the summary.
  [{ 'thread-id': 'postgres://svc:hunter2@db/prod' }, `${THREAD_RULE}, got "postgres://svc:hunter2@db/prod"`],
  [{ 'thread-id': 'a\u200b\r\n##[b]' }, `${THREAD_RULE}, got "a ## [b]" (without its invisible characters)`],
  [{ 'api-key': '' }, NO_KEY],
  [{ 'api-key': 'a\r\nb' }, HIDDEN_KEY],
  [{ 'api-key': '' }, `LANGSMITH_API_KEY ${QUOTED}${HIDDEN}`, { LANGSMITH_API_KEY: '{"key":"in-json"}' }],
  [{ 'fail-on-error': 'false', 'max-attempts': '0', 'api-url': '' }, `${ATTEMPTS_RULE}, got "0"`],
  [{ 'retry-on': ',' }, `${LIST_RULE}, with at least one item, got ","`],
  [
    { 'retry-delay-seconds': '2', 'retry-max-delay-seconds': '1' },
    'retry-max-delay-seconds must not be below retry-delay-seconds (2), got "1"',
  ],
  ...Object.entries(URLS).map(([url, rule]): [Inputs, string] => [{ 'api-url': url }, `api-url ${rule}, got "${url}"`]),
  [{ 'api-url': 'https://a.example/?' }, HIDDEN_URL],
  [{ 'api-url': 'https://lsv2-x.example/lsv2_x' }, `api-url must not contain an API key${HIDDEN}`],
  [{ 'api-url': '', api: 'agent-server' }, NO_URL],
  [{ 'api-url': 'https://a.example' }, NO_VERIFICATION, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  [{ 'api-url': 'https://a.example' }, `HTTPS_PROXY ${PROXY_RULE}`, { HTTPS_PROXY: 'ftp://proxy' }],
  [{ 'api-url': 'https://a.example' }, `https_proxy ${PROXY_RULE}`, { https_proxy: 'junk' }],
  [{ 'api-key': 'my+own.key', 'max-attempts': 'xMY+OWN.KEYx' }, `${ATTEMPTS_RULE}, got "x***x"`],
])('%j', async (inputs, message, env) => {
  expect(await invalid(inputs, env)).toBe(message);
});

test('a key that is null gets the reason', async () => {
  const { log, outputs: written } = await step(server.url, { inputs: { 'api-key': 'null' } });
  expect(written).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
  expect(annotations(log, ['null'])).toEqual([`error: api-key ${MISSING_FIELD}${HIDDEN}. Nothing was sent.`]);
});

test.concurrent.each([
  ['False', false],
  ['nonsense', true],
])('an invalid input with job-summary: %j', async (jobSummary, written) => {
  const { summary, log } = await step(server.url, { inputs: { 'max-attempts': '0', 'job-summary': jobSummary } });
  expect(summary !== '').toBe(written);
  expect(titles(log)).toEqual([`Invalid input: interrupt not resolved (thread ${THREAD})`]);
});

describe('the key is never shown, whichever input contains it', () => {
  const ANOTHER = 'lsv2_pt_another_key';

  test.concurrent.each([
    ['thread-id', ANOTHER],
    ['thread-id', `lsv2\u200b${ANOTHER.slice(4)}`],
    ['retry-on', `409, ${ANOTHER.toUpperCase()}`],
  ])('another key in %s: %j', async (name, text) => {
    const { log, summary, outputs: written } = await step(server.url, { inputs: { [name]: text } });
    expect(written['error-code']).toBe('invalid_input');
    expect(annotations(log)[0]).toContain(' (its value is not shown). Nothing was sent.');
    expect(withoutMasks(log) + summary).not.toMatch(/another_key/i);
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

test.concurrent.each([
  { HTTPS_PROXY: 'junk', HTTP_PROXY: 'junk', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  { https_proxy: '', NO_PROXY: '' },
])('the environment does not matter where it does not apply: %j', async (env) => {
  const { exitCode } = await stepOn([NO_CONTENT], { env });
  expect(exitCode).toBe(0);
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
});
