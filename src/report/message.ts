import { type History, lastThread } from '../attempts/history.js';
import type { Stop } from '../attempts/retry.js';
import type { Outcome, Verdict } from '../attempts/verdict.js';
import { clean, seconds } from '../text.js';
import { explain } from './advice.js';
import type { Conclusion, Ending, Finished } from './conclusion.js';
import { adviseAfterUnknown } from './thread-advice.js';

/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;

/** What the annotation and the job summary say, cleaned. */
export interface Message {
  readonly heading: string;
  /** Without a full stop. */
  readonly happened: string;
  /** What follows it in the annotation only: the rejected value, or the code and the number of attempts. */
  readonly addition: string;
  /** What it means and what to do; empty if there is nothing to say. */
  readonly next: string;
  /** The words of the API or of a network error; empty if there are none. */
  readonly detail: string;
  readonly requestId: string;
}

const HEADINGS: Readonly<Record<Outcome, string>> = {
  resolved: 'Interrupt resolved',
  'not-resolved': 'Interrupt not resolved',
  unknown: 'Unknown whether the interrupt was resolved',
};

/** Says what happened, what it means and what to do next. */
export function describe(
  ending: Ending,
  history: History,
  { outputs }: Conclusion,
  secrets: readonly string[],
): Message {
  const heading = HEADINGS[outputs.outcome];
  const meaning = outputs.outcome === 'unknown' ? adviseAfterUnknown(outputs['thread-status']) : '';
  const message = { heading, happened: '', addition: '', next: meaning, detail: '', requestId: '' };
  const count = history.length > 1 ? `, after ${history.length} attempts` : '';
  const prefixed = (prefix: string): string => `${prefix}: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`;
  switch (ending.kind) {
    case 'finished': {
      const { verdict } = ending;
      if (outputs.resolved) return { ...message, happened: `Interrupt resolved (${nameOf(verdict)})` };
      const { happened, advice } = describeFailure(ending, history, meaning);
      return {
        ...message,
        happened,
        addition: (verdict.response ? `: ${nameOf(verdict)}` : ` (${nameOf(verdict)})`) + count,
        next: clean(advice, secrets, Number.POSITIVE_INFINITY),
        detail: clean(verdict.detail ?? '', secrets, DETAIL_LENGTH),
        requestId: clean(verdict.response?.requestId ?? '', secrets, REQUEST_ID_LENGTH),
      };
    }
    case 'invalid_input': {
      const addition = ending.rejected ? `, got ${ending.rejected}` : '';
      return { ...message, heading: 'Invalid input: nothing was sent', happened: ending.rule, addition };
    }
    case 'cancelled': {
      const isBusy = outputs['thread-status'] === 'busy';
      const rerun = isBusy ? 'Re-run it once the thread is interrupted.' : 'Re-run it to resolve the interrupt.';
      const happened = `The step received ${ending.signal}`;
      return { ...message, heading: prefixed('Cancelled'), happened, addition: count, next: meaning || rerun };
    }
    case 'internal_error': {
      const happened = 'A bug in the action, or other code in its process, ended the step (see the debug log)';
      return { ...message, heading: prefixed('Internal error'), happened, addition: count };
    }
  }
}

/** @param meaning what an unknown outcome means, and so what to do; empty if the outcome is known */
function describeFailure({ verdict, stop, settings }: Finished, history: History, meaning: string) {
  const threadStatus = lastThread(history)?.status ?? '';
  const { happened, fix, next } = explain(verdict, { settings, stop, attemptCount: history.length, threadStatus });
  const isEarlier = meaning !== '' && verdict.outcome !== 'unknown';
  const earlier = isEarlier ? 'An earlier request may have taken effect.' : '';
  const advice = [earlier, meaning, fix, meaning ? '' : next, explainStop(stop, settings.deadlineMs)];
  return { happened, advice: advice.filter(Boolean).join(' ') };
}

/** The message as one line. */
export function toText({ happened, addition, next, detail, requestId }: Message): string {
  const quotation = (detail && ` Details: "${detail}"`) + (requestId && ` Request ID: "${requestId}"`);
  return `${happened}${addition}.${next && ` ${next}`}${quotation}`;
}

/** A verdict in a few words, which are safe anywhere: `HTTP 409 (conflict)`, `HTTP 503`, `timeout`. */
export function nameOf({ response, code }: Pick<Verdict, 'response' | 'code'>): string {
  if (!response) return code;
  const status = `HTTP ${response.status}`;
  return code === '' || code === `http_${response.status}` ? status : `${status} (${code})`;
}

/** Why there was no further attempt, if one was allowed and left. */
function explainStop(stop: Stop, deadlineMs: number): string {
  switch (stop.kind) {
    case 'final':
      return '';
    case 'after_unknown':
      return 'Not retried: an earlier request probably resolved it.';
    case 'deadline': {
      const effect = stop.delayMs > deadlineMs ? 'pass' : 'leave too little time before';
      const wait = `a wait of ${longTime(stop.delayMs)} would ${effect}`;
      const why = stop.delayMs > 0 ? wait : 'too little time was left before';
      return `Not retried: ${why} the deadline of ${seconds(deadlineMs)}.`;
    }
  }
}

/** A server can ask for any wait in `Retry-After`. */
function longTime(ms: number): string {
  const days = 86_400_000;
  return ms > 100 * days ? 'more than 100 days' : seconds(ms);
}
