// The policies to compare: the action's own code, and policies that others publish.
const { join } = require('node:path');

const SRC = join(__dirname, '..', '..', 'build', 'bench', 'src');

/** @typedef {{ name: string, decide: import('./simulate.js').Decide }} Contender */
/** @typedef {Contender & { settings: import('../../src/settings.js').Settings }} Action */

/**
 * The action, with its own defaults for the inputs that are not given.
 * @param {Record<string, string>} [inputs]
 * @returns {Promise<Action>}
 */
async function action(inputs = {}) {
  /** @type {typeof import('../../src/inputs/read.js')} */
  const { readSettings } = await import(join(SRC, 'inputs', 'read.js'));
  /** @type {typeof import('../../src/attempts/retry.js')} */
  const { decide } = await import(join(SRC, 'attempts', 'retry.js'));
  /** @type {typeof import('../../src/attempts/verdict.js')} */
  const { judgeResolve } = await import(join(SRC, 'attempts', 'verdict.js'));

  const given = { 'thread-id': 'thread', 'api-key': 'key', ...inputs };
  for (const [input, value] of Object.entries(given)) process.env[`INPUT_${input.toUpperCase()}`] = value;
  const settings = readSettings([], 0);
  for (const input of Object.keys(given)) delete process.env[`INPUT_${input.toUpperCase()}`];

  const absent = { retryAfter: undefined, date: undefined, requestId: undefined };
  const verdict = judgeResolve({ kind: 'response', status: 502, body: '', ...absent }, settings.api, []);
  return {
    name: 'resolve-interrupt-action',
    settings,
    decide({ calls, startMs }, nowMs, random) {
      const decision = decide(verdict, settings, {
        attemptCount: calls,
        unknownBefore: calls > 1 && verdict.outcome === 'unknown',
        elapsedMs: nowMs - startMs,
        wallClockMs: 0,
        random: random(),
      });
      return decision.kind === 'wait' ? decision.delayMs : undefined;
    },
  };
}

/**
 * A retry policy as published, read in the named version. Times in milliseconds.
 * @typedef {object} Policy
 * @property {string} name
 * @property {number} attempts as published
 * @property {number} [maxAttempts] a limit of its own, even if more are configured
 * @property {(failed: number, random: number) => number} waitMs after so many failed attempts, from 1; random from 0 up to 1
 */

/** @type {Policy[]} */
const PUBLISHED = [
  // Its manual: "--retry" starts with a second and doubles up to ten minutes. The user chooses the number: 3 here.
  { name: 'curl 8 --retry 3', attempts: 4, waitMs: (failed) => Math.min(600_000, 1000 * 2 ** (failed - 1)) },
  // A loop with `sleep 5`, as many workflows have it.
  { name: 'a fixed 5 s', attempts: 4, waitMs: () => 5000 },
  { name: '@octokit/plugin-retry 8.1.1', attempts: 4, waitMs: (failed) => 1000 * failed ** 2 },
  {
    name: 'AWS SDK v3 standard (@smithy/core 3.41.0)',
    attempts: 3,
    // A retry costs 14 of its 500 tokens.
    maxAttempts: 36,
    waitMs: (failed, random) => random * Math.min(20_000, 50 * 2 ** (failed - 1)),
  },
  {
    name: 'langgraph-sdk 1.15.0 for JavaScript',
    attempts: 5,
    waitMs: (failed, random) => (1 + random) * 1000 * 2 ** (failed - 1),
  },
  {
    name: 'stripe 23.1.0 for Node',
    attempts: 3,
    waitMs: (failed, random) => Math.max(500, 0.5 * (1 + random) * Math.min(5000, 500 * 2 ** (failed - 2))),
  },
];

/**
 * A published policy, limited by a number of attempts or by a total time.
 * @param {Policy} policy
 * @param {{ attempts?: number, withinMs?: number }} limits
 * @returns {Contender}
 */
function published({ name, waitMs, maxAttempts = Infinity }, { attempts = Infinity, withinMs = Infinity }) {
  return {
    name,
    decide({ calls, startMs }, nowMs, random) {
      const delayMs = waitMs(calls, random());
      const retries = calls < Math.min(attempts, maxAttempts) && nowMs - startMs + delayMs <= withinMs;
      return retries ? delayMs : undefined;
    },
  };
}

module.exports = { PUBLISHED, action, published };
