import { startStandIn } from '../stand-in/server.js';

let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeEach(async () => {
  standIn = await startStandIn({
    apiKey: 'key',
    threads: {
      running: { state: 'running', pausesAfter: 2 },
      paused: { state: 'paused' },
      finished: { state: 'finished' },
      orphaned: { state: 'orphaned' },
      scripted: { state: 'paused', script: [{ status: 503, headers: { 'Retry-After': '1' }, body: '<h1>Busy</h1>' }] },
    },
  });
});
afterEach(() => standIn.close());

async function call(thread: string, headers: Record<string, string> = { 'X-Api-Key': 'key' }, method = 'POST') {
  const response = await fetch(`${standIn.url}/threads/${thread}/resolve-interrupt`, { method, headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

const problem = (status: number, code: string) => ({
  status,
  body: { type: `https://docs.langchain.com/errors/${code}`, code, detail: expect.any(String), status },
});

test('a paused thread is resolved once, and that shows', async () => {
  expect(await call('paused')).toMatchObject({ status: 204, body: '' });
  expect(await call('paused')).toMatchObject(problem(409, 'conflict'));
  expect(standIn.threads.get('paused')).toMatchObject({ state: 'finished', resolved: 1 });
  expect(standIn.calls.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/threads/paused/resolve-interrupt', 204],
    ['POST', '/threads/paused/resolve-interrupt', 409],
  ]);
});

test('a running thread refuses until it pauses', async () => {
  expect(await call('running')).toMatchObject(problem(409, 'conflict'));
  expect(await call('running')).toMatchObject(problem(409, 'conflict'));
  expect(await call('running')).toMatchObject({ status: 204 });
});

test.each([
  ['finished', problem(409, 'conflict')],
  ['unknown', problem(404, 'not_found')],
  ['orphaned', problem(502, 'upstream_auth_failed')],
])('a thread that is %s is refused', async (thread, expected) => {
  expect(await call(thread)).toMatchObject(expected);
  expect(standIn.threads.get(thread)?.resolved).toBeUndefined();
});

test('a missing and a wrong key are refused in the words of the auth layer', async () => {
  expect(await call('paused', {})).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
  expect(await call('paused', { 'X-Api-Key': 'wrong' })).toMatchObject({ status: 403, body: { error: 'Forbidden' } });
  expect(standIn.threads.get('paused')?.state).toBe('paused');
});

test('another method resolves nothing', async () => {
  expect(await call('paused', { 'X-Api-Key': 'key' }, 'PUT')).toMatchObject({ status: 404 });
  expect(standIn.threads.get('paused')?.state).toBe('paused');
});

test('a script comes before the state', async () => {
  const first = await call('scripted');
  expect(first).toMatchObject({ status: 503, body: '<h1>Busy</h1>' });
  expect(first.headers.get('retry-after')).toBe('1');
  expect(await call('scripted')).toMatchObject({ status: 204 });
});
