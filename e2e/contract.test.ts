import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { outputs, step } from '../__tests__/action/harness.js';
import { startStandIn } from '../stand-in/server.js';
import { freePort, listening } from './programs.js';

const DESCRIPTION = join(__dirname, '..', 'openapi', 'resolve-interrupt.yaml');
const PRISM = join(__dirname, 'node_modules', '.bin', 'prism');

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

interface Media {
  examples?: Record<string, unknown>;
}

/** Every status of the description with every example, or with none where there is none. */
function documented(): [status: string, example: string | undefined][] {
  const { paths } = parse(readFileSync(DESCRIPTION, 'utf8'));
  const { responses } = paths['/threads/{threadID}/resolve-interrupt'].post;
  return Object.entries<{ content?: Record<string, Media> }>(responses).flatMap(([status, { content }]) => {
    const names = Object.keys(content?.['application/json']?.examples ?? {});
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
  const api = await startStandIn({
    threads: {
      paused: { state: 'paused' },
      running: { state: 'running' },
      orphaned: { state: 'orphaned' },
      wrong: { state: 'paused', script: [{ status: 404, body: { code: 7 } }] },
    },
  });
  const prism = await startPrism('proxy', DESCRIPTION, api.url);
  const between = await layer(prism.url, '');
  const statuses: (string | undefined)[] = [];
  for (const thread of ['paused', 'running', 'orphaned', 'unknown', 'wrong']) {
    const inputs = { 'thread-id': thread, 'api-key': api.apiKey, 'max-attempts': '1' };
    statuses.push((await step(between.url, { inputs })).outputs.status);
  }
  statuses.push((await step(between.url, { inputs: { 'thread-id': 'paused', 'max-attempts': '1' } })).outputs.status);
  // The action never calls without a key.
  statuses.push(String((await fetch(`${between.url}/threads/paused/resolve-interrupt`, { method: 'POST' })).status));
  between.close();
  prism.program.kill();
  await api.close();
  expect(statuses).toEqual(['204', '409', '502', '404', '404', '403', '401']);
  // The answer that the script got wrong on purpose is found, and the call without a key, and nothing else.
  const violations = between.headers.map(({ 'sl-violations': found }) =>
    JSON.parse(String(found ?? '[]')).map(({ location }: { location: string[] }) => location[0]),
  );
  expect(violations).toEqual([[], [], [], [], ['response'], [], ['request']]);
});
