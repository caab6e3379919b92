import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  annotations,
  CONFLICT,
  KEY,
  makeCertificate,
  NO_CONTENT,
  outputs,
  step,
} from '../__tests__/process/harness.js';
import { expectInert } from '../__tests__/process/inert.js';
import { freePort, listening } from './programs.js';

// This machine, by an address that no proxy setting takes for loopback.
const HOST = '0.0.0.0';

const folder = mkdtempSync(join(tmpdir(), 'proxies-'));
const at = (name: string): string => join(folder, name);

// Squid gives up the rights of root.
chmodSync(folder, 0o777);

/** Whole answers as text; an empty one breaks the connection, and none keeps silent. */
const answers: string[] = [];
let api: ReturnType<typeof createServer>;
let apiPort: number;
let apiConnections = 0;
let apiRequests = 0;

beforeAll(async () => {
  const pems = await makeCertificate([{ type: 7, ip: HOST }]);
  writeFileSync(at('certificate.pem'), pems.cert);
  api = createServer({ key: pems.private, cert: pems.cert });
  api.on('request', (_, response) => {
    apiRequests += 1;
    const answer = answers.shift();
    if (answer !== undefined) response.socket?.end(answer);
  });
  api.on('connection', () => {
    apiConnections += 1;
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  apiPort = (api.address() as AddressInfo).port;
});

beforeEach(() => {
  apiConnections = 0;
  apiRequests = 0;
  answers.length = 0;
});

afterAll(() => {
  api.closeAllConnections();
  api.close();
  rmSync(folder, { recursive: true });
});

interface Program {
  command: string;
  args(config: string): string[];
  /** Its configuration: a tunnel needs the password, and leads to `ports` only. */
  config(port: number, ports: number[], log: string): string;
}

const TINYPROXY: Program = {
  command: 'tinyproxy',
  args: (config) => ['-d', '-c', config],
  config: (port, ports, log) =>
    [
      'Listen 127.0.0.1',
      `Port ${port}`,
      'BasicAuth user hunter2-word',
      ...ports.map((allowed) => `ConnectPort ${allowed}`),
      `LogFile "${log}"`,
      'LogLevel Connect',
    ].join('\n'),
};

const SQUID: Program = {
  command: 'squid',
  args: (config) => ['-N', '-f', config],
  config: (port, ports, log) =>
    [
      `http_port 127.0.0.1:${port}`,
      `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${at('passwords')}`,
      'acl known proxy_auth REQUIRED',
      `acl allowed port ${ports.join(' ')}`,
      'http_access deny !known',
      'http_access allow CONNECT allowed',
      'http_access deny all',
      `access_log stdio:${log}`,
      `cache_log ${log}.more`,
      'pid_filename none',
      'visible_hostname proxy.example.test',
    ].join('\n'),
};

/** `user` with the password `hunter2-word`, as `openssl passwd -apr1` writes it. */
const PASSWORDS = 'user:$apr1$saltsalt$DlrNxbgivGiT5AUbY3qaZ.\n';

describe.each([TINYPROXY, SQUID])('$command', ({ command, args, config }) => {
  const log = at(`${command}.log`);
  let program: ChildProcess;
  let port: number;
  let deadPort: number;

  /** How many tunnels it has written about, which it does when they are closed. */
  const tunnels = (): number => readFileSync(log, 'utf8').match(/CONNECT 0\.0\.0\.0:/g)?.length ?? 0;

  beforeAll(async () => {
    [port, deadPort] = [await freePort(), await freePort()];
    writeFileSync(at('passwords'), PASSWORDS);
    writeFileSync(at(`${command}.conf`), config(port, [apiPort, deadPort], log));
    program = spawn(command, args(at(`${command}.conf`)));
    await listening(program, port);
  });

  afterAll(async () => {
    const gone = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    await gone;
  });

  const through = (
    options: Parameters<typeof step>[1] = {},
    { credentials = 'user:hunter2-word@', to = apiPort } = {},
  ) =>
    step(`https://${HOST}:${to}`, {
      ...options,
      env: {
        HTTPS_PROXY: `http://${credentials}127.0.0.1:${port}`,
        NODE_EXTRA_CA_CERTS: at('certificate.pem'),
        ...options.env,
      },
    });

  test('each attempt has a tunnel of its own, and the password opens it', async () => {
    answers.push(CONFLICT, CONFLICT, NO_CONTENT);
    const result = await through();
    expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '3'));
    expect({ exitCode: result.exitCode, apiConnections }).toEqual({ exitCode: 0, apiConnections: 3 });
    expectInert(result, 0, [KEY]);
    expect(result.log + result.summary).not.toContain('hunter2');
    while (tunnels() < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tunnels()).toBe(3);
  });

  test.each([
    ['without a password', ''],
    ['with a wrong password', 'user:hunter2-wrong@'],
  ])('%s there is no tunnel', async (_, credentials) => {
    const result = await through({}, { credentials });
    expect(result.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '1'));
    expect({ exitCode: result.exitCode, apiConnections }).toEqual({ exitCode: 1, apiConnections: 0 });
    expect(annotations(result.log)[0]).toMatch(/^error: The proxy refused to connect \(HTTP 40[17]\), /);
    expect(result.log + result.summary).not.toContain('hunter2');
    expectInert(result);
  });

  test.each([
    ['a port that is not allowed', () => 1, '1', /^error: The proxy refused to connect \(HTTP 403\), /],
    ['a port where nobody listens', () => deadPort, '2', /statusCode=50\d"$/],
  ])('there is no tunnel to %s', async (_, to, attempts, reason) => {
    const result = await through({ inputs: { 'max-attempts': '2' } }, { to: to() });
    expect(result.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', attempts));
    expect(annotations(result.log)[0]).toMatch(reason);
    expectInert(result);
  });

  test('NO_PROXY goes past it', async () => {
    answers.push(NO_CONTENT);
    const result = await through({ env: { NO_PROXY: HOST } }, { credentials: 'user:hunter2-wrong@' });
    expect(result.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  });

  test('a certificate that is not accepted behind it is never sent to', async () => {
    const result = await through({ env: { NODE_EXTRA_CA_CERTS: '' } });
    expect(result.outputs).toEqual(outputs('false', 'tls_failed', 'not-resolved', '', '1'));
    expect({ apiConnections, apiRequests }).toEqual({ apiConnections: 1, apiRequests: 0 });
    expectInert(result);
  });

  test('an answer that is lost behind it is an unknown fate', async () => {
    answers.push('');
    const result = await through();
    expect(result.outputs).toEqual(outputs('false', 'connection_lost', 'unknown', '', '1'));
    expect(apiConnections).toBe(1);
    expectInert(result);
  });

  test('silence behind it is a timeout, and never tried again', async () => {
    const result = await through({ inputs: { 'request-timeout-seconds': '1' } });
    expect(result.outputs).toEqual(outputs('false', 'timeout', 'unknown', '', '1'));
    expect(apiConnections).toBe(1);
    expectInert(result);
  });
});
