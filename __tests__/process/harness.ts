import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generate, type SubjectAltNameEntry } from 'selfsigned';
import { runStep } from '../../stand-in/run-step.js';

export const KEY = 'lsv2_sk_0123456789.test';
export const THREAD = '0f9f6b1e-5a3c-4d9e-8a55-3f2f5d3c1b7a';

export type Step = Awaited<ReturnType<typeof runStep>>;
export type StepOptions = NonNullable<Parameters<typeof runStep>[0]>;

/** Runs the action against a URL with valid inputs and no waits, changed as given. */
export function step(apiUrl: string, { inputs = {}, ...rest }: StepOptions = {}): Promise<Step> {
  const good = { 'thread-id': THREAD, 'api-key': KEY, 'api-url': apiUrl, 'retry-delay-seconds': '0' };
  return runStep({ inputs: { ...good, ...inputs }, ...rest });
}

export interface RawServer {
  url: string;
  port: number;
  /** The text of each connection's request, as far as it arrived. */
  requests: string[];
  /** Connections opened so far. */
  connections: number;
  /** How many of them have closed. */
  closed: number;
  /** Accepts no further connections. */
  refuse(): void;
  close(): Promise<void>;
}

type Reply = (socket: Socket, number: number) => void;

/** A server of bare sockets, for what no HTTP server would send. It replies to each complete head, numbered from 1. */
export async function rawServer(reply: Reply, onConnection: Reply = () => {}): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    raw.connections += 1;
    const index = raw.connections - 1;
    raw.requests[index] = '';
    socket.on('error', () => {});
    socket.on('close', () => {
      raw.closed += 1;
    });
    socket.on('data', (data) => {
      raw.requests[index] += data.toString('latin1');
      if (raw.requests[index]?.endsWith('\r\n\r\n')) reply(socket, index + 1);
    });
    onConnection(socket, index + 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const raw: RawServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: [],
    connections: 0,
    closed: 0,
    refuse: () => void server.close(),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return raw;
}

/** Runs one step on a raw server that answers each request with the next text, and repeats the last one. */
export async function stepOn(answers: string[] | Reply, options?: StepOptions): Promise<Step & { server: RawServer }> {
  const reply: Reply =
    typeof answers === 'function'
      ? answers
      : (socket, number) => socket.end(String(answers[Math.min(number, answers.length) - 1]));
  const server = await rawServer(reply);
  try {
    return { ...(await step(server.url, options)), server };
  } finally {
    await server.close();
  }
}

/** An HTTP response as text. */
export function http(status: number, body = '', headers: string[] = []): string {
  const length = status === 204 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return `${[`HTTP/1.1 ${status} Text`, ...length, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

export const NO_CONTENT = http(204);
export const CONFLICT = http(409, JSON.stringify({ code: 'conflict', detail: 'not interrupted' }));

/**
 * The lines that the runner would read as a command: `::name::` after leading white space, `##[name]` anywhere in a
 * line, with CR and LF as line ends. The masks of the keys, which come first, are left out.
 */
export function commands(log: string, keys = [KEY]): string[] {
  return withoutMasks(log, keys)
    .split(/[\r\n]+/)
    .filter((line) => /^\s*::.*::/.test(line) || line.includes('##['));
}

/** The log after the commands that mask the keys: what a reader sees. */
export function withoutMasks(log: string, keys = [KEY]): string {
  const escaped = (key: string): string => key.replace(/[%\r\n]/g, encodeURIComponent);
  const masks = keys.map((key) => `::add-mask::${escaped(key)}\n`).join('');
  return log.startsWith(masks) ? log.slice(masks.length) : log;
}

/** The failures of such requests that were retried without a wait, such as `HTTP 409 (conflict)`. */
export function retriedFailures(log: string, request: 'read of the thread' | 'resolve request'): string[] {
  const lines = log.matchAll(/^Attempt \d+ of \d+: ([^:]*): (.*)\. Retrying in 0 s\.$/gm);
  return [...lines].filter(([, ended]) => ended === request).map(([, , name]) => String(name));
}

/** How the log names a failure. */
export function nameOf(status: number, code: string): string {
  return code === `http_${status}` ? `HTTP ${status}` : `HTTP ${status} (${code})`;
}

interface Annotation {
  level: string;
  title: string;
  text: string;
}

function parseAnnotations(log: string, keys?: string[]): Annotation[] {
  return commands(log, keys).flatMap((line) => {
    const [, level, title, text] = /^::(error|warning|notice) title=([^:]+)::(.*)$/.exec(line) ?? [];
    return level && title && text ? [{ level, title: decodeURIComponent(title), text }] : [];
  });
}

/** The annotations, as `error: text`. */
export function annotations(log: string, keys?: string[]): string[] {
  return parseAnnotations(log, keys).map(({ level, text }) => `${level}: ${text}`);
}

/** The titles of the annotations. */
export function titles(log: string, keys?: string[]): string[] {
  return parseAnnotations(log, keys).map(({ title }) => title);
}

export const OUTPUT_NAMES = [
  ...['resolved', 'error-code', 'outcome', 'status', 'attempts'],
  ...['thread-status', 'state-updated-at', 'interrupts'],
];

export { outputs } from '../steps.js';

// Node 20 takes a reset that comes with data for the regular end of the connection.
export const testSinceNode24 =
  Number.parseInt(process.versions.node, 10) >= 24 ? test.concurrent : test.concurrent.skip;

/** Appears in the advice after an unknown outcome, if nothing is known of the thread. */
export const INSPECT_FIRST =
  'Inspect the thread before you re-run this: a second request could resolve a later interrupt.';

/** Arguments for Node that run the code before the action, to break it or its environment from outside. */
export function preload(code: string): string[] {
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

let certificates = 0;

/** A self-signed certificate that is valid for a day. Each has its own name, because trust goes by the name. */
export function makeCertificate(altNames: SubjectAltNameEntry[], validFrom = new Date()) {
  certificates += 1;
  return generate([{ name: 'commonName', value: `test ${certificates}` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: validFrom,
    notAfterDate: new Date(validFrom.getTime() + 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames }],
  });
}
