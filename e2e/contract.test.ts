import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { outputs, step } from '../__tests__/action/harness.js';
import { startStandIn } from '../stand-in/server.js';
import { freePort, listening } from './programs.js';

const DESCRIPTION = join(__dirname, '..', 'openapi', 'deep-agents.yaml');
const PRISM = join(__dirname, '..', 'tools', 'node_modules', '.bin', 'prism');

/** Starts Prism: as a server that answers from the description, or before another one, to check what goes through. */
async function startPrism(...args: string[]): Promise<{ url: string; program: ChildProcess }> {
  const port = await freePort();
  const program = spawn(PRISM, [...args, '--host', '127.0.0.1', '--port', String(port)]);
  await listening(program, port);
  return { url: `http://127.0.0.1:${port}`, program };
}

interface Layer {
  url: string;
  /** Of the answers that went through. */
  headers: IncomingHttpHeaders[];
  close(): void;
}

/** Passes each call on, with a header that has Prism pick an answer, and notes what Prism says of it. */
async function layer(target: string, prefer: string): Promise<Layer> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, outgoing) => {
    const options = { method: String(incoming.method), headers: { ...incoming.headers, prefer } };
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

/** Each status that the description has for the call, once for each of its examples. */
function documented(): [status: string, example: string | undefined][] {
  const { paths, components } = parse(readFileSync(DESCRIPTION, 'utf8'));
  const { responses } = paths['/threads/{threadID}/resolve-interrupt'].post;
  return Object.entries<Response>(responses).flatMap(([status, response]) => {
    const { content } = response.$ref ? components.responses[basename(response.$ref)] : response;
    const names = Object.keys(content?.['application/json'].examples ?? {});
    return (names.length > 0 ? names : [undefined]).map((name): [string, string | undefined] => [status, name]);
  });
}

/** What each is to come to. Where the description has no example, Prism makes one up: its code is the word `string`. */
const EXPECTED: Record<string, [code: string, outcome: string]> = {
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

describe('a server made from the description', () => {
  let prism: Awaited<ReturnType<typeof startPrism>>;
  beforeAll(async () => {
    prism = await startPrism('mock', DESCRIPTION);
  });
  afterAll(() => prism.program.kill());

  test.each(documented())('answers %s %s, and finds nothing wrong with the call', async (status, example) => {
    const between = await layer(prism.url, `code=${status}${example ? `, example=${example}` : ''}`);
    const { exitCode, ...rest } = await step(between.url, { inputs: { 'max-attempts': '1', 'workspace-id': 'w' } });
    between.close();
    const [code, outcome] = EXPECTED[example ? `${status} ${example}` : status] ?? [];
    expect(rest.outputs).toEqual(outputs(String(status === '204'), String(code), String(outcome), status, '1'));
    expect(exitCode).toBe(status === '204' ? 0 : 1);
    expect(between.headers).toHaveLength(1);
    expect(between.headers[0]).not.toHaveProperty('sl-violations');
  });

  test('nothing is expected that the description does not have', () => {
    expect(
      documented()
        .map((pair) => pair.filter(Boolean).join(' '))
        .sort(),
    ).toEqual(Object.keys(EXPECTED).sort());
  });

  test('would find something wrong with a call without a key', async () => {
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
  const between = await layer(prism.url, '');
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
