// Many steps meet the same trouble at once: how many are resolved, and what load comes back on an upstream that has just
// recovered. The code that ships decides for the action; published policies decide beside it. With --check it writes
// nothing, and fails where the numbers are not those that were committed.
const { deepStrictEqual } = require('node:assert');
const { join } = require('node:path');
const { origin, readResults, table, write } = require('./page.js');
const { scatter } = require('./picture.js');
const { OTHERS } = require('./policies.js');
const { CAPACITY, LATE_PAUSES, OUTAGES, SHORT_PAUSES, simulate } = require('./simulate.js');

const SHIPPED = join(__dirname, '..', 'build', 'bench');
const ACTION = 'resolve-interrupt-action';

// By a name that the compiler does not follow: it is installed for the benchmarks only.
const RANDOM = 'd3-random';
const SEED = 0.5;

/** @typedef {{ name: string, attempts: number, decide: import('./simulate.js').Decide }} Contender */
/** @typedef {ReturnType<typeof simulate> & { name: string, attempts: number, onFront?: boolean }} Row */

/**
 * The action as it ships, with its own defaults where no input is given.
 * @param {Record<string, string>} [inputs]
 * @returns {Promise<Contender & { policy: import('../src/retry.js').RetryPolicy }>}
 */
async function action(inputs = {}) {
  /** @type {typeof import('../src/inputs.js')} */
  const { InvalidInput, readInputs } = await import(join(SHIPPED, 'inputs.js'));
  /** @type {typeof import('../src/retry.js')} */
  const { decide } = await import(join(SHIPPED, 'retry.js'));
  /** @type {typeof import('../src/verdict.js')} */
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
      const verdict = /** @type {import('../src/verdict.js').Verdict} */ (verdicts.get(status));
      const moment = { attempts: calls, elapsedMs: nowMs - beganMs, wallClockMs: 0, random: random() };
      const decision = decide(verdict, policy, moment);
      return decision.kind === 'wait' ? decision.delayMs : undefined;
    },
  };
}

/** @type {(policy: import('./policies.js').Policy, attempts?: number) => Contender} */
const other = ({ name, waitMs, ...policy }, attempts = policy.attempts) => ({
  name,
  attempts,
  decide: (_status, { calls }, _nowMs, random) => (calls < attempts ? waitMs(calls, random()) : undefined),
});

/** The attempts and delays of the action, with another part of them random. @type {(name: string, policy: import('../src/retry.js').RetryPolicy, part: (random: number) => number) => Contender} */
const jittered = (name, { maxAttempts, retryDelayMs, retryMaxDelayMs }, part) =>
  other({
    name,
    attempts: maxAttempts,
    waitMs: (failed, random) => Math.min(retryMaxDelayMs, retryDelayMs * 2 ** (failed - 1)) * part(random),
  });

/** Whether no other resolves as many with less load, or more with no more load. @type {(row: Row, rows: Row[]) => boolean} */
const isOnFront = (row, rows) =>
  !rows.some(
    (another) =>
      another.resolvedShare >= row.resolvedShare &&
      another.peakPerSecond <= row.peakPerSecond &&
      (another.resolvedShare > row.resolvedShare || another.peakPerSecond < row.peakPerSecond),
  );

/** @type {(row: Row) => string[]} */
const cells = ({ name, attempts, resolvedShare, requestsPerResolved, peakPerSecond, medianMs, p99Ms, onFront }) => [
  onFront ? `**${name}**` : name,
  String(attempts),
  `${(100 * resolvedShare).toFixed(1)} %`,
  requestsPerResolved?.toFixed(1) ?? 'none',
  String(peakPerSecond),
  medianMs === null ? 'none' : `${(medianMs / 1000).toFixed(1)} s`,
  p99Ms === null ? 'none' : `${(p99Ms / 1000).toFixed(1)} s`,
];

const HEAD = [
  'policy',
  'attempts',
  'resolved',
  'requests for each resolved',
  'most requests in a second',
  'median',
  '99 %',
];

/** @typedef {{ title: string, rows: Row[] }} Result */

/** The tables as they stand in the documentation. @type {(results: Result[]) => string} */
const tables = (results) =>
  results.map(({ title, rows }) => `${title}:\n\n${table([HEAD, ...rows.map(cells)])}`).join('\n\n');

/** @returns {Promise<{ outages: Result[], pauses: Result[], choices: Result[] }>} */
async function play() {
  const { randomLcg } = await import(RANDOM);
  /** @type {(scenario: import('./simulate.js').Scenario, contenders: Contender[]) => Result} */
  const compare = (scenario, contenders) => {
    /** @type {Row[]} */
    const rows = contenders.map(({ name, attempts, decide }) => ({
      name,
      attempts,
      ...simulate(scenario, decide, randomLcg(SEED)),
    }));
    for (const row of rows)
      row.onFront = isOnFront(
        row,
        rows.filter(({ attempts }) => attempts === row.attempts),
      );
    return { title: scenario.title, rows };
  };

  const shipped = await action();
  const { maxAttempts } = shipped.policy;
  const published = OTHERS.filter(({ attempts }) => attempts !== maxAttempts);
  const all = [
    shipped,
    ...OTHERS.map((policy) => other(policy, maxAttempts)),
    ...published.map((policy) => other(policy)),
  ];
  const patient = await action({ 'max-attempts': '40', 'deadline-seconds': '600' });

  const delayed = ['2', '4', '6', '8', '10'].map(async (delay) => ({
    ...(await action({ 'retry-delay-seconds': delay })),
    name: `${delay} s, the second half random`,
  }));
  const variants = [
    ...(await Promise.all(delayed)),
    jittered('as shipped, but all of it random', shipped.policy, (random) => random),
    jittered('as shipped, but nothing random', shipped.policy, () => 1),
  ];
  return {
    outages: Object.values(OUTAGES).map((scenario) => compare(scenario, all)),
    pauses: [compare(LATE_PAUSES, [...all, patient, ...OTHERS.map((policy) => other(policy, 40))])],
    choices: [OUTAGES.atStart, OUTAGES.short, SHORT_PAUSES].map((scenario) => compare(scenario, variants)),
  };
}

/** @type {(outages: Result[], made: import('./picture.js').Origin) => Promise<string>} */
const picture = (outages, made) => {
  const panels = outages.map(({ title, rows: [ours, ...others] }) => ({
    title,
    points: [ours, ...others.filter(({ attempts }) => attempts === ours?.attempts)].flatMap((row) =>
      row ? { name: row.name, x: 100 * row.resolvedShare, y: row.peakPerSecond, ours: row === ours } : [],
    ),
  }));
  return scatter(panels, { x: 'resolved, %', y: 'most requests in a second' }, made);
};

async function main() {
  const results = await play();
  const text = { outages: tables(results.outages), pauses: tables(results.pauses), choices: tables(results.choices) };
  console.log(Object.values(text).join('\n\n'));
  if (process.argv.includes('--check')) deepStrictEqual(results, readResults('herd').results);
  else {
    const made = origin('npm run bench:herd');
    write('herd', { ...made, capacity: CAPACITY, results }, text, await picture(results.outages, made));
  }
  // The reason for the defaults.
  const dominated = results.outages.filter(({ rows }) => !rows[0]?.onFront);
  for (const { title } of dominated) console.error(`Another policy is better with as many attempts: ${title}`);
  process.exitCode = dominated.length === 0 ? 0 : 1;
}

if (require.main === module) main();

module.exports = { tables };
