import { MAX_THREAD_MIB } from '../attempts/thread.js';
import type { ThreadProblem, Verdict } from '../attempts/verdict.js';
import type { Fault } from '../exchange.js';
import type { Settings } from '../settings.js';
import { isoTime, seconds } from '../text.js';
import { type Explanation, explainThread, MAX_DEADLINE_MS, type Situation } from './thread-advice.js';

const PROBLEMS: Readonly<Record<ThreadProblem, string>> = {
  too_large: `the response is larger than ${MAX_THREAD_MIB} MiB`,
  compressed: 'the response is compressed',
  not_json: 'the response is not JSON',
  not_an_object: 'the response is not a JSON object',
  no_status: 'the response has no status',
  no_time: 'state_updated_at and updated_at are missing or unreadable',
  no_earlier_time: 'its time was missing or unreadable before the last resolve request',
};

/** Explains a verdict that did not resolve the interrupt. The advice never suggests what is already set. */
export function explain(verdict: Verdict, situation: Situation): Explanation {
  const { reason } = verdict;
  const { settings } = situation;
  switch (reason.kind) {
    case 'confirmed':
      return { happened: 'The API confirmed it' };
    case 'error_status':
      return explainErrorStatus(verdict, situation);
    case 'not_interrupted':
      return explainThread(reason.threadStatus, situation);
    case 'thread_changed': {
      const [changedAt, limit] = [isoTime(reason.changedAtMs), isoTime(reason.limitMs)];
      const when = situation.threadStatus === 'busy' ? 'Wait until it is interrupted' : 'Review the current interrupt';
      const next = `${when}, then start a new run with its time.`;
      return { happened: `The thread changed at ${changedAt}, but must be unchanged since ${limit}`, next };
    }
    case 'thread_unreadable': {
      const isOtherResponse = reason.problem.startsWith('not_') || reason.problem === 'no_status';
      const happened = `The thread could not be checked: ${PROBLEMS[reason.problem]}`;
      return isOtherResponse ? { happened, fix: 'Check api-url.' } : { happened };
    }
    case 'connect_failed':
      return explainNoConnection(reason, settings);
    case 'tls_failed': {
      const certificates = { unset: 'set', none: 'correct', loaded: 'check' }[settings.extraCaCerts];
      const fix = `Check api-url. To trust a private CA, ${certificates} NODE_EXTRA_CA_CERTS.`;
      return { happened: 'The certificate of the server or proxy was not accepted, so nothing was sent', fix };
    }
    case 'redirect':
      return { happened: 'The server sent a redirect, which is never followed', fix: 'Set api-url to the API itself.' };
    case 'not_http':
    case 'unexpected_response':
      return { happened: 'The server sent an unexpected response', fix: 'Check api-url.' };
    case 'connection_lost':
      return { happened: 'The connection was lost before a complete response arrived', next: 'Re-run this.' };
    case 'timeout':
      return {
        happened: `No complete response arrived within ${seconds(Number(reason.timeoutMs))}`,
        next: 'Re-run this.',
      };
    case 'too_late': {
      const happened = 'Too little time was left to send the resolve request';
      return { happened, next: settings.deadlineMs < MAX_DEADLINE_MS ? 'Raise deadline-seconds.' : 'Re-run this.' };
    }
  }
}

function explainErrorStatus({ response, code }: Verdict, situation: Situation): Explanation {
  const status = Number(response?.status);
  const { settings, threadStatus } = situation;
  const { workspaceId, retryOn, maxAttempts } = settings;
  const region = adviseOnRegion(settings);
  switch (status) {
    case 400:
      return { happened: 'The API refused the request as malformed', fix: 'Check thread-id and api-url.' };
    case 401: {
      const fix = `Check api-key, and that no proxy removes X-Api-Key.${region}`;
      return { happened: 'The API found no valid key in the request', fix };
    }
    case 403: {
      const workspace = workspaceId ? 'Check workspace-id.' : 'Organization-scoped service keys need workspace-id.';
      return { happened: 'The API denied this key access to the thread', fix: `Check api-key. ${workspace}${region}` };
    }
    case 404: {
      const fix = `Check thread-id, api-url and the workspace of the key.${region}`;
      return { happened: 'The API found no such thread', fix };
    }
    case 409:
      return explainThread(threadStatus, situation);
    case 422:
      return { happened: 'The API refused the request as invalid', fix: 'Check thread-id.' };
    case 429: {
      const retry = retryOn.has('429') || maxAttempts === 1 ? '' : ', or add 429 to retry-on';
      return { happened: 'The API received too many requests', next: `Re-run this later${retry}.` };
    }
  }
  if (code === 'upstream_auth_failed') {
    const fix = 'Check that the agent still exists and that the key has access.';
    return { happened: 'The agent runtime refused the request', fix };
  }
  return status < 500
    ? { happened: 'The request was refused', fix: 'Check the inputs, and any gateway or proxy in front of the API.' }
    : { happened: 'The API, or a gateway in front of it, reported a server error', next: 'Re-run this later.' };
}

function explainNoConnection({ timeoutMs, proxyStatus }: Fault, { proxyHost }: Settings): Explanation {
  if (proxyStatus !== undefined) {
    const fix = proxyStatus === 407 ? 'Check its user name and password.' : 'Allow the host of api-url there.';
    return { happened: `The proxy refused to connect (HTTP ${proxyStatus}), so nothing was sent`, fix };
  }
  const within = timeoutMs === undefined ? '' : ` within ${seconds(timeoutMs)}`;
  const network = proxyHost ? ", the runner's network and the proxy" : " and the runner's network";
  return { happened: `Could not connect${within}, so nothing was sent`, fix: `Check api-url${network}.` };
}

function adviseOnRegion({ apiUrl, langsmithHost }: Settings): string {
  const { host, protocol } = new URL(apiUrl);
  // On loopback, there are no regions.
  if (protocol === 'http:') return '';
  const other = langsmithHost === host || langsmithHost === '' ? '' : ` LANGSMITH_ENDPOINT names ${langsmithHost}.`;
  return ` Check that the key's region matches api-url (${host}).${other}`;
}
