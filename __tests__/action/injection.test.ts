import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { http, KEY, makeCertificate, NO_CONTENT, OUTPUT_NAMES, outputs, rawServer, step, stepOn } from './harness.js';
import { expectInert } from './inert.js';

/** What must not be read as a command, as HTML, as Markdown, as code of a shell, or as it was meant for the screen. */
const HOSTILE = [
  '\n::add-mask::true',
  '\r::stop-commands::z',
  '\r\n  ::error title=Forged::text',
  '\u2028::set-output name=resolved::true',
  'text ##[add-mask]true',
  '#\u200b#[error]text',
  '##[##[group]text',
  '\u001b[2K\u001b[1A\u0007text\b\u009b1m',
  '\u202etxet\u2066\ufeff\u{e0001}',
  '<img src=x onerror=alert(1)> <!-- <h1>&lt;',
  '| a | b |\n|---|---|\n# head\n[x](http://x) ![x](y) **b** `c` @someone #1',
  '\nEOF\nresolved<<EOF\ntrue\nEOF\n',
  '\nghadelimiter_0\nresolved=true\n',
  '"; $(touch /x) `id` $PATH && true',
  `${KEY.slice(0, 8)}\u200b\r\n${KEY.slice(8)}`,
  `${'x'.repeat(90)}${KEY}${'y'.repeat(25)}${KEY}`,
  `${KEY}##[${KEY}`,
];

/** For a place that takes no control characters: the rest of the text stays. */
const inHeader = (text: string): string => Buffer.from(text.replace(/\p{Cc}/gu, ' ')).toString('latin1');

const json = (body: object): string => JSON.stringify(body);

describe.each<[string, number, (text: string) => string]>([
  ['the detail', 404, (text) => json({ detail: text })],
  ['the code', 404, (text) => json({ code: text, detail: 'd' })],
  ['the error of a 401', 401, (text) => json({ error: text })],
  ['a page', 404, (text) => text],
  ['the rest of the body', 404, (text) => json({ type: text, status: text, [text]: text, code: { [text]: text } })],
])('in %s', (_, status, body) => {
  test.each(HOSTILE)('%j is inert', async (text) => {
    const result = await stepOn([http(status, body(text))]);
    const code = status === 401 ? 'unauthorized' : 'not_found';
    expect(result.outputs).toEqual(outputs('false', code, 'not-resolved', String(status), '1'));
    expectInert(result);
  });
});

test.each(HOSTILE)('in the headers and in the reason phrase, %j is inert', async (text) => {
  const inside = inHeader(text);
  const headers = ['X-Request-Id', 'Retry-After', 'Server', 'X-A'].map((name) => `${name}: ${inside}`);
  const result = await stepOn([http(404, '', headers).replace('Text', inside)]);
  expect(result.outputs).toEqual(outputs('false', 'not_found', 'not-resolved', '404', '1'));
  expect(result.log).toContain(' Request ID: ');
  expectInert(result);
});

test.each(HOSTILE)('in an answer that is no HTTP, %j is inert', async (text) => {
  const result = await stepOn([`${text}\r\n\r\n`]);
  expect(result.outputs).toEqual(outputs('false', 'unexpected_response', 'unknown', '', '1'));
  expectInert(result);
});

test.each(HOSTILE)('in a head that is no HTTP, %j is inert', async (text) => {
  const result = await stepOn([`HTTP/1.1 404 ${text}\r\n${text}: ${text}\r\n\r\n`]);
  expect(result.outputs).toMatchObject({ resolved: 'false', attempts: '1' });
  expectInert(result);
});

test.each(HOSTILE)('in the environment, %j is inert', async (text) => {
  const env = { GITHUB_ACTOR: text, GITHUB_TRIGGERING_ACTOR: text, GITHUB_RUN_ATTEMPT: text };
  const result = await stepOn([NO_CONTENT], { env });
  expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expectInert(result, 0);
});

test.each(HOSTILE)('in the path of the outputs, %j is inert', async (text) => {
  const result = await stepOn([NO_CONTENT], { env: { GITHUB_OUTPUT: join(tmpdir(), 'missing', text) } });
  expect(result.exitCode).toBe(1);
  expect(result.log).toContain('The outputs could not be written (Missing file at path: ');
  expectInert({ ...result, outputs: outputs('false', '', 'unknown', '', '0'), outputNames: OUTPUT_NAMES });
});

test.each(HOSTILE)('in the path of the summary, %j is inert', async (text) => {
  const result = await stepOn([NO_CONTENT], { env: { GITHUB_STEP_SUMMARY: join(tmpdir(), 'missing', text) } });
  expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expectInert(result, 0);
});

const INPUTS = [
  'thread-id',
  'workspace-id',
  'api-url',
  'max-attempts',
  'retry-on',
  'retry-delay-seconds',
  'retry-max-delay-seconds',
  'request-timeout-seconds',
  'deadline-seconds',
  'fail-on-error',
  'job-summary',
];

test.each(HOSTILE.map((text, index) => [text, String(INPUTS[index % INPUTS.length])]))(
  '%j is inert in %s',
  async (text, name) => {
    const result = await step('http://127.0.0.1:1', { inputs: { [name]: `${text} !` } });
    expect(result.outputs).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
    expect(result.log).toMatch(new RegExp(`::${name} must .*, got "`));
    expectInert(result);
  },
);

test('in the names of a certificate, nothing is a command', async () => {
  const names = HOSTILE.map((text) => ({ type: 2 as const, value: inHeader(text).replace(/[^\x20-\x7e]/g, '') }));
  const pems = await makeCertificate(names);
  const server = createServer({ key: pems.private, cert: pems.cert });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const certificate = join(mkdtempSync(join(tmpdir(), 'names-')), 'certificate.pem');
  writeFileSync(certificate, pems.cert);
  const result = await step(`https://localhost:${(server.address() as AddressInfo).port}`, {
    env: { NODE_EXTRA_CA_CERTS: certificate },
  });
  server.close();
  rmSync(dirname(certificate), { recursive: true });
  expect(result.outputs).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
  expect(result.log).toContain('onerror');
  expectInert(result);
});

test('in what a proxy answers, nothing is a command', async () => {
  for (const text of HOSTILE) {
    const proxy = await rawServer((socket) =>
      socket.end(`HTTP/1.1 407 ${inHeader(text)}\r\nX-A: ${inHeader(text)}\r\n\r\n${text}`),
    );
    const env = { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${proxy.port}` };
    const result = await step('https://api.example.test', { env, inputs: { 'max-attempts': '1' } });
    await proxy.close();
    expect(result.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '1'));
    expectInert(result);
  }
});
