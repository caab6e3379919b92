// Simulates many steps that meet an outage: how many are resolved, and how many requests does that take? Compares the
// action's own code with published policies. Fails if the documentation has other figures, or if a policy that retries
// for as long resolves as many steps with fewer requests.
const { PUBLISHED, action, published } = require('./contenders.js');
const { publish, table } = require('./page.js');
const { CAPACITY, STEPS, simulate } = require('./simulate.js');

/** @typedef {import('./contenders.js').Contender} Contender */
/** @typedef {import('./simulate.js').Result} Result */

const SHORT = { title: 'outage of 20 s, met at its start', backMs: 20_000, startWithinMs: 1000 };
const LONG = { title: 'outage of 1 min, met at any moment', backMs: 60_000, startWithinMs: 60_000 };

/**
 * The waits of a step in seconds if every attempt fails at once.
 * @param {Contender} contender
 * @param {number} random the result of every draw, from 0 to 1
 */
function waitsSeconds({ decide }, random) {
  const seconds = [];
  for (let calls = 1, nowMs = 0; ; calls++) {
    const waitMs = decide({ calls, startMs: 0 }, nowMs, () => random);
    if (waitMs === undefined) return seconds;
    seconds.push(waitMs / 1000);
    nowMs += waitMs;
  }
}

/** @type {(contender: Contender, random: number) => number} */
const totalSeconds = (contender, random) => waitsSeconds(contender, random).reduce((sum, seconds) => sum + seconds, 0);

/** @type {(contender: Contender) => string} */
const totalText = (contender) => `${totalSeconds(contender, 0)} to ${totalSeconds(contender, 1)} s`;

const share = (/** @type {Result} */ { resolvedShare }) => `${(100 * resolvedShare).toFixed(1)} %`;

const cell = (/** @type {Result} */ result) => `${share(result)}, ${result.requestsPerResolved.toFixed(1)}`;

/** Whether `a` resolves as many steps as `b` with fewer requests. @type {(a: Result, b: Result) => boolean} */
const isBetter = (a, b) => a.resolvedShare >= b.resolvedShare && a.requestsPerResolved < b.requestsPerResolved;

async function main() {
  const own = await action();
  const { maxAttempts, requestTimeoutMs, deadlineMs } = own.settings;
  const total = totalSeconds(own, 1);
  const timeout = requestTimeoutMs / 1000;

  const rows = [
    { contender: own, asPublished: own },
    ...PUBLISHED.map((policy) => ({
      contender: published(policy, { withinMs: 1000 * total }),
      asPublished: published(policy, { attempts: policy.attempts }),
    })),
  ].map(({ contender, asPublished }) => ({
    name: contender.name,
    results: [SHORT, LONG].map((outage) => simulate(outage, contender.decide)),
    asPublished: simulate(LONG, asPublished.decide),
  }));

  const longest = waitsSeconds(own, 1);
  const ranges = waitsSeconds(own, 0).map((from, index) => `${from} to ${longest[index]}`);
  const figures = {
    waits: `${ranges.slice(0, -1).join(', ')} and ${ranges.at(-1)} s`,
    total: totalText(own),
    limit: `${total} s`,
    timeout: `${timeout} s`,
    longest: `${maxAttempts} × ${timeout} + ${total} = ${maxAttempts * timeout + total} s`,
    deadline: `${deadlineMs / 1000} s`,
    seven: totalText(await action({ 'max-attempts': '7' })),
    steps: STEPS.toLocaleString('en'),
    capacity: CAPACITY.toLocaleString('en'),
    short: table([
      ['policy', `${SHORT.title}, up to ${total} s`, `${LONG.title}, up to ${total} s`, 'as published'],
      ...rows.map(({ name, results, asPublished }) => [name, ...results.map(cell), share(asPublished)]),
    ]),
  };
  for (const [name, text] of Object.entries(figures)) console.log(`\n${name}:\n${text}`);
  // The seeds are fixed, so the numbers are the same everywhere.
  publish('herd', figures, (documented, measured) => documented === measured);

  const [first, ...others] = rows;
  for (const { name, results } of others) {
    if (!results.some((result, index) => isBetter(result, /** @type {Result} */ (first?.results[index])))) continue;
    console.error(`As many steps with fewer requests: ${name}`);
    process.exitCode = 1;
  }
}

main();
