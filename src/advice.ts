import type { Verdict } from './verdict.js';

/** What to do where nobody can tell. */
export const LOOK_FIRST = 'Look at the thread before you run this again: a second call could act on a later interrupt.';

/** What happened, and what to do next. */
export function explain(verdict: Verdict): [what: string, next: string] {
  const { status = 0, outcome } = verdict;
  if (status >= 500 && status <= 599 && outcome === 'unknown') {
    return ['A server error came from the API or from something in between', LOOK_FIRST];
  }
  switch (verdict.status ?? verdict.code) {
    case 400:
      return ['The API found the call malformed', 'Check thread-id and api-url.'];
    case 401:
      return [
        'The API found no usable key in the call',
        'Check api-key, and that no proxy removes the X-Api-Key header.',
      ];
    case 403:
      return [
        'The API does not let this key act on this thread',
        'Check api-key and its access to the workspace; an organization-scoped service key also needs workspace-id.',
      ];
    case 404:
      return [
        'The API found no such thread',
        'Check thread-id and api-url, and that api-key belongs to the workspace of the thread.',
      ];
    case 409:
      return [
        'The state of the thread does not allow it',
        'Look at the thread: if its agent has not paused yet, allow for more time with retry-on, max-attempts and ' +
          'deadline-seconds; if the pause is closed already, there is nothing left to do.',
      ];
    case 422:
      return ['The API found the call invalid', 'Check thread-id.'];
    case 429:
      return ['There were too many calls', 'Run this again later, or add 429 to retry-on.'];
    case 502:
      return ['The agent runtime rejected the call', 'Check that the agent still exists and that api-key may use it.'];
    case 'connect_failed':
      return [
        'No connection could be made and nothing was sent',
        'Check api-url, the network of the runner and its proxy.',
      ];
    case 'tls_failed':
      return [
        'The certificate of the server, or of the proxy, was not accepted and nothing was sent',
        'Check api-url and the proxy; to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS.',
      ];
    case 'connection_lost':
      return ['The connection broke before an answer came', LOOK_FIRST];
    case 'timeout':
      return ['No answer came in time', LOOK_FIRST];
    default:
      return explainOther(verdict.status);
  }
}

function explainOther(status: number | undefined): [what: string, next: string] {
  if (status === undefined || status < 300 || status > 599) {
    return ['The answer was not one that this API gives', LOOK_FIRST];
  }
  return status < 400
    ? ['The answer was a redirect, which is never followed', 'Set api-url to the address of the API itself.']
    : ['The call was refused', 'Check the inputs, and what stands between the runner and the API.'];
}
