import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hostileTexts } from '../unit/samples.js';
import { http, KEY, makeCertificate, NO_CONTENT, OUTPUT_NAMES, outputs, rawServer, step, stepOn } from './harness.js';
import { expectInert } from './inert.js';

const HOSTILE = hostileTexts(KEY);

/** Joins texts up to a length, so that several share a step. */
function pack(limit: number): string[] {
  const packed: string[] = [];
  for (const text of HOSTILE) {
    const joined = `${packed.at(-1)} ${text}`;
    if (packed.length > 0 && joined.length < limit) packed[packed.length - 1] = joined;
    else packed.push(text);
  }
  return packed;
}

/** For API messages and paths, of which the action shows up to 500 characters. */
const PACKED = pack(450);

/** For rejected values, of which the action shows up to 120 characters. A longer text is on its own, and is cut. */
const SHORT = pack(110);

/** The text without control characters, for places that take none. */
const inHeader = (text: string): string => Buffer.from(text.replace(/\p{Cc}/gu, ' ')).toString('latin1');

const json = (body: object): string => JSON.stringify(body);

// The unit tests have each text on its own.
test.concurrent.each(PACKED)('in an error body, its headers and the reason phrase, %j is inert', async (text) => {
  const inside = inHeader(text);
  const headers = ['X-Request-Id', 'Retry-After', 'Date', 'Server', 'X-A'].map((name) => `${name}: ${inside}`);
  const body = json({ type: text, code: text, detail: text, message: text, status: text, [text]: text });
  const result = await stepOn([http(404, body, headers).replace('Text', inside)]);
  expect(result.outputs).toEqual(outputs('false', 'not_found', 'not-resolved', '404', '1'));
  expect(result.log).toContain(' Request ID: "');
  expectInert(result);
});

test.concurrent.each(PACKED)('in a thread, %j is inert', async (text) => {
  const thread = {
    status: text,
    state_updated_at: text,
    updated_at: text,
    interrupts: text,
    values: text,
    [text]: text,
  };
  const result = await stepOn([http(200, json(thread))], { inputs: { 'unchanged-since': '2026-01-05T09:00:00Z' } });
  expect(result.outputs).toEqual(outputs('false', 'not_interrupted', 'not-resolved', '', '1'));
  expectInert(result);
});

test.concurrent.each(SHORT)('in a response that is not HTTP, %j is inert', async (text) => {
  const result = await stepOn([`${text}\r\n\r\n`]);
  expect(result.outputs).toEqual(outputs('false', 'unexpected_response', 'unknown', '', '1'));
  expectInert(result);
});

test.concurrent.each(PACKED)("in the paths of the runner's files, %j is inert", async (text) => {
  const path = join(tmpdir(), 'missing', text);
  const result = await stepOn([NO_CONTENT], { env: { GITHUB_OUTPUT: path, GITHUB_STEP_SUMMARY: path } });
  expect(result.exitCode).toBe(1);
  expect(result.log).toContain('GITHUB_OUTPUT could not be written (Missing file at path: ');
  expect(result.log).toContain('Could not write the job summary: ENOENT.');
  expectInert({ ...result, outputs: outputs('false', '', 'unknown', '', '0'), outputNames: OUTPUT_NAMES });
});

const INPUTS = [
  ...['thread-id', 'workspace-id', 'api', 'api-url', 'mode', 'check-thread', 'unchanged-since', 'show-interrupts'],
  ...['max-attempts', 'retry-on', 'retry-delay-seconds', 'retry-max-delay-seconds', 'request-timeout-seconds'],
  ...['deadline-seconds', 'fail-on-error', 'job-summary'],
];

test.concurrent.each(INPUTS.map((name, index) => [String(SHORT[index % SHORT.length]), name]))(
  '%j is inert in %s',
  async (text, name) => {
    const result = await step('http://127.0.0.1:1', { inputs: { [name]: `${text} !` } });
    expect(result.outputs).toEqual(outputs('false', 'invalid_input', 'not-resolved', '', '0'));
    expect(result.log).toMatch(new RegExp(`::${name} must .*(, got "|\\(its value is not shown\\))`));
    expectInert(result);
  },
);

test('LANGSMITH_ENDPOINT is inert', async () => {
  const text = HOSTILE.join(' ');
  const hosts = ['api.example.com', `${KEY.replaceAll('_', '-')}.example.com`, encodeURIComponent(text)];
  const results = await Promise.all(
    hosts.map((host, index) => {
      const env = { LANGSMITH_ENDPOINT: `https://${host}/${text}` };
      return stepOn([http(403)], { env, inputs: { 'workspace-id': index === 0 ? '' : 'workspace-1' } });
    }),
  );
  for (const result of results) expectInert(result);
});

test('a secret in the words of the API stays readable for the masks of the runner', async () => {
  // Every printable character. The runner masks a secret in its raw form, and with these five escaped.
  const secret = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 0x20 + index)).trim();
  const { log, summary } = await stepOn([http(404, json({ detail: `before ${secret} after` }), ['X-Request-Id: a&b'])]);
  const escaped = secret
    .replace('&', '&amp;')
    .replace('<', '&lt;')
    .replace('>', '&gt;')
    .replace('"', '&quot;')
    .replace("'", '&apos;');
  expect(summary).toContain(`<blockquote>before ${escaped} after<br>Request ID: a&amp;b</blockquote>\n`);
  expect(log).toContain(`before ${secret.replace('%', '%25')} after`);
});

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

test('in the response of a proxy, nothing is a command', async () => {
  const text = HOSTILE.join(' ');
  const proxy = await rawServer((socket) =>
    socket.end(`HTTP/1.1 407 ${inHeader(text)}\r\nX-A: ${inHeader(text)}\r\n\r\n${text}`),
  );
  const env = { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${proxy.port}` };
  const result = await step('https://api.example.test', { env, inputs: { 'max-attempts': '1' } });
  await proxy.close();
  expect(result.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '1'));
  expectInert(result);
});
