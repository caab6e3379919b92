import { type ChildProcess, execFileSync } from 'node:child_process';
import { closeSync, constants, cpSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort, listening } from '../programs.js';
import {
  cut,
  interruptsOf,
  message,
  RESOLVED,
  refused,
  resume,
  start,
  startServer,
  stop,
  type Thread,
} from './server.js';

jest.setTimeout(120_000);

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());
beforeEach(() => server.forget());

const REFUND = message('Please refund A-1.');
const START = { input: { log: [] } };
const APPROVED = { decisions: [{ type: 'approve' }] };

/** A new thread that waits at an interrupt. */
async function interrupted(graph = 'agent', run = REFUND) {
  const id = await server.newThread();
  await server.run(id, graph, run);
  const thread = await server.read(id);
  expect(thread.status).toBe('interrupted');
  return { id, updatedAt: thread.state_updated_at };
}

/** The run has ended at the interrupt, by one update, and no answer to the interrupt runs anything. */
async function expectResolved(id: string, graph: string, ids: string[], answer: unknown): Promise<void> {
  const thread = await server.read(id);
  expect(thread).toMatchObject({ status: 'idle', interrupts: {} });
  expect({ next: await server.next(id), updates: await server.updates(id) }).toEqual({ next: [], updates: 1 });
  for (const late of [...ids.map((id) => ({ [id]: answer })), answer]) await server.run(id, graph, resume(late));
  const { status, interrupts, values } = await server.read(id);
  expect({ status, interrupts, content: contentOf(values) }).toEqual({
    status: 'idle',
    interrupts: {},
    content: contentOf(thread.values),
  });
  expect(server.done()).toBe('');
}

/** A run may add empty fields to the messages. */
const contentOf = ({ messages = [], log }: Thread['values']) => ({
  log,
  messages: messages.map(({ type, content, tool_calls }) => ({ type, content, tool_calls })),
});

/**
 * Keeps the model at work: it reads a file, which is replaced by a pipe. Returns once the model reads, with a function
 * that lets it go on.
 */
async function holdModel(begin: () => Promise<unknown>): Promise<() => void> {
  const orders = join(server.folder, 'orders.json');
  rmSync(orders);
  execFileSync('mkfifo', [orders]);
  const restore = (): void => {
    rmSync(orders);
    cpSync(join(__dirname, 'agent', 'orders.json'), orders);
  };
  try {
    await begin();
    // The pipe can be opened for writing only when somebody reads it.
    const pipe = await server.until(() => {
      try {
        return openSync(orders, constants.O_WRONLY | constants.O_NONBLOCK);
      } catch {
        return undefined;
      }
    });
    return () => {
      restore();
      writeSync(pipe, readFileSync(orders));
      closeSync(pipe);
    };
  } catch (error) {
    restore();
    throw error;
  }
}

/** A thread whose run was cancelled before the agent asked for anything. */
async function cancelled() {
  const id = await server.newThread();
  let run = '';
  const release = await holdModel(async () => {
    run = await server.begin(id, 'agent', REFUND);
  });
  try {
    await server.cancel(id, run);
    await server.until(async () => (await server.read(id)).status === 'interrupted');
  } finally {
    release();
  }
  return { id, updatedAt: (await server.read(id)).state_updated_at };
}

describe('inspect shows what the thread is waiting for, and resolve ends its run there', () => {
  const request = {
    action_requests: [
      {
        name: 'refund',
        args: { order: 'A-1', amount: '40 EUR' },
        description: expect.stringContaining('Tool: refund'),
      },
    ],
    review_configs: [{ action_name: 'refund', allowed_decisions: ['approve', 'edit', 'reject', 'respond'] }],
  };

  test.each<[string, string, () => ReturnType<typeof interrupted>, unknown[], string[]]>([
    ['interrupt()', 'question', () => interrupted('question', START), ['Run first?'], ['Run first?']],
    ['create_agent', 'agent', () => interrupted('agent'), [request], ['refund', 'A-1', '40 EUR']],
    ['create_deep_agent', 'deep', () => interrupted('deep'), [request], ['refund', 'A-1', '40 EUR']],
    [
      'two interrupts at once',
      'parallel',
      () => interrupted('parallel', START),
      ['Run left?', 'Run right?'],
      ['Run left?', 'Run right?'],
    ],
    ['an interrupt in a subgraph', 'subgraph', () => interrupted('subgraph', START), ['Run inner?'], ['Run inner?']],
    ['a static breakpoint', 'breakpoint', () => interrupted('breakpoint', START), [], []],
    ['a cancelled run', 'agent', cancelled, [], []],
  ])('%s', async (_, graph, begin, values, shown) => {
    const { id, updatedAt } = await begin();
    const interrupts = interruptsOf(await server.read(id));
    expect(interrupts.map(({ value }) => value)).toEqual(values);

    const inspected = await server.action(id, { mode: 'inspect', 'show-interrupts': 'true' });
    const { interrupts: listed = '', ...outputs } = inspected.outputs;
    expect(outputs).toEqual({
      resolved: 'false',
      'error-code': '',
      outcome: 'not-resolved',
      status: '',
      attempts: '1',
      'thread-status': 'interrupted',
      'state-updated-at': cut(updatedAt),
    });
    expect(JSON.parse(listed)).toEqual(interrupts);
    for (const text of shown) expect(inspected.summary).toContain(text);
    expect(await server.updates(id)).toBe(0);

    const resolved = await server.action(id, { 'unchanged-since': String(outputs['state-updated-at']) });
    expect(resolved.outputs).toEqual(RESOLVED);
    const ids = interrupts.map(({ id }) => id);
    await expectResolved(id, graph, ids, graph === 'agent' || graph === 'deep' ? APPROVED : 'yes');
  });
});

describe('a thread that is not waiting is refused, and nothing changes on the server', () => {
  const run = async (text: string) => {
    const id = await server.newThread();
    await server.run(id, 'agent', message(text));
    return id;
  };

  test.each<[string, () => Promise<string>, object]>([
    ['idle', () => run('Hello.'), refused('not_interrupted', 'idle')],
    ['failed', () => run('Please refund A-9.'), refused('not_interrupted', 'error')],
    ['without any run', () => server.newThread(), refused('not_interrupted', 'idle')],
    ['unknown', async () => '00000000-0000-4000-8000-000000000000', refused('not_found', '', '404')],
    ['an ID that is not a UUID', async () => 'thread-1', refused('unprocessable_entity', '', '422')],
  ])('%s', async (_, begin, expected) => {
    const id = await begin();
    const before = await server.send<{ state_updated_at?: string }>('GET', `/threads/${id}`);
    for (const inputs of [{ 'check-thread': 'false' }, { mode: 'inspect' }]) {
      const { outputs } = await server.action(id, inputs);
      const time = before.body.state_updated_at;
      expect(outputs).toEqual({ ...expected, 'state-updated-at': time ? cut(time) : '' });
    }
    expect(await server.send('GET', `/threads/${id}`)).toEqual(before);
  });
});

test('a run in progress is waited for, and its interrupt resolved once', async () => {
  const id = await server.newThread();
  const release = await holdModel(() => server.begin(id, 'agent', REFUND));
  let log = '';
  const result = server.action(
    id,
    { 'max-attempts': '100', 'deadline-seconds': '60', 'retry-delay-seconds': '0.2', 'retry-max-delay-seconds': '0.2' },
    server.url,
    (child) =>
      child.stdout?.on('data', (text) => {
        log += text;
      }),
  );
  try {
    await server.until(() => log.includes('Attempt 2 of 100: the thread is busy'));
  } finally {
    release();
  }
  const { outputs } = await result;
  expect(outputs).toEqual({ ...RESOLVED, attempts: expect.stringMatching(/^\d+$/) });
  await expectResolved(id, 'agent', [], APPROVED);
});

describe('a thread that somebody else has resumed during the review is left alone', () => {
  test('with a new interrupt, which can still be answered', async () => {
    const { id, updatedAt } = await interrupted('question', START);
    await server.run(id, 'question', resume('yes'));
    const before = await server.read(id);
    expect(interruptsOf(before)).toMatchObject([{ value: 'Run second?' }]);
    for (const inputs of [{ mode: 'inspect', 'check-thread': 'unchanged' }, {}]) {
      const { outputs } = await server.action(id, { ...inputs, 'unchanged-since': updatedAt });
      expect(outputs).toEqual({
        ...refused('thread_changed', 'interrupted'),
        'state-updated-at': cut(before.state_updated_at),
      });
    }
    expect(await server.read(id)).toEqual(before);
    await server.run(id, 'question', resume('yes'));
    expect(server.done()).toBe('first: yes\nsecond: yes\n');
  });

  test('without a new interrupt', async () => {
    const { id, updatedAt } = await interrupted();
    await server.run(id, 'agent', resume({ decisions: [{ type: 'reject' }] }));
    const before = await server.read(id);
    for (const inputs of [{ mode: 'inspect', 'check-thread': 'unchanged' }, {}]) {
      const { outputs } = await server.action(id, { ...inputs, 'unchanged-since': updatedAt });
      expect(outputs).toEqual({
        ...refused('not_interrupted', 'idle'),
        'state-updated-at': cut(before.state_updated_at),
      });
    }
    expect(await server.read(id)).toEqual(before);
  });
});

test('a change of the metadata is no change of the thread', async () => {
  const { id, updatedAt } = await interrupted();
  await server.changeMetadata(id, { reviewer: 'somebody' });
  const { updated_at, state_updated_at } = await server.read(id);
  expect({ later: updated_at > updatedAt, state_updated_at }).toEqual({ later: true, state_updated_at: updatedAt });
  const { outputs } = await server.action(id, { 'unchanged-since': updatedAt });
  expect(outputs).toEqual(RESOLVED);
});

describe('a connection that is cut, by toxiproxy', () => {
  let toxiproxy: ChildProcess;
  let control: string;
  beforeAll(async () => {
    const port = await freePort();
    toxiproxy = start('toxiproxy-server', ['-host', '127.0.0.1', '-port', String(port)]);
    await listening(toxiproxy, port);
    control = `http://127.0.0.1:${port}/proxies`;
  });
  afterAll(() => stop(toxiproxy));

  async function tell(path: string, body: object): Promise<void> {
    const response = await fetch(control + path, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  }

  test('after the server has got the resolve request: unknown, and the last read finds the thread idle', async () => {
    const { id, updatedAt } = await interrupted();
    // Measures the requests on a server that confirms everything.
    const bytes: number[] = [];
    const counter = createServer((request, response) => {
      request.resume().on('end', () => {
        bytes.push(request.socket.bytesRead);
        response.end(JSON.stringify({ status: 'interrupted', state_updated_at: updatedAt, checkpoint_id: 'one' }));
      });
    });
    await new Promise<void>((settle) => counter.listen(0, '127.0.0.1', settle));
    const port = await freePort();
    const counterPort = (counter.address() as AddressInfo).port;
    await tell('', { name: 'way', listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${counterPort}` });
    const url = `http://127.0.0.1:${port}`;
    expect((await server.action(id, {}, url)).outputs).toEqual(RESOLVED);
    await new Promise((settle) => counter.close(settle));
    const [read = 0, resolve = 0] = bytes;
    expect(read).toBeLessThan(resolve);

    // Cuts the connection to the LangGraph server after the last byte of the resolve request. A read is shorter, so it
    // passes. The action notices the cut after the delay, when the server has long answered.
    await tell('/way', { upstream: new URL(server.url).host });
    await tell('/way/toxics', { type: 'limit_data', stream: 'upstream', attributes: { bytes: resolve } });
    await tell('/way/toxics', { type: 'slow_close', stream: 'downstream', attributes: { delay: 3000 } });
    const { outputs } = await server.action(id, { 'unchanged-since': updatedAt }, url);
    expect(outputs).toEqual({
      ...refused('connection_lost', 'idle'),
      outcome: 'unknown',
      'state-updated-at': cut((await server.read(id)).state_updated_at),
    });
    await expectResolved(id, 'agent', [], APPROVED);
  });
});

describe('after its interrupt is resolved, the agent takes the next message', () => {
  /** Types of the messages in the history, each with the tool calls that it makes or answers. */
  async function history(id: string): Promise<string[]> {
    const { messages = [] } = (await server.read(id)).values;
    return messages.map(({ type, tool_calls = [], tool_call_id = [] }) =>
      [type, ...tool_calls.map(({ id }) => id), tool_call_id].flat().join(' '),
    );
  }

  async function afterResolved(graph: string) {
    const { id } = await interrupted(graph);
    expect((await server.action(id)).outputs).toEqual(RESOLVED);
    expect(await history(id)).toEqual(['human', 'ai call-A-1']);
    await server.run(id, graph, message('Please refund A-2.'));
    expect(server.done()).toBe('');
    return id;
  }

  test('with create_agent, and its tool call stays unanswered', async () => {
    const id = await afterResolved('agent');
    expect(await history(id)).toEqual(['human', 'ai call-A-1', 'human', 'ai call-A-2']);
    expect((await server.read(id)).status).toBe('interrupted');
  });

  test('with create_deep_agent, which answers its tool call with an error', async () => {
    const id = await afterResolved('deep');
    expect(await history(id)).toEqual(['human', 'ai call-A-1', 'tool call-A-1', 'human', 'ai call-A-2']);
    const { status, values } = await server.read(id);
    expect(status).toBe('interrupted');
    expect(values.messages?.[2]?.content).toContain('did not complete');
  });

  test('but not with create_react_agent, which fails at the unanswered tool call', async () => {
    const id = await afterResolved('react');
    expect((await server.read(id)).status).toBe('error');
  });
});

describe('an answer that names the interrupt, by the ID that inspect hands on', () => {
  const answer = (id: string, decision: object) => resume({ [id]: { decisions: [decision] } });

  const SAID = 'What became of the request.';
  const REJECTED = `User rejected the tool call for \`refund\` with reason: ${SAID}`;

  test.each([
    ['agent', 'respond', SAID],
    ['agent', 'reject', REJECTED],
    ['deep', 'respond', SAID],
    ['deep', 'reject', REJECTED],
  ])('tells the agent what became of its request, and runs no tool: %s, %s', async (graph, type, content) => {
    const { id } = await interrupted(graph);
    const { outputs } = await server.action(id, { mode: 'inspect', 'show-interrupts': 'true' });
    const [interrupt] = JSON.parse(String(outputs.interrupts));
    await server.run(id, graph, answer(interrupt.id, { type, message: SAID }));
    const { status, values } = await server.read(id);
    expect(status).toBe('idle');
    expect(values.messages?.slice(-2)).toMatchObject([
      { type: 'tool', tool_call_id: 'call-A-1', content, status: type === 'respond' ? 'success' : 'error' },
      // The scripted model repeats what it was told.
      { type: 'ai', content },
    ]);
    expect(server.done()).toBe('');
  });

  test('leaves a later interrupt alone', async () => {
    const { id } = await interrupted('agent', message('Please refund A-1 and A-2.'));
    const [first] = interruptsOf(await server.read(id));
    await server.run(id, 'agent', answer(String(first?.id), { type: 'reject' }));
    const { interrupts, values } = await server.read(id);
    await server.run(id, 'agent', answer(String(first?.id), { type: 'approve' }));
    expect(await server.read(id)).toMatchObject({ status: 'interrupted', interrupts, values });
    expect(server.done()).toBe('');
  });
});
