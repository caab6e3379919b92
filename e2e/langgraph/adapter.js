// Puts the part of the Managed Deep Agents API that the action uses in front of a LangGraph server.
//
// The server's: threads, their fields and statuses, what a state update does, and what it refuses (404, 409, 422).
// The adapter's: the paths, the keys (401, 403), the error object, paging, the fields `id` and `agent_id`, and the 409 for
// a thread that is not interrupted, because the server accepts the state update on an idle thread, too.
//
//   LANGSMITH_API_KEY=any-key node adapter.js PORT SERVER_URL
const { createServer } = require('node:http');

const [port, serverUrl] = process.argv.slice(2);
const apiKey = process.env.LANGSMITH_API_KEY;
if (!port || !serverUrl || !apiKey) throw new Error('Usage: LANGSMITH_API_KEY=any-key node adapter.js PORT SERVER_URL');

/** @typedef {{ status: number, body?: unknown }} Answer */
/** @typedef {{ thread_id: string, status: string, metadata: { graph_id?: string } }} Thread as the server has it */

/** @type {Record<number, string>} */
const CODES = {
  400: 'bad_request',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  502: 'bad_gateway',
};

/** @type {(status: number, detail: string, code?: string) => Answer} */
function problem(status, detail, code = CODES[status]) {
  return { status, body: { type: `https://docs.langchain.com/errors/${code}`, code, detail, status } };
}

/**
 * Asks the server. Its refusals become the API's error object, its failures a 502.
 * @param {string} path
 * @param {object} [body] posted as JSON
 */
async function ask(path, body) {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${serverUrl}${path}`, body && post);
  /** @type {any} */
  const json = await response.json();
  if (response.ok) return { json, next: response.headers.get('x-pagination-next') };
  throw problem(response.status in CODES ? response.status : 502, String(json.detail));
}

/** @type {(thread: Thread) => object} */
const described = (thread) => ({ id: thread.thread_id, agent_id: thread.metadata.graph_id, ...thread });

/** @type {(id: string) => Promise<Answer>} */
async function resolveInterrupt(id) {
  const { json: thread } = await ask(`/threads/${id}`);
  if (thread.status !== 'interrupted') throw problem(409, `The thread is ${thread.status}, not interrupted`);
  await ask(`/threads/${id}/state`, { values: null, as_node: '__end__' });
  return { status: 204 };
}

/** @type {(query: URLSearchParams) => Promise<Answer>} */
async function listThreads(query) {
  const agentId = query.get('agent_id');
  if (!agentId) throw problem(400, 'agent_id is required', 'missing_required_field');
  const { json: threads, next } = await ask('/threads/search', {
    metadata: { graph_id: agentId },
    ...(query.has('status') && { status: query.get('status') }),
    limit: Math.min(Number(query.get('page_size') ?? 20), 20),
    offset: Number(query.get('cursor') ?? 0),
  });
  return { status: 200, body: { threads: threads.map(described), next_cursor: next } };
}

/** @type {(request: import('node:http').IncomingMessage) => Promise<Answer>} */
async function answer({ method, url, headers }) {
  if (headers['x-api-key'] === undefined) return { status: 401, body: { error: 'Unauthorized' } };
  if (headers['x-api-key'] !== apiKey) return { status: 403, body: { error: 'Forbidden' } };
  const { pathname, searchParams } = new URL(String(url), 'http://localhost');
  const [, id = '', call] = /^\/threads\/([^/]+)(\/resolve-interrupt)?$/.exec(pathname) ?? [];
  if (method === 'POST' && call) return resolveInterrupt(id);
  if (method === 'GET' && id && !call) return { status: 200, body: described((await ask(`/threads/${id}`)).json) };
  if (method === 'GET' && pathname === '/threads') return listThreads(searchParams);
  return problem(404, 'No such endpoint');
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch((error) =>
    error instanceof Error ? problem(502, error.message) : error,
  );
  console.log(`${request.method} ${request.url} ${status}`);
  response.writeHead(status, body && { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body));
});
server.listen(Number(port), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${port}`));
