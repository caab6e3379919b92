import type { Attempt } from '../attempts/attempt.js';
import type { Stop } from '../attempts/retry.js';
import type { Outcome, Verdict } from '../attempts/verdict.js';
import { clean, seconds } from '../text.js';
import { adviseAfterUnknown, explain } from './advice.js';
import type { Conclusion, Ending } from './conclusion.js';

/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;

/** What the annotation and the job summary say, cleaned. */
export interface Message {
  readonly heading: string;
  /** Without a full stop. */
  readonly happened: string;
  /** Only for the annotation: the rejected value of an input, or the result and the number of attempts. */
  readonly suffix: string;
  /** What it means and what to do. */
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
  attempts: readonly Attempt[],
  { outcome, threadStatus }: Conclusion,
  secrets: readonly string[],
): Message {
  const heading = HEADINGS[outcome];
  const meaning = {
    resolved: 'The interrupt is resolved.',
    'not-resolved': 'The interrupt is not resolved.',
    unknown: `It is unknown whether the interrupt was resolved. ${adviseAfterUnknown(threadStatus)}`,
  }[outcome];
  const message = { heading, happened: '', suffix: '', next: meaning, detail: '', requestId: '' };
  const count = attempts.length > 1 ? `, after ${attempts.length} attempts` : '';
  const prefixed = (prefix: string): string => `${prefix}: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`;
  switch (ending.kind) {
    case 'finished': {
      const { verdict, stop, settings } = ending;
      if (outcome === 'resolved') return { ...message, happened: 'The API confirmed it with HTTP 204' };
      const [what, advice] = explain(verdict, attempts.at(-1)?.thread?.status ?? '', settings);
      const earlier = outcome === verdict.outcome ? '' : 'An earlier attempt may have worked.';
      const helps = outcome !== 'unknown' || /^HTTP 40[134]|unexpected_/.test(nameOf(verdict));
      const next = [meaning, earlier, helps && advice, explainStop(stop, settings.deadlineMs)].filter(Boolean);
      return {
        ...message,
        happened: what,
        suffix: (verdict.response ? `: ${nameOf(verdict)}` : ` (${nameOf(verdict)})`) + count,
        next: clean(next.join(' '), secrets, Number.POSITIVE_INFINITY),
        detail: clean(verdict.detail ?? '', secrets, DETAIL_LENGTH),
        requestId: clean(verdict.response?.requestId ?? '', secrets, REQUEST_ID_LENGTH),
      };
    }
    case 'invalid_input': {
      const next = 'Nothing was sent.';
      return { ...message, heading: prefixed('Invalid input'), happened: ending.rule, suffix: ending.value, next };
    }
    case 'cancelled': {
      const happened = `The step was cancelled (${ending.signal})`;
      const next = outcome === 'not-resolved' ? `${meaning} Run this again to resolve it.` : meaning;
      return { ...message, heading: prefixed('Cancelled'), happened, suffix: count, next };
    }
    case 'internal_error': {
      const happened = 'A bug in the action, or other code in its process, crashed the step (see the debug log)';
      return { ...message, heading: prefixed('Internal error'), happened, suffix: count };
    }
  }
}

/** The message as one line. */
export function toText({ happened, suffix, next, detail, requestId }: Message): string {
  const quotation = (detail && ` Details: "${detail}"`) + (requestId && ` Request ID: "${requestId}"`);
  return `${happened}${suffix}. ${next}${quotation}`;
}

/** A verdict in a few words, which are safe anywhere: `HTTP 409 (conflict)`, `HTTP 503`, `timeout`. */
export function nameOf({ response, code }: Verdict): string {
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
      return 'Not retried, because this response most likely means that an earlier call worked.';
    case 'deadline': {
      const effect = stop.delayMs > deadlineMs ? 'pass' : 'leave too little time before';
      const wait = `a wait of ${seconds(stop.delayMs)} would ${effect}`;
      const why = stop.delayMs > 0 ? wait : 'too little time was left before';
      return `Not retried: ${why} the deadline of ${seconds(deadlineMs)}.`;
    }
  }
}
