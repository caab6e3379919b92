import type { Finished, Outputs } from './conclusion.js';

export interface Explanation {
  /** Without a full stop. */
  readonly happened: string;
  /** What to check or correct, whatever the outcome. */
  readonly fix?: string | undefined;
  /** What to do next if no request can have taken effect. */
  readonly next?: string | undefined;
}

const MAX_ATTEMPTS = 100;
export const MAX_DEADLINE_MS = 21_600_000;
const NOTHING_LEFT = 'If the interrupt was resolved elsewhere, there is nothing left to do.';

const POSSIBLY_NEW = 'The thread is waiting at an interrupt, possibly a new one. Inspect it before you re-run this.';

/** What to do after an unknown outcome, by the output `thread-status`. */
export const AFTER_UNKNOWN: Readonly<Record<string, string>> = {
  idle: 'The thread is idle now, so the request probably resolved the interrupt.',
  busy:
    'The thread is busy again, so the request probably resolved the interrupt. ' +
    'Inspect the thread before you re-run this: a second request could resolve a later interrupt.',
  interrupted: POSSIBLY_NEW,
  error: 'The thread has the status error. Inspect it before you re-run this.',
  '': 'Inspect the thread before you re-run this: a second request could resolve a later interrupt.',
};

/** Explains that a thread is not waiting at an interrupt, by its status. */
export function explainThread(ending: Finished, outputs: Outputs): Explanation {
  const { settings, verdict } = ending;
  const wait = adviseToWait(ending, outputs);
  const isConflict = verdict.reason.kind === 'error_status';
  switch (outputs['thread-status'] || (isConflict && settings.api.isBusyAtConflict ? 'busy' : '')) {
    case 'busy': {
      const next = wait && `To wait for it, ${wait}.`;
      return { happened: 'The thread is busy and not waiting at an interrupt yet', next };
    }
    case 'idle':
      return { happened: 'The thread is idle and not waiting at an interrupt', next: NOTHING_LEFT };
    case 'error': {
      const happened = 'The thread has the status error and is not waiting at an interrupt';
      return { happened, next: 'Look at its last run.' };
    }
    case 'interrupted': {
      const next = adviseAfterConflict(settings.unchangedSinceMs, outputs['state-updated-at']);
      return { happened: "The API refused the request because of the thread's state", next };
    }
    default: {
      if (!isConflict) return { happened: 'The thread has an unknown status', next: 'Inspect it.' };
      const next = wait ? `${NOTHING_LEFT} If its agent is still running, ${wait}.` : NOTHING_LEFT;
      return { happened: 'The thread is not waiting at an interrupt', next };
    }
  }
}

/** What to do if the thread is waiting at an interrupt although the API reported a conflict. */
function adviseAfterConflict(unchangedSinceMs: number | undefined, changedAt: string): string {
  if (unchangedSinceMs === undefined || changedAt === '') return POSSIBLY_NEW;
  return Date.parse(changedAt) > unchangedSinceMs
    ? 'The thread is waiting at a later interrupt. Review it, then start a new run with its time.'
    : 'The thread is still waiting at the reviewed interrupt. Re-run this.';
}

/** How to wait longer for a busy thread: only what has an effect. Empty if nothing has. */
function adviseToWait({ settings, stop }: Finished, { attempts }: Outputs): string {
  const { retryOn, maxAttempts, deadlineMs } = settings;
  const isDelayed = stop.kind === 'deadline' && stop.delayMs < MAX_DEADLINE_MS;
  const steps = [
    retryOn.has('409') ? '' : 'add 409 to retry-on',
    attempts >= maxAttempts && maxAttempts < MAX_ATTEMPTS ? 'raise max-attempts' : '',
    isDelayed && deadlineMs < MAX_DEADLINE_MS ? 'raise deadline-seconds' : '',
  ];
  return steps.filter(Boolean).join(' and ');
}
