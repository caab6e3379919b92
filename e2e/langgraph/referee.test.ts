import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { KEY, step, THREAD } from '../../__tests__/process/harness.js';
import packageJson from '../../package.json';
import { PYTHON, start } from './server.js';

interface Recorded {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

let recorded: Recorded[] = [];
const server = createServer(async (request, response) => {
  const { method, url: path, headers } = request;
  let body = '';
  for await (const chunk of request) body += chunk;
  recorded.push({ method, path, headers, body });
  if (method === 'POST') response.writeHead(204).end();
  else response.end(JSON.stringify({ id: 'thread', status: 'interrupted', updated_at: '2026-01-05T09:00:00Z' }));
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

interface Call {
  path?: string;
  threadId?: string;
  apiKey?: string;
  workspaceId?: string;
}

/** Reads a thread and resolves its interrupt, with the vendor's client and with the action. Returns what each sent. */
async function sentByBoth({ path = '/v1/deepagents', threadId = THREAD, apiKey = KEY, workspaceId = '' }: Call) {
  const take = (): Recorded[] => {
    const taken = recorded;
    recorded = [];
    return taken;
  };

  const client = start(join(PYTHON, 'python'), [
    ...[join(__dirname, 'client.py'), origin + path, apiKey, workspaceId, threadId],
  ]);
  let errors = '';
  client.stderr?.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  await new Promise((resolve) => client.on('close', resolve));
  expect(errors).toBe('');
  const byClient = take();

  const { outputs } = await step(origin + path, {
    inputs: { 'thread-id': threadId, 'api-key': apiKey, 'workspace-id': workspaceId, 'check-thread': 'true' },
  });
  expect(outputs.resolved).toBe('true');
  return { byClient, byAction: take() };
}

/** What both have to send alike. A header that was not sent is undefined. */
const wire = ({ method, path, headers }: Recorded) => ({
  method,
  path,
  key: headers['x-api-key'],
  tenant: headers['x-tenant-id'],
  accept: headers.accept,
});

const PRINTABLE = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => index + 0x21));

test.each<[string, Call]>([
  ['an ordinary thread', {}],
  ['a workspace', { workspaceId: 'a1b2c3d4-0000-4000-8000-000000000000' }],
  ['every character that a key may have', { apiKey: PRINTABLE, workspaceId: PRINTABLE }],
  ['every kind of character in an ID', { threadId: 'A.b_c~d-9' }],
  ['an ID of 256 characters', { threadId: 'a'.repeat(256) }],
  ...['...', '.a', 'a..', '~', '-', '_', '0'].map((threadId): [string, Call] => [`the ID ${threadId}`, { threadId }]),
  ...[
    '/v1/deepagents/',
    '/gateway/eu/v1/deepagents',
    '/a//b/v1/deepagents',
    '/a%20b%2Fc/v1/deepagents',
    '/%7Eteam/v1/deepagents',
    '/v1/fleet',
  ].map((path): [string, Call] => [`the base path ${path}`, { path }]),
])("the action sends what the vendor's client sends: %s", async (_, call) => {
  const { byClient, byAction } = await sentByBoth(call);
  expect(byClient.map(({ method }) => method)).toEqual(['GET', 'POST']);
  expect(byAction.map(wire)).toEqual(byClient.map(wire));
});

describe('the differences are', () => {
  test('the User-Agent, the encodings, the connection, and a body of {} from the client', async () => {
    const { byClient, byAction } = await sentByBoth({});
    const others = ({ headers, body }: Recorded) => {
      const { 'x-api-key': _, accept: __, host: ___, ...rest } = headers;
      return { ...rest, body };
    };
    const client = {
      'user-agent': 'python-httpx/0.28.1',
      'accept-encoding': 'gzip, deflate, zstd',
      connection: 'keep-alive',
    };
    expect(byClient.map(others)).toEqual([
      { ...client, body: '' },
      { ...client, 'content-type': 'application/json', 'content-length': '2', body: '{}' },
    ]);
    const action = {
      'user-agent': `resolve-interrupt-action/${packageJson.version}`,
      'accept-encoding': 'identity',
      connection: 'close',
    };
    expect(byAction.map(others)).toEqual([
      { ...action, body: '' },
      { ...action, 'content-length': '0', body: '' },
    ]);
  });

  test.each([
    ['', '', '/v1/deepagents'],
    ['/', '', '/v1/deepagents'],
    ['/v1', '/v1', '/v1/deepagents'],
    ['/v1/deepagents//', '/v1/deepagents/', '/v1/deepagents'],
  ])('the path that the client makes of a base of %j', async (path, action, client) => {
    const { byClient, byAction } = await sentByBoth({ path });
    const paths = (base: string) => [`${base}/threads/${THREAD}`, `${base}/threads/${THREAD}/resolve-interrupt`];
    expect(byClient.map(({ path }) => path)).toEqual(paths(client));
    expect(byAction.map(({ path }) => path)).toEqual(paths(action));
  });
});
