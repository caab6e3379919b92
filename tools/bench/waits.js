// How long the waits of a step are, by the code that ships.

/** @typedef {Awaited<ReturnType<typeof import('./contenders.js').action>>} Action */

/**
 * The waits in seconds if each attempt is refused at once.
 * @param {Action} action
 * @param {number} random what each draw gives, from 0 to 1
 */
function waitsSeconds({ decide }, random) {
  const seconds = [];
  for (let calls = 1, nowMs = 0; ; calls++) {
    const waitMs = decide(409, { calls, beganMs: 0, chance: 0 }, nowMs, () => random);
    if (waitMs === undefined) return seconds;
    seconds.push(waitMs / 1000);
    nowMs += waitMs;
  }
}

const sum = (/** @type {number[]} */ values) => Number(values.reduce((total, value) => total + value, 0).toFixed(3));

/** The figures that the documentation quotes. @param {Action} action */
function waits(action) {
  const { maxAttempts, requestTimeoutMs, retryDelayMs, deadlineMs } = action.policy;
  const [shortest, longest] = [waitsSeconds(action, 0), waitsSeconds(action, 1)];
  const ranges = shortest.map((from, index) => `${from} to ${longest[index]}`);
  const attempt = requestTimeoutMs / 1000;
  return {
    delay: `${retryDelayMs / 1000} s`,
    waits: `${ranges.slice(0, -1).join(', ')} and ${ranges.at(-1)} s`,
    shortest: `${shortest.join(' + ')} = ${sum(shortest)} s`,
    total: `${sum(shortest)} to ${sum(longest)} s`,
    longest: `${maxAttempts} × ${attempt} + ${sum(longest)} = ${maxAttempts * attempt + sum(longest)} s`,
    attempt: `${attempt} s`,
    deadline: `${deadlineMs / 1000} s`,
  };
}

module.exports = { waits };
