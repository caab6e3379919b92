import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startStandIn } from '../stand-in/server.js';
import { runWorkflow, type WorkflowRun } from './act.js';

const FOLDER = join(__dirname, '..', 'examples');

type Threads = NonNullable<NonNullable<Parameters<typeof startStandIn>[0]>['threads']>;

/** An example as it stands, but for the address of the API, and for short delays between its attempts. */
function example(name: string, apiUrl: string): string {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const changed = text.replace(
    /^( +)with:\n(?=\1 {2}thread-id:.*\n\1 {2}api-key:)/gm,
    (all, indent) =>
      `${all}${indent}  api-url: ${apiUrl}\n${indent}  retry-delay-seconds: 0.1\n${indent}  retry-max-delay-seconds: 0.1\n`,
  );
  expect(changed).not.toBe(text);
  return changed;
}

/** Examples that were run. */
const ran = new Set<string>();

/** Runs an example against the stand-in; returns what it came to, and what became of the threads. */
async function run(
  name: string,
  event: string,
  payload: object,
  threads: Threads,
  { caller, env = {} }: { caller?: string; env?: Record<string, string> } = {},
): Promise<WorkflowRun & { threads: Threads; statuses: number[] }> {
  ran.add(name);
  const api = await startStandIn({ threads });
  const workflows = { ...(caller ? { 'caller.yml': caller } : {}), [name]: example(name, api.url) };
  const secrets = { LANGSMITH_API_KEY: api.apiKey, GITHUB_TOKEN: 'a-token' };
  const result = await runWorkflow({ workflows, event, payload, secrets, env }).finally(api.close);
  expect(result.log).not.toContain(api.apiKey);
  return { ...result, threads: Object.fromEntries(api.threads), statuses: api.calls.map(({ status }) => status) };
}

const dispatch = { inputs: { 'thread-id': 'thread-1' } };

describe('approval-gate.yml', () => {
  test.each<[string, Threads[string], string, number]>([
    ['the API confirms it', { state: 'interrupted' }, 'The API confirmed it', 0],
    ['the API refuses', { state: 'interrupted', script: [{ status: 404 }] }, 'The API refused, or was never reached', 1],
    ['nobody can tell', { state: 'interrupted', script: [{ status: 503 }] }, 'Nobody can tell', 1],
  ])('has a step for where %s', async (_, thread, step, exitCode) => {
    const result = await run('approval-gate.yml', 'workflow_dispatch', dispatch, { 'thread-1': thread });
    expect(result.exitCode).toBe(exitCode);
    const resolve = "Close the agent's pause";
    const succeeded = exitCode === 0 ? ['Do the approved work', resolve, step] : ['Do the approved work', step];
    expect(result).toMatchObject({ succeeded, failed: exitCode === 0 ? [] : [resolve] });
  });
});

describe('started-by-the-agent.yml', () => {
  const paused = (id: string) => ({ action: 'agent-paused', client_payload: { 'thread-id': id } });

  test('resolves the thread of the payload', async () => {
    const result = await run('started-by-the-agent.yml', 'repository_dispatch', paused('thread-1'), {
      'thread-1': { state: 'interrupted' },
    });
    expect(result).toMatchObject({ exitCode: 0, threads: { 'thread-1': { resolved: 1 } } });
  });

  test('runs nothing that the payload says', async () => {
    const payload = paused('x"; echo injected; echo "$(echo injected)');
    const result = await run('started-by-the-agent.yml', 'repository_dispatch', payload, {});
    expect(result).toMatchObject({ exitCode: 1, statuses: [], succeeded: [], failed: ['Check the thread ID'] });
    expect(result.printed).toEqual([]);
  });
});

describe('wait-for-the-pause.yml', () => {
  const wait = (interruptedAfter?: number) =>
    run('wait-for-the-pause.yml', 'workflow_dispatch', dispatch, {
      'thread-1': { state: 'busy', ...(interruptedAfter && { interruptedAfter }) },
    });

  test('waits for it', async () => {
    expect(await wait(6)).toMatchObject({ exitCode: 0, statuses: [409, 409, 409, 409, 409, 409, 204] });
  });

  test('has a step for where it does not come', async () => {
    const { exitCode, statuses, succeeded, printed } = await wait();
    expect({ exitCode, succeeded, printed: printed.at(-1) }).toEqual({
      exitCode: 1,
      succeeded: ['The agent did not pause in time'],
      printed: `No pause after ${statuses.length} attempts.`,
    });
    expect(statuses.length).toBeGreaterThan(2);
  });
});

describe('chatops.yml', () => {
  // The one thing that it asks GitHub for.
  const github = createServer((request, response) => {
    const login = String(/\/collaborators\/([^/]+)\/permission$/.exec(String(request.url))?.[1]);
    const known = request.headers.authorization === 'Bearer a-token' && login !== 'unknown';
    response.writeHead(known ? 200 : 404);
    response.end(JSON.stringify({ permission: { writer: 'write', owner: 'admin' }[login] ?? 'read' }));
  });
  beforeAll(() => new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve)));
  afterAll(() => github.close());

  const comment = (login: string, body: string) =>
    run(
      'chatops.yml',
      'issue_comment',
      { action: 'created', comment: { body, user: { login } }, issue: { number: 1 } },
      { 'thread-1': { state: 'interrupted' } },
      { env: { GITHUB_API_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}` } },
    );

  test.each(['writer', 'owner'])('resolves for someone with write access: %s', async (login) => {
    const result = await comment(login, '/resolve thread-1 please\nThank you.');
    expect(result).toMatchObject({ exitCode: 0, statuses: [204] });
  });

  test.each([
    ['someone with read access', 'reader', '/resolve thread-1', 0],
    ['someone with a name that is a pattern', 'app[bot]', '/resolve thread-1', 0],
    ['someone whom GitHub does not tell of', 'unknown', '/resolve thread-1', 1],
    ['a comment that is no command', 'writer', 'Please /resolve thread-1', 0],
    ['code for a shell', 'writer', '/resolve $(echo thread-1)', 1],
  ])('does nothing for %s', async (_, login, body, exitCode) => {
    expect(await comment(login, body)).toMatchObject({ exitCode, statuses: [] });
  });
});

test('many-threads.yml has one thread fail without the others', async () => {
  const payload = { inputs: { 'thread-ids': '["thread-1", "thread-2", "thread-3"]' } };
  const threads: Threads = { 'thread-1': { state: 'interrupted' }, 'thread-3': { state: 'interrupted' } };
  const result = await run('many-threads.yml', 'workflow_dispatch', payload, threads);
  expect(result).toMatchObject({ exitCode: 1, threads: { 'thread-1': { resolved: 1 }, 'thread-3': { resolved: 1 } } });
  expect([...result.statuses].sort()).toEqual([204, 204, 404]);
});

test.each<[Threads[string], string]>([
  [{ state: 'interrupted' }, 'resolved=true outcome=resolved code='],
  [{ state: 'interrupted', script: [{ status: 404 }] }, 'resolved=false outcome=not-resolved code=not_found'],
])('reusable.yml passes the outputs of %j on', async (thread, told) => {
  const caller = `
on: workflow_dispatch
jobs:
  resolve:
    uses: ./.github/workflows/reusable.yml
    with:
      thread-id: thread-1
    secrets:
      langsmith-api-key: \${{ secrets.LANGSMITH_API_KEY }}
  after:
    needs: resolve
    runs-on: ubuntu-latest
    steps:
      - run: echo "resolved=$RESOLVED outcome=$OUTCOME code=$CODE"
        env:
          RESOLVED: \${{ needs.resolve.outputs.resolved }}
          OUTCOME: \${{ needs.resolve.outputs.outcome }}
          CODE: \${{ needs.resolve.outputs.error-code }}
`;
  const result = await run('reusable.yml', 'workflow_dispatch', {}, { 'thread-1': thread }, { caller });
  expect(result.exitCode).toBe(0);
  expect(result.printed).toContain(told);
});

test('every example is run here', () => {
  expect([...ran].sort()).toEqual(readdirSync(FOLDER).sort());
});
