import { isObject, parseJson, type Request, type Response } from '../exchange.js';

/** What differs between the vendor's APIs. */
export interface Api {
  /** The default of `api-url`; empty if there is none. */
  readonly defaultUrl: string;
  /** Whether the server confirms a resolve request for a thread without an interrupt, so that it must be checked. */
  readonly confirmsAnything: boolean;
  /** Whether a 409 means that a run is in progress. Its detail then lists the runs with their inputs, so it is private. */
  readonly isBusyAtConflict: boolean;
  resolveRequest(threadId: string): Request;
  confirms(response: Response): boolean;
  /** What to check of the key if the API refuses it. `langsmithHost` is that of `LANGSMITH_ENDPOINT`, or empty. */
  adviseOnKey(apiUrl: URL, langsmithHost: string): string;
}

/** The preview API of Managed Deep Agents. A key belongs to one of its hosts. */
const MANAGED_DEEP_AGENTS: Api = {
  defaultUrl: 'https://api.smith.langchain.com/v1/deepagents',
  confirmsAnything: false,
  isBusyAtConflict: false,
  resolveRequest: (threadId) => ({ method: 'POST', path: `/threads/${threadId}/resolve-interrupt`, bodyLimit: 0 }),
  confirms: ({ status }) => status === 204,
  adviseOnKey: ({ host, protocol }, langsmithHost) => {
    // On loopback, there are no regions.
    if (protocol === 'http:') return '';
    const other = ['', host].includes(langsmithHost) ? '' : ` LANGSMITH_ENDPOINT points to ${langsmithHost}.`;
    return `Check that the key's region matches api-url (${host}).${other}`;
  },
};

/** Agent Server: LangSmith Deployments and self-hosted servers. A state update as the last node ends the run. */
const AGENT_SERVER: Api = {
  defaultUrl: '',
  confirmsAnything: true,
  isBusyAtConflict: true,
  resolveRequest: (threadId) => ({
    method: 'POST',
    path: `/threads/${threadId}/state`,
    // Never with a checkpoint: that would fork the thread.
    body: '{"values":null,"as_node":"__end__"}',
    bodyLimit: 64 * 1024,
  }),
  confirms: ({ status, body }) => status === 200 && hasCheckpoint(parseJson(body)),
  adviseOnKey: () =>
    'The key must belong to the workspace of the deployment. A deployment with custom authentication shows a thread ' +
    'only to its owner.',
};

/** The APIs by their names in the input `api`. */
export const APIS = { 'managed-deep-agents': MANAGED_DEEP_AGENTS, 'agent-server': AGENT_SERVER };

function hasCheckpoint(value: unknown): boolean {
  if (!isObject(value)) return false;
  const ids = [value.checkpoint_id, isObject(value.checkpoint) ? value.checkpoint.checkpoint_id : undefined];
  return ids.some((id) => typeof id === 'string' && id !== '');
}
