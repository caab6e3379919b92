import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import * as fc from 'fast-check';
import * as arbitrary from '../unit/arbitraries.js';
import type { Reply, Rules } from '../unit/contract.js';
import * as contract from '../unit/contract.js';
import { http, makeCertificate, outputs, rawServer, step } from './harness.js';
import { expectInert } from './inert.js';

const folder = mkdtempSync(join(tmpdir(), 'random-'));
const certificate = join(folder, 'certificate.pem');
let trusted: { private: string; cert: string };
let untrusted: typeof trusted;

beforeAll(async () => {
  trusted = await makeCertificate([{ type: 2, value: 'localhost' }]);
  untrusted = await makeCertificate([{ type: 2, value: 'localhost' }]);
  writeFileSync(certificate, trusted.cert);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the server sends, and what the action must take it for. */
interface Answer {
  reply: Reply;
  send(socket: Socket): void;
}

/** What the server does with one connection, whichever request comes on it. */
type Turn = { broken: 'connect_failed' | 'tls_failed' } | { read: Answer; resolve: Answer };

const EARLY_HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';

/** Ways to send the same response. */
const DELIVERIES: ((socket: Socket, response: string) => void)[] = [
  (socket, response) => socket.end(response),
  (socket, response) => socket.write(response),
  (socket, response) => socket.end(EARLY_HINTS + response),
  (socket, response) => {
    // Bytes, because a character cut in two would become another one.
    const bytes = Buffer.from(response);
    for (let from = 0; from < bytes.length; from += 7) socket.write(bytes.subarray(from, from + 7));
  },
];

const dates = (date: string, retryAfter: string) => ({ date: `${date} GMT`, retryAfter: `${retryAfter} GMT` });

/** Waits that are no wait or pass the deadline, some of them only by the server's clock. */
const WAITS: { date: string | undefined; retryAfter: string | undefined }[] = [
  ...Array.from({ length: 4 }, () => ({ date: undefined, retryAfter: undefined })),
  ...['0', '-1', '86400'].map((retryAfter) => ({ date: undefined, retryAfter })),
  ...Array.from({ length: 2 }, () => dates('Thu, 01 Jan 2099 12:00:00', 'Thu, 01 Jan 2099 11:00:00')),
  dates('Wed, 01 Jan 2020 11:00:00', 'Wed, 01 Jan 2020 12:00:00'),
];

const inHeader = (text: string): string => Buffer.from(text.replace(/\p{Cc}/gu, '')).toString('latin1');

function answer(
  key: string,
  status: fc.Arbitrary<number>,
  body: fc.Arbitrary<string>,
  wait: fc.Arbitrary<(typeof WAITS)[number]>,
): fc.Arbitrary<Answer> {
  return fc
    .record({
      status,
      body,
      wait,
      text: arbitrary.hostileText(key),
      deliver: fc.constantFrom(...DELIVERIES),
      cut: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    })
    .map(({ status, body, wait, text, deliver, cut }) => {
      const headers = [`X-Request-Id: ${inHeader(text)}`];
      if (wait.date !== undefined) headers.push(`Date: ${wait.date}`);
      if (wait.retryAfter !== undefined) headers.push(`Retry-After: ${wait.retryAfter}`);
      const whole = http(status, body, headers).replace(' Text', () => ` ${inHeader(text)}`);
      const isCut = cut && body !== '' && status !== 204;
      return {
        reply: { kind: 'response', status, body: isCut ? undefined : Buffer.from(body).toString(), ...wait },
        send: (socket) => (isCut ? socket.end(Buffer.from(whole).subarray(0, -1)) : deliver(socket, whole)),
      };
    });
}

/** A read needs the body of a 200. */
const asRead = ({ reply, send }: Answer): Answer => {
  const isCut = reply.kind === 'response' && reply.status === 200 && reply.body === undefined;
  return { reply: isCut ? { kind: 'connection_lost' } : reply, send };
};

const FAULTS: Answer[] = [
  { reply: { kind: 'connection_lost' }, send: (socket) => socket.end() },
  { reply: { kind: 'connection_lost' }, send: (socket) => socket.destroy() },
  { reply: { kind: 'connection_lost' }, send: (socket) => socket.end('HTTP/1.1 204 No Content\r\nX-A: b') },
  { reply: { kind: 'not_http' }, send: (socket) => socket.end('RTSP/1.0 204 OK\r\n\r\n') },
  { reply: { kind: 'not_http' }, send: (socket) => socket.end('HTTP/1.1 204 No Content\r\nX A: b\r\n\r\n') },
];

const SILENCE: Answer = { reply: { kind: 'timeout' }, send: (socket) => socket.write(EARLY_HINTS) };

function turn(key: string): fc.Arbitrary<Turn> {
  // Silence is rare, because each costs seconds.
  const fault = fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...FAULTS) },
    { weight: 1, arbitrary: fc.constant(SILENCE) },
  );
  const error = answer(key, arbitrary.status, arbitrary.body(key), fc.constantFrom(...WAITS));
  const thread = answer(
    key,
    fc.constant(200),
    arbitrary.thread(key),
    fc.constant({ date: undefined, retryAfter: undefined }),
  );
  const read = fc.oneof(
    { weight: 12, arbitrary: thread },
    { weight: 2, arbitrary: error },
    { weight: 1, arbitrary: fault },
  );
  const resolve = fc.oneof({ weight: 5, arbitrary: error }, { weight: 1, arbitrary: fault });
  return fc.oneof(
    { weight: 10, arbitrary: fc.record({ read: read.map(asRead), resolve }) },
    { weight: 1, arbitrary: fc.record({ broken: fc.constantFrom('connect_failed', 'tls_failed') }) },
  );
}

/** A quote or a brace at the start is no key. */
const inputKey = arbitrary.key.filter((key) => !/^["'{]/.test(key));

const scenario = inputKey.chain((key) =>
  fc.record({
    key: fc.constant(key),
    turns: fc.array(turn(key), { minLength: 1, maxLength: 6 }),
    mode: fc.constantFrom('resolve', 'resolve', 'resolve', 'resolve', 'inspect'),
    checkThread: fc.constantFrom('', 'false', 'true', 'true'),
    unchangedSince: arbitrary.unchangedSince,
    maxAttempts: fc.integer({ min: 1, max: 6 }),
    retryOn: arbitrary.retryOn,
    failOnError: fc.boolean(),
    jobSummary: fc.boolean(),
    // No environment variable can contain NUL.
    actor: arbitrary.hostileText(key).map((text) => text.replaceAll('\0', '')),
    thread: fc.stringMatching(/^[A-Za-z0-9_~-]{1,40}$/),
    delaySeconds: fc.constantFrom('0', '0.01', '0.03'),
  }),
);

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** A TLS server that treats its connections as the turns say, one by one and from the first again. */
async function serverOf(turns: Turn[]) {
  const heads: string[] = [];
  const server = await rawServer(
    () => {},
    (socket, number) => {
      const turn = turns[(number - 1) % turns.length] as Turn;
      const broken = 'broken' in turn && turn.broken;
      socket.removeAllListeners('data');
      if (broken === 'connect_failed') return void socket.destroy();
      const { private: key, cert } = broken === 'tls_failed' ? untrusted : trusted;
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on('error', () => {});
      let head = '';
      secure.on('data', (data) => {
        head += data.toString('latin1');
        if (!head.endsWith('\r\n\r\n') || 'broken' in turn) return;
        heads.push(head);
        turn[head.startsWith('GET ') ? 'read' : 'resolve'].send(secure);
      });
    },
  );
  return { server, heads };
}

function rulesOf({ key, mode, checkThread, unchangedSince, maxAttempts, retryOn, delaySeconds }: Scenario): Rules {
  return {
    ...{ key, api: 'managed-deep-agents', mode, maxAttempts, retryOn },
    checkThread: checkThread === 'true' || unchangedSince !== undefined || mode === 'inspect',
    unchangedSinceMs: unchangedSince?.ms,
    retryDelayMs: Number(delaySeconds) * 1000,
    retryMaxDelayMs: 30_000,
    requestTimeoutMs: 30_000,
    deadlineMs: 300_000,
  };
}

function replyTo(turn: Turn, isRead: boolean): Reply {
  if ('broken' in turn) return { kind: turn.broken };
  return (isRead ? turn.read : turn.resolve).reply;
}

/** The requests that the contract asks for. No other time passes than that of waits, and those are short. */
function predict(rules: Rules, turns: Turn[]): contract.Request[][] {
  const history: contract.Request[][] = [];
  const moment = { elapsedMs: 0, wallClockMs: Date.now(), random: 0, waited: false };
  for (;;) {
    const step = contract.nextStep(rules, history, moment);
    if (step === 'end') return history;
    moment.waited = typeof step === 'object';
    if (typeof step === 'object') history.push([]);
    else {
      if (history.length === 0) history.push([]);
      const turn = turns[history.flat().length % turns.length] as Turn;
      history.at(-1)?.push({ kind: step, reply: replyTo(turn, step === 'read') });
    }
  }
}

function run(url: string, given: Scenario, isSilent: boolean) {
  const { key, mode, unchangedSince, maxAttempts, retryOn, failOnError, jobSummary, actor, thread } = given;
  return step(url.replace('http://127.0.0.1', 'https://localhost'), {
    inputs: {
      'thread-id': thread,
      'api-key': key,
      mode,
      'check-thread': unchangedSince && given.checkThread === 'true' ? 'unchanged' : given.checkThread,
      'unchanged-since': unchangedSince?.text ?? '',
      'max-attempts': String(maxAttempts),
      'retry-on': [...retryOn].join(' '),
      'retry-delay-seconds': given.delaySeconds,
      'fail-on-error': String(failOnError),
      'job-summary': String(jobSummary),
      // Only a silent server takes this long.
      'request-timeout-seconds': isSilent ? '3' : '60',
    },
    env: { NODE_EXTRA_CA_CERTS: certificate, GITHUB_ACTOR: actor },
  });
}

const SENT_HEADERS = /^(x-api-key|content|transfer)/i;

async function keepsTheContract(given: Scenario): Promise<void> {
  const { key, thread, failOnError, jobSummary } = given;
  const rules = rulesOf(given);
  const history = predict(rules, given.turns);
  const requests = history.flat();
  const { outcome, errorCode, status, attempts, threadStatus, stateUpdatedAt } = contract.outputsOf(rules, history);
  const resolved = outcome === 'resolved';
  const isGreen = errorCode === '';
  const heading = contract.headingOf(rules, history);

  const { server, heads } = await serverOf(given.turns);
  const isSilent = requests.some(({ reply }) => reply?.kind === 'timeout');
  const result = await run(server.url, given, isSilent);
  await server.close();

  expect(result.outputs).toEqual(
    outputs(
      ...([String(resolved), String(errorCode), outcome, String(status ?? ''), String(attempts)] as const),
      ...[threadStatus, stateUpdatedAt],
    ),
  );
  expect(result.exitCode).toBe(isGreen || !failOnError ? 0 : 1);
  expect(result.log.includes(`title=${heading} (thread ${thread})::`)).toBe(!isGreen);
  expect(result.summary === '').toBe(!jobSummary);
  if (jobSummary) expect(result.summary).toContain(` ${heading}</h3>`);
  expectInert(result, isGreen ? 0 : 1, [key]);

  expect(server.connections).toBe(requests.length);
  const arrived = requests.filter(({ reply }) => !/^(connect|tls)_failed$/.test(String(reply?.kind)));
  const relevant = heads.map((head) =>
    head.split('\r\n').filter((line, index) => index === 0 || SENT_HEADERS.test(line)),
  );
  expect(relevant).toEqual(
    arrived.map(({ kind }) =>
      kind === 'read'
        ? [`GET /threads/${thread} HTTP/1.1`, `x-api-key: ${key}`]
        : [`POST /threads/${thread}/resolve-interrupt HTTP/1.1`, `x-api-key: ${key}`, 'Content-Length: 0'],
    ),
  );
}

test('a whole step keeps the contract, whatever comes back and whatever the inputs', async () => {
  // Shrinking a failure would take minutes.
  await fc.assert(fc.asyncProperty(scenario, keepsTheContract), { numRuns: 50, endOnFailure: true });
}, 120_000);
