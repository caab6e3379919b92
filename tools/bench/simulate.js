// Many steps that meet the same outage, on a virtual clock that ticks in milliseconds. Responses take no time.

/**
 * `calls` counts the requests so far.
 * @typedef {{ startMs: number, calls: number }} Step
 *
 * The wait after a failed request, in milliseconds. Undefined if the step gives up.
 * @typedef {(step: Step, nowMs: number, random: () => number) => number | undefined} Decide
 *
 * @typedef {object} Outage
 * @property {string} title
 * @property {number} backMs when it ends
 * @property {number} startWithinMs the steps start at random moments of this time
 *
 * @typedef {object} Result
 * @property {number} resolvedShare from 0 to 1
 * @property {number} requestsPerResolved infinite if nothing was resolved
 */

/** Requests per second that the API answers after an outage: 100,000 steps take it 12.5 s. */
const CAPACITY = 8000;
const STEPS = 100_000;

/** Linear congruential generator with the constants of "Numerical Recipes". @type {(seed: number) => () => number} */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Whether the API answers a request. @type {(backMs: number) => (nowMs: number) => boolean} */
function capacityAfter(backMs) {
  let second = -1;
  let answered = 0;
  return (nowMs) => {
    if (nowMs < backMs) return false;
    if (Math.floor(nowMs / 1000) !== second) [second, answered] = [Math.floor(nowMs / 1000), 0];
    answered += 1;
    return answered <= CAPACITY;
  };
}

/**
 * Runs all steps until each has ended. Every failed request gets a bare 502.
 * @param {Outage} outage
 * @param {Decide} decide
 * @returns {Result}
 */
function simulate({ backMs, startWithinMs }, decide) {
  // Two generators, so that every policy meets the same steps.
  const [startRandom, random] = [randomFrom(12_345), randomFrom(987_654_321)];
  /** Steps by the millisecond of their next request. @type {Map<number, Step[]>} */
  const callsAt = new Map();
  const add = (/** @type {Step} */ step, /** @type {number} */ atMs) => {
    const others = callsAt.get(atMs);
    if (others) others.push(step);
    else callsAt.set(atMs, [step]);
  };
  for (let index = 0; index < STEPS; index++) {
    const startMs = Math.floor(startRandom() * startWithinMs);
    add({ startMs, calls: 0 }, startMs);
  }

  const isAnswered = capacityAfter(backMs);
  let [requests, resolved] = [0, 0];
  for (let nowMs = 0; callsAt.size > 0; nowMs++) {
    for (const step of callsAt.get(nowMs) ?? []) {
      step.calls += 1;
      requests += 1;
      if (isAnswered(nowMs)) {
        resolved += 1;
        continue;
      }
      const waitMs = decide(step, nowMs, random);
      // A timer is never early, and never shorter than a millisecond.
      if (waitMs !== undefined) add(step, nowMs + Math.max(1, Math.ceil(waitMs)));
    }
    callsAt.delete(nowMs);
  }
  return { resolvedShare: resolved / STEPS, requestsPerResolved: requests / resolved };
}

module.exports = { CAPACITY, STEPS, simulate };
