import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { BUSY, CHECK_FIRST, GONE, NOT_RESOLVED, NOT_RETRIED, STILL_THERE } from '../unit/messages.js';
import { expectOneHtmlBlock } from '../unit/safe.js';
import {
  annotations,
  CONFLICT,
  http,
  KEY,
  NO_CONTENT,
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
/** Retries everything that can be retried. */
const ALL = { 'retry-on': ['connect_failed', ...Array.from({ length: 200 }, (_, index) => 400 + index)].join(' ') };

const json = (body: unknown): string => JSON.stringify(body);

/** The body of a response to a read, with changes. Undefined removes a field. */
function threadBody(changes: object = {}): string {
  return json({
    id: THREAD,
    agent_id: 'agent-1',
    status: 'interrupted',
    metadata: {},
    created_at: TIME,
    updated_at: TIME,
    state_updated_at: TIME,
    interrupts: { 'task-1': [{ id: 'interrupt-1', value: 'Approve the refund?' }] },
    values: { messages: [] },
    ...changes,
  });
}

const thread = (changes?: object): string => http(200, threadBody(changes));

/** A thread whose only times are these two. */
const times = (state_updated_at: unknown, updated_at?: unknown): string => thread({ state_updated_at, updated_at });

const REPLIES: Record<string, Reply> = {
  interrupted: thread(),
  busy: thread({ status: 'busy' }),
  idle: thread({ status: 'idle' }),
  error: thread({ status: 'error' }),
  // Another interrupt has replaced the first.
  changed: times(LATER, LATER),
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

/** A script for one step, in which each of these reads allows a call. */
const allowed = (reads: Reply[]): Script =>
  reads.flatMap((reply, index) => [
    ['GET', reply] as const,
    ['POST', index < reads.length - 1 ? CONFLICT : NO_CONTENT],
  ]);

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
  return { ...rest, text: annotations(log)[0] ?? '', log, summary };
}

type Outputs = ReturnType<typeof outputs>;

/** The outputs of a step in which no call can have been applied. */
const refused = (code: string, threadStatus = '', attempts = '1', status = ''): Outputs =>
  outputs('false', code, 'not-resolved', status, attempts, threadStatus);

/** The outputs of a step in which a call may have been applied. */
const unknown = (code: string, threadStatus = '', attempts = '1', status = ''): Outputs =>
  outputs('false', code, 'unknown', status, attempts, threadStatus);

const resolved = (attempts = '1'): Outputs => outputs('true', '', 'resolved', '204', attempts);

type Case = [
  name: string,
  script: string | Script,
  inputs: Inputs,
  expected: Outputs,
  /** Part of the annotation and, without the code and the number of attempts, of the summary. */
  says?: string,
];

/** Each case is a step of its own, so they run side by side. */
function testCases(cases: Case[]): void {
  test.concurrent.each(cases)('%s', async (_, expected, inputs, written, says = '') => {
    const { exitCode, text, summary, ...rest } = await check(expected, inputs);
    expect(rest.outputs).toEqual(written);
    expect(exitCode).toBe(written.resolved === 'true' ? 0 : 1);
    expect(text).toContain(says);
    expect(summary.replace('</b>', '')).toContain(says.replace(/ \([a-z_]+\)(, after \d+ attempts)?\./, '.'));
  });
}

// `step.test.ts` and `thread.test.ts` have every status, time and sequence. Here, the bundle runs one of each kind.
describe('the status of the thread', () => {
  testCases([
    ['interrupted: the call is sent', 'GET interrupted, POST 204', {}, resolved()],
    [
      'idle: there is nothing to wait for',
      'GET idle',
      ALL,
      refused('not_interrupted', 'idle'),
      `The thread is idle: not waiting at an interrupt (not_interrupted). ${NOT_RESOLVED} ` +
        'If it was already resolved elsewhere, there is nothing left to do.',
    ],
    [
      'error: there is nothing to wait for',
      'GET error',
      ALL,
      refused('not_interrupted', 'error'),
      `The last run of the thread failed, so there is no interrupt (not_interrupted). ${NOT_RESOLVED}`,
    ],
    [
      'busy is final if retry-on does not list 409',
      'GET busy',
      { 'retry-on': '502, connect_failed' },
      refused('not_interrupted', 'busy'),
      'The thread is busy: not waiting at an interrupt yet (not_interrupted). ' +
        `${NOT_RESOLVED} To wait longer, add 409 to retry-on.`,
    ],
    [
      'a refused call: the thread status is that of the read before it',
      'GET interrupted, POST 404',
      {},
      refused('not_found', 'interrupted', '1', '404'),
    ],
  ]);

  test('a wait for a busy thread is announced as one', async () => {
    const { log, summary } = await check('GET busy, GET interrupted, POST 204', { 'retry-delay-seconds': '0.02' });
    expect(log).toMatch(
      /^The thread is busy: not waiting at an interrupt yet\. Checking again in 0\.0[12]\d? s \(attempt 2 of 6\)\.$/m,
    );
    expect(summary).toMatch(/<td>not_interrupted<\/td><td>0\.\d+ s<\/td>/);
  });

  test('fail-on-error: false keeps the step green, with a warning', async () => {
    const { exitCode, text, summary, ...rest } = await check('GET idle', { 'fail-on-error': 'false' });
    expect(rest.outputs).toEqual(refused('not_interrupted', 'idle'));
    expect({ exitCode, level: text.split(':')[0] }).toEqual({ exitCode: 0, level: 'warning' });
    expect(summary).toContain(' · <code>not_interrupted</code> · thread idle · 1 attempt · ');
  });
});

describe('unchanged-since', () => {
  /** None of them is later than `TIME`. */
  const notLater = [
    times(TIME),
    times('2026-01-05T09:00:00Z'),
    times('2026-01-05T08:59:59.999Z'),
    times('2026-01-04T23:30:00-09:30'),
    times('2026-01-06T08:59:00+23:59'),
    times('2026-01-05T09:30:00+02:00'),
    times('2026-01-05 09:00:00.000999+00:00'),
    times(TIME, LATER),
    times(undefined, TIME),
    times(null, TIME),
    times(Date.parse(LATER), TIME),
    times('2026-01-05T09:00:01', TIME),
    times('2026-02-30T09:00:00Z', TIME),
    times([LATER], TIME),
  ];

  // The input enables the check, whatever check-thread says.
  const inputs = { ...ALL, ...SINCE, 'check-thread': 'false' };

  testCases([
    [
      'allows times that are not later',
      allowed(notLater),
      { ...SINCE, 'max-attempts': '20' },
      resolved(String(notLater.length)),
    ],
    [
      'refuses a time one millisecond later',
      [['GET', times('2026-01-05T09:00:00.001Z')]],
      inputs,
      refused('thread_changed', 'interrupted'),
      `The state of the thread has changed (thread_changed). ${NOT_RESOLVED} ` +
        'Review the interrupt that it is waiting at now.',
    ],
    ['cannot compare without a time', [['GET', times(undefined)]], inputs, refused('thread_unreadable', 'interrupted')],
  ]);
});

describe('the body of the thread', () => {
  const MIB = 1024 * 1024;
  /** A thread of this size in bytes, with a large state. */
  const ofSize = (bytes: number): string => {
    const state = 'é'.repeat(Math.floor((bytes - Buffer.byteLength(threadBody({ values: '' }))) / 2));
    const body = threadBody({ values: state });
    return http(200, body + ' '.repeat(bytes - Buffer.byteLength(body)));
  };
  const chunked = (body: string): string =>
    `${['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', body.length.toString(16), body, '0'].join('\r\n')}\r\n\r\n`;
  const endless = (head: string) => (socket: Socket) => {
    const more = (): unknown => socket.writable && socket.write(' '.repeat(65_536), () => setImmediate(more));
    socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n{"status":"interrupted"`, more);
  };
  const gzip = (socket: Socket): void => {
    const body = gzipSync(threadBody());
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };

  const readable: Reply[] = [
    chunked(threadBody()),
    `HTTP/1.1 200 OK\r\n\r\n${threadBody()}`,
    `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${thread()}`,
    http(200, threadBody(), ['Content-Type: text/html']),
    http(200, threadBody(), ['Content-Encoding: identity']),
    ofSize(5_000_000),
    ofSize(8 * MIB),
  ];

  const unreadable: [name: string, reply: Reply][] = [
    ['nothing', http(200)],
    ['a page', http(200, '<!doctype html><title>Sign in</title>')],
    ['an object after a byte order mark', http(200, `\ufeff${threadBody()}`)],
    ['a compressed object', gzip],
    ['one byte more than 8 MiB', ofSize(8 * MIB + 1)],
    ['a body without an end', endless('')],
    ['a body of a terabyte', endless('Content-Length: 1000000000000\r\n')],
  ];

  testCases([
    [
      'chunked, up to the end of the connection, after an interim response, of another content type, of 8 MiB: readable',
      allowed(readable),
      { 'max-attempts': '20' },
      resolved(String(readable.length)),
    ],
    ...unreadable.map(
      ([name, reply]): Case => [
        `${name}: unreadable, and final`,
        [['GET', reply]],
        ALL,
        refused('thread_unreadable'),
        `The thread could not be checked (thread_unreadable). ${NOT_RESOLVED} `,
      ],
    ),
  ]);

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
});

describe('a response other than 200 to the read sends no call', () => {
  const errors: [status: number, code: string, body?: string][] = [
    [400, 'bad_request'],
    [401, 'unauthorized', json({ error: 'Unauthorized' })],
    [403, 'forbidden', json({ error: 'Forbidden' })],
    [404, 'not_found'],
    [404, 'thread_not_found', json({ code: 'thread_not_found', detail: 'No such thread' })],
    [404, 'not_found', json({ code: 'thread_changed' })],
    [404, 'not_found', json({ code: 'timeout', status: 'interrupted' })],
    [404, 'not_found', threadBody()],
    [405, 'http_405'],
    [409, 'conflict'],
    [422, 'unprocessable_entity'],
    [429, 'http_429'],
    [500, 'http_500'],
    [500, 'broken', json({ code: 'broken' })],
    [502, 'bad_gateway'],
    [502, 'upstream_auth_failed', json({ code: 'upstream_auth_failed', detail: 'd' })],
    [503, 'http_503'],
    [504, 'http_504'],
  ];

  test('an error has the code that it would have after a call, and is retried if retry-on lists it', async () => {
    const replies = errors.map(([status, , body]) => ['GET', http(status, body)] as const);
    const { log, outputs: written } = await check([...replies, ...script('GET interrupted, POST 204')], {
      ...ALL,
      'max-attempts': '20',
    });
    expect(retriedFailures(log)).toEqual(
      errors.map(([status, code]) => (code === `http_${status}` ? `HTTP ${status}` : `HTTP ${status} (${code})`)),
    );
    expect(written).toEqual(resolved(String(errors.length + 1)));
  });

  testCases([
    ['204 is final', 'GET 204', ALL, refused('unexpected_response', '', '1', '204'), NOT_RESOLVED],
    [
      '303 does not make the outcome unknown',
      'GET 303',
      ALL,
      refused('unexpected_redirect', '', '1', '303'),
      NOT_RESOLVED,
    ],
    ['503 does not make the outcome unknown', 'GET 503', {}, refused('http_503', '', '1', '503'), NOT_RESOLVED],
    [
      '202 needs no body',
      [['GET', (socket) => socket.write('HTTP/1.1 202 Text\r\nContent-Length: 99\r\n\r\n{')]],
      // Longer than a test may take.
      { 'request-timeout-seconds': '60' },
      refused('unexpected_response', '', '1', '202'),
    ],
    [
      'a switch of protocols',
      [['GET', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n']],
      ALL,
      refused('unexpected_response', '', '1', '101'),
    ],
    ...[
      `RTSP/1.0 200 OK\r\n\r\n${threadBody()}`,
      thread().replace('HTTP/1.1', 'HTTP/2.0'),
      'SSH-2.0-OpenSSH_9.6\r\n\r\n',
    ].map(
      (reply): Case => [
        `${reply.slice(0, 8)} is not HTTP/1`,
        [['GET', reply]],
        ALL,
        refused('unexpected_response'),
        `The server sent an unexpected response (unexpected_response). ${NOT_RESOLVED} `,
      ],
    ),
    [
      'a header of 20 kB',
      [['GET', http(200, threadBody(), [`X-A: ${'x'.repeat(20_000)}`])]],
      ALL,
      refused('unexpected_response'),
    ],
  ]);

  test('a redirect is not followed', async () => {
    const other = await rawServer((socket) => socket.end(thread()));
    const { outputs: written } = await check([['GET', http(302, '', [`Location: ${other.url}/`])]]);
    await other.close();
    expect(written).toEqual(refused('unexpected_redirect', '', '1', '302'));
    expect(other.connections).toBe(0);
  });

  test("the annotation has the API's words, its request ID and the region", async () => {
    const reply = http(403, json({ error: `No access for ${KEY}` }), ['X-Request-Id: request-1']);
    const { text, summary } = await check([['GET', reply]]);
    expect(text).toContain(`The API denied this key access to the thread: HTTP 403 (forbidden). ${NOT_RESOLVED} `);
    expect(text).toMatch(/ region .* Details: "No access for \*\*\*" Request ID: "request-1"$/);
    expect(summary).toContain('<blockquote>No access for ***<br>Request ID: request-1</blockquote>');
  });
});

describe('a read without a complete response', () => {
  const partial = `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${threadBody()}`;
  const drip = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n{"status":"interrupted"');
    const timer = setInterval(() => socket.write(' '), 20);
    socket.once('close', () => clearInterval(timer));
  };
  const LOST = `The connection was lost before a complete response arrived (connection_lost). ${NOT_RESOLVED} `;
  const LATE = `No complete response arrived in time (timeout). ${NOT_RESOLVED} `;

  const lost: Reply[] = [
    (socket) => socket.end(),
    (socket) => socket.resetAndDestroy(),
    'HTTP/1.1 200 OK\r\nContent-',
    partial,
    (socket) => socket.write(partial, () => socket.resetAndDestroy()),
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n',
  ];

  const late: [name: string, reply: Reply][] = [
    ['silent', () => {}],
    ['stalled in the head', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-')],
    ['stalled in the body', (socket) => socket.write(partial)],
    ['dripping', drip],
  ];

  test.concurrent('closed, reset or cut in the head or the body: retried', async () => {
    const { log, outputs: written } = await check(
      [...lost.map((reply) => ['GET', reply] as const), ...script('GET interrupted, POST 204')],
      { 'max-attempts': '20' },
    );
    expect(retriedFailures(log)).toEqual(lost.map(() => 'connection_lost'));
    expect(written).toEqual(resolved(String(lost.length + 1)));
  });

  testCases([
    [
      'stalled in the body: retried',
      [['GET', (socket) => socket.write(partial)], ...script('GET interrupted, POST 204')],
      QUICK,
      resolved('2'),
    ],
    ...late.map(
      ([name, reply]): Case => [
        `${name}: final if retry-on does not list connect_failed`,
        [['GET', reply]],
        { ...QUICK, 'retry-on': '409 502' },
        refused('timeout'),
        LATE,
      ],
    ),
    [
      'cut in the body: final if retry-on does not list connect_failed',
      [['GET', partial]],
      { 'retry-on': '409 502' },
      refused('connection_lost'),
      LOST,
    ],
    [
      'an error body that stalls leaves the code of the status',
      [['GET', (socket) => socket.write('HTTP/1.1 403 No\r\nContent-Length: 99\r\n\r\n{')]],
      QUICK,
      refused('forbidden', '', '1', '403'),
    ],
    [
      'an error body that is cut leaves the code of the status',
      [['GET', 'HTTP/1.1 404 No\r\nContent-Length: 99\r\n\r\n{"code":"x"}']],
      {},
      refused('not_found', '', '1', '404'),
    ],
  ]);

  test('refused and unknown hosts are retried', async () => {
    const inputs = { 'check-thread': 'true', 'max-attempts': '2' };
    const urls = ['http://127.0.0.1:1', 'https://no-such-host.invalid'];
    for (const { outputs: written } of await Promise.all(urls.map((url) => step(url, { inputs })))) {
      expect(written).toEqual(refused('connect_failed', '', '2'));
    }
  });
});

describe('after a call of unknown outcome, the next read decides', () => {
  testCases([
    [
      'idle: final',
      'GET interrupted, POST 502, GET idle',
      ALL,
      unknown('not_interrupted', 'idle', '2', '502'),
      'The thread is idle: not waiting at an interrupt (not_interrupted), after 2 attempts. ' +
        `${GONE} An earlier attempt may have worked.`,
    ],
    [
      'busy: final, although retry-on lists 409',
      'GET interrupted, POST 502, GET busy',
      ALL,
      unknown('not_interrupted', 'busy', '2', '502'),
      `${BUSY} An earlier attempt may have worked. ${NOT_RETRIED}`,
    ],
    [
      'still interrupted, after a lost read: called again',
      'GET interrupted, POST 502, GET lost, GET interrupted, POST 204',
      {},
      resolved('3'),
    ],
    [
      'another interrupt',
      'GET interrupted, POST 502, GET changed',
      ALL,
      unknown('thread_changed', 'interrupted', '2', '502'),
      STILL_THERE,
    ],
  ]);
});

describe('a step that ends with a call of unknown outcome reads the thread once more', () => {
  const LOST = 'The connection was lost before a complete response arrived (connection_lost).';

  testCases([
    ['idle', 'GET interrupted, POST lost, GET idle', {}, unknown('connection_lost', 'idle'), `${LOST} ${GONE}`],
    ['after a timeout', 'GET interrupted, POST silent, GET idle', QUICK, unknown('timeout', 'idle'), GONE],
    [
      'after a response that is not HTTP',
      [...script('GET interrupted'), ['POST', 'RTSP/1.0 204 OK\r\n\r\n'], ...script('GET idle')],
      {},
      unknown('unexpected_response', 'idle'),
    ],
    [
      'after the last attempt',
      'GET interrupted, POST 502, GET interrupted, POST 502, GET idle',
      { 'max-attempts': '2' },
      unknown('bad_gateway', 'idle', '2', '502'),
    ],
    [
      'that read is lost',
      'GET interrupted, POST lost, GET lost',
      {},
      unknown('connection_lost'),
      `${LOST} ${CHECK_FIRST}`,
    ],
    ['that read is silent', 'GET interrupted, POST lost, GET silent', QUICK, unknown('connection_lost'), CHECK_FIRST],
    [
      'not without the time for it',
      'GET interrupted, POST silent',
      { 'request-timeout-seconds': '0.9', 'deadline-seconds': '1.7' },
      unknown('timeout'),
      CHECK_FIRST,
    ],
  ]);

  test('not after a call that never left', async () => {
    const server = await rawServer((socket) => {
      server.refuse();
      socket.end(thread());
    });
    const { outputs: written } = await step(server.url, { inputs: { 'check-thread': 'true', 'max-attempts': '1' } });
    expect(written).toEqual(refused('connect_failed', 'interrupted'));
  });
});

describe('the time', () => {
  testCases([
    [
      'too little is left for the call after the read',
      'GET interrupted',
      { ...ALL, 'deadline-seconds': '1' },
      refused('timeout', 'interrupted'),
      `Too little time was left to send the call (timeout). ${NOT_RESOLVED} Raise deadline-seconds.`,
    ],
    [
      'a shorter request timeout needs less',
      'GET interrupted, POST 204',
      { 'deadline-seconds': '1', 'request-timeout-seconds': '0.5' },
      resolved(),
    ],
    ['the deadline cuts a read short', 'GET silent', { 'deadline-seconds': '1' }, refused('timeout')],
  ]);

  test.concurrent('the read and the call each have their own timeout', async () => {
    // Each takes more than half of the timeout.
    const slow = (reply: string) => (socket: Socket) => setTimeout(() => socket.end(reply), 550);
    const { outputs: written } = await check(
      [
        ['GET', slow(thread())],
        ['POST', slow(NO_CONTENT)],
      ],
      QUICK,
    );
    expect(written).toEqual(resolved());
  });
});

// Windows has no signals.
const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** Runs a step that gets the signal when the last of the requests arrives. */
async function interruptAt(requests: string, signal: NodeJS.Signals, nodeOptions: string[] = []) {
  let child: ChildProcess | undefined;
  let sentAtMs = Number.NaN;
  const send = (): void => {
    sentAtMs = performance.now();
    child?.kill(signal);
  };
  const exchanges = script(requests);
  const onStart = (started: ChildProcess): void => {
    child = started;
  };
  const last = [String(exchanges.at(-1)?.[0]), send] as const;
  const result = await check([...exchanges.slice(0, -1), last], {}, { nodeOptions, onStart });
  return { ...result, tookMs: performance.now() - sentAtMs };
}

describeOnPosix('cancellation', () => {
  test.concurrent.each<[name: string, requests: string, signal: NodeJS.Signals, exitCode: number, expected: Outputs]>([
    ['a read', 'GET silent', 'SIGTERM', 143, refused('cancelled')],
    ['a read (SIGINT)', 'GET silent', 'SIGINT', 130, refused('cancelled')],
    ['a later read', 'GET busy, GET silent', 'SIGINT', 130, refused('cancelled', 'busy', '2')],
    ['a call', 'GET interrupted, POST silent', 'SIGTERM', 143, unknown('cancelled')],
    ['a call (SIGHUP)', 'GET interrupted, POST silent', 'SIGHUP', 129, unknown('cancelled')],
    [
      'a call after a refused one',
      'GET interrupted, POST 409, GET interrupted, POST silent',
      'SIGTERM',
      143,
      unknown('cancelled', '', '2', '409'),
    ],
    [
      'a read after a call of unknown outcome',
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
    expect(result.text).toContain(`warning: The step was cancelled (${signal})${count}. `);
    expect(result.text).toContain(expected.outcome === 'unknown' ? CHECK_FIRST : NOT_RESOLVED);
    expect(result.tookMs).toBeLessThan(1000);
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
    ['a call', 'GET interrupted, POST silent', unknown('internal_error')],
    ['the last read', 'GET interrupted, POST lost, GET silent', unknown('internal_error')],
  ])('during %s', async (_, requests, expected) => {
    const nodeOptions = preload(`process.on('SIGUSR2', () => { throw new Error('broken'); });`);
    const result = await interruptAt(requests, 'SIGUSR2', nodeOptions);
    expect(result.outputs).toEqual(expected);
    expect(result.exitCode).toBe(1);
  });
});

describe('without the check', () => {
  test('nothing but the call is sent', async () => {
    const inputs: Inputs[] = [{}, { 'check-thread': 'false' }, { 'check-thread': ' ', 'unchanged-since': ' ' }];
    for (const result of await Promise.all(inputs.map((each) => stepOn([NO_CONTENT], { inputs: each })))) {
      expect(result.server.requests.map((head) => head.split(' ')[0])).toEqual(['POST']);
      expect(result.outputs).toEqual(resolved());
      expect(result.log).toContain(' The thread is not checked.\n');
    }
  });

  test('an unknown outcome is not read either', async () => {
    const { server, outputs: written } = await stepOn([http(503)]);
    expect(server.requests.map((head) => head.split(' ')[0])).toEqual(['POST']);
    expect(written).toEqual(unknown('http_503', '', '1', '503'));
  });
});

test('the read keeps the base path of api-url', async () => {
  const server = await rawServer((socket, number) => socket.end(number === 1 ? thread() : NO_CONTENT));
  await step(`${server.url}/base/v1/`, { inputs: { 'check-thread': 'True' } });
  await server.close();
  expect(server.requests.map((head) => head.split('\r\n')[0])).toEqual([
    `GET /base/v1/threads/${THREAD} HTTP/1.1`,
    `POST /base/v1/threads/${THREAD}/resolve-interrupt HTTP/1.1`,
  ]);
});
