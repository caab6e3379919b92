// A local stand-in for both APIs, for the demo and the tests. Needs only Node.
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:http');
const { text } = require('node:stream/consumers');
const { QUESTION, TOOL_CALLS } = require('./interrupts.js');

/**
 * A thread. The states are the API's own, except `orphaned`: the agent of the thread is gone.
 * @typedef {object} Thread
 * @property {'interrupted' | 'busy' | 'idle' | 'error' | 'orphaned'} state
 * @property {number} [interruptedAfter] number of calls and reads that find the thread busy before it is interrupted
 * @property {Answer[]} [script] first responses, one per call, regardless of the state
 * @property {Answer[]} [reads] first responses, one per read
 * @property {number} [resolved] number of interrupts that were resolved
 * @property {Interrupt[]} [interrupts] pending interrupts of an interrupted thread; by default, two tool calls
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

/**
 * A request, and the status of its response.
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body
 * @property {number} status
 */

/** @typedef {'managed-deep-agents' | 'agent-server'} ApiName */

/** @typedef {{ method: string, path: string, key: unknown, body: string }} Request */

/** Default time of a thread, and an ID of it. Fixed, so that tests are repeatable. */
const START = '2026-01-05T09:00:00.000Z';
const TASK = 'b5c11b5e-9d3e-6b1a-2f0c-6a1d0f3c7e55';
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
  thread.interrupts = [{ ...QUESTION, id: randomUUID().replaceAll('-', '') }];
}

/**
 * Ends the thread's run at its interrupt.
 * @param {Thread} thread
 */
function resolveInterrupt(thread) {
  change(thread, 'idle');
  thread.resolved = (thread.resolved ?? 0) + 1;
}

/** @type {(id: string, thread: Thread) => { id: string, agent_id: string }} */
const listed = (id, { state, agentId = 'agent-1', metadata = {}, createdAt = START, ...rest }) => ({
  id,
  agent_id: agentId,
  status: state,
  metadata,
  created_at: createdAt,
  updated_at: rest.updatedAt ?? rest.stateUpdatedAt ?? START,
  state_updated_at: rest.stateUpdatedAt ?? START,
});

/** @type {(id: string, thread: Thread, api: ApiName) => object} */
function read(id, thread, api) {
  const interrupts = thread.state === 'interrupted' ? { [TASK]: thread.interrupts ?? [TOOL_CALLS] } : {};
  const values = thread.values ?? { messages: [] };
  const { id: _, agent_id, ...shared } = listed(id, thread);
  if (api === 'managed-deep-agents') return { id, agent_id, ...shared, interrupts, values };
  return { thread_id: id, ...shared, values, ...(thread.state === 'busy' ? {} : { interrupts }) };
}

/**
 * Answers a state update as a LangGraph server does: it ends what a thread is doing, even if it does nothing.
 * @type {(thread: Thread, body: string) => Answer}
 */
function answerUpdate(thread, body) {
  if (body !== '{"values":null,"as_node":"__end__"}') return { status: 422, body: { detail: 'not supported here' } };
  if (thread.state === 'busy')
    return { status: 409, body: { detail: 'Thread is busy: run 1, kwargs {"input": "the customer is Ann"}' } };
  if (thread.state === 'interrupted') resolveInterrupt(thread);
  else change(thread, 'idle');
  const checkpoint_id = randomUUID();
  return { status: 200, body: { checkpoint: { checkpoint_ns: '', checkpoint_id }, checkpoint_id } };
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

/**
 * Answers a call or a read of one thread.
 * @type {(request: Request, id: string, thread: Thread, api: ApiName) => Answer}
 */
function answerThread({ method, body }, id, thread, api) {
  const scripted = (method === 'POST' ? thread.script : thread.reads)?.shift();
  if (scripted !== undefined) {
    scripted.effect?.(thread);
    return scripted;
  }
  /** @type {Answer} */
  let answer = { status: 200 };
  if (method === 'POST' && api === 'agent-server') answer = answerUpdate(thread, body);
  else if (method === 'POST' || thread.state === 'orphaned') answer = answerCall(thread);
  else answer.body = read(id, thread, api);
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
    return [{ ...listed(id, thread), has_interrupts: thread.state === 'interrupted' }];
  });
  const page = wanted.slice(0, size);
  return { status: 200, body: { threads: page, next_cursor: wanted.length > size ? page.at(-1)?.id : null } };
}

/**
 * Answers as the API's public page and the vendor's OpenAPI description specify, or as a LangGraph server does. Where the
 * former give no code (404 of a thread, 409), the code is the name of the status.
 * @type {(request: Request, threads: Map<string, Thread>, apiKey: string, api: ApiName) => Answer}
 */
function answer(request, threads, apiKey, api) {
  const { method, key } = request;
  if (key === undefined) return { status: 401, body: { error: 'Unauthorized' } };
  if (key !== apiKey) return { status: 403, body: { error: 'Forbidden' } };

  const [path = '', query] = request.path.split('?');
  if (`${method} ${path}` === 'GET /threads') return answerList(new URLSearchParams(query), threads);
  const call = api === 'agent-server' ? '/state' : '/resolve-interrupt';
  const isCall = path.endsWith(call);
  const id = /^\/threads\/([^/]+)$/.exec(isCall ? path.slice(0, -call.length) : path)?.[1] ?? '';
  const thread = threads.get(id);
  if (thread === undefined || method !== (isCall ? 'POST' : 'GET'))
    return problem(404, 'not_found', 'Verify the thread ID: thread not found');
  return answerThread(request, id, thread, api);
}

/**
 * Starts the stand-in on a free port of 127.0.0.1. `threads` and `calls` (all requests) are live: tests can read and
 * change them at any time.
 * @param {{ threads?: Record<string, Thread>, apiKey?: string, api?: ApiName }} [options]
 */
async function startStandIn({ threads: given = {}, apiKey = 'local-stand-in-key', api = 'managed-deep-agents' } = {}) {
  const threads = new Map(Object.entries(given));
  /** @type {Call[]} */
  const calls = [];
  const server = createServer(async (message, response) => {
    const { headers: sent } = message;
    const request = {
      method: String(message.method),
      path: String(message.url),
      body: await text(message).catch(() => ''),
    };
    const { status, headers = {}, body } = answer({ ...request, key: sent['x-api-key'] }, threads, apiKey, api);
    calls.push({ ...request, headers: sent, status });
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
