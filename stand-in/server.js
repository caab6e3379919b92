// A local stand-in for the API, for the demo and the tests. Needs only Node.
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:http');

/**
 * A thread. The states are the API's own, except `orphaned`: the agent of the thread is gone.
 * @typedef {object} Thread
 * @property {'interrupted' | 'busy' | 'idle' | 'error' | 'orphaned'} state
 * @property {number} [interruptedAfter] number of calls and reads that find the thread busy before it is interrupted
 * @property {Answer[]} [script] first responses, one per call, regardless of the state
 * @property {Answer[]} [reads] first responses, one per read
 * @property {number} [resolved] number of interrupts that were resolved
 * @property {Interrupt[]} [interrupts] pending interrupts of an interrupted thread
 * @property {string} [agentId]
 * @property {string} [createdAt]
 * @property {string} [updatedAt] defaults to `stateUpdatedAt`
 * @property {string} [stateUpdatedAt] advances by a second with each change of the state
 * @property {object} [metadata]
 * @property {object} [values]
 */

/** @typedef {{ id: string, value: unknown }} Interrupt */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import('node:http').OutgoingHttpHeaders} [headers]
 * @property {unknown} [body] a string is sent unchanged, anything else as JSON
 * @property {(thread: Thread) => void} [effect] changes the thread, for example `resolveInterrupt` or `interrupt`
 */

/** @typedef {{ method: string, path: string, headers: import('node:http').IncomingHttpHeaders, status: number }} Call */

/** Default time of a thread. Fixed, so that tests are repeatable. */
const START = '2026-01-05T09:00:00.000Z';
const MAX_PAGE_SIZE = 20;

/** @type {(status: number, code: string, detail: string) => Answer} */
const problem = (status, code, detail) => ({
  status,
  body: { type: `https://docs.langchain.com/errors/${code}`, code, detail, status },
});

/** @type {(thread: Thread, state: Thread['state']) => void} */
function change(thread, state) {
  const previous = Date.parse(thread.stateUpdatedAt ?? START);
  thread.state = state;
  thread.stateUpdatedAt = new Date(previous + 1000).toISOString();
  delete thread.updatedAt;
}

/**
 * Interrupts the thread. If it is already interrupted, a new interrupt replaces the first.
 * @param {Thread} thread
 */
function interrupt(thread) {
  change(thread, 'interrupted');
  thread.interrupts = [{ id: randomUUID(), value: 'Approve the next refund?' }];
}

/**
 * Ends the thread's run at its interrupt.
 * @param {Thread} thread
 */
function resolveInterrupt(thread) {
  change(thread, 'idle');
  thread.resolved = (thread.resolved ?? 0) + 1;
}

/** @type {(id: string, thread: Thread) => object} */
const listed = (id, { state, agentId = 'agent-1', metadata = {}, createdAt = START, ...rest }) => ({
  id,
  agent_id: agentId,
  status: state,
  metadata,
  created_at: createdAt,
  updated_at: rest.updatedAt ?? rest.stateUpdatedAt ?? START,
  state_updated_at: rest.stateUpdatedAt ?? START,
});

/** @type {(id: string, thread: Thread) => object} */
function read(id, thread) {
  const interrupts = thread.interrupts ?? [{ id: 'interrupt-1', value: 'Approve the refund?' }];
  return {
    ...listed(id, thread),
    interrupts: thread.state === 'interrupted' ? { 'task-1': interrupts } : {},
    values: thread.values ?? { messages: [] },
  };
}

/** @type {(thread: Thread) => Answer} */
function answerCall(thread) {
  switch (thread.state) {
    case 'interrupted':
      resolveInterrupt(thread);
      return { status: 204 };
    case 'orphaned':
      return problem(502, 'upstream_auth_failed', 'The agent runtime rejected the request');
    default:
      return problem(409, 'conflict', `The thread is ${thread.state}: there is no interrupt to resolve`);
  }
}

/** @type {(id: string, thread: Thread) => Answer} */
function answerRead(id, thread) {
  if (thread.state === 'orphaned') return answerCall(thread);
  return { status: 200, body: read(id, thread) };
}

/**
 * Answers a call or a read of one thread.
 * @type {(method: string, id: string, thread: Thread) => Answer}
 */
function answerThread(method, id, thread) {
  const scripted = (method === 'POST' ? thread.script : thread.reads)?.shift();
  if (scripted !== undefined) {
    scripted.effect?.(thread);
    return scripted;
  }
  const answer = method === 'POST' ? answerCall(thread) : answerRead(id, thread);
  if (thread.state === 'busy' && thread.interruptedAfter !== undefined && --thread.interruptedAfter <= 0)
    interrupt(thread);
  return answer;
}

/**
 * Returns one page of an agent's threads. The cursor is the ID of the last thread on the previous page.
 * @type {(query: URLSearchParams, threads: Map<string, Thread>) => Answer}
 */
function answerList(query, threads) {
  const agentId = query.get('agent_id');
  if (!agentId) return problem(400, 'missing_required_field', "Set 'agent_id': 'agent_id' is required");
  const size = Number(query.get('page_size') ?? MAX_PAGE_SIZE);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE)
    return problem(400, 'invalid_page_size', `Set 'page_size' to a whole number from 1 to ${MAX_PAGE_SIZE}`);

  const ids = [...threads.keys()];
  const wanted = ids.slice(ids.indexOf(String(query.get('cursor'))) + 1).flatMap((id) => {
    const thread = threads.get(id);
    if (!thread || thread.state === 'orphaned' || (thread.agentId ?? 'agent-1') !== agentId) return [];
    if (thread.state !== (query.get('status') ?? thread.state)) return [];
    return [{ id, ...listed(id, thread), has_interrupts: thread.state === 'interrupted' }];
  });
  const page = wanted.slice(0, size);
  return { status: 200, body: { threads: page, next_cursor: wanted.length > size ? page.at(-1)?.id : null } };
}

/**
 * Answers as the API's public page and the vendor's OpenAPI description specify. Where they give no code (404 of a
 * thread, 409), the code is the name of the status.
 * @type {(request: import('node:http').IncomingMessage, threads: Map<string, Thread>, apiKey: string) => Answer}
 */
function answer(request, threads, apiKey) {
  const key = request.headers['x-api-key'];
  if (key === undefined) return { status: 401, body: { error: 'Unauthorized' } };
  if (key !== apiKey) return { status: 403, body: { error: 'Forbidden' } };

  const [path, query] = String(request.url).split('?');
  if (`${request.method} ${path}` === 'GET /threads') return answerList(new URLSearchParams(query), threads);
  const [, id = '', isCall] = /^\/threads\/([^/]+)(\/resolve-interrupt)?$/.exec(String(path)) ?? [];
  const thread = threads.get(id);
  if (thread === undefined || request.method !== (isCall ? 'POST' : 'GET'))
    return problem(404, 'not_found', 'Verify the thread ID: thread not found');
  return answerThread(request.method, id, thread);
}

/**
 * Starts the stand-in on a free port of 127.0.0.1. `threads` and `calls` (all requests) are live: tests can read and
 * change them at any time.
 * @param {{ threads?: Record<string, Thread>, apiKey?: string }} [options]
 */
async function startStandIn({ threads: given = {}, apiKey = 'local-stand-in-key' } = {}) {
  const threads = new Map(Object.entries(given));
  /** @type {Call[]} */
  const calls = [];
  const server = createServer((request, response) => {
    const { status, headers = {}, body } = answer(request, threads, apiKey);
    calls.push({ method: String(request.method), path: String(request.url), headers: request.headers, status });
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { ...(body === undefined ? {} : { 'Content-Type': type }), ...headers });
    response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    threads,
    calls,
    /** Stops listening and closes open connections. */
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

module.exports = { startStandIn, interrupt, resolveInterrupt };
