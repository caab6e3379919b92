import packageJson from '../../package.json';
import { CONFLICT, http, KEY, NO_CONTENT, rawServer, step, stepOn, THREAD } from './harness.js';

const THREAD_BODY = http(200, '{"status":"interrupted","state_updated_at":"2026-01-05T09:00:00Z"}');
const CHECKED = { 'check-thread': 'true' };

function head(request: string | undefined): { line: string; headers: Record<string, string> } {
  const [line = '', ...rest] = String(request).trim().split('\r\n');
  const pairs = rest.map((header) => header.split(/: (.*)/s).slice(0, 2) as [string, string]);
  // No header comes twice.
  expect(new Set(pairs.map(([name]) => name.toLowerCase())).size).toBe(pairs.length);
  return { line, headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value])) };
}

const headers = (port: number) => ({
  'x-api-key': KEY,
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': `resolve-interrupt-action/${packageJson.version}`,
  host: `127.0.0.1:${port}`,
  connection: 'close',
});

test('the resolve request is one request, exactly as the contract says', async () => {
  const { server } = await stepOn([NO_CONTENT]);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.endsWith('\r\n\r\n')).toBe(true);
  expect(head(server.requests[0])).toEqual({
    line: `POST /threads/${THREAD}/resolve-interrupt HTTP/1.1`,
    headers: { ...headers(server.port), 'content-length': '0' },
  });
});

test('the read of the check has the same headers, but no Content-Length', async () => {
  const { server } = await stepOn([THREAD_BODY, NO_CONTENT], { inputs: CHECKED });
  expect(server.requests).toHaveLength(2);
  expect(server.requests[0]?.endsWith('\r\n\r\n')).toBe(true);
  expect(head(server.requests[0])).toEqual({ line: `GET /threads/${THREAD} HTTP/1.1`, headers: headers(server.port) });
  expect(head(server.requests[1])).toEqual({
    line: `POST /threads/${THREAD}/resolve-interrupt HTTP/1.1`,
    headers: { ...headers(server.port), 'content-length': '0' },
  });
});

test('workspace-id is sent as X-Tenant-Id, and the orchestration ID after the user agent', async () => {
  const { server } = await stepOn([THREAD_BODY, NO_CONTENT], {
    inputs: { ...CHECKED, 'workspace-id': 'workspace-1' },
    env: { ACTIONS_ORCHESTRATION_ID: 'orchestration.1' },
  });
  expect(server.requests).toHaveLength(2);
  for (const request of server.requests) {
    expect(head(request).headers).toMatchObject({
      'x-tenant-id': 'workspace-1',
      'user-agent': `resolve-interrupt-action/${packageJson.version} actions_orchestration_id/orchestration.1`,
    });
  }
});

test.each(['/base/v1', '/base/v1/'])('a base path is kept: %s', async (path) => {
  const server = await rawServer((socket, number) => socket.end(number === 1 ? THREAD_BODY : NO_CONTENT));
  await step(server.url + path, { inputs: CHECKED });
  await server.close();
  expect(server.requests.map((request) => head(request).line)).toEqual([
    `GET /base/v1/threads/${THREAD} HTTP/1.1`,
    `POST /base/v1/threads/${THREAD}/resolve-interrupt HTTP/1.1`,
  ]);
});

test('each attempt sends the same request on a connection of its own', async () => {
  const { server, outputs } = await stepOn([CONFLICT, CONFLICT, NO_CONTENT]);
  expect(outputs.attempts).toBe('3');
  expect(server.connections).toBe(3);
  expect(new Set(server.requests).size).toBe(1);
});

test.concurrent.each([
  ['whose body stalls', 'HTTP/1.1 409 Conflict\r\nContent-Length: 100\r\n\r\n{', {}],
  ['that the server keeps open', CONFLICT, {}],
  ['that the server keeps open after a read', THREAD_BODY, CHECKED],
])('a connection %s is closed before the next request', async (_, first, inputs) => {
  const events: string[] = [];
  const server = await rawServer((socket, number) => {
    socket.write(number === 1 ? first : NO_CONTENT);
    socket.once('close', () => events.push(`${number} closed`));
    events.push(`${number} answered`);
  });
  await step(server.url, { inputs: { 'retry-delay-seconds': '0.2', 'request-timeout-seconds': '1', ...inputs } });
  await server.close();
  expect(events).toEqual(['1 answered', '1 closed', '2 answered', '2 closed']);
});

test.each([301, 302, 303, 307, 308])('a %d is not followed', async (status) => {
  const other = await rawServer((socket) => socket.end(NO_CONTENT));
  const { server, outputs } = await stepOn([http(status, '', [`Location: ${other.url}/threads`])]);
  await other.close();
  const outcome = status === 303 ? 'unknown' : 'not-resolved';
  expect(outputs).toMatchObject({ resolved: 'false', 'error-code': 'unexpected_redirect', outcome });
  expect(server.connections).toBe(1);
  expect(other.connections).toBe(0);
});
