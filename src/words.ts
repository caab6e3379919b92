import { explain, LOOK_FIRST } from './advice.js';
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

/** The last attempt was not applied, but the fate of an earlier one is unknown. */
const EARLIER_ATTEMPT = ['An earlier attempt may have been applied, and the last one was not', LOOK_FIRST];

/** What happened, what it means and what to do next, as one line that is safe to log. */
export function describe(ending: Ending, conclusion: Conclusion, secrets: readonly string[]): Message {
  const fate = FATES[conclusion.outcome];
  const title = `${fate.charAt(0).toUpperCase()}${fate.slice(1)}`;
  switch (ending.kind) {
    case 'finished': {
      const { verdict } = ending;
      if (conclusion.outcome === 'resolved') return { title, text: 'The API confirmed it with HTTP 204.' };
      const [what, next] = conclusion.outcome === verdict.outcome ? explain(verdict) : EARLIER_ATTEMPT;
      return { title, text: `${what} (${nameOf(verdict)}): ${fate}. ${next}${quote(verdict, secrets)}` };
    }
    case 'invalid_input':
      return { title: 'Invalid input', text: `${ending.message}. Nothing was sent.` };
    case 'cancelled': {
      const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : 'Run it again if the pause is still to be closed.';
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
        ? `Not trying again: a wait of ${seconds(event.delayMs)} would leave too little time before the deadline.`
        : 'Not trying again: too little time is left before the deadline.';
    /* c8 ignore next 2 -- the compiler proves it unreachable */
    default:
      return event satisfies never;
  }
}

/** A verdict in a few words, all from this code but for an error code, which is safe anywhere. */
export function nameOf(verdict: Verdict): string {
  return [verdict.status && `HTTP ${verdict.status}`, verdict.code].filter(Boolean).join(', ');
}

function quote(verdict: Verdict, secrets: readonly string[]): string {
  const detail = clean(verdict.detail ?? '', secrets, DETAIL_LENGTH);
  const requestId = clean(verdict.requestId ?? '', secrets, REQUEST_ID_LENGTH);
  return (detail && ` Detail: ${detail}`) + (requestId && ` Request ID: ${requestId}`);
}
