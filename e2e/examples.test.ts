import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { interrupt, startStandIn } from '../stand-in/server.js';
import type { WorkflowRun } from './act.js';
import * as examples from './examples.js';
import {
  type Change,
  dropping,
  ending,
  failing,
  kept,
  type RunOptions,
  replace,
  showing,
  unchanged,
  WORK,
} from './examples.js';
import { startGitHub, TOKEN } from './github.js';

const TIME = '2026-01-05T09:00:00.000Z';
const INTERRUPTS = [{ id: 'interrupt-1', value: 'Refund "40" EUR? $(echo injected)' }];
const INPUTS = { 'thread-id': 'thread-1' };

type Threads = NonNullable<NonNullable<Parameters<typeof startStandIn>[0]>['threads']>;

let api: Awaited<ReturnType<typeof startStandIn>>;
let github: Awaited<ReturnType<typeof startGitHub>>;
beforeEach(async () => {
  [api, github] = await Promise.all([startStandIn(), startGitHub()]);
  setThreads({ 'thread-1': { state: 'interrupted', interrupts: INTERRUPTS } });
});
afterEach(async () => {
  github.close();
  await api.close();
});

function setThreads(threads: Threads): void {
  for (const [id, thread] of Object.entries(threads)) api.threads.set(id, thread);
}

/** The thread goes on, and waits at another interrupt. */
const moveOn = (): void => interrupt(api.threads.get('thread-1') ?? { state: 'idle' });

/** The requests that the API got: method and status. */
const requests = (): string[] => api.calls.map(({ method, status }) => `${method} ${status}`);
const calls = (): string[] => requests().filter((request) => request.startsWith('POST'));
/** The inputs of the gates that were started. */
const started = () => github.requests.flatMap(({ body }) => (body.inputs ? [body.inputs] : []));

/** Examples that were run. e2e/langgraph runs the first. */
const ran = new Set(['answer-the-agent.yml']);

function example(name: string): string {
  ran.add(name);
  return examples.example(name, { api, github });
}

/** Runs the first of the workflows. */
const run = (workflows: Record<string, string>, options: RunOptions = {}): Promise<WorkflowRun> =>
  examples.run(workflows, { api, github }, { payload: { inputs: INPUTS }, ...options });

/** Runs a gate after the reviewer has decided. */
const gate = (change = unchanged, options: RunOptions = {}, name = 'approval-gate.yml'): Promise<WorkflowRun> =>
  run({ [name]: change(example(name)) }, options);

describe('approval-gate.yml', () => {
  /** The run says that the interrupt is still open, after so many reads. */
  function expectOpen(result: WorkflowRun, reads: number): void {
    expect(requests()).toEqual(Array(reads).fill('GET 200'));
    expect(result).toMatchObject({ exitCode: 1, jobs: { 'Resolve the interrupt': 'failed' } });
    expect(result.succeeded).not.toContain(WORK);
  }

  test('shows the request, does the work for what was shown, resolves, and says who approved', async () => {
    github.decide('approved', 'Fine.\n# With me');
    const result = await gate(showing);
    expect(result.exitCode).toBe(0);
    expect(requests()).toEqual(['GET 200', 'GET 200', 'GET 200', 'POST 204']);
    expect(result.log).toContain('Refund &quot;40&quot; EUR? $(echo injected)');
    expect(result.printed).toContain(`${JSON.stringify(INTERRUPTS)} for thread-1 ${TIME}`);
    expect(result.log).toContain(`    "thread thread-1, state of ${TIME}"`);
    expect(result.log).toContain('    approved by alice: "Fine.\\n# With me"');
  });

  test('resolves without the work after a rejection, and says who rejected', async () => {
    github.decide('rejected', 'Too much.');
    const result = await gate(ending('approve'));
    expect(requests()).toEqual(['GET 200', 'GET 200', 'POST 204']);
    expect(result).toMatchObject({ exitCode: 1, jobs: { 'Resolve the interrupt': 'succeeded' } });
    expect(result.succeeded).not.toContain(WORK);
    expect(result.log).toContain('    rejected by alice: "Too much."');
  });

  test('does no work for a request that no longer stands', async () => {
    github.decide('approved');
    github.onApprovals = moveOn;
    const result = await gate();
    expectOpen(result, 2);
    expect(result.failed).toContain('Check that the same request still stands');
  });

  test('does not resolve another interrupt after a rejection', async () => {
    github.decide('rejected');
    github.onApprovals = moveOn;
    expectOpen(await gate(ending('approve')), 2);
  });

  test.each<[string, string, ('approved' | 'rejected')[], string]>([
    ['it expired, or its set-up failed before a decision', 'approve', [], 'refund-approval'],
    ['its set-up failed after the approval', 'approve', ['approved'], 'refund-approval'],
    ['one person approved and another rejected', 'approve', ['rejected', 'approved'], 'refund-approval'],
    ['only another environment was rejected', 'approve', ['rejected'], 'refunds'],
    ['the set-up of the work failed', 'work', ['approved'], 'refund-approval'],
    ['the work was rejected', 'work', ['rejected', 'approved'], 'refund-approval'],
  ])('a missing output is no rejection: %s', async (_, job, decisions, environment) => {
    for (const decision of decisions) github.decide(decision, '', environment);
    expectOpen(await gate(ending(job)), job === 'work' ? 2 : 1);
  });

  test.each([
    ['state-updated-at', 1],
    ['attempt', 2],
    ['interrupts', 2],
  ])('does nothing if GitHub drops the output %s', async (output, reads) => {
    github.decide('approved');
    expectOpen(await gate(dropping(output)), reads);
  });

  test('leaves the interrupt open if the work fails', async () => {
    github.decide('approved');
    expectOpen(await gate(failing), 2);
  });

  test('does no work if the environment has no reviewers', async () => {
    const result = await gate();
    expectOpen(result, 1);
    expect(result.failed).toContain('Check that a person approved');
  });

  test.each<[string, string[], RunOptions]>([
    ['an invalid time', [], { payload: { inputs: { ...INPUTS, 'unchanged-since': 'yesterday' } } }],
    ['an invalid ID', [], { payload: { inputs: { 'thread-id': '$(echo injected)' } } }],
    ['an unknown thread', ['GET 404'], { payload: { inputs: { 'thread-id': 'thread-2' } } }],
    ['a key of another region', ['GET 403'], { key: 'another-key' }],
    [
      'a request that has changed since the gate was started',
      ['GET 200'],
      { payload: { inputs: { ...INPUTS, 'unchanged-since': '2026-01-05T08:00:00Z' } } },
    ],
  ])('ends before anyone is asked: %s', async (_, sent, options) => {
    github.decide('approved');
    const result = await gate(undefined, options);
    expect(requests()).toEqual(sent);
    expect(result).toMatchObject({ exitCode: 1, succeeded: [], jobs: { 'Show the request': 'failed' } });
  });

  test('ends before anyone is asked if there is nothing to review', async () => {
    setThreads({ 'thread-1': { state: 'interrupted', interrupts: [] } });
    github.decide('approved');
    expect((await gate()).jobs).toEqual({ 'Show the request': 'failed' });
    expect(calls()).toEqual([]);
  });

  describe('re-run', () => {
    const env = { GITHUB_RUN_ATTEMPT: '2' };
    const steps = [{ run: 'true' }];
    const review = { outputs: { 'state-updated-at': TIME, interrupts: JSON.stringify(INTERRUPTS) }, steps };

    test('does the work only after a new approval', async () => {
      github.decide('approved');
      expectOpen(await gate(kept({ review, approve: { outputs: { attempt: '1' }, steps } }), { env }), 0);
    });

    test('resolves after the work of an earlier attempt, but no later interrupt', async () => {
      github.decide('approved');
      const resolveOnly = kept({ review, approve: { outputs: { attempt: '2' }, steps }, work: { steps } });
      expect(await gate(resolveOnly, { env })).toMatchObject({ exitCode: 0 });
      setThreads({ 'thread-1': { state: 'interrupted' } });
      moveOn();
      expect(await gate(resolveOnly, { env })).toMatchObject({ exitCode: 1 });
      expect(calls()).toEqual(['POST 204']);
    });

    test('takes no rejection from an earlier attempt', async () => {
      github.decide('rejected');
      expectOpen(await gate(ending('approve'), { env }), 1);
    });
  });
});

describe('approval-by-label.yml', () => {
  const name = 'approval-by-label.yml';
  const CHECK = 'Check the sender and the issue';
  /** Adds a label to the issue that the workflow opened. */
  function label(
    label: string,
    { login = 'writer', author = 'github-actions[bot]', title = '', change = unchanged } = {},
  ) {
    const issue = { ...github.issue, number: 1, node_id: 'I_1', user: { login: author }, ...(title && { title }) };
    return gate(
      change,
      { event: 'issues', payload: { action: 'labeled', issue, label: { name: label }, sender: { login } } },
      name,
    );
  }
  beforeEach(async () => {
    expect(await gate(undefined, undefined, name)).toMatchObject({ exitCode: 0 });
    expect(github.issue.title).toBe('Refund for thread thread-1');
    expect(github.issue.body).toMatch(
      new RegExp(`^thread-1 ${TIME}\n\nRead the request in https://github.com/\\S*/runs/1`),
    );
    api.calls.length = 0;
  });

  test('does the work and resolves the interrupt once, however many labels there are', async () => {
    const result = await label('approved', { change: showing });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.printed).toContain(`${JSON.stringify(INTERRUPTS)} for thread-1 ${TIME}`);
    expect(result.log).toContain('    approved by writer');
    expect(github.issue.state).toBe('closed');
    expect(await label('rejected')).toMatchObject({ exitCode: 1, failed: [CHECK], succeeded: [] });
    expect(requests()).toEqual(['GET 200', 'GET 200', 'POST 204']);
  });

  test('resolves the interrupt without the work if it is rejected', async () => {
    const result = await label('rejected', { login: 'owner' });
    expect(result.succeeded).toEqual([CHECK, 'Record the decision', 'Resolve the interrupt']);
    expect(requests()).toEqual(['GET 200', 'POST 204']);
  });

  test.each<[string, Change, () => void, number]>([
    ['the work fails', failing, () => {}, 1],
    ['the request has changed', unchanged, moveOn, 1],
    ['GitHub drops the decision', dropping('decision'), () => {}, 0],
  ])('leaves the interrupt open if %s, and says so', async (_, change, before, reads) => {
    before();
    const result = await label('approved', { change });
    expect(result).toMatchObject({ exitCode: 1, jobs: { 'Resolve the interrupt': 'failed' } });
    expect(result.succeeded).not.toContain(WORK);
    expect(requests()).toEqual(Array(reads).fill('GET 200'));
  });

  test('takes no request from an issue that was edited', async () => {
    setThreads({ 'thread-2': { state: 'interrupted' } });
    Object.assign(github.issue, { body: github.issue.body.replace('thread-1', 'thread-2'), lastEditedAt: TIME });
    expect(await label('approved')).toMatchObject({ exitCode: 1, failed: [CHECK] });
    expect({ state: github.issue.state, requests: requests() }).toEqual({ state: 'open', requests: [] });
  });

  test.each([
    ['another label', 'bug', {}],
    ['someone with read access', 'approved', { login: 'reader' }],
    ['someone whose name is a URL pattern', 'approved', { login: 'app[bot]' }],
    ['someone that GitHub does not know', 'approved', { login: 'unknown' }],
    ['an issue that someone else opened', 'approved', { author: 'reader' }],
    ['an issue that another workflow opened', 'approved', { title: 'Build failed' }],
  ])('does nothing for %s', async (_, name, options) => {
    expect((await label(name, options)).succeeded).toEqual([]);
    expect({ state: github.issue.state, requests: requests() }).toEqual({ state: 'open', requests: [] });
  });
});

describe('find-interrupted-threads.yml', () => {
  const name = 'find-interrupted-threads.yml';
  const agentId = 'your-agent-id';
  const waiting = { state: 'interrupted', agentId } as const;
  const find = (change = unchanged) => run({ [name]: change(example(name)) }, { event: 'schedule', payload: {} });
  const inputs = (id: string, time = TIME) => ({ 'thread-id': id, 'unchanged-since': time });

  /** A run of the gate, with the title that the gate gives it. */
  function addRun(id: string, time: string, status: string, conclusion?: string, head_branch = 'main'): void {
    const runName: string = parse(example('approval-gate.yml'))['run-name'];
    const display_title = Object.entries(inputs(id, time)).reduce(
      (text, [input, value]) => text.replace(`\${{ inputs.${input} }}`, value),
      runName,
    );
    github.runs.push({ display_title: display_title.trim(), status, head_branch, ...(conclusion && { conclusion }) });
  }

  test('starts a gate for each interrupted thread of the agent', async () => {
    setThreads({
      'thread-1': { ...waiting },
      'thread-2': { state: 'busy', agentId },
      'thread-3': { ...waiting, agentId: 'another' },
      'thread-4': { ...waiting, stateUpdatedAt: '2026-02-01T10:00:00Z' },
    });
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(github.requests[0]).toMatchObject({
      request: expect.stringMatching(/^POST .*\/workflows\/approval-gate\.yml\/dispatches$/),
      body: { ref: 'main' },
    });
    expect(started()).toEqual([inputs('thread-1'), inputs('thread-4', '2026-02-01T10:00:00Z')]);
  });

  test.each<[string, boolean, Parameters<typeof addRun>]>([
    ['was cancelled', true, ['thread-1', TIME, 'completed', 'cancelled']],
    ['failed', true, ['thread-1', TIME, 'completed', 'failure']],
    ['has resolved an earlier interrupt', true, ['thread-1', '2026-01-04T09:00:00Z', 'completed', 'success']],
    ['is for a thread with a longer ID', true, ['thread-10', TIME, 'waiting']],
    ['is on another branch', true, ['thread-1', TIME, 'completed', 'success', 'feature']],
    ['waits for approval', false, ['thread-1', TIME, 'waiting']],
    ['was started by hand', false, ['thread-1', '', 'in_progress']],
    ['is queued for an earlier interrupt', false, ['thread-1', '2026-01-04T09:00:00Z', 'queued']],
    ['has resolved this interrupt', false, ['thread-1', TIME, 'completed', 'success']],
  ])('for a gate that %s, starts another: %s', async (_, isStarted, run) => {
    setThreads({ 'thread-1': { ...waiting } });
    addRun(...run);
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(started()).toEqual(isStarted ? [inputs('thread-1')] : []);
  });

  test('reads all pages of both lists', async () => {
    const ids = Array.from({ length: 45 }, (_, index) => `thread-${index}`);
    setThreads(Object.fromEntries(ids.map((id) => [id, { ...waiting }])));
    for (let count = 0; count < 100; count++) addRun('another', TIME, 'completed', 'success');
    addRun('thread-0', TIME, 'waiting');
    expect(await find()).toMatchObject({ exitCode: 0 });
    expect(started().map((inputs) => inputs['thread-id'])).toEqual(ids.slice(1));
  });

  test('starts nothing if no thread is interrupted', async () => {
    expect(await find()).toMatchObject({ exitCode: 0, succeeded: ['List the threads'] });
  });

  test.each<[string, Change]>([
    ['the threads cannot be listed', replace(/X-Api-Key: /, 'X-Api-Key: not-')],
    ['the runs cannot be listed', replace(/gate "runs/, 'gate "missing')],
    ['a thread has no time', replace(/\.state_updated_at \/\/ \.updated_at/, '.missing')],
    ['GitHub drops the list', dropping('threads')],
  ])('fails and starts nothing if %s', async (_, change) => {
    setThreads({ 'thread-1': { ...waiting } });
    expect(await find(change)).toMatchObject({ exitCode: 1 });
    expect(github.requests).toEqual([]);
  });
});

test('many-threads.yml starts a gate for each interrupted thread, skips idle ones, and fails for the others', async () => {
  setThreads({
    'thread-2': { state: 'idle' },
    'thread-3': { state: 'interrupted', stateUpdatedAt: '2026-02-01T10:00:00Z' },
    'thread-4': { state: 'idle' },
  });
  const start = (ids: string[]) =>
    run({ 'many.yml': example('many-threads.yml') }, { payload: { inputs: { 'thread-ids': JSON.stringify(ids) } } });
  const ids = ['thread-1', 'thread-2', 'thread-3', 'thread-4'];
  expect(await start(ids)).toMatchObject({ exitCode: 0 });
  const expected = [
    { 'thread-id': 'thread-1', 'unchanged-since': TIME },
    { 'thread-id': 'thread-3', 'unchanged-since': '2026-02-01T10:00:00.000Z' },
  ];
  expect(started()).toHaveLength(2);
  expect(started()).toEqual(expect.arrayContaining(expected));

  setThreads({ 'thread-5': { state: 'error' }, 'thread-1': { state: 'idle' } });
  github.requests.length = 0;
  expect(await start([...ids, 'thread-5', 'thread-6'])).toMatchObject({ exitCode: 1 });
  expect(started()).toEqual([expected[1]]);
  // act runs every job of a matrix anyway.
  expect(parse(example('many-threads.yml')).jobs.start.strategy['fail-fast']).toBe(false);
});

describe('report-open-interrupts.yml', () => {
  const name = 'report-open-interrupts.yml';
  const resolved = (conclusion: string) => [{ name: 'Resolve the interrupt', conclusion }];

  test.each([
    ['cancelled', [], true],
    ['startup_failure', [], true],
    ['failure', resolved('failure'), true],
    ['failure', resolved('success'), false],
    ['success', resolved('success'), false],
    ['skipped', [], false],
  ])('for a gate that ended with %s, and jobs %j, opens an issue: %s', async (conclusion, jobs, isOpened) => {
    github.jobs = jobs;
    const workflow_run = { id: 1, conclusion, display_title: '$(echo injected)', html_url: 'https://github.example/1' };
    const payload = { action: 'completed', workflow_run };
    expect(await run({ [name]: example(name) }, { event: 'workflow_run', payload })).toMatchObject({ exitCode: 0 });
    expect(github.requests.map(({ body }) => body.title)).toEqual(isOpened ? ['Open interrupt: $(echo injected)'] : []);
  });
});

test('reusable.yml fails for all if one copy in a matrix fails', async () => {
  const lines = readFileSync(join(examples.FOLDER, 'reusable.yml'), 'utf8').matchAll(/^# {3}(.*)$/gm);
  const caller = [...lines].map(([, line]) => line).join('\n');
  const call = () => run({ 'caller.yml': caller, 'reusable.yml': example('reusable.yml') });
  setThreads({ 'thread-2': { state: 'interrupted' } });
  expect(await call()).toMatchObject({
    exitCode: 0,
    printed: expect.arrayContaining(['All interrupts are resolved.']),
  });
  setThreads({ 'thread-1': { state: 'idle' }, 'thread-2': { state: 'interrupted' } });
  const result = await call();
  expect(result.exitCode).toBe(1);
  expect(result.printed).not.toContain('All interrupts are resolved.');
});

describe('started-by-the-agent.py', () => {
  /** Runs the program of the agent's side. */
  async function ask(): Promise<{ exitCode: number | null; printed: string }> {
    const env = { PATH: process.env.PATH, LANGSMITH_API_KEY: api.apiKey, GITHUB_TOKEN: TOKEN };
    const python = spawn('python3', ['-', 'thread-1'], { env });
    python.stdin.end(example('started-by-the-agent.py'));
    let printed = '';
    for (const stream of [python.stdout, python.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    const exitCode = await new Promise<number | null>((resolve) => python.on('close', resolve));
    return { exitCode, printed };
  }
  const RUNS = 'https://github.com/OWNER/REPOSITORY/actions/workflows/approval-gate.yml';

  test.each([
    ['details', 1, 'https://github.example/actions/runs/1'],
    ['no details', 1, RUNS],
    ['no parameter', 2, RUNS],
  ] as const)('starts the gate with the time of the interrupt. GitHub returns %s', async (dispatch, count, url) => {
    github.dispatch = dispatch;
    const stateUpdatedAt = '2026-02-01T10:00:00.123456+00:00';
    setThreads({ 'thread-1': { state: 'interrupted', stateUpdatedAt, updatedAt: '2026-02-02T10:00:00Z' } });
    expect(await ask()).toEqual({ exitCode: 0, printed: `Approve or reject at ${url}\n` });
    expect(github.requests).toHaveLength(count);
    expect(github.requests.at(-1)).toMatchObject({
      request: 'POST /repos/OWNER/REPOSITORY/actions/workflows/approval-gate.yml/dispatches',
      body: { ref: 'main', inputs: { ...INPUTS, 'unchanged-since': stateUpdatedAt } },
    });
  });

  test.each<[string, Threads[string]]>([
    ['is busy', { state: 'busy' }],
    ['has no time', { state: 'interrupted', reads: [{ status: 200, body: { status: 'interrupted' } }] }],
    ['cannot be read', { state: 'interrupted', reads: [{ status: 500 }] }],
  ])('starts nothing if the thread %s', async (_, thread) => {
    setThreads({ 'thread-1': thread });
    expect(await ask()).toMatchObject({ exitCode: 1 });
    expect(github.requests).toEqual([]);
  });

  test('does not take the key to another server', async () => {
    const other = await startStandIn({ threads: { 'thread-1': { state: 'interrupted' } } });
    const headers = { Location: `${other.url}/threads/thread-1` };
    setThreads({ 'thread-1': { state: 'interrupted', reads: [{ status: 302, headers }] } });
    const { exitCode } = await ask();
    await other.close();
    expect({ exitCode, calls: other.calls }).toEqual({ exitCode: 1, calls: [] });
  });
});

describe('every example', () => {
  const names = readdirSync(examples.FOLDER);

  test('is run', () => {
    expect([...ran].sort()).toEqual(names.sort());
  });

  interface Job {
    environment?: string;
    steps: { with?: object }[];
  }
  const workflows = names
    .filter((name) => name.endsWith('.yml'))
    .map((name) => {
      const text = readFileSync(join(examples.FOLDER, name), 'utf8');
      return { name, text, jobs: Object.values<Job>(parse(text).jobs) };
    });

  test.each(workflows)('$name resolves only an interrupt that was reviewed', ({ jobs }) => {
    const inputs = jobs.flatMap(({ steps }) => steps.flatMap((step) => step.with ?? []));
    const resolving = inputs.filter((input) => !('mode' in input));
    expect(resolving).toEqual(resolving.map(() => expect.objectContaining({ 'check-thread': 'unchanged' })));
  });

  // Anyone with write access can set repository variables, and start a workflow of the same name on a branch.
  test.each(workflows)(
    '$name keeps its secrets out of reach of variables, branches and processes',
    ({ text, jobs }) => {
      expect(text).not.toMatch(/\bvars\b/);
      // Arguments of a process can be read by every other process.
      expect(text).not.toMatch(/(?<!@<\(echo )"(X-Api-Key|Authorization):/);
      const hasSecrets = ({ steps }: Job) => /secrets\.|approved work/.test(JSON.stringify(steps));
      const environments = [...new Set(jobs.filter(hasSecrets).map(({ environment }) => environment))];
      const limits = [/^/, /deployments from main only/][environments.length] ?? /(Limit|limited) .*\bmain\b/;
      const comment = text.match(/^#.*$/gm)?.join(' ');
      for (const pattern of [limits, ...environments.map((name) => new RegExp(`\\b${name}\\b`))])
        expect(comment).toMatch(pattern);
    },
  );
});
