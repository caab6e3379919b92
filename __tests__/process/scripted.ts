import type { Socket } from 'node:net';
import { annotations, http, KEY, OUTPUT_NAMES, rawServer, type StepOptions, step, THREAD, titles } from './harness.js';

export type Reply = string | ((socket: Socket) => void);

export const TIME = '2026-11-25T12:50:00.500Z';
export const LATER = '2026-11-25T12:50:00.501Z';

const THREAD_FIELDS = {
  thread_id: THREAD,
  status: 'interrupted',
  updated_at: TIME,
  state_updated_at: TIME,
  interrupts: { 'task-1': [{ id: 'i-1', value: 'Approve the refund?' }] },
  values: { messages: [] },
};

/** The interrupts of these threads, as in the output. */
export const QUESTION = '[{"id":"i-1","value":"Approve the refund?"}]';

/** A response to a read. */
export const thread = (changes: object = {}): string => http(200, JSON.stringify({ ...THREAD_FIELDS, ...changes }));

export const READS: Readonly<Record<string, Reply>> = {
  interrupted: thread(),
  busy: thread({ status: 'busy', interrupts: undefined }),
  idle: thread({ status: 'idle', interrupts: {} }),
  error: thread({ status: 'error', interrupts: {} }),
  changed: thread({ state_updated_at: LATER }),
  lost: (socket) => socket.destroy(),
  silent: () => {},
};

/**
 * Runs a step on a server that replies to each complete request in turn, by the name of a read or of a status, and
 * expects as many requests. Expects what holds for every step: all outputs, one annotation or none, and no key.
 */
export async function play(replies: (string | Reply)[], options: StepOptions) {
  const server = await rawServer(
    () => {},
    (socket, number) => {
      let received = '';
      socket.on('data', (data) => {
        received += data.toString('latin1');
        const [head = '', body] = received.split('\r\n\r\n');
        if (body?.length !== Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)) return;
        const name = replies[number - 1] ?? '';
        const reply = (typeof name === 'string' && READS[name]) || name;
        if (typeof reply === 'function') reply(socket);
        else socket.end(/^\d+$/.test(reply) ? http(Number(reply)) : reply);
      });
    },
  );
  const result = await step(server.url, options);
  await server.close();
  const { log, summary, exitCode, outputNames, outputs } = result;
  expect(server.requests).toHaveLength(replies.length);
  expect(outputNames).toEqual(OUTPUT_NAMES);
  expect(log.replace(/^::add-mask::.*\n/, '') + summary).not.toContain(KEY);
  expect(summary).not.toMatch(/\n\s*\n/);
  const title = titles(log).join();
  expect(annotations(log)).toHaveLength(title === '' ? 0 : 1);
  const suffix = ` (thread ${THREAD})`;
  if (title !== '') expect(title.endsWith(suffix)).toBe(true);
  const methods = server.requests.map((request) => request.split(' ')[0]);
  return {
    ...{ log, summary, exitCode, outputs, methods },
    requests: server.requests,
    title: title.replace(suffix, ''),
  };
}
