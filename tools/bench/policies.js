// Published retry policies, each read in the named version. Times in milliseconds.

/**
 * @typedef {object} Policy
 * @property {string} name
 * @property {number} attempts as published
 * @property {number} [maxAttempts] a limit of its own, even if more are configured
 * @property {(failed: number, random: number) => number} waitMs after so many failed attempts, from 1; random from 0 up to 1
 */

/** @type {Policy[]} */
const OTHERS = [
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

module.exports = { OTHERS };
