import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { http, KEY, outputs, THREAD, testSinceNode24 } from './harness.js';
import { play, type Reply, TIME, thread } from './scripted.js';

type Inputs = Record<string, string>;

const ONCE = { 'max-attempts': '1' };
const QUICK = { ...ONCE, 'request-timeout-seconds': '1' };
const ID = '1f0c6a1d-0f3c-6e55-8001-b5c11b5e9d3e';
const CHECKPOINT = JSON.stringify({ checkpoint: { checkpoint_id: ID }, configurable: {}, checkpoint_id: ID });

/** Runs a step on an Agent Server. The check is on, whatever `check-thread` says. */
const resolve = (replies: (string | Reply)[], inputs: Inputs = {}) =>
  play(replies, { inputs: { api: 'agent-server', 'check-thread': 'false', ...inputs } });

const TIMELESS = thread({ state_updated_at: 0, updated_at: 0 });
const RESOLVED = outputs('true', '', 'resolved', '200', '1');

test('the requests are what the server expects, to the byte', async () => {
  const { requests, outputs: written, exitCode } = await resolve(['interrupted', http(200, CHECKPOINT)]);
  expect({ written, exitCode }).toEqual({ written: RESOLVED, exitCode: 0 });
  const [read, update] = requests.map((request) => {
    const [head = '', body] = request.split('\r\n\r\n');
    const [line, ...headers] = head.split('\r\n');
    const sorted = headers.map((header) => header.replace(/^.*?:/, (name) => name.toLowerCase())).sort();
    return { line, headers: sorted.filter((header) => !/^(host|user-agent):/.test(header)), body };
  });
  const common = ['accept-encoding: identity', 'accept: application/json', 'connection: close'];
  expect(read).toEqual({
    ...{ line: `GET /threads/${THREAD} HTTP/1.1`, body: '' },
    headers: [...common, `x-api-key: ${KEY}`],
  });
  expect(update).toEqual({
    ...{ line: `POST /threads/${THREAD}/state HTTP/1.1`, body: '{"values":null,"as_node":"__end__"}' },
    headers: [...common, 'content-length: 35', 'content-type: application/json', `x-api-key: ${KEY}`],
  });
});

test.concurrent.each([CHECKPOINT, `{"checkpoint":null,"checkpoint_id":"1","pad":"${'x'.repeat(65_000)}"}`])(
  'a 200 with a checkpoint confirms: %.60s',
  async (body) => {
    const { outputs: written, exitCode, title, summary } = await resolve(['interrupted', http(200, body)]);
    expect({ written, exitCode, title }).toEqual({ written: RESOLVED, exitCode: 0, title: '' });
    expect(summary).toContain('<h3>✅ Interrupt resolved</h3>');
  },
);

const cut = `HTTP/1.1 200 OK\r\nContent-Length: ${CHECKPOINT.length + 1}\r\n\r\n${CHECKPOINT}`;
const gzip = (socket: Socket): void => {
  const body = gzipSync(CHECKPOINT);
  socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.end(body);
};
const reset = (socket: Socket): void =>
  void socket.write(`HTTP/1.1 200 OK\r\n\r\n${CHECKPOINT}`, () => socket.resetAndDestroy());

/** Expects an unknown outcome, and that the thread is read once more. */
async function expectUnknown(reply: string | Reply, code: string, status: string): Promise<void> {
  const { outputs: written, ...rest } = await resolve(['interrupted', reply, 'idle'], QUICK);
  expect(written).toEqual(outputs('false', code, 'unknown', status, '1', 'idle', TIME));
  expect(rest).toMatchObject({ exitCode: 1, title: 'Unknown whether the interrupt was resolved' });
  expect(rest.methods).toEqual(['GET', 'POST', 'GET']);
}

test.concurrent.each<[name: string, reply: string | Reply, code: string, status: string]>([
  ['a 200 without a checkpoint', http(200, '{"configurable":{}}'), 'unexpected_response', '200'],
  ['a sign-in page', http(200, '<html>Sign in</html>', ['Content-Type: text/html']), 'unexpected_response', '200'],
  ['a 200 of 70 kB', http(200, `{"checkpoint_id":"1","pad":"${'x'.repeat(70_000)}"}`), 'unexpected_response', '200'],
  ['a compressed 200', gzip, 'unexpected_response', '200'],
  ['a 200 that is cut', cut, 'connection_lost', ''],
  ['a 200 that stalls', (socket) => void socket.write(cut), 'timeout', ''],
  ['a 204', '204', 'unexpected_response', '204'],
  ['a 202', http(202, CHECKPOINT), 'unexpected_response', '202'],
  ['a 503', http(503, CHECKPOINT), 'http_503', '503'],
])('%s does not confirm', (_, ...given) => expectUnknown(...given));

testSinceNode24('a 200 that is reset does not confirm', () => expectUnknown(reset, 'connection_lost', ''));

describe('a 409', () => {
  const INPUT = 'the customer is Ann';
  const bodies = [
    { detail: `run 1, kwargs: ${INPUT}` },
    { detail: [{ msg: INPUT }] },
    { message: INPUT },
    { error: INPUT },
  ];

  test.each(bodies)('shows nothing of its detail: %j', async (body) => {
    const busy = http(409, JSON.stringify(body));
    const results = [
      await resolve(['interrupted', busy, 'busy'], ONCE),
      await resolve(['interrupted', busy, 'interrupted', http(200, CHECKPOINT)]),
      await resolve([busy], { ...ONCE, mode: 'inspect' }),
    ];
    expect(results[0]?.outputs).toEqual(outputs('false', 'conflict', 'not-resolved', '409', '1', 'busy', TIME));
    expect(results[1]?.outputs).toEqual({ ...RESOLVED, attempts: '2' });
    for (const { log, summary } of results) expect(log + summary).not.toContain('Ann');
  });
});

// The rest of the check is the same for both APIs.
test.concurrent.each<[name: string, replies: string[], code: string, words: string]>([
  ['idle', ['idle'], 'not_interrupted', 'The thread is idle and not waiting at an interrupt'],
  ['never run', ['interrupted', '400'], 'bad_request', 'The API returned the thread, but refused a later request'],
  ['not there', ['404'], 'not_found', ' The key must belong to the workspace of the deployment. '],
  ['busy after a 409', ['interrupted', '409', 'lost'], 'conflict', 'The thread is busy and not waiting at an'],
  ['changed after a 502', ['interrupted', '502', 'changed'], 'thread_changed', `must be unchanged since ${TIME}`],
  ['without a time before a 502', [TIMELESS, '502', 'interrupted'], 'thread_unreadable', 'it had no readable time '],
  ['unchanged after a 502', ['interrupted', '502', 'interrupted', http(200, CHECKPOINT)], '', 'Interrupt resolved'],
])('a thread that is %s', async (_, replies, code, words) => {
  const { log, outputs: written } = await resolve(replies, { 'retry-on': '502' });
  expect(written['error-code']).toBe(code);
  expect(log).toContain(words);
});

test('show-interrupts shows what is left after an unknown outcome', async () => {
  const replies = ['interrupted', '503', thread({ interrupts: { t: [{ id: 'i-2', value: 'Another?' }] } })];
  const { outputs: written, summary } = await resolve(replies, { 'show-interrupts': 'true' });
  expect(written).toMatchObject({ outcome: 'unknown', interrupts: '[{"id":"i-2","value":"Another?"}]' });
  expect(summary).toContain('<div><code>Another?</code></div>');
  const resolved = await resolve(['interrupted', http(200, CHECKPOINT)], { 'show-interrupts': 'true' });
  expect(resolved.outputs).toEqual(RESOLVED);
  expect(resolved.summary + resolved.log).not.toContain('Approve');
});
