import type { Fault } from '../exchange.js';
import type { Settings } from '../settings.js';
import { isoTime, seconds } from '../text.js';
import type { Finished, Outputs } from './conclusion.js';
import { type Explanation, explainThread, MAX_DEADLINE_MS } from './thread-advice.js';

/** What statuses with a meaning of their own say, and what to check. */
const STATUSES: Readonly<Record<number, readonly [happened: string, fix: string]>> = {
  400: ['The API refused the request as malformed', 'Check thread-id and api-url.'],
  401: ['The API found no valid key in the request', 'Check api-key, and that no proxy removes X-Api-Key.'],
  403: ['The API denied this key access to the thread', 'Check api-key.'],
  404: ['The API found no such thread', 'Check thread-id, api-url and the workspace of the key.'],
  422: ['The API refused the request as invalid', 'Check thread-id.'],
};

/**
 * Explains how the last attempt ended. The advice never suggests what is already set.
 *
 * @param isReadable whether the step has read the thread, so that api-url and thread-id are correct
 */
export function explain(ending: Finished, outputs: Outputs, isReadable: boolean): Explanation {
  const { settings, verdict } = ending;
  const { reason } = verdict;
  const { 'thread-status': threadStatus, 'state-updated-at': changedAt } = outputs;
  switch (reason.kind) {
    case 'confirmed':
      return { happened: 'Interrupt resolved' };
    case 'waiting':
      return explainWaiting(settings, changedAt);
    case 'error_status':
      return explainStatus(ending, outputs, isReadable);
    case 'not_interrupted':
      return explainThread(ending, outputs);
    case 'thread_changed': {
      const when = threadStatus === 'busy' ? 'Wait until it is interrupted' : 'Review the current interrupt';
      const [time, limit] = [isoTime(reason.changedAtMs), isoTime(reason.limitMs)];
      const happened = `The thread changed at ${time}, but must be unchanged since ${limit}`;
      return { happened, next: `${when}, then start a new run with its time.` };
    }
    case 'thread_unreadable':
      return { happened: `The thread could not be checked: ${reason.problem}`, fix: reason.fix };
    case 'connect_failed':
      return explainNoConnection(reason, settings, isReadable);
    case 'tls_failed': {
      const verb = settings.extraCaCerts ? 'check' : 'set';
      const fix = `Check api-url. To trust a private CA, ${verb} NODE_EXTRA_CA_CERTS.`;
      return { happened: 'The certificate of the server or proxy was not trusted, so nothing was sent', fix };
    }
    case 'redirect': {
      const fix = isReadable ? undefined : 'Set api-url to the API itself.';
      return { happened: 'The server sent a redirect, which is never followed', fix };
    }
    case 'not_http':
    case 'unexpected_response': {
      const fix = `Check ${isReadable ? 'that api matches ' : ''}api-url.`;
      return { happened: 'The server sent an unexpected response', fix };
    }
    case 'connection_lost':
      return { happened: 'The connection was lost before a complete response arrived', next: 'Re-run this.' };
    case 'timeout': {
      const happened = `No complete response arrived within ${seconds(Number(reason.timeoutMs))}`;
      return { happened, next: 'Re-run this.' };
    }
    case 'too_late': {
      const happened = 'Too little time was left to send the resolve request';
      return { happened, next: settings.deadlineMs < MAX_DEADLINE_MS ? 'Raise deadline-seconds.' : 'Re-run this.' };
    }
  }
}

function explainWaiting({ unchangedSinceMs }: Settings, changedAt: string): Explanation {
  const unchanged = unchangedSinceMs === undefined ? '' : ', unchanged since the review';
  if (changedAt) return { happened: `The thread has been waiting at an interrupt since ${changedAt}${unchanged}` };
  const next = 'The API gives no readable time, so state-updated-at is empty.';
  return { happened: 'The thread is waiting at an interrupt', next };
}

function explainStatus(ending: Finished, outputs: Outputs, isReadable: boolean): Explanation {
  const { settings, verdict } = ending;
  const status = Number(verdict.response?.status);
  if (status === 409 && verdict.request === 'resolve') return explainThread(ending, outputs);
  const [happened, fix] = STATUSES[status] ?? [];
  if (happened && isReadable) {
    const advice = 'Check that api matches api-url, and that the key has write access.';
    return { happened: 'The API returned the thread, but refused a later request', fix: advice };
  }
  if (happened) return { happened, fix: [fix, adviseOnKey(status, settings)].filter(Boolean).join(' ') };
  if (status === 429) {
    const canRetry = !settings.retryOn.has('429') && outputs.attempts < settings.maxAttempts;
    return {
      happened: 'The API is rate limiting requests',
      next: `Re-run this later${canRetry ? ', or add 429 to retry-on' : ''}.`,
    };
  }
  if (status === 502 && verdict.code === 'upstream_auth_failed') {
    const advice = 'Check that the agent still exists, and that the key has access to it.';
    return { happened: 'The agent runtime refused the request', fix: advice };
  }
  return status < 500
    ? { happened: 'The request was refused', fix: 'Check the inputs, and any gateway or proxy in front of the API.' }
    : { happened: 'The API, or a gateway in front of it, reported a server error', next: 'Re-run this later.' };
}

/** What else to check of the key after a 401, 403 or 404. */
function adviseOnKey(status: number, { api, apiUrl, workspaceId, langsmithHost }: Settings): string {
  if (status !== 401 && status !== 403 && status !== 404) return '';
  const advice = api.adviseOnKey(new URL(apiUrl), langsmithHost);
  if (status !== 403) return advice;
  const workspace = workspaceId ? 'Check workspace-id.' : 'Organization-scoped service keys need workspace-id.';
  return `${workspace} ${advice}`.trim();
}

function explainNoConnection({ timeoutMs, proxyStatus }: Fault, settings: Settings, isReadable: boolean): Explanation {
  if (proxyStatus !== undefined) {
    const fix =
      proxyStatus === 407 ? "Check the proxy's user name and password." : 'Allow the host of api-url in the proxy.';
    return { happened: `The proxy refused to connect (HTTP ${proxyStatus}), so nothing was sent`, fix };
  }
  const within = timeoutMs === undefined ? '' : ` within ${seconds(timeoutMs)}`;
  const causes = [isReadable ? '' : 'api-url', "the runner's network", settings.proxyHost && 'the proxy'];
  const list = new Intl.ListFormat('en-GB').format(causes.filter(Boolean));
  return {
    happened: `Could not connect${within}, so nothing was sent`,
    fix: `Check ${list}.`,
  };
}
