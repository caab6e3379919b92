import { interruptsOf, RESOLVED, refused, resume, startJavaScriptServer } from './server.js';

jest.setTimeout(120_000);

let server: Awaited<ReturnType<typeof startJavaScriptServer>>;
// Installs the server if it is missing.
beforeAll(async () => {
  server = await startJavaScriptServer();
}, 300_000);
afterAll(() => server?.close());

const FOUND = { ...refused('', 'interrupted'), interrupts: expect.any(String), 'state-updated-at': expect.any(String) };

test('the interrupt is resolved, but the thread goes on saying interrupted until its next run', async () => {
  const id = await server.newThread();
  await server.run(id, 'agent', { input: { log: [] } });
  const before = await server.read(id);
  const [interrupt] = interruptsOf(before);
  expect(before.status).toBe('interrupted');
  expect(before).not.toHaveProperty('state_updated_at');
  const inspect = () => server.action(id, { mode: 'inspect', 'show-interrupts': 'true' });
  const found = (await inspect()).outputs;
  expect(found).toEqual(FOUND);
  expect(JSON.parse(String(found.interrupts))).toEqual([{ id: interrupt?.id, value: 'Run the tool?' }]);

  const unchanged = { 'unchanged-since': before.updated_at };
  expect((await server.action(id, unchanged)).outputs).toEqual(RESOLVED);
  expect(await server.next(id)).toEqual([]);
  expect(await server.read(id)).toEqual(before);
  expect((await inspect()).outputs).toEqual(found);
  expect((await server.action(id, unchanged)).outputs).toEqual(RESOLVED);
  expect(await server.updates(id)).toBe(2);

  for (const answer of [{ [String(interrupt?.id)]: 'yes' }, 'yes']) await server.run(id, 'agent', resume(answer));
  expect(await server.read(id)).toMatchObject({ status: 'idle', interrupts: {}, values: { log: [] } });
  expect((await server.action(id, unchanged)).outputs).toMatchObject({
    'error-code': 'not_interrupted',
    'thread-status': 'idle',
  });
});

test.each([
  ['unknown', '00000000-0000-4000-8000-000000000000', refused('not_found', '', '404')],
  ['an ID that is not a UUID', 'thread-1', refused('bad_request', '', '400')],
])('a thread that does not exist is refused: %s', async (_, id, outputs) => {
  expect((await server.action(id)).outputs).toEqual(outputs);
});

test('an answer to the interrupt runs the tool', async () => {
  const id = await server.newThread();
  await server.run(id, 'agent', { input: { log: [] } });
  await server.run(id, 'agent', resume('yes'));
  expect(await server.read(id)).toMatchObject({ status: 'idle', values: { log: ['tool: yes'] } });
});
