// Many steps that meet the same trouble, on a virtual clock that ticks in milliseconds.
const { quantile } = require('./page.js');

/**
 * `calls` counts the calls so far. `chance` is random, from 0 up to 1, and the same for every policy.
 * @typedef {{ startMs: number, calls: number, chance: number }} Step
 *
 * The status of the response to a call.
 * @typedef {(step: Step, nowMs: number) => number} Upstream
 *
 * The wait after a failed call, in milliseconds. Undefined if the step gives up.
 * @typedef {(status: number, step: Step, nowMs: number, random: () => number) => number | undefined} Decide
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {number} steps
 * @property {number} startWithinMs the steps start at random moments of this time
 * @property {number} loadFromMs retries count as load from here on
 * @property {() => Upstream} upstream
 *
 * @typedef {object} Result
 * @property {number} resolvedShare from 0 to 1
 * @property {number} requestsPerResolved infinite if nothing was resolved
 * @property {number} peakPerSecond the most retries in one second
 * @property {number} medianMs time until a step was resolved; not a number if none was
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Requests that the upstream answers in one second after an outage: 100,000 steps take it 12.5 s. */
const CAPACITY = 8000;
const STEPS = 100_000;
const AGENTS = 10_000;

/**
 * An outage, after which the upstream refuses what is above its capacity.
 * @type {(title: string, backMs: number, startWithinMs: number) => Scenario}
 */
const outage = (title, backMs, startWithinMs) => ({
  ...{ title, startWithinMs, steps: STEPS, loadFromMs: backMs },
  upstream() {
    let second = -1;
    let answered = 0;
    return (_, nowMs) => {
      if (nowMs < backMs) return 502;
      if (Math.floor(nowMs / SECOND) !== second) [second, answered] = [Math.floor(nowMs / SECOND), 0];
      answered += 1;
      return answered > CAPACITY ? 502 : 204;
    };
  },
});

/**
 * Every step has an agent of its own, which reaches its interrupt at a random moment. Until then, a call conflicts.
 * @type {(title: string, withinMs: number) => Scenario}
 */
const busyAgents = (title, withinMs) => ({
  ...{ title, steps: AGENTS, startWithinMs: SECOND, loadFromMs: 0 },
  upstream: () => (step, nowMs) => (nowMs < step.startMs + step.chance * withinMs ? 409 : 204),
});

const SCENARIOS = {
  short: outage('outage of 20 s, met at its start', 20 * SECOND, SECOND),
  medium: outage('outage of 30 s, met at its start', 30 * SECOND, SECOND),
  long: outage('outage of 1 min, met at any moment', MINUTE, MINUTE),
  busy: busyAgents('agents that take up to 30 s', 30 * SECOND),
  slow: busyAgents('agents that take up to 10 min', 10 * MINUTE),
};

/** Linear congruential generator with the constants of "Numerical Recipes". @type {(seed: number) => () => number} */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

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
    /** All calls, including those that are added on the way. @returns {Generator<{ step: Step, nowMs: number }>} */
    *calls() {
      for (let nowMs = 0; callsAt.size > 0; nowMs++) {
        for (const step of callsAt.get(nowMs) ?? []) yield { step, nowMs };
        callsAt.delete(nowMs);
      }
    },
  };
}

/**
 * Plays a scenario until every step has ended.
 * @param {Scenario} scenario
 * @param {Decide} decide
 * @returns {Result}
 */
function simulate({ steps, startWithinMs, loadFromMs, upstream }, decide) {
  // Two generators, so that every policy meets the same steps.
  const [worldRandom, random] = [randomFrom(12_345), randomFrom(987_654_321)];
  const { add, calls } = calendar();
  for (let index = 0; index < steps; index++) {
    const startMs = Math.floor(worldRandom() * startWithinMs);
    add({ startMs, calls: 0, chance: worldRandom() }, startMs);
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
    if (status === 204) tookMs.push(nowMs - step.startMs);
    // A timer is never early, and never shorter than a millisecond.
    else if (waitMs !== undefined) add(step, nowMs + Math.max(1, Math.ceil(waitMs)));
  }

  return {
    resolvedShare: tookMs.length / steps,
    requestsPerResolved: requests / tookMs.length,
    peakPerSecond: Math.max(0, ...load.values()),
    medianMs: quantile(tookMs, 0.5),
  };
}

module.exports = { AGENTS, CAPACITY, SCENARIOS, STEPS, simulate };
