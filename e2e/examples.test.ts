import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { interrupt, startStandIn } from '../stand-in/server.js';
import { runWorkflow, type WorkflowRun } from './act.js';

const FOLDER = join(__dirname, '..', 'examples');
const TIME = '2026-01-05T09:00:00.000Z';

type StandIn = Awaited<ReturnType<typeof startStandIn>>;
type Threads = NonNullable<NonNullable<Parameters<typeof startStandIn>[0]>['threads']>;

/** Examples that were run. */
const ran = new Set<string>();

/** An example, unchanged but for the servers that it calls and shorter delays. */
function example(name: string): string {
  ran.add(name);
  const text = readFileSync(join(FOLDER, name), 'utf8')
    .replaceAll('https://api.smith.langchain.com/v1/deepagents', api.url)
    .replaceAll('https://api.github.com', github.url);
  const step = /^( +)with:\n(?=\1 {2}thread-id:.*\n\1 {2}api-key:)/gm;
  // A step without the address would call the real API.
  expect(text.match(step) ?? []).toHaveLength(text.split('uses: OWNER/').length - 1);
  const inputs = { 'api-url': api.url, 'retry-delay-seconds': '0.1', 'retry-max-delay-seconds': '0.1' };
  const lines = Object.entries(inputs).map((input) => input.join(': '));
  return text.replace(step, (all, indent) => `${all}${lines.map((line) => `${indent}  ${line}\n`).join('')}`);
}

/** The parts of GitHub's API that the examples use. */
async function startGitHub() {
  const requests: { request: string; body: { ref?: string; inputs?: Record<string, string> } }[] = [];
  /** Titles of the runs of the approval gate, the newest first. */
  const titles: string[] = [];
  const issue = { state: 'open', title: '', body: '', html_url: 'https://github.example/issues/1' };
  const permissions: Record<string, string> = { writer: 'write', owner: 'admin', reader: 'read', 'app[bot]': 'read' };

  function answer(request: string, query: URLSearchParams, body: object): object | undefined {
    const login = /\/collaborators\/([^/]+)\/permission$/.exec(request)?.[1];
    if (login) return permissions[login] ? { permission: permissions[login] } : undefined;
    switch (request.replace(/ .*\/repos\/[^/]+\/[^/]+\//, ' ')) {
      case 'GET actions/workflows/approval-gate.yml/runs': {
        const start = 100 * (Number(query.get('page')) - 1);
        return { workflow_runs: titles.slice(start, start + 100).map((display_title) => ({ display_title })) };
      }
      case 'POST actions/workflows/approval-gate.yml/dispatches':
      case 'POST actions/workflows/started-by-the-agent.yml/dispatches':
        return { html_url: 'https://github.example/actions/runs/1' };
      case 'POST issues':
      case 'PATCH issues/1':
      case 'GET issues/1':
        return Object.assign(issue, body);
      default:
        return undefined;
    }
  }

  const server = createServer(async (incoming, outgoing) => {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    const body = text ? JSON.parse(text) : {};
    const [path, query] = String(incoming.url).split('?');
    const request = `${incoming.method} ${path}`;
    if (incoming.method !== 'GET') requests.push({ request, body });
    const known =
      incoming.headers.authorization === 'Bearer a-token' && answer(request, new URLSearchParams(query), body);
    outgoing.writeHead(known ? 200 : 404);
    outgoing.end(JSON.stringify(known || {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, titles, issue, close: () => server.close() };
}

let api: StandIn;
let github: Awaited<ReturnType<typeof startGitHub>>;
beforeEach(async () => {
  [api, github] = await Promise.all([startStandIn(), startGitHub()]);
});
afterEach(async () => {
  github.close();
  await api.close();
});

function setThreads(threads: Threads): void {
  for (const [id, thread] of Object.entries(threads)) api.threads.set(id, thread);
}

/** The requests that the API got: method and status. */
const requests = (): string[] => api.calls.map(({ method, status }) => `${method} ${status}`);
const calls = (): number[] => api.calls.filter(({ method }) => method === 'POST').map(({ status }) => status);

/** Runs the first of the workflows. */
async function run(workflows: Record<string, string>, event: string, payload: object): Promise<WorkflowRun> {
  const secrets = { LANGSMITH_API_KEY: api.apiKey, GITHUB_TOKEN: 'a-token' };
  const result = await runWorkflow({ workflows, event, payload, secrets, env: { GITHUB_API_URL: github.url } });
  expect(result.log).not.toContain(api.apiKey);
  return result;
}

/** Runs an example as a person or a program starts it. */
const dispatch = (name: string, inputs: object, change = (text: string): string => text): Promise<WorkflowRun> =>
  run({ [name]: change(example(name)) }, 'workflow_dispatch', { inputs });

const WORK = 'run: echo "Replace this step with the work';

/** The work fails half-way. */
const failing = (text: string): string => {
  expect(text).toContain(WORK);
  return text.replace(WORK, 'run: exit 1 # "');
};

/** A job that was rejected, or that nobody approved in time, has failed without any of its steps. */
const rejected = (text: string): string => {
  const workflow = parse(text);
  for (const job of Object.values<{ environment?: string; steps: object[] }>(workflow.jobs))
    if (job.environment !== 'langsmith' && job.environment !== undefined) job.steps = [{ run: 'exit 1' }];
  return stringify(workflow);
};

describe.each([
  ['approval-gate.yml', { 'thread-id': 'thread-1', 'unchanged-since': TIME }],
  ['approval-gate.yml', { 'thread-id': 'thread-1' }],
  ['started-by-the-agent.yml', { 'thread-id': 'thread-1', 'unchanged-since': TIME, request: 'Refund order 7' }],
  ['many-threads.yml', { 'thread-ids': '["thread-1"]' }],
])('the gate of %s, started with %j', (name, inputs) => {
  beforeEach(() => setThreads({ 'thread-1': { state: 'interrupted' } }));

  test('resolves the interrupt after the work', async () => {
    const result = await dispatch(name, inputs);
    expect(result.exitCode).toBe(0);
    expect(result.succeeded.slice(-2)).toEqual(['Do the approved work', 'Resolve the interrupt']);
    expect(requests()).toEqual(['GET 200', 'POST 204']);
  });

  test('resolves the interrupt without the work if the reviewer rejects it', async () => {
    const result = await dispatch(name, inputs, rejected);
    expect(result.exitCode).toBe(1);
    expect(result.succeeded).toContain('Resolve the interrupt');
    expect(result.succeeded).not.toContain('Do the approved work');
    expect(calls()).toEqual([204]);
  });

  test('leaves the interrupt open if the work fails half-way, and says so', async () => {
    const result = await dispatch(name, inputs, failing);
    expect(result).toMatchObject({ exitCode: 1, failed: ['Do the approved work'] });
    expect(result.log).toMatch(/::error title=The interrupts? stays? open::The work did not finish\. Check what/);
    expect(requests()).toEqual([]);
  });

  test('fails if the interrupt is not resolved', async () => {
    setThreads({ 'thread-1': { state: 'interrupted', script: [{ status: 422 }] } });
    expect(await dispatch(name, inputs)).toMatchObject({ exitCode: 1, failed: ['Resolve the interrupt'] });
  });
});

test.each(['approval-gate.yml', 'started-by-the-agent.yml'])('%s does not resolve another interrupt', async (name) => {
  const thread: Threads[string] = { state: 'interrupted' };
  setThreads({ 'thread-1': thread });
  interrupt(thread);
  const result = await dispatch(name, { 'thread-id': 'thread-1', 'unchanged-since': TIME, request: 'Refund order 7' });
  expect(result).toMatchObject({ exitCode: 1, failed: ['Resolve the interrupt'] });
  expect(calls()).toEqual([]);
});

describe('started-by-the-agent.yml', () => {
  /** Runs the program of the agent's side. */
  async function ask(threadId: string): Promise<{ exitCode: number | null; printed: string }> {
    const program = example('started-by-the-agent.py');
    const env = { PATH: process.env.PATH, LANGSMITH_API_KEY: api.apiKey, GITHUB_TOKEN: 'a-token' };
    const python = spawn('python3', ['-', threadId, 'Refund order 7'], { env });
    python.stdin.end(program);
    let printed = '';
    for (const stream of [python.stdout, python.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    const exitCode = await new Promise<number | null>((resolve) => python.on('close', resolve));
    return { exitCode, printed };
  }

  test('is started by the program, with the time of the interrupt, and resolves it', async () => {
    const stateUpdatedAt = '2026-02-01T10:00:00.123456+00:00';
    setThreads({ 'thread-1': { state: 'interrupted', stateUpdatedAt, updatedAt: '2026-02-02T10:00:00Z' } });
    expect(await ask('thread-1')).toEqual({
      exitCode: 0,
      printed: 'Approve or reject at https://github.example/actions/runs/1\n',
    });
    const inputs = { 'thread-id': 'thread-1', 'unchanged-since': stateUpdatedAt, request: 'Refund order 7' };
    expect(github.requests).toEqual([
      {
        request: 'POST /repos/OWNER/REPOSITORY/actions/workflows/started-by-the-agent.yml/dispatches',
        body: { ref: 'main', inputs, return_run_details: true },
      },
    ]);
    expect(await dispatch('started-by-the-agent.yml', inputs)).toMatchObject({ exitCode: 0 });
    expect(api.threads.get('thread-1')?.resolved).toBe(1);
  });

  test('does nothing if the reviewer cannot be shown the request', async () => {
    setThreads({ 'thread-1': { state: 'interrupted' } });
    const inputs = { 'thread-id': 'thread-1', 'unchanged-since': TIME, request: 'Refund order 7' };
    const result = await dispatch('started-by-the-agent.yml', inputs, (text) =>
      text.replace('run: tr', 'run: exit 1 #'),
    );
    expect(result).toMatchObject({ exitCode: 1, succeeded: [], failed: ['Show the request in the summary'] });
    expect(requests()).toEqual([]);
  });

  test('is not started for a thread that is not interrupted', async () => {
    setThreads({ 'thread-1': { state: 'busy' } });
    expect(await ask('thread-1')).toEqual({ exitCode: 1, printed: 'The thread is busy, not interrupted.\n' });
    expect(github.requests).toEqual([]);
  });

  test('shows the request as plain text and runs none of it', async () => {
    const request = '"; echo injected; `echo injected`\r# Heading\n$(echo injected)';
    const showSummary = (text: string): string =>
      text.replace('>> "$GITHUB_STEP_SUMMARY"', '| tee -a "$GITHUB_STEP_SUMMARY"');
    const inputs = { 'thread-id': '$(echo injected)', 'unchanged-since': '`echo injected`', request };
    const result = await dispatch('started-by-the-agent.yml', inputs, showSummary);
    expect(result.printed.slice(0, 3)).toEqual([
      '    "; echo injected; `echo injected`',
      '    # Heading',
      '    $(echo injected)',
    ]);
    expect(result.printed).not.toContain('injected');
    expect(result.failed).toEqual(['Resolve the interrupt']);
    expect(requests()).toEqual([]);
  });
});

describe('find-interrupted-threads.yml', () => {
  const agentId = 'your-agent-id';
  const find = () => run({ 'find-interrupted-threads.yml': example('find-interrupted-threads.yml') }, 'schedule', {});
  const started = () => github.requests.map(({ body }) => body.inputs);

  test('starts the approval gate once for each interrupt', async () => {
    setThreads({
      'thread-1': { state: 'interrupted', agentId },
      'thread-2': { state: 'busy', agentId },
      'thread-3': { state: 'interrupted', agentId: 'another' },
      'thread-4': { state: 'interrupted', agentId, stateUpdatedAt: '2026-02-01T10:00:00Z' },
    });
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(github.requests[0]).toMatchObject({
      request: expect.stringMatching(/^POST .*\/workflows\/approval-gate\.yml\/dispatches$/),
      body: { ref: 'main' },
    });
    expect(started()).toEqual([
      { 'thread-id': 'thread-1', 'unchanged-since': TIME },
      { 'thread-id': 'thread-4', 'unchanged-since': '2026-02-01T10:00:00Z' },
    ]);

    // The runs have the titles that the gate gives them. One thread is interrupted again.
    const runName: string = parse(example('approval-gate.yml'))['run-name'];
    const title = (inputs = {}): string =>
      Object.entries(inputs).reduce(
        (text, [name, value]) => text.replace(`\${{ inputs.${name} }}`, `${value}`),
        runName,
      );
    github.titles.push(...started().map(title));
    const thread = api.threads.get('thread-1');
    if (thread) interrupt(thread);
    github.requests.length = 0;
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(started()).toEqual([{ 'thread-id': 'thread-1', 'unchanged-since': '2026-01-05T09:00:01.000Z' }]);
  });

  test('reads all pages of both lists', async () => {
    const ids = Array.from({ length: 45 }, (_, index) => `thread-${index}`);
    setThreads(Object.fromEntries(ids.map((id) => [id, { state: 'interrupted', agentId }])));
    // The first thread's run is on the second page.
    github.titles.push(...Array(100).fill('Another'), `Refund for thread thread-0 ${TIME}`);
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(started().map((inputs) => inputs?.['thread-id'])).toEqual(ids.slice(1));
  });

  test('starts nothing if no thread is interrupted', async () => {
    setThreads({ 'thread-1': { state: 'idle', agentId } });
    expect(await find()).toMatchObject({ exitCode: 0, succeeded: ['List the threads'] });
    expect(github.requests).toEqual([]);
  });

  test('starts nothing if a list cannot be read', async () => {
    setThreads({ 'thread-1': { state: 'interrupted', agentId } });
    const wrongPath = example('find-interrupted-threads.yml').replace('gate "runs?', 'gate "missing?');
    expect(await run({ 'find.yml': wrongPath }, 'schedule', {})).toMatchObject({
      exitCode: 1,
      failed: ['Start the gate for each interrupt that has no run yet'],
    });
    const wrongKey = example('find-interrupted-threads.yml').replace('X-Api-Key: ', 'X-Api-Key: not-');
    expect(await run({ 'find.yml': wrongKey }, 'schedule', {})).toMatchObject({
      exitCode: 1,
      failed: ['List the threads'],
    });
    expect(github.requests).toEqual([]);
  });
});

describe('wait-for-the-interrupt.yml', () => {
  const wait = (change?: (text: string) => string) =>
    dispatch('wait-for-the-interrupt.yml', { 'thread-id': 'thread-1' }, change);

  test('sends nothing before the thread is interrupted', async () => {
    setThreads({ 'thread-1': { state: 'busy', interruptedAfter: 8 } });
    expect(await wait()).toMatchObject({ exitCode: 0 });
    expect(requests()).toEqual([...Array(9).fill('GET 200'), 'POST 204']);
  });

  test('says so if the agent is still busy at the end', async () => {
    setThreads({ 'thread-1': { state: 'busy' } });
    const result = await wait((text) => text.replace('max-attempts: 40', 'max-attempts: 3'));
    expect(result).toMatchObject({ exitCode: 1, succeeded: ['Say that the agent is still busy'] });
    expect(result.printed).toContain('Still busy after 3 attempts.');
    expect(calls()).toEqual([]);
  });

  test('ends at once if the agent has finished', async () => {
    setThreads({ 'thread-1': { state: 'idle' } });
    expect(await wait()).toMatchObject({ exitCode: 1, succeeded: [], failed: ['Resolve the interrupt'] });
    expect(requests()).toEqual(['GET 200']);
  });
});

describe('chatops.yml', () => {
  const comment = (login: string, body: string) =>
    run({ 'chatops.yml': example('chatops.yml') }, 'issue_comment', {
      action: 'created',
      comment: { body, user: { login }, created_at: '2026-01-05T09:00:00Z' },
      issue: { number: 1 },
    });
  beforeEach(() => setThreads({ 'thread-1': { state: 'interrupted' } }));

  test.each([
    ['writer', '/resolve thread-1'],
    ['owner', '/resolve  thread-1 please\r\nThank you.'],
    ['owner', '/resolve thread-1\r\nThank you.'],
  ])('resolves the interrupt that %s names by %j', async (login, body) => {
    expect(await comment(login, body)).toMatchObject({ exitCode: 0 });
    expect(calls()).toEqual([204]);
  });

  test.each([
    ['someone with read access', 'reader', '/resolve thread-1', 0],
    ['someone whose name is a URL pattern', 'app[bot]', '/resolve thread-1', 0],
    ['someone that GitHub does not know', 'unknown', '/resolve thread-1', 1],
    ['a comment that is not a command', 'writer', 'Please /resolve thread-1', 0],
    ['shell code', 'writer', '/resolve $(echo thread-1)', 1],
  ])('does nothing for %s', async (_, login, body, exitCode) => {
    expect(await comment(login, body)).toMatchObject({ exitCode });
    expect(requests()).toEqual([]);
  });

  test('does not resolve an interrupt that came after the comment', async () => {
    const thread = api.threads.get('thread-1');
    if (thread) interrupt(thread);
    expect(await comment('writer', '/resolve thread-1')).toMatchObject({ exitCode: 1 });
    expect(requests()).toEqual(['GET 200']);
  });
});

describe('approval-by-label.yml', () => {
  const name = 'approval-by-label.yml';
  /** Adds a label to the issue that the workflow opened. */
  function label(
    label: string,
    { login = 'writer', author = 'github-actions[bot]', title = '', change = (text: string) => text } = {},
  ) {
    const issue = { ...github.issue, number: 1, user: { login: author }, ...(title && { title }) };
    const payload = { action: 'labeled', issue, label: { name: label }, sender: { login } };
    return run({ [name]: change(example(name)) }, 'issues', payload);
  }
  beforeEach(async () => {
    setThreads({ 'thread-1': { state: 'interrupted' } });
    const result = await dispatch(name, { 'thread-id': 'thread-1', 'unchanged-since': TIME });
    expect(result).toMatchObject({ exitCode: 0, printed: ['https://github.example/issues/1'] });
    expect(github.issue).toMatchObject({
      title: 'Refund for thread thread-1',
      body: `thread-1 ${TIME}\n\nAdd the label \`approved\` or \`rejected\`.`,
    });
  });

  test('does the work and resolves the interrupt once, however many labels there are', async () => {
    const result = await label('approved');
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.succeeded.slice(-2)).toEqual(['Do the approved work', 'Resolve the interrupt']);
    expect(github.issue.state).toBe('closed');
    expect(await label('approved')).toMatchObject({ exitCode: 0, succeeded: ['Check the sender and close the issue'] });
    expect(await label('rejected')).toMatchObject({ exitCode: 0, succeeded: ['Check the sender and close the issue'] });
    expect(requests()).toEqual(['GET 200', 'POST 204']);
  });

  test('resolves the interrupt without the work if it is rejected', async () => {
    const result = await label('rejected', { login: 'owner' });
    expect(result.succeeded).toEqual(['Check the sender and close the issue', 'Resolve the interrupt']);
    expect(calls()).toEqual([204]);
  });

  test('leaves the interrupt open if the work fails half-way, and says so', async () => {
    const result = await label('approved', { change: failing });
    expect(result).toMatchObject({ exitCode: 1, failed: ['Do the approved work'] });
    expect(result.log).toContain('::error title=The interrupt stays open::');
    expect(requests()).toEqual([]);
  });

  test('does not resolve another interrupt', async () => {
    const thread = api.threads.get('thread-1');
    if (thread) interrupt(thread);
    expect(await label('rejected')).toMatchObject({ exitCode: 1 });
    expect(requests()).toEqual(['GET 200']);
  });

  test.each([
    ['another label', 'bug', {}],
    ['someone with read access', 'approved', { login: 'reader' }],
    ['someone that GitHub does not know', 'approved', { login: 'unknown' }],
    ['an issue that someone else opened', 'approved', { author: 'reader' }],
    ['an issue that another workflow opened', 'approved', { title: 'Build failed' }],
  ])('does nothing for %s', async (_, name, options) => {
    const { succeeded } = await label(name, options);
    expect(succeeded).not.toContain('Do the approved work');
    expect(github.issue.state).toBe('open');
    expect(requests()).toEqual([]);
  });
});

test('many-threads.yml resolves the other interrupts if one cannot be resolved', async () => {
  setThreads({ 'thread-1': { state: 'interrupted' }, 'thread-3': { state: 'interrupted' } });
  const inputs = { 'thread-ids': '["thread-1", "thread-2", "thread-3"]' };
  expect(await dispatch('many-threads.yml', inputs)).toMatchObject({ exitCode: 1 });
  expect(calls()).toEqual([204, 204]);
  // act runs every job of a matrix anyway.
  expect(parse(example('many-threads.yml')).jobs.resolve.strategy['fail-fast']).toBe(false);
});

describe('reusable.yml', () => {
  /** The caller that the comment shows. */
  const caller = (): string => {
    const lines = readFileSync(join(FOLDER, 'reusable.yml'), 'utf8').matchAll(/^# {3}(.*)$/gm);
    return [...lines].map(([, line]) => line).join('\n');
  };
  const call = (change = (text: string): string => text) =>
    run({ 'caller.yml': change(caller()), 'reusable.yml': example('reusable.yml') }, 'workflow_dispatch', {});

  test('resolves the interrupt for the caller', async () => {
    setThreads({ 'thread-1': { state: 'interrupted' } });
    expect(await call()).toMatchObject({ exitCode: 0, succeeded: ['Resolve the interrupt'] });
    expect(requests()).toEqual(['GET 200', 'POST 204']);
  });

  test('leaves it to the caller to fail', async () => {
    setThreads({ 'thread-1': { state: 'interrupted', script: [{ status: 404 }] } });
    const result = await call();
    expect(result).toMatchObject({ exitCode: 1, failed: ['exit 1'] });
    expect(result.printed).toContain('The outcome is not-resolved.');
  });

  /** The call with the optional inputs. */
  const callWith = (time: string, workspace: string) =>
    call((text) =>
      text.replace(/( +)thread-id: .*/, `$&\n$1unchanged-since: "${time}"\n$1workspace-id: "${workspace}"`),
    );

  test('takes empty inputs as not set', async () => {
    setThreads({ 'thread-1': { state: 'interrupted' } });
    expect(await callWith('', '')).toMatchObject({ exitCode: 0 });
    expect(api.calls.at(-1)?.headers).not.toHaveProperty('x-tenant-id');
  });

  test('passes its inputs on', async () => {
    setThreads({ 'thread-1': { state: 'interrupted', stateUpdatedAt: '2026-02-01T10:00:00Z' } });
    expect(await callWith(TIME, 'workspace-1')).toMatchObject({ exitCode: 1 });
    expect(api.calls).toMatchObject([{ method: 'GET', headers: { 'x-tenant-id': 'workspace-1' } }]);
  });
});

test('every example is run here', () => {
  expect([...ran].sort()).toEqual(readdirSync(FOLDER).sort());
});
