import { type Change, dropping, ending, example, failing, replace, run, unchanged } from '../examples.js';
import { startGitHub } from '../github.js';
import { message, resume, startServer } from './server.js';

jest.setTimeout(120_000);

let server: Awaited<ReturnType<typeof startServer>>;
let github: Awaited<ReturnType<typeof startGitHub>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  server.forget();
  github = await startGitHub();
});
afterEach(() => github.close());

/** A new thread of the agent, which waits for an answer. */
async function interrupted(graph = 'agent'): Promise<string> {
  const thread = await server.newThread();
  await server.run(thread, graph, graph === 'agent' ? message('Please refund A-1.') : { input: { log: [] } });
  return thread;
}

/** Runs examples/answer-the-agent.yml. */
function gate(thread: string, change: Change) {
  const servers = { api: { url: server.url, apiKey: 'local-key' }, github };
  const workflows = { 'answer.yml': change(example('answer-the-agent.yml', servers)) };
  return run(workflows, servers, { payload: { inputs: { 'thread-id': thread } } });
}

test.each([
  ['approved', unchanged, 'The refund was issued.', 0],
  ['rejected', ending('approve'), 'Rejected by alice: "Too much"\n$(echo injected)', 1],
] as const)(
  'the agent learns that the request was %s, and its tool does not run',
  async (decision, change, text, exitCode) => {
    const thread = await interrupted();
    github.decide(decision, '"Too much"\n$(echo injected)');
    expect(await gate(thread, change)).toMatchObject({ exitCode, jobs: { 'Answer the agent': 'succeeded' } });
    await server.until(async () => (await server.read(thread)).status === 'idle');
    const { messages } = (await server.read(thread)).values;
    expect(messages?.slice(-2)).toMatchObject([
      { type: 'tool', content: expect.stringContaining(text) },
      { type: 'ai', content: expect.stringContaining(text) },
    ]);
    expect(server.done()).toBe('');
  },
);

test.each<[string, Change, boolean]>([
  ['the work fails', failing, true],
  ['the result of the work contains a secret', dropping('result'), true],
  ['nobody decides', ending('approve'), false],
  ['the server refuses the answer', replace(/ASSISTANT: agent/, 'ASSISTANT: another'), true],
])('the interrupt stays open if %s', async (_, change, isApproved) => {
  const thread = await interrupted();
  const before = await server.read(thread);
  if (isApproved) github.decide('approved');
  expect((await gate(thread, change)).jobs).toMatchObject({ 'Answer the agent': 'failed' });
  expect(await server.read(thread)).toEqual(before);
});

test('nothing is done if somebody else has answered', async () => {
  const thread = await interrupted();
  github.decide('approved');
  github.onApprovals = async () => {
    await server.run(thread, 'agent', resume({ decisions: [{ type: 'reject' }] }));
  };
  expect((await gate(thread, unchanged)).jobs).toMatchObject({ 'Wait for approval': 'failed' });
  expect(server.done()).toBe('');
});

test('nobody is asked about a request that cannot be answered', async () => {
  github.decide('approved');
  expect((await gate(await interrupted('question'), unchanged)).jobs).toEqual({ 'Show the request': 'failed' });
});
