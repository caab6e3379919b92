import type { Conclusion, Ending } from './conclusion.js';
import type { Event } from './resolve.js';
import { clean, seconds } from './text.js';
import type { Outcome, Verdict } from './verdict.js';

/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;

export interface Message {
  readonly title: string;
  readonly text: string;
}

const FATES: Readonly<Record<Outcome, string>> = {
  resolved: 'the interrupt is resolved',
  'not-resolved': 'the interrupt is not resolved',
  unknown: 'it is unknown whether the interrupt is resolved',
};

const LOOK_FIRST = 'Look at the thread before you run this again: a second call could act on a later interrupt.';

/** What happened, what it means and what to do next, as one line that is safe to log. */
export function describe(ending: Ending, conclusion: Conclusion, secrets: readonly string[]): Message {
  const fate = FATES[conclusion.outcome];
  const title = `${fate.charAt(0).toUpperCase()}${fate.slice(1)}`;
  switch (ending.kind) {
    case 'finished': {
      const { verdict } = ending;
      if (conclusion.outcome === 'resolved') return { title, text: 'The API confirmed it with HTTP 204.' };
      const [what, advice] = explain(verdict);
      const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : advice;
      return { title, text: `${what} (${nameOf(verdict)}): ${fate}. ${next}${quote(verdict, secrets)}` };
    }
    case 'invalid_input':
      return { title: 'Invalid input', text: `${ending.message}. Nothing was sent.` };
    case 'cancelled': {
      const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : 'Nothing more is sent.';
      return { title: 'Cancelled', text: `The step was cancelled (${ending.signal}): ${fate}. ${next}` };
    }
    case 'internal_error': {
      const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : 'Nothing was sent.';
      const what = 'A bug ended the step (its stack is in the debug log)';
      return { title: 'Bug in resolve-interrupt-action', text: `${what}: ${fate}. ${next}` };
    }
    /* c8 ignore next 2 -- the compiler proves it unreachable */
    default:
      return ending satisfies never;
  }
}

/** The annotation where the outputs could not be written: it has to say what they would have said. */
export function describeLostOutputs(problem: string, { outcome, errorCode }: Conclusion): Message {
  const code = errorCode && ` (${errorCode})`;
  const next = outcome === 'unknown' ? LOOK_FIRST : 'Later steps cannot see it.';
  return {
    title: 'Outputs not written',
    text: `The outputs could not be written (${problem}): ${FATES[outcome]}${code}. ${next}`,
  };
}

/** One line of the log for what the loop does. */
export function narrate(event: Event, maxAttempts: number): string {
  switch (event.kind) {
    case 'attempted': {
      const result = nameOf(event.verdict);
      return `Attempt ${event.number} of ${maxAttempts}: ${result}, after ${seconds(event.durationMs)}.`;
    }
    case 'waiting': {
      const next = `attempt ${event.nextNumber} of ${maxAttempts}`;
      return `Waiting ${seconds(event.delayMs)} before ${next}, because of: ${nameOf(event.verdict)}.`;
    }
    case 'out_of_time':
      return event.delayMs > 0
        ? `Not trying again: a wait of ${seconds(event.delayMs)} would leave no time before the deadline.`
        : 'Not trying again: no time is left before the deadline.';
    /* c8 ignore next 2 -- the compiler proves it unreachable */
    default:
      return event satisfies never;
  }
}

/** A verdict in a few words, all from this code but for an error code, which is safe anywhere. */
export function nameOf(verdict: Verdict): string {
  return [verdict.status && `HTTP ${verdict.status}`, verdict.code].filter(Boolean).join(', ');
}

/** What happened, and what to do where it is clear that the interrupt is not resolved. */
function explain(verdict: Verdict): [what: string, advice: string] {
  switch (verdict.status ?? verdict.code) {
    case 400:
      return ['The API found the call malformed', 'Check thread-id and api-url.'];
    case 401:
      return ['The API saw no API key', 'Check api-key, and that no proxy removes the X-Api-Key header.'];
    case 403:
      return [
        'The API does not let this key act on this thread',
        'Check api-key and its access to the workspace; an organization-scoped service key also needs workspace-id.',
      ];
    case 404:
      return [
        'The API knows no such thread',
        'Check thread-id, and that api-key belongs to the workspace of the thread.',
      ];
    case 409:
      return [
        'The state of the thread does not allow it',
        'Look at the thread: if its agent has not paused yet, raise max-attempts and deadline-seconds; ' +
          'if the pause is closed already, there is nothing left to do.',
      ];
    case 422:
      return ['The API found the call invalid', 'Check thread-id.'];
    case 429:
      return ['The API limits the rate of calls', 'Run this again later, or add 429 to retry-on.'];
    case 502:
      return [
        'The agent runtime did not take the call',
        'Check that the agent still exists and that api-key may use it.',
      ];
    case 'connect_failed':
      return [
        'No connection came about and nothing was sent',
        'Check api-url, the network of the runner and its proxy.',
      ];
    case 'tls_failed':
      return [
        'The certificate of the server was not accepted and nothing was sent',
        'Check api-url; to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS.',
      ];
    case 'connection_lost':
      return ['The connection broke before an answer came', LOOK_FIRST];
    case 'timeout':
      return ['No answer came in time', LOOK_FIRST];
    default:
      return explainOther(verdict);
  }
}

function explainOther(verdict: Verdict): [what: string, advice: string] {
  if (verdict.code === 'unexpected_redirect') {
    return ['The answer was a redirect, which is never followed', 'Set api-url to the address of the API itself.'];
  }
  if (verdict.code === 'unexpected_response') {
    return ['The answer was not one that this API gives', LOOK_FIRST];
  }
  return ['The API did not take the call', 'Check the inputs, and what stands between the runner and the API.'];
}

function quote(verdict: Verdict, secrets: readonly string[]): string {
  const detail = clean(verdict.detail ?? '', secrets, DETAIL_LENGTH);
  const requestId = clean(verdict.requestId ?? '', secrets, REQUEST_ID_LENGTH);
  return (detail && ` Detail: ${detail}`) + (requestId && ` Request ID: ${requestId}`);
}
