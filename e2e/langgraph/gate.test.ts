import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWorkflow } from '../act.js';
import { interruptsOf, message, startServer } from './server.js';

const WORKFLOW = readFileSync(join(__dirname, 'refund.yml'), 'utf8');
const WORK = 'The refund is issued here.';

jest.setTimeout(120_000);

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

async function interrupted(): Promise<string> {
  const thread = await server.newThread();
  await server.run(thread, 'agent', message('Please refund A-1 and A-2.'));
  return thread;
}

async function gate(thread: string, env: { DECISION: string; DURING_REVIEW?: string }) {
  const { exitCode, succeeded, failed, printed } = await runWorkflow({
    workflows: { 'refund.yml': WORKFLOW },
    event: 'workflow_dispatch',
    payload: { inputs: { 'thread-id': thread } },
    secrets: { LANGSMITH_API_KEY: 'local-key' },
    vars: { AGENT_SERVER_URL: server.url },
    env: { DURING_REVIEW: '', ...env },
  });
  const { status } = await server.read(thread);
  return { exitCode, succeeded, failed, works: printed.includes(WORK), status, updates: await server.updates(thread) };
}

const SHOW = 'Show the request';
const DECIDE = 'Decide';
const CHECK = 'Check that the request still stands';
const ISSUE = 'Issue the refund';
const RESOLVE = 'Resolve the interrupt';

test('approved: the work is done, and the interrupt is resolved', async () => {
  expect(await gate(await interrupted(), { DECISION: 'approve' })).toEqual({
    exitCode: 0,
    succeeded: [SHOW, DECIDE, CHECK, ISSUE, RESOLVE],
    failed: [],
    works: true,
    status: 'idle',
    updates: 1,
  });
});

test('rejected: the interrupt is resolved without the work', async () => {
  expect(await gate(await interrupted(), { DECISION: 'reject' })).toEqual({
    exitCode: 1,
    succeeded: [SHOW, RESOLVE],
    failed: [DECIDE],
    works: false,
    status: 'idle',
    updates: 1,
  });
});

describe('the agent moves on during the review: nothing is done, and the next interrupt stands', () => {
  test.each([
    ['approve', [SHOW, DECIDE], [CHECK]],
    ['reject', [SHOW], [DECIDE, RESOLVE]],
  ])('%s', async (decision, succeeded, failed) => {
    const thread = await interrupted();
    const answer = { assistant_id: 'agent', command: { resume: { decisions: [{ type: 'reject' }] } } };
    const url = `${server.url}/threads/${thread}/runs/wait`;
    const chat = `curl --silent --fail '${url}' --json '${JSON.stringify(answer)}'`;
    expect(await gate(thread, { DECISION: decision, DURING_REVIEW: chat })).toEqual({
      exitCode: 1,
      succeeded,
      failed,
      works: false,
      status: 'interrupted',
      updates: 0,
    });
    const [next] = interruptsOf(await server.read(thread));
    expect(next?.value).toMatchObject({ action_requests: [{ args: { order: 'A-2' } }] });
  });
});

test('nothing to review: nobody is asked', async () => {
  const thread = await server.newThread();
  expect(await gate(thread, { DECISION: 'approve' })).toEqual({
    exitCode: 1,
    succeeded: [],
    failed: [SHOW],
    works: false,
    status: 'idle',
    updates: 0,
  });
});
