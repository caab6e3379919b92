import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFLICT, outputs, preload, rawServer, type StepOptions } from './harness.js';

/** A phase of the step that lasts until the step is cut off. */
export interface Phase {
  url: string;
  options?: StepOptions;
  /** Settles once the step is in the phase. */
  reached(child: ChildProcess): Promise<void>;
  /** Connections that the other side has seen. */
  connections(): number;
  close(): unknown;
}

/** A place where every connection stalls: a server that accepts nothing, with its queue filled. */
async function stalledServer(): Promise<{ url: string; close(): void }> {
  const code = `const server = require('net').createServer().listen(0, '127.0.0.1', 1, () => {
    process.stdout.write(String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ['--eval', code]);
  const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
  const queue = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  // One more than the queue was asked to hold is let in; all others wait.
  await Promise.all([0, 1].map((index) => new Promise<void>((resolve) => queue[index]?.once('connect', resolve))));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of queue) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** Has a step look up names for ever: the only thread for it waits at a pipe that nobody writes to. */
function stalledLookup(): { options: StepOptions; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lookup-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return {
    options: {
      env: { UV_THREADPOOL_SIZE: '1' },
      nodeOptions: preload(`import { open } from 'node:fs'; open(${JSON.stringify(pipe)}, () => {});`),
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** Settles once the log holds the text. */
function logged(text: string): Phase['reached'] {
  return (child) =>
    new Promise((resolve) => {
      let log = '';
      child.stdout?.on('data', (data: string) => {
        log += data;
        if (log.includes(text)) resolve();
      });
    });
}

/** A server where the phase is reached when one of the two calls `reached`. */
async function onServer(
  reply: (socket: Socket, reached: () => void, number: number) => void,
  onConnection: (socket: Socket, reached: () => void) => void = () => {},
): Promise<Phase> {
  let reached = (): void => {};
  const settled = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = await rawServer(
    (socket, number) => reply(socket, reached, number),
    (socket) => onConnection(socket, reached),
  );
  const { url, close } = server;
  return { url, reached: () => settled, connections: () => server.connections, close };
}

async function onProxy(...args: Parameters<typeof onServer>): Promise<Phase> {
  const phase = await onServer(...args);
  return { ...phase, url: 'https://api.example.test', options: { env: { HTTPS_PROXY: phase.url } } };
}

function lookup(): Phase {
  const { options, close } = stalledLookup();
  return { url: 'https://api.example.test', options, reached: logged('Resolving'), connections: () => 0, close };
}

async function connecting(): Promise<Phase> {
  return { ...(await stalledServer()), reached: logged('Resolving'), connections: () => 0 };
}

async function handshake(): Promise<Phase> {
  const phase = await onServer(
    () => {},
    (socket, reached) => socket.once('data', reached),
  );
  return { ...phase, url: phase.url.replace('http:', 'https:') };
}

const tunnel = (): Promise<Phase> => onProxy((_, reached) => reached());

const handshakeBehindTunnel = (): Promise<Phase> =>
  onProxy((socket, reached) => {
    socket.once('data', reached);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  });

const sent = (): Promise<Phase> => onServer((_, reached) => reached());

/** The first line of the log is out. Nobody knows whether a connection is opened after it, so none is counted. */
export const beginning = async (): Promise<Phase> => ({
  ...(await sent()),
  reached: logged('::add-mask::'),
  connections: () => 0,
});

const after = (part: string) => (): Promise<Phase> =>
  onServer((socket, reached) => socket.write(part, () => reached()));

/** Sends the first part, and then the other again and again. */
const drip = (first: string, drop: string) => (socket: Socket, reached: () => void) => {
  socket.write(first || drop, () => reached());
  const timer = setInterval(() => socket.write(drop), 5);
  socket.once('close', () => clearInterval(timer));
};

const dripping = (first: string, drop: string) => (): Promise<Phase> => onServer(drip(first, drop));

const drippingTunnel = (): Promise<Phase> => onProxy(drip('HTTP/1.1 200 OK\r\n', 'X'));

/** After a conflict. */
export const laterAttempt = (): Promise<Phase> =>
  onServer((socket, reached, number) => (number === 1 ? socket.end(CONFLICT) : reached()));

export async function waiting(): Promise<Phase> {
  const phase = await onServer((socket) => socket.end(CONFLICT));
  return { ...phase, options: { inputs: { 'retry-delay-seconds': '60' } }, reached: logged('Waiting') };
}

const NEVER_SENT = outputs('false', 'connect_failed', 'not-resolved', '', '1');
const NO_ANSWER = outputs('false', 'timeout', 'unknown', '', '1');
const REFUSED = outputs('false', 'conflict', 'not-resolved', '409', '1');

type Enter = () => Phase | Promise<Phase>;

/** Only here the length of a server's queue is known, and so when it is full. */
const CONNECTING: typeof REQUEST_PHASES =
  process.platform === 'linux' ? [['the connection is opened', connecting, 0, NEVER_SENT]] : [];

/** Every phase of a request, with the connections that the other side sees, and the outputs once its time is over. */
export const REQUEST_PHASES: [name: string, enter: Enter, connections: number, timedOut: typeof NEVER_SENT][] = [
  ...CONNECTING,
  ['hands are shaken', handshake, 1, NEVER_SENT],
  ['the proxy is asked for a tunnel', tunnel, 1, NEVER_SENT],
  ['the answer of the proxy drips', drippingTunnel, 1, NEVER_SENT],
  ['hands are shaken behind the tunnel', handshakeBehindTunnel, 1, NEVER_SENT],
  ['the request is out', sent, 1, NO_ANSWER],
  ['the status line drips', dripping('HTTP/1.1 204 ', 'X'), 1, NO_ANSWER],
  ['the head drips', dripping('HTTP/1.1 204 No Content\r\n', 'X'), 1, NO_ANSWER],
  ['the head stalls', after('HTTP/1.1 204 No Content\r\nX-A:'), 1, NO_ANSWER],
  ['interim answers stall', after('HTTP/1.1 103 Early Hints\r\n\r\n'), 1, NO_ANSWER],
  ['interim answers drip', dripping('', 'HTTP/1.1 102 Processing\r\n\r\n'), 1, NO_ANSWER],
  ['the body stalls', after('HTTP/1.1 409 Conflict\r\nContent-Length: 99999\r\n\r\n{'), 1, REFUSED],
  ['the body drips', dripping('HTTP/1.1 409 Conflict\r\nContent-Length: 99999\r\n\r\n{', ' '), 1, REFUSED],
];

/** A lookup that stalls can only be left by replacing the process, which Node 20 and Windows cannot do. */
export const LOOKUP_PHASES: typeof REQUEST_PHASES =
  process.execve && process.platform !== 'win32' ? [['a name is looked up', lookup, 0, NEVER_SENT]] : [];
