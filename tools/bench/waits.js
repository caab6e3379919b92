// How long a step with the action's defaults waits.

/** @typedef {import('./contenders.js').Action} Action */

/**
 * The waits in seconds if every attempt fails at once.
 * @param {import('./contenders.js').Contender} contender
 * @param {number} random the result of every draw, from 0 to 1
 */
function waitsSeconds({ decide }, random) {
  const seconds = [];
  for (let calls = 1, nowMs = 0; ; calls++) {
    const waitMs = decide(409, { calls, startMs: 0, chance: 0 }, nowMs, () => random);
    if (waitMs === undefined) return seconds;
    seconds.push(waitMs / 1000);
    nowMs += waitMs;
  }
}

/** Total wait of a step in seconds. @type {(contender: import('./contenders.js').Contender, random: number) => number} */
const totalSeconds = (contender, random) =>
  Number(
    waitsSeconds(contender, random)
      .reduce((total, seconds) => total + seconds, 0)
      .toFixed(3),
  );

/** The total wait as text: `37.5 to 75 s`. @type {(contender: import('./contenders.js').Contender) => string} */
function totalText(contender) {
  const [shortest, longest] = [totalSeconds(contender, 0), totalSeconds(contender, 1)];
  return shortest === longest ? `${longest} s` : `${shortest} to ${longest} s`;
}

/** Figures for the documentation. @type {(action: Action) => Record<string, string>} */
function waits(action) {
  const { maxAttempts, requestTimeoutMs, deadlineMs } = action.settings;
  const longest = waitsSeconds(action, 1);
  const ranges = waitsSeconds(action, 0).map((from, index) => `${from} to ${longest[index]}`);
  const total = totalSeconds(action, 1);
  const timeout = requestTimeoutMs / 1000;
  return {
    waits: `${ranges.slice(0, -1).join(', ')} and ${ranges.at(-1)} s`,
    total: totalText(action),
    limit: `${total} s`,
    timeout: `${timeout} s`,
    longest: `${maxAttempts} × ${timeout} + ${total} = ${maxAttempts * timeout + total} s`,
    deadline: `${deadlineMs / 1000} s`,
  };
}

module.exports = { totalSeconds, totalText, waits };
