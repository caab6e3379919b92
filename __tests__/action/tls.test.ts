import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotations, makeCertificate, outputs, step } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const servers: Server[] = [];
let requests = 0;

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Starts a TLS server with a certificate of its own; returns its URL and the file of the certificate. */
async function tlsServer(
  host: string,
  validFrom?: Date,
  options: ServerOptions = {},
): Promise<{ url: string; certificate: string; server: Server }> {
  const pems = await makeCertificate([{ type: 2, value: host }], validFrom);
  const server = createServer({ key: pems.private, cert: pems.cert, ...options }, (_, response) => {
    requests += 1;
    response.writeHead(204).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const certificate = join(folder, `${servers.length}.pem`);
  writeFileSync(certificate, pems.cert);
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, certificate, server };
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

const lastYear = new Date(Date.now() - 365 * 86_400_000);

test.each([
  ['an unknown issuer', 'localhost', new Date(), false, /self-signed/],
  ['a certificate that has expired', 'localhost', lastYear, true, /expired/],
  ['a certificate for another host', 'other.example', new Date(), true, /other\.example/],
])('%s is never sent to, and never tried again', async (_, host, validFrom, trusted, reason) => {
  const { url, certificate } = await tlsServer(host, validFrom);
  const env: Record<string, string> = trusted ? { NODE_EXTRA_CA_CERTS: certificate } : {};
  const { exitCode, log, ...rest } = await step(url, { env });
  expect(rest.outputs).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
  expect({ exitCode, requests }).toEqual({ exitCode: 1, requests: 0 });
  expect(annotations(log)).toEqual([expect.stringMatching(reason)]);
  expect(annotations(log)[0]).toContain('name its certificate in NODE_EXTRA_CA_CERTS');
});

test('a 204 that came before the call is no answer to it', async () => {
  // In this version of TLS the server is the last to speak in the handshake, so that its answer can follow at once.
  const { url, certificate, server } = await tlsServer('localhost', new Date(), { maxVersion: 'TLSv1.2' });
  server.on('secureConnection', (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
  const { exitCode, log, ...rest } = await step(url, { env: { NODE_EXTRA_CA_CERTS: certificate } });
  expect(rest.outputs).toEqual(outputs('false', 'unexpected_response', 'unknown', '', '1'));
  expect(exitCode).toBe(1);
  expect(annotations(log)[0]).toContain(' Detail: an answer came before the call');
});
