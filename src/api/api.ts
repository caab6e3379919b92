import type { Request, Response } from '../exchange.js';

/** What differs between the vendor's APIs. */
export interface Api {
  /** The default of `api-url`. */
  readonly defaultUrl: string;
  resolveRequest(threadId: string): Request;
  /** Whether a response confirms that the interrupt is resolved. */
  confirms(response: Response): boolean;
}

/** The preview API of Managed Deep Agents. */
export const MANAGED_DEEP_AGENTS: Api = {
  defaultUrl: 'https://api.smith.langchain.com/v1/deepagents',
  resolveRequest: (threadId) => ({ method: 'POST', path: `/threads/${threadId}/resolve-interrupt`, bodyLimit: 0 }),
  confirms: ({ status }) => status === 204,
};
