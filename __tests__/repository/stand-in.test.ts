import { QUESTION, TOOL_CALLS } from '../../stand-in/interrupts.js';
import { interrupt, resolveInterrupt, startStandIn } from '../../stand-in/server.js';

const TASK = 'b5c11b5e-9d3e-6b1a-2f0c-6a1d0f3c7e55';
const START = '2026-01-05T09:00:00.000Z';

let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeEach(async () => {
  standIn = await startStandIn({
    apiKey: 'key',
    threads: {
      busy: { state: 'busy', interruptedAfter: 2 },
      interrupted: { state: 'interrupted' },
      idle: { state: 'idle' },
      failed: { state: 'error' },
      orphaned: { state: 'orphaned' },
      scripted: {
        state: 'interrupted',
        script: [{ status: 503, headers: { 'Retry-After': '1' }, body: '<h1>Busy</h1>' }],
        reads: [{ status: 200, body: { status: 'gone' } }],
      },
    },
  });
});
afterEach(() => standIn.close());

async function send(method: string, path: string, init: RequestInit = {}, { url } = standIn) {
  const response = await fetch(`${url}/threads${path}`, { method, headers: { 'X-Api-Key': 'key' }, ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

const call = (thread: string) => send('POST', `/${thread}/resolve-interrupt`);
const read = (thread: string) => send('GET', `/${thread}`);

const problem = (status: number, code: string) => ({
  status,
  body: { type: `https://docs.langchain.com/errors/${code}`, code, detail: expect.any(String), status },
});

describe('a call', () => {
  test('resolves an interrupt once', async () => {
    expect(await call('interrupted')).toMatchObject({ status: 204, body: '' });
    expect(await call('interrupted')).toMatchObject(problem(409, 'conflict'));
    expect(standIn.threads.get('interrupted')).toMatchObject({ state: 'idle', resolved: 1 });
  });

  test('is refused until a busy thread is interrupted', async () => {
    expect(await call('busy')).toMatchObject(problem(409, 'conflict'));
    expect(await call('busy')).toMatchObject(problem(409, 'conflict'));
    expect(await call('busy')).toMatchObject({ status: 204 });
  });

  test.each([
    ['idle', problem(409, 'conflict')],
    ['failed', problem(409, 'conflict')],
    ['unknown', problem(404, 'not_found')],
    ['orphaned', problem(502, 'upstream_auth_failed')],
  ])('is refused if the thread is %s', async (thread, expected) => {
    expect(await call(thread)).toMatchObject(expected);
    expect(standIn.threads.get(thread)?.resolved).toBeUndefined();
  });

  test('resolves nothing with another method or another path', async () => {
    expect(await send('PUT', '/interrupted/resolve-interrupt')).toMatchObject(problem(404, 'not_found'));
    expect(await send('GET', '/interrupted/resolve-interrupt')).toMatchObject(problem(404, 'not_found'));
    expect(await send('POST', '/interrupted')).toMatchObject(problem(404, 'not_found'));
    expect(await send('POST', '/interrupted/resolve-interrupt/again')).toMatchObject(problem(404, 'not_found'));
    expect(standIn.threads.get('interrupted')?.state).toBe('interrupted');
  });
});

describe('a read', () => {
  test('returns the thread and changes nothing', async () => {
    const expected = {
      id: 'interrupted',
      agent_id: 'agent-1',
      status: 'interrupted',
      metadata: {},
      created_at: START,
      updated_at: START,
      state_updated_at: START,
      interrupts: { [TASK]: [TOOL_CALLS] },
      values: { messages: [] },
    };
    expect((await read('interrupted')).body).toEqual(expected);
    expect((await read('interrupted')).body).toEqual(expected);
  });

  test.each([
    ['idle', 'idle'],
    ['busy', 'busy'],
    ['failed', 'error'],
  ])('shows no interrupt if the thread is %s', async (thread, status) => {
    const { body } = await read(thread);
    expect(body.status).toBe(status);
    expect(body.interrupts).toEqual({});
  });

  test('shows what the test sets', async () => {
    const times = { createdAt: '2026-02-01T00:00:00Z', updatedAt: '2026-02-03T00:00:00Z' };
    const stateUpdatedAt = '2026-02-02T00:00:00Z';
    const interrupts = [QUESTION, TOOL_CALLS];
    standIn.threads.set('new', {
      ...{ state: 'interrupted', agentId: 'agent-2', interrupts, stateUpdatedAt, ...times },
      ...{ metadata: { a: 1 }, values: { b: 2 } },
    });
    expect((await read('new')).body).toEqual({
      id: 'new',
      agent_id: 'agent-2',
      status: 'interrupted',
      metadata: { a: 1 },
      created_at: times.createdAt,
      updated_at: times.updatedAt,
      state_updated_at: stateUpdatedAt,
      interrupts: { [TASK]: interrupts },
      values: { b: 2 },
    });
  });

  test.each([
    ['unknown', problem(404, 'not_found')],
    ['orphaned', problem(502, 'upstream_auth_failed')],
  ])('is refused if the thread is %s', async (thread, expected) => {
    expect(await read(thread)).toMatchObject(expected);
  });

  test('counts towards the interrupt of a busy thread, as a call does', async () => {
    await call('busy');
    expect((await read('busy')).body).toMatchObject({ status: 'busy', state_updated_at: START });
    expect((await read('busy')).body).toMatchObject({
      status: 'interrupted',
      state_updated_at: '2026-01-05T09:00:01.000Z',
    });
    expect(await call('busy')).toMatchObject({ status: 204 });
  });

  test('shows a later time after the interrupt is resolved', async () => {
    Object.assign(standIn.threads.get('interrupted') ?? {}, { updatedAt: '2026-01-05T09:00:00.500Z' });
    await call('interrupted');
    const time = '2026-01-05T09:00:01.000Z';
    expect((await read('interrupted')).body).toMatchObject({
      status: 'idle',
      updated_at: time,
      state_updated_at: time,
    });
  });

  test('shows another interrupt, at a later time, after the first is replaced', async () => {
    const before = (await read('interrupted')).body;
    const thread = standIn.threads.get('interrupted');
    if (thread) interrupt(thread);
    const after = (await read('interrupted')).body;
    expect(after).toMatchObject({ status: 'interrupted', state_updated_at: '2026-01-05T09:00:01.000Z' });
    expect(after.interrupts[TASK]).toEqual([{ ...QUESTION, id: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(before.interrupts[TASK]).toEqual([TOOL_CALLS]);
  });
});

describe('a list', () => {
  const list = (query: string) => send('GET', `?${query}`);
  const ids = ({ body }: { body: { threads: { id: string }[] } }) => body.threads.map(({ id }) => id);

  test('has the threads of one agent', async () => {
    standIn.threads.set('other', { state: 'idle', agentId: 'agent-2' });
    const answer = await list('agent_id=agent-1');
    expect(ids(answer)).toEqual(['busy', 'interrupted', 'idle', 'failed', 'scripted']);
    expect(answer.body.next_cursor).toBeNull();
    expect(answer.body.threads[1]).toEqual({
      id: 'interrupted',
      agent_id: 'agent-1',
      status: 'interrupted',
      metadata: {},
      created_at: START,
      updated_at: START,
      state_updated_at: START,
      has_interrupts: true,
    });
    expect(answer.body.threads[2]).toMatchObject({ id: 'idle', has_interrupts: false });
  });

  test('has the threads of one status', async () => {
    expect(ids(await list('agent_id=agent-1&status=interrupted'))).toEqual(['interrupted', 'scripted']);
    expect(ids(await list('agent_id=agent-2&status=interrupted'))).toEqual([]);
  });

  test('comes in pages of at most 20', async () => {
    for (let number = 1; number <= 41; number++)
      standIn.threads.set(`thread-${number}`, { state: 'interrupted', agentId: 'agent-2' });
    const sizes = [];
    const seen = new Set();
    for (let cursor = ''; cursor !== 'null'; ) {
      const page = await list(`agent_id=agent-2${cursor && `&cursor=${cursor}`}`);
      sizes.push(ids(page).length);
      for (const id of ids(page)) seen.add(id);
      cursor = String(page.body.next_cursor);
    }
    expect(sizes).toEqual([20, 20, 1]);
    expect(seen.size).toBe(41);
  });

  test('ends with the page that has the last thread', async () => {
    const page = await list('agent_id=agent-1&status=interrupted&page_size=1');
    expect(page.body).toMatchObject({ threads: [{ id: 'interrupted' }], next_cursor: 'interrupted' });
    const last = await list('agent_id=agent-1&status=interrupted&page_size=1&cursor=interrupted');
    expect(last.body).toMatchObject({ threads: [{ id: 'scripted' }], next_cursor: null });
  });

  test.each([
    ['', 'missing_required_field'],
    ['agent_id=', 'missing_required_field'],
    ['agent_id=agent-1&page_size=21', 'invalid_page_size'],
    ['agent_id=agent-1&page_size=0', 'invalid_page_size'],
    ['agent_id=agent-1&page_size=x', 'invalid_page_size'],
  ])('is refused for the query "%s"', async (query, code) => {
    expect(await list(query)).toMatchObject(problem(400, code));
  });
});

test.each([
  ['POST', '/interrupted/resolve-interrupt'],
  ['GET', '/interrupted'],
  ['GET', '?agent_id=agent-1'],
])('%s %s needs the key', async (method, path) => {
  expect(await send(method, path, { headers: {} })).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
  const wrong = { headers: { 'X-Api-Key': 'wrong' } };
  expect(await send(method, path, wrong)).toMatchObject({ status: 403, body: { error: 'Forbidden' } });
  expect(standIn.threads.get('interrupted')?.state).toBe('interrupted');
});

describe('a script', () => {
  test('comes before the state, for calls and reads apart', async () => {
    const first = await call('scripted');
    expect(first).toMatchObject({ status: 503, body: '<h1>Busy</h1>' });
    expect(first.headers.get('retry-after')).toBe('1');
    expect((await read('scripted')).body).toEqual({ status: 'gone' });
    expect(await read('scripted')).toMatchObject({ status: 200, body: { status: 'interrupted' } });
    expect(await call('scripted')).toMatchObject({ status: 204 });
  });

  test('can have an effect that the answer does not tell', async () => {
    const script = [
      { status: 502, effect: resolveInterrupt },
      { status: 502, effect: interrupt },
    ];
    standIn.threads.set('lost', { state: 'interrupted', script });
    expect(await call('lost')).toMatchObject({ status: 502 });
    expect(standIn.threads.get('lost')).toMatchObject({ state: 'idle', resolved: 1 });
    expect(await call('lost')).toMatchObject({ status: 502 });
    expect(standIn.threads.get('lost')).toMatchObject({ state: 'interrupted', resolved: 1 });
  });
});

test('every request is recorded', async () => {
  await call('interrupted');
  await read('unknown');
  await send('GET', '?agent_id=agent-1');
  expect(standIn.calls).toMatchObject([
    { method: 'POST', path: '/threads/interrupted/resolve-interrupt', headers: { 'x-api-key': 'key' }, status: 204 },
    { method: 'GET', path: '/threads/unknown', status: 404 },
    { method: 'GET', path: '/threads?agent_id=agent-1', status: 200 },
  ]);
});

describe('as an Agent Server', () => {
  let server: typeof standIn;
  beforeEach(async () => {
    const states = ['interrupted', 'busy', 'idle', 'error'] as const;
    const threads = Object.fromEntries(states.map((state) => [state, { state }]));
    server = await startStandIn({ apiKey: 'key', api: 'agent-server', threads });
  });
  afterEach(() => server.close());

  const END = '{"values":null,"as_node":"__end__"}';
  const update = (thread: string, body = END) => send('POST', `/${thread}/state`, { body }, server);
  const checkpoint_id = expect.stringMatching(/^[0-9a-f-]{36}$/);

  test.each([
    ['interrupted', 1],
    ['idle', undefined],
    ['error', undefined],
  ])('it ends the run of a thread with the status %s', async (thread, resolved) => {
    const confirmed = { checkpoint: { checkpoint_ns: '', checkpoint_id }, checkpoint_id };
    expect(await update(thread)).toMatchObject({ status: 200, body: confirmed });
    const changed = { state: 'idle', stateUpdatedAt: '2026-01-05T09:00:01.000Z' };
    expect(server.threads.get(thread)).toMatchObject(changed);
    expect(server.threads.get(thread)?.resolved).toBe(resolved);
    expect(server.calls).toMatchObject([{ method: 'POST', path: `/threads/${thread}/state`, body: END, status: 200 }]);
  });

  test('a busy thread, an unknown one, another body and the other API are refused', async () => {
    const detail = expect.stringContaining('kwargs');
    expect(await update('busy')).toMatchObject({ status: 409, body: { detail } });
    expect((await update('unknown')).status).toBe(404);
    expect((await update('interrupted', '{"values":null}')).status).toBe(422);
    expect((await send('POST', '/interrupted/resolve-interrupt', {}, server)).status).toBe(404);
    expect(server.threads.get('interrupted')?.state).toBe('interrupted');
  });
});
