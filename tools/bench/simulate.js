// Steps that meet the same trouble, on a virtual clock that ticks in milliseconds.
const { quantile } = require('./page.js');

/**
 * A step: when it began, in milliseconds, how often it has called, and what chance has in store for it, from 0 to 1.
 * @typedef {{ beganMs: number, calls: number, chance: number }} Step
 *
 * What a call at a moment is answered with.
 * @typedef {(step: Step, nowMs: number) => number} Upstream
 *
 * The wait after a failed call, in milliseconds, or undefined where the step gives up.
 * @typedef {(status: number, step: Step, nowMs: number, random: () => number) => number | undefined} Decide
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {number} steps
 * @property {number} beginWithinMs all steps begin at random moments of so long
 * @property {number} loadFromMs from when on the repeated calls are counted as load
 * @property {() => Upstream} upstream
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** As many calls in a second as clear the herd in 12.5 s. */
const CAPACITY = 8000;

/**
 * Refuses everything until it comes back, and then what is above its capacity in a second.
 * @type {(backMs: number) => () => Upstream}
 */
const outage = (backMs) => () => {
  let second = -1;
  let answered = 0;
  return (_, nowMs) => {
    if (nowMs < backMs) return 502;
    if (Math.floor(nowMs / SECOND) !== second) [second, answered] = [Math.floor(nowMs / SECOND), 0];
    answered += 1;
    return answered > CAPACITY ? 502 : 204;
  };
};

/**
 * An agent for each step, which pauses at some moment: until then there is nothing to resolve.
 * @type {(withinMs: number) => () => Upstream}
 */
const pauses = (withinMs) => () => (step, nowMs) => (nowMs < step.beganMs + step.chance * withinMs ? 409 : 204);

/** @type {(title: string, backMs: number, beginWithinMs: number) => Scenario} */
const afterOutage = (title, backMs, beginWithinMs) => ({
  title,
  steps: 100_000,
  beginWithinMs,
  loadFromMs: backMs,
  upstream: outage(backMs),
});

const OUTAGES = {
  atStart: afterOutage('An outage of 20 s, met at its start', 20 * SECOND, SECOND),
  short: afterOutage('An outage of 20 s, met at any moment', 20 * SECOND, 20 * SECOND),
  longer: afterOutage('An outage of 1 min, met at any moment', MINUTE, MINUTE),
  long: afterOutage('An outage of 5 min, met at any moment', 5 * MINUTE, 5 * MINUTE),
};

/** @type {(title: string, withinMs: number) => Scenario} */
const latePauses = (title, withinMs) => ({
  title,
  steps: 10_000,
  beginWithinMs: SECOND,
  loadFromMs: 0,
  upstream: pauses(withinMs),
});

const LATE_PAUSES = latePauses('Agents that pause within 10 min', 10 * MINUTE);
const SHORT_PAUSES = latePauses('Agents that pause within 10 s', 10 * SECOND);

/** Steps by the millisecond of their next call, in the order of time. */
function calendar() {
  /** @type {Map<number, Step[]>} */
  const callsAt = new Map();
  return {
    /** @type {(step: Step, atMs: number) => void} */
    add(step, atMs) {
      const others = callsAt.get(atMs);
      if (others) others.push(step);
      else callsAt.set(atMs, [step]);
    },
    /** All of them, with those that are added on the way. @returns {Generator<{ step: Step, nowMs: number }>} */
    *calls() {
      for (let nowMs = 0; callsAt.size > 0; nowMs++) {
        for (const step of callsAt.get(nowMs) ?? []) yield { step, nowMs };
        callsAt.delete(nowMs);
      }
    },
  };
}

/**
 * Plays a scenario until every step has ended. Times in milliseconds.
 * @param {Scenario} scenario
 * @param {Decide} decide
 * @param {() => number} worldRandom for what happens to the steps: the same for each policy
 * @param {() => number} random for the policy
 */
function simulate({ steps, beginWithinMs, loadFromMs, upstream }, decide, worldRandom, random) {
  const { add, calls } = calendar();
  for (let index = 0; index < steps; index++) {
    const beganMs = Math.floor(worldRandom() * beginWithinMs);
    add({ beganMs, calls: 0, chance: worldRandom() }, beganMs);
  }

  const answer = upstream();
  /** @type {number[]} */
  const tookMs = [];
  /** @type {Map<number, number>} */
  const load = new Map();
  let requests = 0;
  for (const { step, nowMs } of calls()) {
    step.calls += 1;
    requests += 1;
    const second = Math.floor(nowMs / SECOND);
    if (nowMs >= loadFromMs && step.calls > 1) load.set(second, (load.get(second) ?? 0) + 1);
    const status = answer(step, nowMs);
    const waitMs = status === 204 ? undefined : decide(status, step, nowMs, random);
    if (status === 204) tookMs.push(nowMs - step.beganMs);
    // A timer is never early, and never of no length.
    else if (waitMs !== undefined) add(step, nowMs + Math.max(1, Math.ceil(waitMs)));
  }

  const resolved = tookMs.length;
  return {
    resolvedShare: resolved / steps,
    requestsPerResolved: resolved === 0 ? null : requests / resolved,
    peakPerSecond: Math.max(0, ...load.values()),
    medianMs: resolved === 0 ? null : quantile(tookMs, 0.5),
    p99Ms: resolved === 0 ? null : quantile(tookMs, 0.99),
  };
}

module.exports = { CAPACITY, LATE_PAUSES, OUTAGES, SHORT_PAUSES, simulate };
