import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import * as fc from 'fast-check';
import * as arbitrary from '../arbitraries.js';
import { codeOf, type Happening, mayRepeat, outcomeOf, statusOf, TITLES } from '../contract.js';
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

/** What the server does with one connection. */
interface Turn {
  happening: Happening;
  reply(socket: Socket): void;
}

const EARLY_HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';
const RETRY_AFTER_THE_DEADLINE = '86400';

/** Ways to send the same answer. */
const DELIVERIES: ((socket: Socket, answer: string) => void)[] = [
  (socket, answer) => socket.end(answer),
  (socket, answer) => socket.write(answer),
  (socket, answer) => socket.end(EARLY_HINTS + answer),
  (socket, answer) => {
    // Bytes, as a character cut in two would be another one.
    const bytes = Buffer.from(answer);
    for (let from = 0; from < bytes.length; from += 7) socket.write(bytes.subarray(from, from + 7));
  },
];

const inHeader = (text: string): string => Buffer.from(text.replace(/\p{Cc}/gu, '')).toString('latin1');

const answerTurn = (key: string): fc.Arbitrary<Turn> =>
  fc
    .record({
      status: arbitrary.status,
      body: arbitrary.body(key),
      retryAfter: fc.constantFrom(undefined, undefined, '0', '-1', RETRY_AFTER_THE_DEADLINE),
      text: arbitrary.hostileText(key),
      deliver: fc.constantFrom(...DELIVERIES),
      cut: fc.boolean(),
    })
    .map(({ status, body, retryAfter, text, deliver, cut }) => {
      const headers = [`X-Request-Id: ${inHeader(text)}`];
      if (retryAfter !== undefined) headers.push(`Retry-After: ${retryAfter}`);
      const whole = http(status, body, headers).replace(' Text', ` ${inHeader(text)}`);
      const isCut = cut && body !== '' && status !== 204;
      return {
        happening: { kind: 'answer', status, body: isCut ? '' : Buffer.from(body).toString(), retryAfter },
        reply: (socket) => (isCut ? socket.end(Buffer.from(whole).subarray(0, -1)) : deliver(socket, whole)),
      };
    });

const faultTurn = fc.constantFrom<Turn>(
  { happening: { kind: 'connect_failed' }, reply: () => {} },
  { happening: { kind: 'tls_failed' }, reply: () => {} },
  { happening: { kind: 'connection_lost' }, reply: (socket) => socket.end() },
  { happening: { kind: 'connection_lost' }, reply: (socket) => socket.destroy() },
  { happening: { kind: 'connection_lost' }, reply: (socket) => socket.end('HTTP/1.1 204 No Content\r\nX-A: b') },
  { happening: { kind: 'not_http' }, reply: (socket) => socket.end('RTSP/1.0 204 OK\r\n\r\n') },
  { happening: { kind: 'not_http' }, reply: (socket) => socket.end('HTTP/1.1 204 No Content\r\nX A: b\r\n\r\n') },
  { happening: { kind: 'timeout' }, reply: (socket) => socket.write(EARLY_HINTS) },
);

interface Scenario {
  key: string;
  turns: Turn[];
  maxAttempts: number;
  retryOn: ReadonlySet<string>;
  failOnError: boolean;
  jobSummary: boolean;
  actor: string;
  thread: string;
  delaySeconds: string;
}

const scenario: fc.Arbitrary<Scenario> = arbitrary.key.chain((key) =>
  fc.record({
    key: fc.constant(key),
    turns: fc.array(fc.oneof({ weight: 3, arbitrary: answerTurn(key) }, { weight: 1, arbitrary: faultTurn }), {
      minLength: 1,
      maxLength: 6,
    }),
    maxAttempts: fc.integer({ min: 1, max: 6 }),
    retryOn: arbitrary.retryOn,
    failOnError: fc.boolean(),
    jobSummary: fc.boolean(),
    // No environment can hold it.
    actor: arbitrary.hostileText(key).map((text) => text.replaceAll('\0', '')),
    thread: fc.stringMatching(/^[A-Za-z0-9_~-]{1,40}$/),
    delaySeconds: fc.constantFrom('0', '0.01', '0.03'),
  }),
);

/** A TLS server that treats its connections as the turns say, one by one and from the first again. */
async function serverOf(turns: Turn[]) {
  const heads: string[] = [];
  const server = await rawServer(
    () => {},
    (socket, number) => {
      const { happening, reply } = turns[(number - 1) % turns.length] as Turn;
      socket.removeAllListeners('data');
      if (happening.kind === 'connect_failed') return void socket.destroy();
      const { private: key, cert } = happening.kind === 'tls_failed' ? untrusted : trusted;
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on('error', () => {});
      let head = '';
      secure.on('data', (data) => {
        head += data.toString('latin1');
        if (!head.endsWith('\r\n\r\n')) return;
        heads.push(head);
        reply(secure);
      });
    },
  );
  return { server, heads };
}

/** The turns that the rules allow, one for each request. */
function allowed({ turns, maxAttempts, retryOn }: Scenario): Turn[] {
  const taken: Turn[] = [];
  for (;;) {
    const turn = turns[taken.length % turns.length] as Turn;
    const { happening } = turn;
    taken.push(turn);
    const tooLate = happening.kind === 'answer' && happening.retryAfter === RETRY_AFTER_THE_DEADLINE;
    if (tooLate || taken.length === maxAttempts || !mayRepeat(happening, retryOn)) return taken;
  }
}

function run(url: string, given: Scenario, silent: boolean) {
  const { key, maxAttempts, retryOn, failOnError, jobSummary, actor, thread, delaySeconds } = given;
  return step(url.replace('http://127.0.0.1', 'https://localhost'), {
    inputs: {
      'thread-id': thread,
      'api-key': key,
      'max-attempts': String(maxAttempts),
      'retry-on': [...retryOn].join(' '),
      'retry-delay-seconds': delaySeconds,
      'fail-on-error': String(failOnError),
      'job-summary': String(jobSummary),
      // Only a server that keeps silent takes this long.
      'request-timeout-seconds': silent ? '2' : '60',
    },
    env: { NODE_EXTRA_CA_CERTS: certificate, GITHUB_ACTOR: actor },
  });
}

async function keepsTheRules(given: Scenario): Promise<void> {
  const { key, thread, failOnError, jobSummary } = given;
  const taken = allowed(given);
  const last = (taken.at(-1) as Turn).happening;
  const outcome = outcomeOf(taken, key);
  const resolved = last.kind === 'answer' && last.status === 204;

  const { server, heads } = await serverOf(given.turns);
  const result = await run(server.url, given, last.kind === 'timeout');
  await server.close();

  const [status, attempts] = [String(statusOf(taken) ?? ''), String(taken.length)];
  expect(result.outputs).toEqual(outputs(String(resolved), codeOf(last, key), outcome, status, attempts));
  expect(outcome === 'resolved').toBe(resolved);
  expect(result.exitCode).toBe(resolved || !failOnError ? 0 : 1);
  expect(result.summary === '').toBe(!jobSummary);
  if (jobSummary) expect(result.summary).toContain(`<h3>${TITLES[outcome]}</h3>`);
  expectInert(result, resolved ? 0 : 1, [key]);

  expect(server.connections).toBe(taken.length);
  expect(heads).toHaveLength(taken.filter(({ happening }) => !/^(connect|tls)_failed$/.test(happening.kind)).length);
  for (const head of heads) {
    const [first, ...headers] = head.split('\r\n');
    expect(first).toBe(`POST /threads/${thread}/resolve-interrupt HTTP/1.1`);
    expect(headers.filter((header) => /^(x-api-key|content|transfer)/i.test(header))).toEqual([
      `x-api-key: ${key}`,
      'Content-Length: 0',
    ]);
  }
}

test('a whole step keeps the rules, whatever happens and whatever the inputs', async () => {
  // As it is found: to make a failure smaller would take minutes.
  await fc.assert(fc.asyncProperty(scenario, keepsTheRules), { numRuns: 40, endOnFailure: true });
}, 120_000);
