import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NO_CONTENT, rawServer, type Step, step } from '../../__tests__/process/harness.js';
import { runWorkflow } from '../act.js';
import { freePort, listening } from '../programs.js';
import { API_KEY, start, startAgent, stop, until } from './server.js';

const PROJECT = resolve(__dirname, '..', '..');
const WORKFLOW = readFileSync(join(__dirname, 'refund.yml'), 'utf8');

jest.setTimeout(60_000);

let agent: Awaited<ReturnType<typeof startAgent>>;
beforeAll(async () => {
  agent = await startAgent();
});
afterAll(() => agent?.close());
beforeEach(() => agent.forget());

/** Runs the action on a thread. */
const resolveInterrupt = (thread: string, inputs: Record<string, string> = {}, apiUrl = agent.url): Promise<Step> =>
  step(apiUrl, { inputs: { 'thread-id': thread, 'api-key': API_KEY, ...inputs } });

/** The thread is idle, and resuming it runs nothing. */
async function expectResolved(thread: string): Promise<void> {
  const { status, values } = await agent.read(thread);
  expect(status).toBe('idle');
  await agent.resume(thread, 'approve');
  expect(await agent.read(thread)).toMatchObject({ status: 'idle', values, interrupts: {} });
  expect(agent.refunds()).toBe('');
}

test('the tool runs only when the run is resumed with an approval', async () => {
  const { thread } = await agent.interrupted('Please refund A-1 and A-2.');
  expect(agent.refunds()).toBe('');
  await agent.resume(thread, 'approve');
  expect(agent.refunds()).toBe('A-1 40 EUR\n');
  await agent.resume(thread, 'reject');
  expect(agent.refunds()).toBe('A-1 40 EUR\n');
  expect((await agent.read(thread)).status).toBe('idle');
});

test.each([
  ['approve', 0, ['The refund is made here.']],
  ['reject', 1, []],
])('a gate resolves the interrupt, and the tool does not run: %s', async (decision, exitCode, work) => {
  const { thread, updatedAt } = await agent.interrupted('Please refund A-1.');
  const result = await runWorkflow({
    workflows: { 'refund.yml': WORKFLOW },
    event: 'workflow_dispatch',
    payload: { inputs: { 'thread-id': thread, 'unchanged-since': updatedAt } },
    secrets: { LANGSMITH_API_KEY: API_KEY },
    vars: { DEEPAGENTS_API_URL: agent.url },
    env: { DECISION: decision },
  });
  expect(result).toMatchObject({ exitCode, succeeded: expect.arrayContaining(['Resolve the interrupt']) });
  expect(result.printed.filter((line) => line.includes('refund is made'))).toEqual(work);
  expect(await agent.requests(thread)).toEqual(['GET 200', 'POST 204']);
  await expectResolved(thread);
});

describe('a second interrupt during the approval', () => {
  /** Somebody approves the first refund in a chat, and the agent asks for the second. */
  async function secondInterrupt() {
    const { thread, updatedAt } = await agent.interrupted('Please refund A-1 and A-2.');
    await agent.resume(thread, 'approve');
    agent.forget();
    return { thread, updatedAt };
  }

  test('stays open with unchanged-since', async () => {
    const { thread, updatedAt } = await secondInterrupt();
    const { outputs } = await resolveInterrupt(thread, { 'unchanged-since': updatedAt });
    expect(outputs).toEqual({
      resolved: 'false',
      'error-code': 'thread_changed',
      outcome: 'not-resolved',
      status: '',
      attempts: '1',
      'thread-status': 'interrupted',
    });
    expect(await agent.requests(thread)).toEqual(['GET 200']);
    const { status, interrupts } = await agent.read(thread);
    expect(status).toBe('interrupted');
    expect(Object.values(interrupts)).toMatchObject([[{ value: 'Refund 15 EUR for order A-2?' }]]);
  });

  test.each([[{}], [{ 'check-thread': 'true' }]])('is resolved with %j', async (inputs) => {
    const { thread } = await secondInterrupt();
    const { outputs } = await resolveInterrupt(thread, inputs);
    expect(outputs).toMatchObject({ resolved: 'true', attempts: '1', 'thread-status': '' });
    await expectResolved(thread);
  });
});

test('waits for a busy thread, and resolves its interrupt once', async () => {
  // The tool reads this file. A named pipe blocks it until the test writes.
  const orders = join(agent.folder, 'orders.json');
  const text = readFileSync(orders);
  rmSync(orders);
  execFileSync('mkfifo', [orders]);
  try {
    const thread = await agent.begin('Please refund A-1.');
    await until(async () => (await agent.read(thread)).status === 'busy');
    const result = resolveInterrupt(thread, {
      'check-thread': 'true',
      'max-attempts': '100',
      'deadline-seconds': '30',
      'retry-delay-seconds': '0.2',
      'retry-max-delay-seconds': '0.2',
    });
    await until(async () => (await agent.requests(thread)).length >= 2);
    await writeFile(orders, text);
    const { outputs } = await result;
    expect(outputs).toMatchObject({ resolved: 'true', outcome: 'resolved', status: '204' });
    const reads = Array(Number(outputs.attempts)).fill('GET 200');
    expect(await agent.requests(thread)).toEqual([...reads, 'POST 204']);
    await expectResolved(thread);
  } finally {
    // Frees the tool if the test failed: a pipe that is opened like this never blocks.
    writeFileSync(orders, text, { flag: 'r+' });
    rmSync(orders);
    writeFileSync(orders, text);
  }
});

test('makes no call if somebody else has resolved the interrupt', async () => {
  const { thread, updatedAt } = await agent.interrupted('Please refund A-1.');
  await agent.resolve(thread);
  agent.forget();
  const { outputs } = await resolveInterrupt(thread, { 'unchanged-since': updatedAt });
  expect(outputs).toEqual({
    resolved: 'false',
    'error-code': 'not_interrupted',
    outcome: 'not-resolved',
    status: '',
    attempts: '1',
    'thread-status': 'idle',
  });
  expect(await agent.requests(thread)).toEqual(['GET 200']);
});

test('ignores changes to the metadata', async () => {
  const { thread, updatedAt } = await agent.interrupted('Please refund A-1.');
  await agent.changeMetadata(thread, { reviewer: 'somebody' });
  const { updated_at, state_updated_at } = await agent.read(thread);
  expect({ later: updated_at > updatedAt, state_updated_at }).toEqual({ later: true, state_updated_at: updatedAt });
  const { outputs } = await resolveInterrupt(thread, { 'unchanged-since': updatedAt });
  expect(outputs).toMatchObject({ resolved: 'true' });
  await expectResolved(thread);
});

test('reads the thread once more if the connection is lost after the call was applied', async () => {
  const { thread, updatedAt } = await agent.interrupted('Please refund A-1.');
  const [controlPort, port] = [await freePort(), await freePort()];
  const toxiproxy = start('toxiproxy-server', ['-host', '127.0.0.1', '-port', String(controlPort)]);
  const tell = async (path: string, body: object): Promise<void> => {
    const url = `http://127.0.0.1:${controlPort}/proxies${path}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  try {
    await listening(toxiproxy, controlPort);

    // Measures the call on a server that answers every request with 204.
    const counter = await rawServer((socket) => socket.end(NO_CONTENT));
    await tell('', { name: 'way', listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${counter.port}` });
    await resolveInterrupt(thread, {}, `http://127.0.0.1:${port}`);
    await counter.close();
    const bytes = counter.requests[0]?.length;

    // Cuts the connection to the adapter after the last byte of the call. A read is shorter, so it passes. The action
    // notices the cut after the delay, when the adapter has long applied the call.
    await tell('/way', { upstream: `127.0.0.1:${agent.port}` });
    await tell('/way/toxics', { type: 'limit_data', stream: 'upstream', attributes: { bytes } });
    await tell('/way/toxics', { type: 'slow_close', stream: 'downstream', attributes: { delay: 5000 } });
    const { outputs } = await resolveInterrupt(thread, { 'unchanged-since': updatedAt }, `http://127.0.0.1:${port}`);
    expect(outputs).toEqual({
      resolved: 'false',
      'error-code': 'connection_lost',
      outcome: 'unknown',
      status: '',
      attempts: '1',
      'thread-status': 'idle',
    });
    expect(await agent.requests(thread)).toEqual(['GET 200', 'POST 204', 'GET 200']);
    await expectResolved(thread);
  } finally {
    await stop(toxiproxy);
  }
});

test('resolves nothing with a wrong key', async () => {
  const { thread } = await agent.interrupted('Please refund A-1.');
  const { outputs } = await resolveInterrupt(thread, { 'api-key': 'wrong', 'check-thread': 'true' });
  expect(outputs).toMatchObject({ resolved: 'false', 'error-code': 'forbidden', status: '403' });
  expect((await agent.read(thread)).status).toBe('interrupted');
});

test('the adapter answers as the API is described, with what the server says', async () => {
  const { thread } = await agent.interrupted('Please refund A-1.');
  await agent.interrupted('Please refund A-2.');
  const port = await freePort();
  const description = join(PROJECT, 'openapi', 'deep-agents.yaml');
  const args = ['proxy', description, agent.url, '--host', '127.0.0.1', '--port', String(port)];
  const prism = start(join(PROJECT, 'tools', 'node_modules', '.bin', 'prism'), args);
  /** The status of a response, which sides of the exchange Prism finds wrong, and the body. */
  const ask = async (method: string, path: string, key = API_KEY) => {
    const headers = key ? { 'X-Api-Key': key } : undefined;
    const response = await fetch(`http://127.0.0.1:${port}/threads${path}`, { method, ...(headers && { headers }) });
    const found: { location: string[] }[] = JSON.parse(response.headers.get('sl-violations') ?? '[]');
    const body = await response.text();
    return { seen: [response.status, ...found.map(({ location }) => location[0])].join(' '), body };
  };
  const ids = (body: string): string[] => JSON.parse(body).threads.map(({ id }: { id: string }) => id);
  const call = `/${thread}/resolve-interrupt`;
  const list = '?agent_id=agent&status=interrupted';
  const unknown = '00000000-0000-4000-8000-000000000000';
  try {
    await listening(prism, port);
    const read = await ask('GET', `/${thread}`);
    expect(read.seen).toBe('200');
    expect(JSON.parse(read.body)).toEqual({ id: thread, agent_id: 'agent', ...(await agent.read(thread)) });
    const listed = await ask('GET', list);
    expect(listed.seen).toBe('200');
    expect(ids(listed.body)).toContain(thread);
    const page = await ask('GET', `${list}&page_size=1`);
    const nextPage = await ask('GET', `${list}&page_size=1&cursor=${JSON.parse(page.body).next_cursor}`);
    expect({ page: page.seen, nextPage: nextPage.seen }).toEqual({ page: '200', nextPage: '200' });
    expect(ids(page.body).concat(ids(nextPage.body))).toEqual(ids(listed.body).slice(0, 2));

    for (const [method, path, seen, key] of [
      ['GET', '', '400 request'],
      ['GET', `/${thread}`, '403', 'wrong'],
      ['GET', `/${thread}`, '401 request', ''],
      ['POST', call, '403', 'wrong'],
      ['POST', call, '401 request', ''],
      ['POST', call, '204'],
      ['POST', call, '409'],
      ['GET', `/${unknown}`, '404'],
      ['POST', `/${unknown}/resolve-interrupt`, '404'],
    ] as const)
      expect({ method, path, ...(await ask(method, path, key)) }).toMatchObject({ method, path, seen });

    expect((await ask('GET', list)).body).not.toContain(thread);
    const refused = JSON.parse((await ask('POST', call)).body);
    expect(refused).toEqual({
      type: 'https://docs.langchain.com/errors/conflict',
      code: 'conflict',
      detail: 'The thread is idle, not interrupted',
      status: 409,
    });
  } finally {
    await stop(prism);
  }
});
