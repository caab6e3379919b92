import type { Request, Response } from '../exchange.js';

/** What differs between the vendor's APIs. */
export interface Api {
  /** The default of `api-url`. */
  readonly defaultUrl: string;
  resolveRequest(threadId: string): Request;
  /** Whether a response confirms that the interrupt is resolved. */
  confirms(response: Response): boolean;
  /**
   * What to check of the key if the API refuses it.
   *
   * @param langsmithHost the host in `LANGSMITH_ENDPOINT`; empty if there is none
   */
  adviseOnKey(apiUrl: URL, langsmithHost: string): string;
}

/** The preview API of Managed Deep Agents. A key of it belongs to one host. */
export const MANAGED_DEEP_AGENTS: Api = {
  defaultUrl: 'https://api.smith.langchain.com/v1/deepagents',
  resolveRequest: (threadId) => ({ method: 'POST', path: `/threads/${threadId}/resolve-interrupt`, bodyLimit: 0 }),
  confirms: ({ status }) => status === 204,
  adviseOnKey: ({ host, protocol }, langsmithHost) => {
    // On loopback, there are no regions.
    if (protocol === 'http:') return '';
    const other = ['', host].includes(langsmithHost) ? '' : ` LANGSMITH_ENDPOINT names ${langsmithHost}.`;
    return `Check that the key's region matches api-url (${host}).${other}`;
  },
};
