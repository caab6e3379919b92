import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFLICT, outputs, preload, rawServer, type StepOptions } from './harness.js';

/** A phase of the step that lasts until the step is cut short. */
export interface Phase {
  url: string;
  options?: StepOptions;
  /** Settles once the step is in the phase. */
  reached(child: ChildProcess): Promise<void>;
  /** Connections that the server or proxy has seen. */
  connections(): number;
  close(): unknown;
}

/** A server on which no connection opens: its queue is full, and it accepts nothing. */
export async function stalledServer(): Promise<{ port: number; close(): void }> {
  const code = `const server = require('net').createServer().listen(0, '127.0.0.1', 1, () => {
    process.stdout.write(String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ['--eval', code]);
  const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
  const queue = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  // The system admits one more than the queue was asked to hold.
  await Promise.all([0, 1].map((index) => new Promise<void>((resolve) => queue[index]?.once('connect', resolve))));
  return {
    port,
    close: () => {
      for (const socket of queue) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** Makes name lookups stall: the only thread for them waits at a pipe that nobody writes to. */
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

/** Settles once the log contains the text. */
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

/** A server on which the phase is reached when either callback calls `reached`. */
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
  const { port, close } = await stalledServer();
  return { url: `http://127.0.0.1:${port}`, reached: logged('Resolving'), connections: () => 0, close };
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

export const sent = (): Promise<Phase> => onServer((_, reached) => reached());

/** The first line of the log is out. A connection may or may not be opened after it, so none is counted. */
export const starting = async (): Promise<Phase> => ({
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

/** Sends the text again and again, each byte in a packet of its own. */
const byteByByte = (text: string) => (): Promise<Phase> =>
  onServer((socket, reached) => {
    socket.setNoDelay();
    const timer = setInterval(() => {
      for (const byte of text) socket.write(byte);
      reached();
    }, 5);
    socket.once('close', () => clearInterval(timer));
  });

/** The second request is out, after a 409. */
export const laterAttempt = (): Promise<Phase> =>
  onServer((socket, reached, number) => (number === 1 ? socket.end(CONFLICT) : reached()));

export async function waiting(): Promise<Phase> {
  const phase = await onServer((socket) => socket.end(CONFLICT));
  return { ...phase, options: { inputs: { 'retry-delay-seconds': '60' } }, reached: logged('Retrying in') };
}

const NEVER_SENT = outputs('false', 'connect_failed', 'not-resolved', '', '1');
const NO_RESPONSE = outputs('false', 'timeout', 'unknown', '', '1');
const REFUSED = outputs('false', 'conflict', 'not-resolved', '409', '1');

type Enter = () => Phase | Promise<Phase>;

/** Only on Linux is the length of a server's queue known, and so when it is full. */
export const CAN_STALL_CONNECTIONS = process.platform === 'linux';

const CONNECTING: typeof REQUEST_PHASES = CAN_STALL_CONNECTIONS
  ? [['the connection is being opened', connecting, 0, NEVER_SENT]]
  : [];

/** Every phase of a request, with the connections that the server sees, and the outputs when its time is up. */
export const REQUEST_PHASES: [name: string, enter: Enter, connections: number, timedOut: typeof NEVER_SENT][] = [
  ...CONNECTING,
  ['the TLS handshake stalls', handshake, 1, NEVER_SENT],
  ['the proxy does not answer', tunnel, 1, NEVER_SENT],
  ["the proxy's response drips", drippingTunnel, 1, NEVER_SENT],
  ['the TLS handshake behind the proxy stalls', handshakeBehindTunnel, 1, NEVER_SENT],
  ['there is no response', sent, 1, NO_RESPONSE],
  ['the status line drips', dripping('HTTP/1.1 204 ', 'X'), 1, NO_RESPONSE],
  ['the head drips', dripping('HTTP/1.1 204 No Content\r\n', 'X'), 1, NO_RESPONSE],
  ['the head stalls', after('HTTP/1.1 204 No Content\r\nX-A:'), 1, NO_RESPONSE],
  ['interim responses stall', after('HTTP/1.1 103 Early Hints\r\n\r\n'), 1, NO_RESPONSE],
  ['interim responses never end', dripping('', 'HTTP/1.1 102 Processing\r\n\r\n'), 1, NO_RESPONSE],
  ['interim responses arrive byte by byte', byteByByte('HTTP/1.1 103 X\r\nLink: x\r\n\r\n'), 1, NO_RESPONSE],
  ['the body stalls', after('HTTP/1.1 409 Conflict\r\nContent-Length: 99999\r\n\r\n{'), 1, REFUSED],
  ['the body drips', dripping('HTTP/1.1 409 Conflict\r\nContent-Length: 99999\r\n\r\n{', ' '), 1, REFUSED],
];

/** A stalled lookup holds a thread, so the process must be replaced, which Node 20 and Windows cannot do. */
export const LOOKUP_PHASES: typeof REQUEST_PHASES =
  process.execve && process.platform !== 'win32' ? [['the name lookup stalls', lookup, 0, NEVER_SENT]] : [];
