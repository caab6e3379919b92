import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort, listening } from '../programs.js';

/** The Python environment that `e2e/run` makes. */
export const PYTHON = resolve(__dirname, '..', '..', 'build', 'tools', 'langgraph', 'bin');
export const API_KEY = 'local-key';

/** Starts a program that the kernel kills if this process ends without stopping it. */
export function start(command: string, args: string[], options: { cwd?: string; env?: object } = {}): ChildProcess {
  const env = { PATH: process.env.PATH, ...options.env };
  return spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { ...options, env });
}

export async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = new Promise((settle) => program.once('exit', settle));
  program.kill('SIGKILL');
  await gone;
}

/** Settles once the condition holds, and fails if that takes too long. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`Not within 20 s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A thread as the server describes it, as far as the tests look at it. */
export interface Thread {
  status: string;
  updated_at: string;
  state_updated_at: string;
  interrupts: Record<string, { value: string }[]>;
  values: { messages: object[] };
}

/** Starts the agent on a LangGraph server, and the adapter in front of it. */
export async function startAgent() {
  const folder = mkdtempSync(join(tmpdir(), 'agent-'));
  cpSync(join(__dirname, 'agent'), folder, { recursive: true });
  const [serverPort, adapterPort] = [await freePort(), await freePort()];
  const serverUrl = `http://127.0.0.1:${serverPort}`;
  const server = start(
    join(PYTHON, 'langgraph'),
    ['dev', '--port', String(serverPort), '--no-browser', '--no-reload'],
    { cwd: folder, env: { LANGGRAPH_CLI_NO_ANALYTICS: '1' } },
  );
  const adapter = start(process.execPath, [join(__dirname, 'adapter.js'), String(adapterPort), serverUrl], {
    env: { LANGSMITH_API_KEY: API_KEY },
  });
  let log = '';
  adapter.stdout?.on('data', (text) => {
    log += text;
  });
  const refunds = join(folder, 'refunds.log');

  async function ask<Result>(method: string, path: string, body?: object): Promise<Result> {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(serverUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Result;
  }

  const agent = {
    folder,
    port: adapterPort,
    url: `http://127.0.0.1:${adapterPort}`,
    /** What the adapter was asked since the last `forget`, and its statuses: `GET 200` for a read, `POST 204` for a call. */
    async requests(thread: string): Promise<string[]> {
      // What is in the pipe already is read in this turn of the event loop.
      await new Promise(setImmediate);
      return [...log.matchAll(/^(\w+) \/threads\/([^/ ]+)\S* (\d+)$/gm)].flatMap(([, method, id, status]) =>
        id === thread ? [`${method} ${status}`] : [],
      );
    },
    /** The refunds that the agent's tool has made since the last `forget`. */
    refunds: () => (existsSync(refunds) ? readFileSync(refunds, 'utf8') : ''),
    forget() {
      log = '';
      rmSync(refunds, { force: true });
    },
    read: (thread: string) => ask<Thread>('GET', `/threads/${thread}`),
    /** Starts a run on a new thread, and does not wait for it. */
    async begin(text: string): Promise<string> {
      const { thread_id } = await ask<{ thread_id: string }>('POST', '/threads', {});
      await ask('POST', `/threads/${thread_id}/runs`, input(text));
      return thread_id;
    },
    /** Lets the agent run on a new thread until it waits for a decision. */
    async interrupted(text: string): Promise<{ thread: string; updatedAt: string }> {
      const thread = await agent.begin(text);
      await until(async () => (await agent.read(thread)).status === 'interrupted');
      return { thread, updatedAt: (await agent.read(thread)).state_updated_at };
    },
    /** Resumes the thread's run with a decision, as a chat would, and waits until it ends or is interrupted again. */
    resume: (thread: string, decision: string) =>
      ask('POST', `/threads/${thread}/runs/wait`, { assistant_id: 'agent', command: { resume: decision } }),
    /** Resolves the thread's interrupt as the action would. */
    async resolve(thread: string): Promise<void> {
      const call = `${agent.url}/threads/${thread}/resolve-interrupt`;
      expect((await fetch(call, { method: 'POST', headers: { 'X-Api-Key': API_KEY } })).status).toBe(204);
    },
    changeMetadata: (thread: string, metadata: object) => ask('PATCH', `/threads/${thread}`, { metadata }),
    async close(): Promise<void> {
      await Promise.all([stop(adapter), stop(server)]);
      rmSync(folder, { recursive: true });
    },
  };
  try {
    await Promise.all([listening(server, serverPort), listening(adapter, adapterPort)]);
  } catch (error) {
    await agent.close();
    throw error;
  }
  return agent;
}

const input = (text: string) => ({
  assistant_id: 'agent',
  input: { messages: [{ role: 'user', content: text }] },
});
