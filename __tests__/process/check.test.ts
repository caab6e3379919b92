import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  AFTER_UNKNOWN_CASES,
  ALL,
  type Case,
  type End,
  type Inputs,
  LAST_READ_CASES,
  LOST,
  QUICK,
  type Reply,
  refused,
  resolved,
  type Script,
  SERVER_ERROR,
  script,
  summaryLineOf,
  THREAD_STATUS_CASES,
  textOf,
  thread,
  UNEXPECTED,
  unknown,
} from '../steps.js';
import { expectOneHtmlBlock } from '../unit/safe.js';
import {
  annotations,
  http,
  INSPECT_FIRST,
  KEY,
  NO_CONTENT,
  preload,
  retriedFailures,
  type StepOptions,
  stepOn,
  THREAD,
  testSinceNode24,
  withoutMasks,
} from './harness.js';
import { play } from './scripted.js';

/** What the server does with a request, besides the replies of the scripts. */
type Send = (socket: Socket) => void;

const MIB = 1024 * 1024;

const send =
  (text: string): Send =>
  (socket) =>
    socket.end(text);

function toSend(reply: Reply | Send): Send {
  if (typeof reply === 'function') return reply;
  if (reply === 'lost') return (socket) => socket.destroy();
  if (reply === 'silent') return () => {};
  if (reply === 'not_http') return send('RTSP/1.0 200 OK\r\n\r\n');
  return send(http(reply.status, reply.body === undefined ? '' : JSON.stringify(reply.body)));
}

/** The body of a response to a read, with changes. */
function threadBody(changes: object = {}): string {
  const reply = thread(changes);
  return JSON.stringify(typeof reply === 'object' && reply.body);
}

const READ = `GET /threads/${THREAD} HTTP/1.1`;
const REQUESTS: Record<string, string> = { read: READ, resolve: `POST /threads/${THREAD}/resolve-interrupt HTTP/1.1` };

/** A script for one step, in which each of these reads is retried, and the next one allows the resolve request. */
const retried = (reads: Send[]): Script<Send> => [
  ...reads.map((reply) => ['read', reply] as const),
  ...script('read interrupted, resolve 204'),
];

/**
 * Runs a step with the check on a server that replies as the script says. Expects what holds for every step: exactly
 * these requests, all outputs, and one annotation unless the interrupt was resolved.
 */
async function check(expected: string | Script<Send>, inputs: Inputs = {}, options: StepOptions = {}) {
  const exchanges = typeof expected === 'string' ? script(expected) : expected;
  const replies = exchanges.map(([, reply]) => toSend(reply));
  const { requests, ...rest } = await play(replies, { ...options, inputs: { 'check-thread': 'true', ...inputs } });
  const { log, summary, outputs } = rest;
  expect(requests.map((head) => head.split('\r\n')[0])).toEqual(exchanges.map(([request]) => REQUESTS[request]));
  expect(annotations(log)).toHaveLength(outputs.resolved === 'true' ? 0 : 1);
  expectOneHtmlBlock(summary);
  return { ...rest, text: annotations(log)[0] ?? '', lines: withoutMasks(log).split('\n').slice(1, -2) };
}

/** Each case is a step of its own, so they run side by side. */
function testCases(cases: Case<Send>[]): void {
  test.concurrent.each(cases)('%s', async (_, requests, inputs, expected) => {
    const { exitCode, log, text, summary, outputs } = await check(requests, inputs);
    expect(outputs).toEqual(expected.outputs);
    const isResolved = expected.outputs.resolved === 'true';
    expect(exitCode).toBe(isResolved ? 0 : 1);
    const [words] = (isResolved ? String(log.trim().split('\n').at(-1)) : text).split(' Details: ');
    expect(words).toBe((isResolved ? '' : 'error: ') + textOf(expected));
    expect(summary.includes(summaryLineOf(expected))).toBe(!isResolved);
  });
}

// `unit/step.test.ts` has many more. These rows are the same, here with the bundle and over a socket.
describe('the status of the thread', () => testCases(THREAD_STATUS_CASES));
describe('the read after a resolve request of unknown outcome', () => testCases(AFTER_UNKNOWN_CASES));
describe('the last read', () => testCases(LAST_READ_CASES));

describe('the response to a read', () => {
  /** A thread of this size in bytes, with a large state. */
  const ofSize = (bytes: number): Send => {
    const state = 'é'.repeat(Math.floor((bytes - Buffer.byteLength(threadBody({ values: '' }))) / 2));
    const body = threadBody({ values: state });
    return send(http(200, body + ' '.repeat(bytes - Buffer.byteLength(body))));
  };
  const chunked = (body: string): Send => {
    const head = ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', ''];
    return send(`${[...head, body.length.toString(16), body, '0'].join('\r\n')}\r\n\r\n`);
  };
  const endless: Send = (socket) => {
    const more = (): unknown => socket.writable && socket.write(' '.repeat(65_536), () => setImmediate(more));
    socket.write('HTTP/1.1 200 OK\r\n\r\n{"status":"interrupted"', more);
  };
  const gzip: Send = (socket) => {
    const body = gzipSync(threadBody());
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };

  test.concurrent.each<[string, Send]>([
    ['in chunks', chunked(threadBody())],
    ['up to the end of the connection', send(`HTTP/1.1 200 OK\r\n\r\n${threadBody()}`)],
    ['after an interim response', send(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${http(200, threadBody())}`)],
    [
      'of another content type',
      send(http(200, threadBody(), ['Content-Type: text/html', 'Content-Encoding: identity'])),
    ],
    ['after a byte order mark', send(http(200, `\ufeff${threadBody()}`))],
    ['after a head of 60 kB', send(http(200, threadBody(), [`X-A: ${'x'.repeat(60_000)}`]))],
    ['of 16 MiB', ofSize(16 * MIB)],
  ])('%s: readable', async (_, reply) => {
    const { outputs: written } = await check([['read', reply], ...script('resolve 204')]);
    expect(written).toEqual(resolved().outputs);
  });

  test.concurrent.each<[string, Send, string]>([
    ['a page', send(http(200, '<!doctype html><title>Sign in</title>')), 'is not JSON'],
    ['an empty object', send(http(200, '{}')), 'has no status'],
    ['a list', send(http(200, '[]')), 'is not a JSON object'],
    ['a compressed object', gzip, 'is compressed'],
    ['one byte more than 16 MiB', ofSize(16 * MIB + 1), 'is larger than 16 MiB'],
    ['a body without an end', endless, 'is larger than 16 MiB'],
  ])('%s: unreadable, and final', async (_, reply, problem) => {
    const { outputs: written, lines, text } = await check([['read', reply]], ALL);
    expect(written['error-code']).toBe('thread_unreadable');
    expect(lines).toEqual(['Attempt 1 of 6: read of the thread: thread_unreadable.']);
    expect(text).toContain(`The thread could not be checked: the response ${problem} (thread_unreadable).`);
  });

  test('nothing of the thread is shown', async () => {
    const secret = 'hunter2';
    const values = { messages: [secret], key: KEY };
    const leaky = { status: secret, values, interrupts: secret, metadata: secret, state_updated_at: secret };
    const { log, summary } = await check([['read', thread(leaky)]]);
    expect(log + summary).not.toContain(secret);
  });

  // The figure that survives the start of another program: on Linux, maxRSS begins with that of the parent.
  const testOnLinux = existsSync('/proc/self/status') ? test : test.skip;

  testOnLinux('memory grows in proportion to the thread', async () => {
    const print = `process.on('exit', () => console.log(readFileSync('/proc/self/status', 'utf8')));`;
    const nodeOptions = preload(`import { readFileSync } from 'node:fs'; ${print}`);
    const peakMb = async (bytes: number): Promise<number> => {
      const { log } = await check([['read', ofSize(bytes)], ...script('resolve 204')], {}, { nodeOptions });
      return (Number(/^VmHWM:\s*(\d+) kB$/m.exec(log)?.[1]) * 1024) / 1e6;
    };
    const [small, large] = await Promise.all([peakMb(1000), peakMb(5_000_000)]);
    // 4 to 5 MB for each of the 5 MB were measured.
    expect(large - small).toBeLessThan(5 * 7);
  });

  testCases([
    [
      '202 needs no body',
      [['read', (socket) => socket.write('HTTP/1.1 202 Text\r\nContent-Length: 99\r\n\r\n{')]],
      // Longer than a test may take.
      { 'request-timeout-seconds': '60' },
      refused(UNEXPECTED, { status: 202 }),
    ],
    [
      'a switch of protocols',
      [['read', send('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')]],
      ALL,
      refused(UNEXPECTED, { status: 101 }),
    ],
    ['another protocol', 'read other', ALL, refused(UNEXPECTED)],
  ]);

  test.each([
    ['21599.9', 'Raise deadline-seconds.'],
    ['21600', 'Re-run this.'],
  ])('too late for the resolve request, with a deadline of %s s', async (deadline, next) => {
    // The response takes long by the clock.
    const late = `const [{ uptime }, { parse }] = [process, JSON];
      JSON.parse = (text) => {
        if (text.includes('interrupted')) process.uptime = () => uptime() + 21_599.5;
        return parse(text);
      };`;
    const { text } = await check('read interrupted', { 'deadline-seconds': deadline }, { nodeOptions: preload(late) });
    expect(text).toBe(`error: Too little time was left to send the resolve request (timeout). ${next}`);
  });
});

describe('a read without a complete response', () => {
  const partial = `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${threadBody()}`;
  const withoutLength = 'HTTP/1.1 200 OK\r\n\r\n{"status":"interrupted","valu';
  const reset = (text: string) => (socket: Socket) => socket.write(text, () => socket.resetAndDestroy());

  test.concurrent('closed, reset or cut in the head or the body: retried', async () => {
    const lost: Send[] = [
      (socket) => socket.resetAndDestroy(),
      reset(partial),
      ...['', 'HTTP/1.1 200 OK\r\nContent-', partial].map(send),
      send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n'),
    ];
    const { log, outputs: written } = await check(retried(lost), { 'max-attempts': '20' });
    expect(retriedFailures(log, 'read of the thread')).toEqual(lost.map(() => 'connection_lost'));
    expect(written).toEqual(resolved(lost.length + 1).outputs);
  });

  testSinceNode24('reset in a body without a length: retried', async () => {
    const { log, outputs: written } = await check(retried([reset(withoutLength)]));
    expect(retriedFailures(log, 'read of the thread')).toEqual(['connection_lost']);
    expect(written).toEqual(resolved(2).outputs);
  });

  test.concurrent('silent or stalled: retried', async () => {
    const late = ['', 'HTTP/1.1 200 OK\r\nContent-', partial, withoutLength].map(
      (text): Send =>
        (socket) =>
          socket.write(text),
    );
    const { log, outputs: written } = await check(retried(late), QUICK);
    expect(retriedFailures(log, 'read of the thread')).toEqual(late.map(() => 'timeout'));
    expect(written).toEqual(resolved(late.length + 1).outputs);
  });

  testCases([
    [
      'cut in the body: final if retry-on does not list connect_failed',
      [['read', send(partial)]],
      { 'retry-on': '409 502' },
      refused(LOST),
    ],
    [
      'an error body that stalls leaves the code of the status',
      [['read', (socket) => socket.write('HTTP/1.1 500 No\r\nContent-Length: 99\r\n\r\n{')]],
      QUICK,
      refused(SERVER_ERROR, { code: 'http_500', status: 500 }),
    ],
  ]);
});

test('the read and the resolve request each have their own timeout', async () => {
  // Each takes more than half of the timeout.
  const slow =
    (reply: string): Send =>
    (socket) =>
      setTimeout(() => socket.end(reply), 1100);
  const { outputs: written } = await check(
    [
      ['read', slow(http(200, threadBody()))],
      ['resolve', slow(NO_CONTENT)],
    ],
    { 'request-timeout-seconds': '2' },
  );
  expect(written).toEqual(resolved().outputs);
});

// Windows has no signals.
const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** Runs a step that gets the signal when the last of the requests arrives. */
async function interruptAt(requests: string, signal: NodeJS.Signals, nodeOptions: string[] = []) {
  let child: ChildProcess | undefined;
  const exchanges = script(requests);
  const onStart = (started: ChildProcess): void => {
    child = started;
  };
  const last = [String(exchanges.at(-1)?.[0]), () => child?.kill(signal)] as const;
  return check([...exchanges.slice(0, -1), last], {}, { nodeOptions, onStart });
}

describeOnPosix('cancellation', () => {
  const CANCELLED = { happened: '', next: '', code: 'cancelled' };

  test.concurrent.each<[name: string, requests: string, signal: NodeJS.Signals, exitCode: number, expected: End]>([
    ['a read', 'read silent', 'SIGTERM', 143, refused(CANCELLED)],
    [
      'a read after a busy thread',
      'read busy, read silent',
      'SIGINT',
      130,
      refused(CANCELLED, { thread: 'busy', attempts: 2 }),
    ],
    ['a resolve request', 'read interrupted, resolve silent', 'SIGHUP', 129, unknown(CANCELLED)],
    [
      'a read after a request of unknown outcome',
      'read interrupted, resolve 502, read silent',
      'SIGTERM',
      143,
      unknown(CANCELLED, { attempts: 2, status: 502 }),
    ],
    ['the last read', 'read interrupted, resolve 503, read silent', 'SIGINT', 130, unknown(CANCELLED, { status: 503 })],
  ])('during %s', async (_, requests, signal, exitCode, { outputs }) => {
    const result = await interruptAt(requests, signal);
    expect(result.outputs).toEqual(outputs);
    expect(result.exitCode).toBe(exitCode);
    const count = outputs.attempts === '1' ? '' : `, after ${outputs.attempts} attempts`;
    const rerun = outputs['thread-status'] === 'busy' ? 'once the thread is interrupted.' : 'to resolve the interrupt.';
    const advice = outputs.outcome === 'unknown' ? INSPECT_FIRST : `Re-run it ${rerun}`;
    expect(result.text).toBe(`warning: The step received ${signal}${count}. ${advice}`);
  });

  test('during the wait for a busy thread', async () => {
    const cancel = (child: ChildProcess): void => {
      child.stdout?.on('data', (text: string) => text.includes('Checking again') && child.kill('SIGTERM'));
    };
    const { outputs: written } = await check('read busy', { 'retry-delay-seconds': '60' }, { onStart: cancel });
    expect(written).toEqual(refused(CANCELLED, { thread: 'busy' }).outputs);
  });
});

describeOnPosix('an error that other code leaves uncaught', () => {
  test.concurrent.each([
    ['a read', 'read silent', 'not-resolved'],
    ['the last read', 'read interrupted, resolve lost, read silent', 'unknown'],
  ])('during %s', async (_, requests, outcome) => {
    const nodeOptions = preload(`process.on('SIGUSR2', () => { throw new Error('broken'); });`);
    const result = await interruptAt(requests, 'SIGUSR2', nodeOptions);
    expect(result.outputs).toMatchObject({ outcome, 'error-code': 'internal_error', 'thread-status': '' });
    expect(result.exitCode).toBe(1);
  });
});

test('without the check, nothing but the resolve request is sent, even if its outcome is unknown', async () => {
  const inputs: Inputs[] = [{}, { 'check-thread': 'false' }, { 'check-thread': ' ', 'unchanged-since': ' ' }];
  for (const result of await Promise.all(inputs.map((each) => stepOn([http(503)], { inputs: each })))) {
    expect(result.server.requests.map((head) => head.split(' ')[0])).toEqual(['POST']);
    expect(result.outputs).toEqual(unknown(SERVER_ERROR, { code: 'http_503', status: 503 }).outputs);
    expect(result.log).toContain(' The thread is not checked.\n');
  }
});
