import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { step } from '../../__tests__/process/harness.js';
import { freePort } from '../programs.js';

const TOOLS = resolve(__dirname, '..', '..', 'build', 'tools');
/** The Python environment that `e2e/run` makes. */
export const PYTHON = join(TOOLS, 'langgraph', 'bin');
/** The folder that `javascript/install` makes. */
const JAVASCRIPT = join(TOOLS, 'langgraph-javascript');

const MAX_WAIT_MS = 60_000;

interface StartOptions {
  cwd?: string;
  env?: object;
  /** What ends the program, also if this process ends without stopping it. */
  signal?: 'KILL' | 'TERM';
}

/** Starts a program that does not outlive this process. */
export function start(command: string, args: string[], { cwd, env, signal = 'KILL' }: StartOptions = {}): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', signal, command, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  });
}

export async function stop(program: ChildProcess, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = new Promise((settle) => program.once('exit', settle));
  program.kill(signal);
  await gone;
}

/** A thread as the server describes it, as far as the tests look at it. */
export interface Thread {
  status: string;
  updated_at: string;
  state_updated_at: string;
  interrupts: Record<string, { id: string; value: unknown }[]>;
  values: { messages?: Message[]; log?: string[] };
}

interface Message {
  type: string;
  content: string;
  tool_calls?: { id: string }[];
  tool_call_id?: string;
}

interface Checkpoint {
  next: string[];
  metadata: { source: string };
}

/** What the server answered. */
interface Answer<Body> {
  status: number;
  body: Body;
}

/** What starts a run: the input of a new one, or the answer to an interrupt. */
type RunInput = { input: object } | { command: { resume: unknown } };

/** Reads what a server logs, and shows it if something takes too long. */
function watch(program: ChildProcess) {
  let log = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }

  /** The first result that is neither false nor undefined. */
  async function until<Result>(condition: () => Result | Promise<Result>): Promise<NonNullable<Result>> {
    const deadlineMs = performance.now() + MAX_WAIT_MS;
    for (;;) {
      const result = await condition();
      if (result) return result;
      const hasEnded = program.exitCode !== null || program.signalCode !== null;
      if (hasEnded || performance.now() > deadlineMs) {
        throw new Error(
          `${hasEnded ? 'The server has ended' : 'Waited too long'}: ${condition}\n${log.slice(-10_000)}`,
        );
      }
      await new Promise((settle) => setTimeout(settle, 20));
    }
  }

  return { until, log: () => log };
}

/** Talks to a server, once it is ready. `pattern` finds its host and port in its log, which may differ from those asked for. */
async function connect({ until, log }: ReturnType<typeof watch>, pattern: RegExp) {
  const url = await until(() => pattern.exec(log())?.[1]).then((host) => `http://${host}`);

  async function send<Body>(method: string, path: string, body?: object): Promise<Answer<Body>> {
    const response = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(MAX_WAIT_MS),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (response.ok && text ? JSON.parse(text) : text) as Body };
  }

  async function ask<Body>(method: string, path: string, body?: object): Promise<Body> {
    const answer = await send<Body>(method, path, body);
    if (answer.status !== 200)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body}\n${log().slice(-10_000)}`);
    return answer.body;
  }

  const read = (thread: string) => ask<Thread>('GET', `/threads/${thread}`);
  await until(() =>
    send('GET', '/ok').then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  const runs = (thread: string, graph: string, run: RunInput, wait = '/wait') =>
    ask<{ run_id: string }>('POST', `/threads/${thread}/runs${wait}`, { assistant_id: graph, ...run });

  return {
    url,
    until,
    send,
    read,
    newThread: async () => (await ask<{ thread_id: string }>('POST', '/threads', {})).thread_id,
    /** Runs the agent until it ends or is interrupted. */
    run: (thread: string, graph: string, run: RunInput) => runs(thread, graph, run),
    /** Starts a run, and does not wait for it. Returns its ID. */
    begin: async (thread: string, graph: string, run: RunInput) => (await runs(thread, graph, run, '')).run_id,
    cancel: (thread: string, run: string) => send('POST', `/threads/${thread}/runs/${run}/cancel?action=interrupt`),
    changeMetadata: (thread: string, metadata: object) => ask('PATCH', `/threads/${thread}`, { metadata }),
    /** What the graph would run next. */
    next: async (thread: string) => (await ask<Checkpoint>('GET', `/threads/${thread}/state`)).next,
    /** How often somebody has changed the thread's state from outside of a run, as the resolve request does. */
    async updates(thread: string): Promise<number> {
      const history = await ask<Checkpoint[]>('GET', `/threads/${thread}/history?limit=100`);
      return history.filter(({ metadata }) => metadata.source === 'update').length;
    },
    /** Runs the action on a thread. */
    action: (
      thread: string,
      inputs: Record<string, string> = {},
      apiUrl = url,
      onStart?: (child: ChildProcess) => void,
    ) =>
      step(apiUrl, {
        inputs: { api: 'agent-server', 'thread-id': thread, ...inputs },
        ...(onStart && { onStart }),
      }),
  };
}

/** Starts the LangGraph server with all graphs. */
export async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), 'agents-'));
  for (const name of ['agent', 'graphs']) cpSync(join(__dirname, name), folder, { recursive: true });
  const args = ['dev', '--port', String(await freePort()), '--no-browser', '--no-reload'];
  const program = start(join(PYTHON, 'langgraph'), args, { cwd: folder, env: { LANGGRAPH_CLI_NO_ANALYTICS: '1' } });
  const log = join(folder, 'refunds.log');
  const close = async (): Promise<void> => {
    await stop(program);
    rmSync(folder, { recursive: true });
  };
  return {
    ...(await orClose(connect(watch(program), /API: \S*?(127\.0\.0\.1:\d+)/), close)),
    folder,
    /** What the agents' tools have done since the last `forget`. */
    done: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    forget: () => rmSync(log, { force: true }),
    close,
  };
}

/** Starts the JavaScript development server. */
export async function startJavaScriptServer() {
  execFileSync('bash', [join(__dirname, 'javascript', 'install')]);
  const folder = join(JAVASCRIPT, 'agent');
  mkdirSync(folder, { recursive: true });
  for (const name of ['graph.mjs', 'langgraph.json']) cpSync(join(__dirname, 'javascript', name), join(folder, name));
  const program = start(
    process.execPath,
    [
      join(JAVASCRIPT, 'node_modules', '.bin', 'langgraphjs'),
      ...['dev', '--host', '127.0.0.1', '--port', String(await freePort()), '--no-browser', '--no-reload'],
    ],
    // It starts the server itself as a child, and stops it on SIGTERM.
    { cwd: folder, signal: 'TERM' },
  );
  const close = () => stop(program, 'SIGTERM');
  return { ...(await orClose(connect(watch(program), /running at (127\.0\.0\.1:\d+)/), close)), close };
}

async function orClose<Result>(result: Promise<Result>, close: () => Promise<void>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    await close();
    throw error;
  }
}

/** The input of a run that refunds an order. */
export const message = (content: string): RunInput => ({ input: { messages: [{ role: 'user', content }] } });

/** The answer to an interrupt, or to all of them by their IDs. */
export const resume = (answer: unknown): RunInput => ({ command: { resume: answer } });

/** The thread's interrupts as the action lists them. */
export const interruptsOf = ({ interrupts }: Thread) => Object.values(interrupts).flat();

/** All outputs if the interrupt is resolved. */
export const RESOLVED = {
  resolved: 'true',
  'error-code': '',
  outcome: 'resolved',
  status: '200',
  attempts: '1',
  'thread-status': '',
  'state-updated-at': '',
  interrupts: '',
};

/** The outputs if a read has refused the thread. */
export const refused = (code: string, threadStatus = '', status = '') => ({
  ...RESOLVED,
  resolved: 'false',
  'error-code': code,
  outcome: 'not-resolved',
  status,
  'thread-status': threadStatus,
});

/** The time in UTC with milliseconds, as the output has it. */
export const cut = (time: string): string => new Date(time).toISOString();
