import type { Verdict } from '../attempts/verdict.js';
import type { Settings } from '../settings.js';

/** What happened, without a full stop, and what to do next. */
export type Explanation = readonly [happened: string, next: string];

export const NOTHING_LEFT = 'If it was already resolved elsewhere, there is nothing left to do.';

/** Explains a 4xx or 5xx. */
export function explainStatus({ response, code }: Verdict, settings: Settings): Explanation {
  const status = Number(response?.status);
  const { workspaceId, retryOn } = settings;
  const region = adviseOnRegion(settings);
  switch (status) {
    case 400:
      return ['The API rejected the request as malformed', 'Check thread-id and api-url.'];
    case 401:
      return ['The API received no valid API key', `Check api-key, and that no proxy removes X-Api-Key. ${region}`];
    case 403: {
      const workspace = workspaceId ? 'Check workspace-id.' : 'Organization-scoped service keys need workspace-id.';
      return ['The API denied this key access to the thread', `Check api-key. ${workspace} ${region}`];
    }
    case 404:
      return ['The API found no such thread', `Check thread-id, api-url and the workspace of the key. ${region}`];
    case 409: {
      const wait = retryOn.has('409') ? 'raise max-attempts and deadline-seconds' : 'add 409 to retry-on';
      return ['The thread is not waiting at an interrupt', `If its agent is still running, ${wait}. ${NOTHING_LEFT}`];
    }
    case 422:
      return ['The API rejected the request as invalid', 'Check thread-id.'];
    case 429: {
      const retry = retryOn.has('429') ? '' : ', or add 429 to retry-on';
      return ['The API received too many requests', `Run this again later${retry}.`];
    }
  }
  if (status === 502 && code === 'upstream_auth_failed') {
    return ['The agent runtime rejected the request', 'Check that the agent still exists and that the key has access.'];
  }
  return status < 500
    ? ['The request was refused', 'Check the inputs, and any gateway or proxy in front of the API.']
    : ['The API, or a gateway in front of it, reported a server error', 'Run this again later.'];
}

function adviseOnRegion({ apiUrl, langsmithHost }: Settings): string {
  const { host } = new URL(apiUrl);
  const other = langsmithHost === host || langsmithHost === '' ? '' : ` LANGSMITH_ENDPOINT names ${langsmithHost}.`;
  return `A key works in one region only: check that it belongs to ${host} (api-url).${other}`;
}
