// Who plays in the herd: the action as it ships, published policies, and variants of the action's own.
const { join } = require('node:path');

const SHIPPED = join(__dirname, '..', '..', 'build', 'bench');
const ACTION = 'resolve-interrupt-action';

/** @typedef {{ name: string, attempts: number, decide: import('./simulate.js').Decide }} Contender */

/**
 * The action as it ships, with its own defaults where no input is given.
 * @param {Record<string, string>} [inputs]
 * @returns {Promise<Contender & { policy: import('../../src/retry.js').RetryPolicy }>}
 */
async function action(inputs = {}) {
  /** @type {typeof import('../../src/inputs.js')} */
  const { InvalidInput, readInputs } = await import(join(SHIPPED, 'inputs.js'));
  /** @type {typeof import('../../src/retry.js')} */
  const { decide } = await import(join(SHIPPED, 'retry.js'));
  /** @type {typeof import('../../src/verdict.js')} */
  const { judge } = await import(join(SHIPPED, 'verdict.js'));

  const given = { 'thread-id': 'thread', 'api-key': 'key', ...inputs };
  for (const [input, value] of Object.entries(given)) process.env[`INPUT_${input.toUpperCase()}`] = value;
  const policy = readInputs([]);
  for (const input of Object.keys(given)) delete process.env[`INPUT_${input.toUpperCase()}`];
  if (policy instanceof InvalidInput) throw new Error(policy.message);

  const answer = {
    kind: /** @type {const} */ ('answer'),
    body: undefined,
    retryAfter: undefined,
    requestId: undefined,
  };
  const verdicts = new Map([409, 502].map((status) => [status, judge({ ...answer, status }, [])]));
  return {
    name: ACTION,
    attempts: policy.maxAttempts,
    policy,
    decide(status, { calls, beganMs }, nowMs, random) {
      const verdict = /** @type {import('../../src/verdict.js').Verdict} */ (verdicts.get(status));
      const moment = { attempts: calls, elapsedMs: nowMs - beganMs, wallClockMs: 0, random: random() };
      const decision = decide(verdict, policy, moment);
      return decision.kind === 'wait' ? decision.delayMs : undefined;
    },
  };
}

/**
 * A published policy, with another number of attempts and a deadline where they are given.
 * @param {import('./policies.js').Policy} policy
 * @returns {Contender}
 */
function other(
  { name, waitMs, mostAttempts = Infinity, ...policy },
  attempts = policy.attempts,
  deadlineMs = Infinity,
) {
  return {
    name,
    attempts,
    decide(_status, { calls, beganMs }, nowMs, random) {
      const delayMs = waitMs(calls, random());
      const goesOn = calls < Math.min(attempts, mostAttempts) && nowMs - beganMs + delayMs < deadlineMs;
      return goesOn ? delayMs : undefined;
    },
  };
}

/**
 * The action's policy with waits that are as long on the average, of which another part is random.
 * @param {string} name
 * @param {import('../../src/retry.js').RetryPolicy} policy
 * @param {(random: number) => number} part of the backoff that is waited: three quarters of it on the average
 */
const jittered = (name, { maxAttempts, retryDelayMs, retryMaxDelayMs }, part) =>
  other({
    name,
    attempts: maxAttempts,
    waitMs: (failed, random) => Math.min(retryMaxDelayMs, retryDelayMs * 2 ** (failed - 1)) * part(random),
  });

module.exports = { action, jittered, other };
