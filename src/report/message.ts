import type { History } from '../attempts/history.js';
import type { Stop } from '../attempts/retry.js';
import type { Outcome, Verdict } from '../attempts/verdict.js';
import type { Mode, ReportContext } from '../settings.js';
import { clean, seconds } from '../text.js';
import { explain } from './advice.js';
import type { Conclusion, Ending, Outputs } from './conclusion.js';
import { AFTER_UNKNOWN, type Explanation } from './thread-advice.js';

/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;

const MAX_SHOWN_DELAY_MS = 100 * 24 * 60 * 60 * 1000;

/** What the annotation and the job summary say, cleaned. Texts are empty if there is nothing to say. */
export type Message = Readonly<ReturnType<typeof describe>>;

/** What begins the heading if the step was cut short. */
const PREFIXES = { invalid_input: 'Invalid input', cancelled: 'Cancelled', internal_error: 'Internal error' };

const HEADINGS: Readonly<Record<Outcome, string>> = {
  resolved: 'Interrupt resolved',
  'not-resolved': 'Interrupt not resolved',
  unknown: 'Unknown whether the interrupt was resolved',
};

/** What `mode: inspect` found, by the kind of the reason. */
const FINDINGS: Readonly<Record<string, string>> = {
  waiting: 'Waiting at an interrupt',
  not_interrupted: 'No interrupt found',
  thread_changed: 'Thread changed since the review',
};

/** Says what happened, what it means and what to do next. */
export function describe(ending: Ending, history: History, { outputs }: Conclusion, { secrets, mode }: ReportContext) {
  const verdict = ending.kind === 'finished' ? ending.verdict : undefined;
  const finding = FINDINGS[String(verdict?.reason.kind)] ?? 'Thread not inspected';
  const heading = mode === 'inspect' ? finding : HEADINGS[outputs.outcome];
  const { happened, fix, next } = explainEnding(ending, history, outputs, mode);
  const isUnknown = outputs.outcome === 'unknown';
  const advice = [
    isUnknown && isRefusal(ending) && 'An earlier request may have taken effect.',
    isUnknown && AFTER_UNKNOWN[outputs['thread-status']],
    fix,
    outputs.outcome === 'not-resolved' && next,
    ending.kind === 'finished' && explainStop(ending.stop, ending.settings.deadlineMs),
  ];
  return {
    heading: ending.kind === 'finished' ? heading : `${PREFIXES[ending.kind]}: ${heading.toLowerCase()}`,
    /** Without a full stop. */
    happened,
    /** Only for the annotation: the rejected value, or the code and the number of attempts. */
    addition: describeEnd(ending, history),
    /** What it means and what to do. */
    next: clean(advice.filter(Boolean).join(' '), secrets, Number.POSITIVE_INFINITY),
    /** The words of the API or of a network error. */
    detail: clean(verdict?.detail ?? '', secrets, DETAIL_LENGTH),
    requestId: clean((!outputs.resolved && verdict?.response?.requestId) || '', secrets, REQUEST_ID_LENGTH),
  };
}

/** Whether the last attempt was refused, other than because an earlier one may have taken effect. */
function isRefusal(ending: Ending): boolean {
  return ending.kind === 'finished' && ending.verdict.outcome !== 'unknown' && ending.stop.kind !== 'after_unknown';
}

function explainEnding(ending: Ending, history: History, outputs: Outputs, mode: Mode): Explanation {
  switch (ending.kind) {
    case 'finished':
      return explain(
        ending,
        outputs,
        history.some(({ thread }) => thread),
      );
    case 'invalid_input':
      return { happened: ending.rule, next: 'Nothing was sent.' };
    case 'cancelled': {
      const goal = mode === 'inspect' ? 'to inspect the thread' : 'to resolve the interrupt';
      const when = outputs['thread-status'] === 'busy' ? 'once the thread is interrupted' : goal;
      return { happened: `The step received ${ending.signal}`, next: `Re-run it ${when}.` };
    }
    case 'internal_error':
      return {
        happened: 'A bug in the action, or other code in its process, ended the step',
        next: 'Re-run it with debug logging, and report it.',
      };
  }
}

function describeEnd(ending: Ending, history: History): string {
  if (ending.kind === 'invalid_input') return ending.rejected ? `, got ${ending.rejected}` : '';
  const count = history.length > 1 ? `, after ${history.length} attempts` : '';
  if (ending.kind !== 'finished' || ending.verdict.reason.kind === 'waiting') return count;
  const name = nameOf(ending.verdict);
  const isResponse = ending.verdict.response && ending.verdict.outcome !== 'resolved';
  return (isResponse ? `: ${name}` : ` (${name})`) + count;
}

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
  if (stop.kind === 'final') return '';
  if (stop.kind === 'after_unknown') return 'Not retried: an earlier request probably resolved it.';
  const effect = stop.delayMs > deadlineMs ? 'pass' : 'leave too little time before';
  // A server can ask for any wait in `Retry-After`.
  const delay = stop.delayMs > MAX_SHOWN_DELAY_MS ? 'more than 100 days' : seconds(stop.delayMs);
  const why = stop.delayMs > 0 ? `a wait of ${delay} would ${effect}` : 'too little time was left before';
  return `Not retried: ${why} the deadline of ${seconds(deadlineMs)}.`;
}
