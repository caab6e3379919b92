import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expectOneHtmlBlock } from '../unit/safe.js';
import {
  annotations,
  http,
  INSPECT_FIRST,
  KEY,
  NO_CONTENT,
  nameOf,
  OUTPUT_NAMES,
  outputs,
  preload,
  rawServer,
  retriedFailures,
  type StepOptions,
  step,
  stepOn,
  THREAD,
  withoutMasks,
} from './harness.js';

type Reply = string | ((socket: Socket) => void);
type Inputs = Record<string, string>;

const TIME = '2026-01-05T09:00:00.000Z';
const LATER = '2026-01-05T09:00:01.000Z';
const SINCE = { 'unchanged-since': TIME };
const QUICK = { 'request-timeout-seconds': '1' };
const ONCE = { 'max-attempts': '1' };
/** Retries everything that can be retried. */
const ALL = { 'retry-on': ['connect_failed', ...Array.from({ length: 200 }, (_, index) => 400 + index)].join(' ') };
const MIB = 1024 * 1024;

const json = (body: unknown): string => JSON.stringify(body);

/** The body of a response to a read, with changes. */
function threadBody(changes: object = {}): string {
  return json({
    id: THREAD,
    status: 'interrupted',
    metadata: {},
    updated_at: TIME,
    state_updated_at: TIME,
    interrupts: { 'task-1': [{ id: 'interrupt-1', value: 'Approve the refund?' }] },
    values: { messages: [] },
    ...changes,
  });
}

const thread = (changes?: object): string => http(200, threadBody(changes));

const REPLIES: Record<string, Reply> = {
  interrupted: thread(),
  busy: thread({ status: 'busy' }),
  idle: thread({ status: 'idle' }),
  // Another interrupt has replaced the first.
  changed: thread({ state_updated_at: LATER }),
  lost: (socket) => socket.destroy(),
  silent: () => {},
};

/** The requests that a step must send, and their replies. */
type Script = (readonly [method: string, reply: Reply])[];

/** Reads a script such as `GET busy, GET interrupted, POST 204`. */
function script(text: string): Script {
  return text.split(', ').map((line) => {
    const [method = '', name = ''] = line.split(' ');
    return [method, REPLIES[name] ?? http(Number(name))] as const;
  });
}

/** A script for one step, in which each of these reads is retried, and the next one allows the resolve request. */
const retried = (reads: Reply[]): Script => [
  ...reads.map((reply) => ['GET', reply] as const),
  ...script('GET interrupted, POST 204'),
];

/**
 * Runs a step with the check on a server that replies as the script says. Expects what holds for every step: exactly
 * these requests, all outputs, and one annotation unless the interrupt was resolved.
 */
async function check(expected: string | Script, inputs: Inputs = {}, options: StepOptions = {}) {
  const exchanges = typeof expected === 'string' ? script(expected) : expected;
  const reply = (socket: Socket, number: number): void => {
    const next = exchanges[number - 1]?.[1] ?? '';
    if (typeof next === 'string') socket.end(next);
    else next(socket);
  };
  const { server, log, summary, ...rest } = await stepOn(reply, {
    ...options,
    inputs: { 'check-thread': 'true', ...inputs },
  });
  const lines: Record<string, string> = {
    GET: `GET /threads/${THREAD} HTTP/1.1`,
    POST: `POST /threads/${THREAD}/resolve-interrupt HTTP/1.1`,
  };
  expect(server.requests.map((head) => head.split('\r\n')[0])).toEqual(exchanges.map(([method]) => lines[method]));
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect(annotations(log)).toHaveLength(rest.outputs.resolved === 'true' ? 0 : 1);
  expectOneHtmlBlock(summary);
  expect(withoutMasks(log) + summary).not.toContain(KEY);
  return { ...rest, text: annotations(log)[0] ?? '', log, summary, lines: withoutMasks(log).split('\n').slice(1, -2) };
}

type Outputs = ReturnType<typeof outputs>;

/** The outputs of a step in which no resolve request can have taken effect. */
const refused = (code: string, threadStatus = '', attempts = '1', status = ''): Outputs =>
  outputs('false', code, 'not-resolved', status, attempts, threadStatus);

/** The outputs of a step in which a resolve request may have taken effect. */
const unknown = (code: string, threadStatus = '', attempts = '1', status = ''): Outputs =>
  outputs('false', code, 'unknown', status, attempts, threadStatus);

const resolved = (attempts = '1'): Outputs => outputs('true', '', 'resolved', '204', attempts);

type Case = [name: string, script: string | Script, inputs: Inputs, expected: Outputs, ended: string];

/** Each case is a step of its own, so they run side by side. `ended` begins the annotation, or ends the log. */
function testCases(cases: Case[]): void {
  test.concurrent.each(cases)('%s', async (_, expected, inputs, written, ended) => {
    const { exitCode, text, lines, outputs: found } = await check(expected, inputs);
    expect(found).toEqual(written);
    expect(exitCode).toBe(written.resolved === 'true' ? 0 : 1);
    const message = text === '' ? lines.at(-1) : text.replace('error: ', '');
    expect(message?.slice(0, ended.length)).toBe(ended);
  });
}

// `unit/` has every status, time and sequence. Here, the bundle runs one of each kind.
describe('the thread', () => {
  testCases([
    [
      'unchanged since the review: the resolve request is sent, whatever check-thread says',
      'GET busy, GET interrupted, POST 204',
      { ...SINCE, 'check-thread': 'false' },
      resolved('2'),
      'Attempt 2 of 6: resolve request: HTTP 204.',
    ],
    [
      'idle: there is nothing to wait for',
      'GET idle',
      ALL,
      refused('not_interrupted', 'idle'),
      'The thread is idle: not waiting at an interrupt (not_interrupted). ' +
        'If the interrupt was resolved elsewhere, nothing is left to do.',
    ],
    [
      'changed since the review: both times are shown',
      'GET changed',
      { ...ALL, ...SINCE },
      refused('thread_changed', 'interrupted'),
      `The thread changed at ${LATER}, but must be unchanged since ${TIME} (thread_changed). ` +
        'Review the current interrupt, then start a new run with its time.',
    ],
    [
      'busy, and changed since the review: waiting cannot help',
      [['GET', thread({ status: 'busy', state_updated_at: LATER })]],
      { ...ALL, ...SINCE },
      refused('thread_changed', 'busy'),
      `The thread changed at ${LATER}, but must be unchanged since ${TIME} (thread_changed). ` +
        'Wait until it is interrupted, then start a new run with its time.',
    ],
    [
      'without a time',
      [['GET', thread({ state_updated_at: 'x', updated_at: null })]],
      { ...ALL, ...SINCE },
      refused('thread_unreadable', 'interrupted'),
      'The thread could not be checked: state_updated_at and updated_at are missing or unreadable (thread_unreadable).',
    ],
    [
      'changed after a request of unknown outcome',
      'GET interrupted, POST 502, GET changed',
      ALL,
      unknown('thread_changed', 'interrupted', '2', '502'),
      `The thread changed at ${LATER}, but must be unchanged since ${TIME} (thread_changed), after 2 attempts. ` +
        'An earlier request may have taken effect. The thread is waiting at an interrupt, possibly a new one.',
    ],
  ]);

  test('a wait for a busy thread is announced as one', async () => {
    const { lines, summary } = await check('GET busy, GET interrupted, POST 204', { 'retry-delay-seconds': '0.02' });
    expect(lines).toEqual([
      expect.stringMatching(/^Attempt 1 of 6: the thread is busy\. Checking again in 0\.0[12]\d? s\.$/),
      'Attempt 2 of 6: resolve request: HTTP 204.',
    ]);
    expect(summary).toMatch(/<td>not_interrupted<\/td><td>0\.\d+ s<\/td>/);
  });

  test('fail-on-error: false keeps the step green, with a warning', async () => {
    const { exitCode, text, summary, ...rest } = await check('GET idle', { 'fail-on-error': 'false', ...SINCE });
    expect(rest.outputs).toEqual(refused('not_interrupted', 'idle'));
    expect({ exitCode, level: text.split(':')[0] }).toEqual({ exitCode: 0, level: 'warning' });
    expect(summary).toContain(` · <code>not_interrupted</code> · thread idle · checked against ${TIME} · 1 attempt · `);
  });
});

describe('the response to a read', () => {
  /** A thread of this size in bytes, with a large state. */
  const ofSize = (bytes: number): string => {
    const state = 'é'.repeat(Math.floor((bytes - Buffer.byteLength(threadBody({ values: '' }))) / 2));
    const body = threadBody({ values: state });
    return http(200, body + ' '.repeat(bytes - Buffer.byteLength(body)));
  };
  const chunked = (body: string): string =>
    `${['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', body.length.toString(16), body, '0'].join('\r\n')}\r\n\r\n`;
  const endless = (socket: Socket): void => {
    const more = (): unknown => socket.writable && socket.write(' '.repeat(65_536), () => setImmediate(more));
    socket.write('HTTP/1.1 200 OK\r\n\r\n{"status":"interrupted"', more);
  };
  const gzip = (socket: Socket): void => {
    const body = gzipSync(threadBody());
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };

  test.concurrent.each<[string, Reply]>([
    ['in chunks', chunked(threadBody())],
    ['up to the end of the connection', `HTTP/1.1 200 OK\r\n\r\n${threadBody()}`],
    ['after an interim response', `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${thread()}`],
    ['of another content type', http(200, threadBody(), ['Content-Type: text/html', 'Content-Encoding: identity'])],
    ['after a byte order mark', http(200, `\ufeff${threadBody()}`)],
    ['after a head of 60 kB', http(200, threadBody(), [`X-A: ${'x'.repeat(60_000)}`])],
    ['of 9 MiB', ofSize(9 * MIB)],
    ['of 16 MiB', ofSize(16 * MIB)],
  ])('%s: readable', async (_, reply) => {
    const { outputs: written } = await check([['GET', reply], ...script('POST 204')]);
    expect(written).toEqual(resolved());
  });

  test.concurrent.each<[string, Reply, string]>([
    ['a page', http(200, '<!doctype html><title>Sign in</title>'), 'is not JSON'],
    ['a list', http(200, '[]'), 'is not a JSON object'],
    ['an object without a status', http(200, '{}'), 'has no status'],
    ['a compressed object', gzip, 'is compressed'],
    ['one byte more than 16 MiB', ofSize(16 * MIB + 1), 'is larger than 16 MiB'],
    ['20 MiB', ofSize(20 * MIB), 'is larger than 16 MiB'],
    ['a body without an end', endless, 'is larger than 16 MiB'],
  ])('%s: unreadable, and final', async (_, reply, problem) => {
    const { outputs: written, lines, text } = await check([['GET', reply]], ALL);
    expect(written).toEqual(refused('thread_unreadable'));
    expect(lines).toEqual(['Attempt 1 of 6: read of the thread: thread_unreadable.']);
    expect(text).toContain(`The thread could not be checked: the response ${problem} (thread_unreadable).`);
  });

  test('nothing of the thread is shown', async () => {
    const secret = 'hunter2';
    const values = { messages: [secret], key: KEY };
    const leaky = { status: secret, values, interrupts: secret, metadata: secret, state_updated_at: secret };
    const { log, summary } = await check([['GET', thread(leaky)]]);
    expect(log + summary).not.toContain(secret);
  });

  // The figure that survives the start of another program: on Linux, maxRSS begins with that of the parent.
  const testOnLinux = existsSync('/proc/self/status') ? test : test.skip;

  testOnLinux('memory grows in proportion to the thread', async () => {
    const print = `process.on('exit', () => console.log(readFileSync('/proc/self/status', 'utf8')));`;
    const nodeOptions = preload(`import { readFileSync } from 'node:fs'; ${print}`);
    const peakMb = async (bytes: number): Promise<number> => {
      const { log } = await check([['GET', ofSize(bytes)], ...script('POST 204')], {}, { nodeOptions });
      return (Number(/^VmHWM:\s*(\d+) kB$/m.exec(log)?.[1]) * 1024) / 1e6;
    };
    const [small, large] = await Promise.all([peakMb(1000), peakMb(5_000_000)]);
    // 4 to 5 MB for each of the 5 MB were measured.
    expect(large - small).toBeLessThan(5 * 7);
  });

  const ERRORS: [status: number, code: string, body?: string][] = [
    [401, 'unauthorized', json({ error: 'Unauthorized' })],
    [404, 'thread_not_found', json({ code: 'thread_not_found', detail: 'No such thread' })],
    [404, 'not_found', threadBody()],
    [409, 'conflict'],
    [502, 'bad_gateway'],
    [504, 'http_504'],
  ];

  test('an error has the code that a resolve request would get, and is retried if retry-on lists it', async () => {
    const replies = ERRORS.map(([status, , body]) => http(status, body));
    const { log, outputs: written } = await check(retried(replies), { ...ALL, 'max-attempts': '20' });
    expect(retriedFailures(log, 'read of the thread')).toEqual(ERRORS.map(([status, code]) => nameOf(status, code)));
    expect(written).toEqual(resolved(String(ERRORS.length + 1)));
  });

  const UNEXPECTED = 'The server sent an unexpected response';

  testCases([
    [
      '303 does not make the outcome unknown',
      'GET 303',
      ALL,
      refused('unexpected_redirect', '', '1', '303'),
      'The server sent a redirect, which is never followed: HTTP 303 (unexpected_redirect). ',
    ],
    [
      '503 does not make the outcome unknown',
      'GET 503',
      {},
      refused('http_503', '', '1', '503'),
      'The API, or a gateway in front of it, reported a server error: HTTP 503. Re-run this later.',
    ],
    [
      '202 needs no body',
      [['GET', (socket) => socket.write('HTTP/1.1 202 Text\r\nContent-Length: 99\r\n\r\n{')]],
      // Longer than a test may take.
      { 'request-timeout-seconds': '60' },
      refused('unexpected_response', '', '1', '202'),
      `${UNEXPECTED}: HTTP 202 (unexpected_response). `,
    ],
    [
      'a switch of protocols',
      [['GET', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n']],
      ALL,
      refused('unexpected_response', '', '1', '101'),
      `${UNEXPECTED}: HTTP 101 (unexpected_response). `,
    ],
    [
      'another protocol',
      [['GET', `RTSP/1.0 200 OK\r\n\r\n${threadBody()}`]],
      ALL,
      refused('unexpected_response'),
      `${UNEXPECTED} (unexpected_response). `,
    ],
  ]);

  test('a redirect is not followed', async () => {
    const other = await rawServer((socket) => socket.end(thread()));
    const { outputs: written } = await check([['GET', http(302, '', [`Location: ${other.url}/`])]]);
    await other.close();
    expect(written).toEqual(refused('unexpected_redirect', '', '1', '302'));
    expect(other.connections).toBe(0);
  });
});

describe('a read without a complete response', () => {
  const partial = `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${threadBody()}`;
  const withoutLength = 'HTTP/1.1 200 OK\r\n\r\n{"status":"interrupted","valu';
  const reset = (text: string) => (socket: Socket) => socket.write(text, () => socket.resetAndDestroy());

  test.concurrent('closed, reset or cut in the head or the body: retried', async () => {
    const lost: Reply[] = [
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
      'HTTP/1.1 200 OK\r\nContent-',
      partial,
      reset(partial),
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n',
    ];
    const { log, outputs: written } = await check(retried(lost), { 'max-attempts': '20' });
    expect(retriedFailures(log, 'read of the thread')).toEqual(lost.map(() => 'connection_lost'));
    expect(written).toEqual(resolved(String(lost.length + 1)));
  });

  // Node 20 takes a reset that comes with data for the regular end of the connection.
  const testSinceNode24 = Number.parseInt(process.versions.node, 10) >= 24 ? test.concurrent : test.concurrent.skip;

  testSinceNode24('reset in a body without a length: retried', async () => {
    const { log, outputs: written } = await check(retried([reset(withoutLength)]));
    expect(retriedFailures(log, 'read of the thread')).toEqual(['connection_lost']);
    expect(written).toEqual(resolved('2'));
  });

  test.concurrent('silent or stalled: retried', async () => {
    const late: Reply[] = ['', 'HTTP/1.1 200 OK\r\nContent-', partial, withoutLength].map(
      (text) => (socket) => socket.write(text),
    );
    const { log, outputs: written } = await check(retried(late), QUICK);
    expect(retriedFailures(log, 'read of the thread')).toEqual(late.map(() => 'timeout'));
    expect(written).toEqual(resolved(String(late.length + 1)));
  });

  const NEVER = { 'retry-on': '409 502' };

  testCases([
    [
      'silent: final if retry-on does not list connect_failed',
      'GET silent',
      { ...QUICK, ...NEVER },
      refused('timeout'),
      'No complete response arrived within 1 s (timeout). ',
    ],
    [
      'cut in the body: final if retry-on does not list connect_failed',
      [['GET', partial]],
      NEVER,
      refused('connection_lost'),
      'The connection was lost before a complete response arrived (connection_lost). ',
    ],
    [
      'an error body that stalls leaves the code of the status',
      [['GET', (socket) => socket.write('HTTP/1.1 403 No\r\nContent-Length: 99\r\n\r\n{')]],
      QUICK,
      refused('forbidden', '', '1', '403'),
      'The API denied this key access to the thread: HTTP 403 (forbidden). ',
    ],
  ]);
});

describe('a step that ends with a resolve request of unknown outcome or a 409 reads the thread once more', () => {
  const LOST = 'The connection was lost before a complete response arrived (connection_lost).';
  const IDLE = 'The thread is idle now: the request probably resolved the interrupt.';

  test.concurrent.each<[string, Inputs, Outputs, string, string]>([
    ['POST lost, GET idle', {}, unknown('connection_lost', 'idle'), 'the thread is idle', `${LOST} ${IDLE}`],
    ['POST lost, GET lost', {}, unknown('connection_lost'), 'connection_lost', `${LOST} ${INSPECT_FIRST}`],
    ['POST 503, GET silent', QUICK, unknown('http_503', '', '1', '503'), 'timeout', INSPECT_FIRST],
    [
      'POST 503, GET 401',
      {},
      unknown('http_503', '', '1', '503'),
      'HTTP 401 (unauthorized)',
      `HTTP 503. ${INSPECT_FIRST}`,
    ],
    [
      'POST 409, GET interrupted',
      ONCE,
      refused('conflict', 'interrupted', '1', '409'),
      'the thread is interrupted',
      "The API refused the request because of the thread's state: HTTP 409 (conflict). " +
        'The thread is waiting at an interrupt, possibly a new one. Inspect it before you re-run this.',
    ],
    [
      'POST 409, GET busy',
      ONCE,
      refused('conflict', 'busy', '1', '409'),
      'the thread is busy',
      'HTTP 409 (conflict). To wait for it, raise max-attempts.',
    ],
  ])('%s', async (requests, inputs, expected, lastRead, says) => {
    const { lines, text, summary, ...rest } = await check(`GET interrupted, ${requests}`, inputs);
    expect(rest.outputs).toEqual(expected);
    expect(lines).toEqual([
      expect.stringMatching(/^Attempt 1 of \d: resolve request: [^.]+\.$/),
      `Last read: ${lastRead}.`,
    ]);
    expect(text).toContain(says);
    expect(summary.includes('· thread ')).toBe(expected['thread-status'] !== '');
  });

  test.concurrent('but not after a request that never left', async () => {
    const server = await rawServer((socket) => {
      server.refuse();
      socket.end(thread());
    });
    const { outputs: written } = await step(server.url, { inputs: { 'check-thread': 'true', ...ONCE } });
    expect(written).toEqual(refused('connect_failed', 'interrupted'));
  });
});

describe('the time', () => {
  testCases([
    [
      'the deadline cuts a read short',
      'GET silent',
      { 'deadline-seconds': '1' },
      refused('timeout'),
      'No complete response arrived within ',
    ],
  ]);

  test.concurrent('the read and the resolve request each have their own timeout', async () => {
    // Each takes more than half of the timeout.
    const slow = (reply: string) => (socket: Socket) => setTimeout(() => socket.end(reply), 1100);
    const { outputs: written } = await check(
      [
        ['GET', slow(thread())],
        ['POST', slow(NO_CONTENT)],
      ],
      { 'request-timeout-seconds': '2' },
    );
    expect(written).toEqual(resolved());
  });
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
  return check([...exchanges.slice(0, -1), last] as Script, {}, { nodeOptions, onStart });
}

describeOnPosix('cancellation', () => {
  test.concurrent.each<[name: string, requests: string, signal: NodeJS.Signals, exitCode: number, expected: Outputs]>([
    ['a read', 'GET silent', 'SIGTERM', 143, refused('cancelled')],
    ['a read after a busy thread', 'GET busy, GET silent', 'SIGINT', 130, refused('cancelled', 'busy', '2')],
    ['a resolve request', 'GET interrupted, POST silent', 'SIGHUP', 129, unknown('cancelled')],
    [
      'a read after a request of unknown outcome',
      'GET interrupted, POST 502, GET silent',
      'SIGTERM',
      143,
      unknown('cancelled', '', '2', '502'),
    ],
    ['the last read', 'GET interrupted, POST 503, GET silent', 'SIGINT', 130, unknown('cancelled', '', '1', '503')],
  ])('during %s', async (_, requests, signal, exitCode, expected) => {
    const result = await interruptAt(requests, signal);
    expect(result.outputs).toEqual(expected);
    expect(result.exitCode).toBe(exitCode);
    const count = expected.attempts === '1' ? '' : `, after ${expected.attempts} attempts`;
    const rerun =
      expected['thread-status'] === 'busy' ? 'once the thread is interrupted.' : 'to resolve the interrupt.';
    const advice = expected.outcome === 'unknown' ? INSPECT_FIRST : `Re-run it ${rerun}`;
    expect(result.text).toBe(`warning: The step received ${signal}${count}. ${advice}`);
  });

  test('during the wait for a busy thread', async () => {
    const cancel = (child: ChildProcess): void => {
      child.stdout?.on('data', (text: string) => text.includes('Checking again') && child.kill('SIGTERM'));
    };
    const { outputs: written } = await check('GET busy', { 'retry-delay-seconds': '60' }, { onStart: cancel });
    expect(written).toEqual(refused('cancelled', 'busy'));
  });
});

describeOnPosix('an error that other code leaves uncaught', () => {
  test.concurrent.each<[string, string, Outputs]>([
    ['a read', 'GET silent', refused('internal_error')],
    ['the last read', 'GET interrupted, POST lost, GET silent', unknown('internal_error')],
  ])('during %s', async (_, requests, expected) => {
    const nodeOptions = preload(`process.on('SIGUSR2', () => { throw new Error('broken'); });`);
    const result = await interruptAt(requests, 'SIGUSR2', nodeOptions);
    expect(result.outputs).toEqual(expected);
    expect(result.exitCode).toBe(1);
  });
});

test('without the check, nothing but the resolve request is sent, even if its outcome is unknown', async () => {
  const inputs: Inputs[] = [{}, { 'check-thread': 'false' }, { 'check-thread': ' ', 'unchanged-since': ' ' }];
  for (const result of await Promise.all(inputs.map((each) => stepOn([http(503)], { inputs: each })))) {
    expect(result.server.requests.map((head) => head.split(' ')[0])).toEqual(['POST']);
    expect(result.outputs).toEqual(unknown('http_503', '', '1', '503'));
    expect(result.log).toContain(' The thread is not checked.\n');
  }
});
