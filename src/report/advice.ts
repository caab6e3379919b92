import type { Verdict } from '../attempts/verdict.js';
import type { Settings } from '../settings.js';
import { type Explanation, explainStatus, NOTHING_LEFT } from './status-advice.js';

/** What to do after an unknown outcome, by the thread's status if it was read since. */
export function adviseAfterUnknown(threadStatus: string): string {
  switch (threadStatus) {
    case 'idle':
      return 'The thread is no longer interrupted: the call probably closed it.';
    case 'busy':
      return 'The thread is busy again: the call probably closed the interrupt, and a second call could resolve a later one.';
    case 'interrupted':
      return 'The thread is still, or again, waiting at an interrupt. Review it before you run this again.';
    default:
      return 'Check the thread before you run this again: a second call could resolve a later interrupt.';
  }
}

/**
 * Explains a verdict that did not resolve the interrupt. The advice never suggests what is set already.
 *
 * @param threadStatus as the check read it in the same attempt; empty if it did not
 */
export function explain(verdict: Verdict, threadStatus: string, settings: Settings): Explanation {
  switch (verdict.code) {
    case 'not_interrupted':
      return explainNotInterrupted(threadStatus, settings);
    case 'thread_changed':
      return ['The state of the thread has changed', 'Review the interrupt that it is waiting at now.'];
    case 'thread_unreadable':
      return ['The thread could not be checked', 'Check api-url.'];
    case 'connect_failed': {
      const network = settings.proxyHost ? ", the runner's network and the proxy" : " and the runner's network";
      return ['Could not connect, so nothing was sent', `Check api-url${network}.`];
    }
    case 'tls_failed': {
      const advice = settings.extraCaCerts ? 'check' : 'set';
      const next = `Check api-url. To trust a private CA, ${advice} NODE_EXTRA_CA_CERTS.`;
      return ['The certificate of the server or proxy was not accepted, so nothing was sent', next];
    }
    case 'unexpected_redirect':
      return ['The server sent a redirect, which is never followed', 'Set api-url to the API itself.'];
    case 'unexpected_response':
      return ['The server sent an unexpected response', 'Check api-url.'];
    case 'connection_lost':
      return ['The connection was lost before a complete response arrived', 'Run this again.'];
    case 'timeout':
      return verdict.outcome !== 'unknown' && threadStatus === 'interrupted'
        ? ['Too little time was left to send the call', 'Raise deadline-seconds.']
        : ['No complete response arrived in time', 'Run this again.'];
    default:
      return explainStatus(verdict, settings);
  }
}

function explainNotInterrupted(threadStatus: string, { retryOn }: Settings): Explanation {
  switch (threadStatus) {
    case 'busy': {
      const wait = retryOn.has('409') ? 'raise max-attempts and deadline-seconds' : 'add 409 to retry-on';
      return ['The thread is busy: not waiting at an interrupt yet', `To wait longer, ${wait}.`];
    }
    case 'error':
      return ['The last run of the thread failed, so there is no interrupt', 'Check the thread in LangSmith.'];
    case 'idle':
      return ['The thread is idle: not waiting at an interrupt', NOTHING_LEFT];
    default:
      return ['The thread is not waiting at an interrupt', 'Check the thread in LangSmith.'];
  }
}
