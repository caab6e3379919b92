import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { step } from '../__tests__/process/harness.js';
import { startStandIn } from '../stand-in/server.js';
import { freePort, listening } from './programs.js';

const DESCRIPTION = join(__dirname, '..', 'openapi', 'deep-agents.yaml');
const PRISM = join(__dirname, '..', 'tools', 'node_modules', '.bin', 'prism');

/** Starts Prism: as a server made from the description, or in front of another server, to check what passes. */
async function startPrism(...args: string[]): Promise<{ url: string; program: ChildProcess }> {
  const port = await freePort();
  const program = spawn(PRISM, [...args, '--host', '127.0.0.1', '--port', String(port)]);
  await listening(program, port);
  return { url: `http://127.0.0.1:${port}`, program };
}

interface Layer {
  url: string;
  /** Of the responses that passed. */
  headers: IncomingHttpHeaders[];
  close(): void;
}

/** Passes each request on, with a header that makes Prism pick a response, and records what Prism says about it. */
async function layer(target: string, prefer: (method: string) => string = () => ''): Promise<Layer> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, outgoing) => {
    const method = String(incoming.method);
    const options = { method, headers: { ...incoming.headers, prefer: prefer(method) } };
    incoming.pipe(
      request(`${target}${incoming.url}`, options, (answer) => {
        headers.push(answer.headers);
        outgoing.writeHead(answer.statusCode as number, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers, close: () => server.close() };
}

interface Response {
  $ref?: string;
  content?: { 'application/json': { examples?: object } };
}

/** Each response that the description has for an endpoint, as `200` or, with the name of an example, `200 idle`. */
function documented(method: string, path: string): string[] {
  const { paths, components } = parse(readFileSync(DESCRIPTION, 'utf8'));
  return Object.entries<Response>(paths[path][method].responses).flatMap(([status, response]) => {
    const { content } = response.$ref ? components.responses[basename(response.$ref)] : response;
    const names = Object.keys(content?.['application/json'].examples ?? {});
    return names.length > 0 ? names.map((name) => `${status} ${name}`) : [status];
  });
}

/** Makes Prism give this response. */
const preferring = (response: string): string => {
  const [status, example] = response.split(' ');
  return `code=${status}${example ? `, example=${example}` : ''}`;
};

/** The results of a call. Prism makes up a response that has no example: its code is the word `string`. */
const AFTER_CALL: Record<string, [code: string, outcome: string]> = {
  '204': ['', 'resolved'],
  '400 missingRequiredField': ['missing_required_field', 'not-resolved'],
  '400 invalidRequestBody': ['invalid_request_body', 'not-resolved'],
  '401 missingApiKey': ['unauthorized', 'not-resolved'],
  '403 invalidApiKey': ['forbidden', 'not-resolved'],
  '404 agentNotFound': ['agent_not_found', 'not-resolved'],
  '409': ['string', 'not-resolved'],
  '422': ['string', 'not-resolved'],
  '502 upstreamAuthFailed': ['upstream_auth_failed', 'not-resolved'],
};

/** The results of a read, which is followed by a call that works if the read allows one. */
const AFTER_READ: Record<string, [code: string, status: string, threadStatus: string]> = {
  '200 interrupted': ['', '204', ''],
  '200 asTheVendorDescribesIt': ['not_interrupted', '', 'idle'],
  '401 missingApiKey': ['unauthorized', '401', ''],
  '403 invalidApiKey': ['forbidden', '403', ''],
  '404 agentNotFound': ['agent_not_found', '404', ''],
  '502 upstreamAuthFailed': ['upstream_auth_failed', '502', ''],
};

describe('a server made from the description', () => {
  let prism: Awaited<ReturnType<typeof startPrism>>;
  beforeAll(async () => {
    prism = await startPrism('mock', DESCRIPTION);
  });
  afterAll(() => prism.program.kill());

  test.each(documented('post', '/threads/{threadID}/resolve-interrupt'))(
    'finds nothing wrong with the call, and answers %s',
    async (response) => {
      const between = await layer(prism.url, () => preferring(response));
      const result = await step(between.url, { inputs: { 'max-attempts': '1', 'workspace-id': 'w' } });
      between.close();
      const [code, outcome] = AFTER_CALL[response] ?? [];
      const status = response.split(' ')[0];
      expect(result.outputs).toMatchObject({ 'error-code': code, outcome, status, attempts: '1' });
      expect(between.headers).toHaveLength(1);
      expect(between.headers[0]).not.toHaveProperty('sl-violations');
    },
  );

  test.each(documented('get', '/threads/{threadID}'))(
    'finds nothing wrong with the read before a call, and answers %s',
    async (response) => {
      const between = await layer(prism.url, (method) => preferring(method === 'GET' ? response : '204'));
      const inputs = { 'unchanged-since': '2026-01-05T09:00:00Z', 'max-attempts': '1', 'workspace-id': 'w' };
      const result = await step(between.url, { inputs });
      between.close();
      const [code, status, threadStatus] = AFTER_READ[response] ?? [];
      expect(result.outputs).toMatchObject({ 'error-code': code, status, 'thread-status': threadStatus });
      expect(between.headers).toHaveLength(code === '' ? 2 : 1);
      for (const headers of between.headers) expect(headers).not.toHaveProperty('sl-violations');
    },
  );

  test('has no other responses', () => {
    expect(documented('post', '/threads/{threadID}/resolve-interrupt').sort()).toEqual(Object.keys(AFTER_CALL).sort());
    expect(documented('get', '/threads/{threadID}').sort()).toEqual(Object.keys(AFTER_READ).sort());
  });

  test('finds a call without a key', async () => {
    const answer = await fetch(`${prism.url}/threads/t/resolve-interrupt`, { method: 'POST' });
    expect(answer.status).toBe(401);
  });
});

test('the stand-in answers as the description says', async () => {
  const wrongCode = { status: 404, body: { code: 7 } };
  const wrongStatus = { status: 200, body: { id: 'wrong', agent_id: 'agent-1', status: 'paused' } };
  const api = await startStandIn({
    threads: {
      interrupted: { state: 'interrupted' },
      busy: { state: 'busy' },
      idle: { state: 'idle' },
      failed: { state: 'error' },
      orphaned: { state: 'orphaned' },
      wrong: { state: 'interrupted', script: [wrongCode], reads: [wrongStatus] },
    },
  });
  const prism = await startPrism('proxy', DESCRIPTION, api.url);
  const between = await layer(prism.url);
  /** The status of a response, and which sides of the exchange Prism finds wrong. */
  const send = async (method: string, path: string, key?: string): Promise<string> => {
    const headers: Record<string, string> = key ? { 'X-Api-Key': key } : {};
    const { status } = await fetch(`${between.url}/threads${path}`, { method, headers });
    const found = JSON.parse(String(between.headers.at(-1)?.['sl-violations'] ?? '[]'));
    return [status, ...found.map(({ location }: { location: string[] }) => location[0])].join(' ');
  };
  const list = '?agent_id=agent-1&status=interrupted&page_size=1';

  const seen: Record<string, string> = {};
  for (const thread of ['interrupted', 'busy', 'idle', 'failed', 'orphaned', 'unknown', 'wrong']) {
    const read = await send('GET', `/${thread}`, api.apiKey);
    const call = await send('POST', `/${thread}/resolve-interrupt`, api.apiKey);
    seen[thread] = `${read}, ${call}`;
  }
  for (const query of [list, `${list}&cursor=interrupted`, '?status=interrupted', '?agent_id=agent-1&page_size=21'])
    seen[query] = await send('GET', query, api.apiKey);
  for (const [method, path] of [
    ['POST', '/wrong/resolve-interrupt'],
    ['GET', '/wrong'],
    ['GET', list],
  ] as const)
    seen[`${method} ${path}`] = `${await send(method, path, 'wrong')}, ${await send(method, path)}`;

  between.close();
  prism.program.kill();
  await api.close();
  // Prism finds what the scripts got wrong, the requests without a key or with a bad query, and nothing else.
  expect(seen).toEqual({
    interrupted: '200, 204',
    busy: '200, 409',
    idle: '200, 409',
    failed: '200, 409',
    orphaned: '502, 502',
    unknown: '404, 404',
    wrong: '200 response, 404 response',
    [list]: '200',
    [`${list}&cursor=interrupted`]: '200',
    '?status=interrupted': '400 request',
    '?agent_id=agent-1&page_size=21': '400 request',
    'POST /wrong/resolve-interrupt': '403, 401 request',
    'GET /wrong': '403, 401 request',
    [`GET ${list}`]: '403, 401 request',
  });
});
