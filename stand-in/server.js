// A local stand-in of the API's call, for the demo and the tests. Plain Node, nothing to install.
const { createServer } = require('node:http');

/**
 * A thread. `running` has not paused yet, `paused` can be resolved once, `finished` has no pause any more,
 * `orphaned` has lost its agent.
 * @typedef {object} Thread
 * @property {'running' | 'paused' | 'finished' | 'orphaned'} state
 * @property {number} [pausesAfter] calls that a running thread refuses before it pauses
 * @property {Answer[]} [script] answers to give first, one for each call, whatever the state
 * @property {number} [resolved] how often the pause was resolved
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import('node:http').OutgoingHttpHeaders} [headers]
 * @property {unknown} [body] sent as it is when a string, else as JSON
 */

/** @typedef {{ method: string, path: string, headers: import('node:http').IncomingHttpHeaders, status: number }} Call */

/** @type {(status: number, code: string, detail: string) => Answer} */
const problem = (status, code, detail) => ({
  status,
  body: { type: `https://docs.langchain.com/errors/${code}`, code, detail, status },
});

const PATH = /^\/threads\/([^/]+)\/resolve-interrupt$/;

/**
 * Answers as the API's page says. Where the page documents no code (404 of a thread, 409), the code is the status's own.
 * @type {(request: import('node:http').IncomingMessage, threads: Map<string, Thread>, apiKey: string) => Answer}
 */
function answer(request, threads, apiKey) {
  const key = request.headers['x-api-key'];
  if (key === undefined) return { status: 401, body: { error: 'Unauthorized' } };
  if (key !== apiKey) return { status: 403, body: { error: 'Forbidden' } };

  const id = request.method === 'POST' ? PATH.exec(String(request.url))?.[1] : undefined;
  const thread = threads.get(String(id));
  if (thread === undefined) return problem(404, 'not_found', 'Verify the thread ID: thread not found');

  const scripted = thread.script?.shift();
  if (scripted !== undefined) return scripted;
  switch (thread.state) {
    case 'running':
      if (thread.pausesAfter !== undefined && --thread.pausesAfter <= 0) thread.state = 'paused';
      return problem(409, 'conflict', 'The thread is running: there is no interrupt to resolve');
    case 'paused':
      thread.state = 'finished';
      thread.resolved = (thread.resolved ?? 0) + 1;
      return { status: 204 };
    case 'finished':
      return problem(409, 'conflict', 'The thread has finished: there is no interrupt to resolve');
    case 'orphaned':
      return problem(502, 'upstream_auth_failed', 'The agent runtime rejected the request');
  }
}

/**
 * Starts the stand-in on a free port of 127.0.0.1. `threads` and `calls` stay the caller's to read and change.
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
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    threads,
    calls,
    /** Stops listening and ends open connections. */
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

module.exports = { startStandIn };
