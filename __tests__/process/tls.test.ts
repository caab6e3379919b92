import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { annotations, makeCertificate, outputs, step } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const servers: Server[] = [];
let requests = 0;

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Starts a TLS server with a certificate of its own. Returns its URL and the file of the certificate. */
async function tlsServer(host: string, validFrom?: Date): Promise<{ url: string; certificate: string }> {
  const pems = await makeCertificate([{ type: 2, value: host }], validFrom);
  const server = createServer({ key: pems.private, cert: pems.cert }, ({ method }, response) => {
    requests += 1;
    if (method === 'GET') response.end('{"status":"interrupted"}');
    else response.writeHead(204).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const certificate = join(folder, `${servers.length}.pem`);
  writeFileSync(certificate, pems.cert);
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, certificate };
}

beforeEach(() => {
  requests = 0;
});

test('a private CA is trusted through NODE_EXTRA_CA_CERTS', async () => {
  const { url, certificate } = await tlsServer('localhost');
  const { exitCode, ...rest } = await step(url, { env: { NODE_EXTRA_CA_CERTS: certificate } });
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect({ exitCode, requests }).toEqual({ exitCode: 0, requests: 1 });
});

test('the check reads and resolves over TLS', async () => {
  const { url, certificate } = await tlsServer('localhost');
  const { exitCode, ...rest } = await step(url, {
    env: { NODE_EXTRA_CA_CERTS: certificate },
    inputs: { 'check-thread': 'true' },
  });
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect({ exitCode, requests }).toEqual({ exitCode: 0, requests: 2 });
});

const lastYear = new Date(Date.now() - 365 * 86_400_000);

describe.each([
  ['an unknown issuer', 'localhost', new Date(), false, /self-signed/],
  ['an expired certificate', 'localhost', lastYear, true, /expired/],
  ['a certificate for another host', 'other.example', new Date(), true, /other\.example/],
])('%s', (_, host, validFrom, trusted, reason) => {
  test.each(['false', 'true'])('nothing is sent or retried, with check-thread: %s', async (check) => {
    const { url, certificate } = await tlsServer(host, validFrom);
    const env: Record<string, string> = trusted ? { NODE_EXTRA_CA_CERTS: certificate } : {};
    const { exitCode, log, ...rest } = await step(url, { env, inputs: { 'check-thread': check } });
    expect(rest.outputs).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
    expect({ exitCode, requests }).toEqual({ exitCode: 1, requests: 0 });
    expect(annotations(log)).toEqual([expect.stringMatching(reason)]);
    // The advice never suggests what is already set.
    const advice = `To trust a private CA, ${trusted ? 'check' : 'set'} NODE_EXTRA_CA_CERTS.`;
    expect(annotations(log)[0]).toContain(`so nothing was sent (tls_failed). Check api-url. ${advice} `);
  });
});

// Node 20 does not say what it loaded.
const testIfKnown = typeof getCACertificates === 'function' ? test : test.skip;

testIfKnown('the log says whether extra certificates were loaded', async () => {
  const { url, certificate } = await tlsServer('localhost');
  const der = join(folder, 'certificate.der');
  writeFileSync(der, Buffer.from(readFileSync(certificate, 'utf8').replace(/-----.*-----/g, ''), 'base64'));
  const empty = join(folder, 'empty.pem');
  writeFileSync(empty, '');
  const missing = join(folder, 'missing.pem');
  const steps = await Promise.all(
    [certificate, der, empty, missing].map((file) => step(url, { env: { NODE_EXTRA_CA_CERTS: file } })),
  );
  const host = new URL(url).host;
  const [loaded, ...none] = steps.map(({ log }) => log.split(`at ${host}`)[1]?.split(': up to ')[0]);
  expect(loaded).toBe(', trusting extra CA certificates');
  const files = [der, empty, missing];
  expect(none).toEqual(files.map((file) => ` (warning: no CA certificates were loaded from ${file})`));
  const [, ...failed] = steps.map(({ log }) => annotations(log)[0]);
  for (const text of failed) expect(text).toContain(' To trust a private CA, check NODE_EXTRA_CA_CERTS. ');
});
