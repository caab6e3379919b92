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
async function action(inputs = {}, name = 'resolve-interrupt-action') {
  /** @type {typeof import('../../src/inputs/inputs.js')} */
  const { readSettings } = await import(join(SRC, 'inputs', 'inputs.js'));
  /** @type {typeof import('../../src/attempts/retry.js')} */
  const { decide } = await import(join(SRC, 'attempts', 'retry.js'));
  /** @type {typeof import('../../src/attempts/verdict.js')} */
  const { judgeCall } = await import(join(SRC, 'attempts', 'verdict.js'));

  const given = { 'thread-id': 'thread', 'api-key': 'key', ...inputs };
  for (const [input, value] of Object.entries(given)) process.env[`INPUT_${input.toUpperCase()}`] = value;
  const settings = readSettings([]);
  for (const input of Object.keys(given)) delete process.env[`INPUT_${input.toUpperCase()}`];

  const response = {
    ...{ kind: /** @type {const} */ ('response'), body: undefined },
    ...{ retryAfter: undefined, date: undefined, requestId: undefined },
  };
  const verdicts = new Map([409, 502].map((status) => [status, judgeCall({ ...response, status }, [])]));
  return {
    name,
    settings,
    decide(status, { calls, startMs }, nowMs, random) {
      const verdict = /** @type {import('../../src/attempts/verdict.js').Verdict} */ (verdicts.get(status));
      const decision = decide(verdict, settings, {
        attempts: calls,
        // Every failure of a scenario has the same status.
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
 * A published policy, limited by a number of attempts, by a total time, or by both.
 * @param {import('./policies.js').Policy} policy
 * @param {{ attempts?: number, withinMs?: number }} limits
 * @returns {Contender}
 */
function published({ name, waitMs, maxAttempts = Infinity }, { attempts = Infinity, withinMs = Infinity }) {
  return {
    name,
    decide(_status, { calls, startMs }, nowMs, random) {
      const delayMs = waitMs(calls, random());
      const retries = calls < Math.min(attempts, maxAttempts) && nowMs - startMs + delayMs <= withinMs;
      return retries ? delayMs : undefined;
    },
  };
}

/**
 * The action's backoff with another jitter.
 * @param {string} name
 * @param {import('../../src/settings.js').Settings} settings
 * @param {(random: number) => number} jitter part of the backoff to wait: three quarters of it on average
 */
const jittered = (name, { maxAttempts, retryDelayMs, retryMaxDelayMs }, jitter) =>
  published(
    {
      ...{ name, attempts: maxAttempts },
      waitMs: (failed, random) => Math.min(retryMaxDelayMs, retryDelayMs * 2 ** (failed - 1)) * jitter(random),
    },
    { attempts: maxAttempts },
  );

module.exports = { action, jittered, published };
