// Many steps meet the same trouble at once: how many are resolved, and what load comes back on an upstream that has just
// recovered. The code that ships decides for the action; published policies decide beside it. With --check it writes
// nothing, and fails where the numbers are not those that were committed.
const { deepStrictEqual } = require('node:assert');
const { origin, quantile, readPicture, readResults, table, write } = require('./page.js');
const { scatter } = require('./picture.js');
const { action, jittered, other } = require('./contenders.js');
const { OTHERS } = require('./policies.js');
const { CAPACITY, LATE_PAUSES, OUTAGES, SHORT_PAUSES, simulate } = require('./simulate.js');

// By a name that the compiler does not follow: it is installed for the benchmarks only.
const RANDOM = 'd3-random';
const SEEDS = [0.1, 0.2, 0.3];

/** @typedef {import('./contenders.js').Contender} Contender */
/** @typedef {ReturnType<typeof simulate> & { name: string, attempts: number, onFront?: boolean }} Row */

/** Whether it resolves some, and no other as many with less load, or more with no more load. @type {(row: Row, rows: Row[]) => boolean} */
const isOnFront = (row, rows) =>
  row.resolvedShare > 0 &&
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

/** The median of each number over the seeds. @type {(scenario: import('./simulate.js').Scenario, contender: Contender, random: (seed: number) => () => number) => Row} */
function playAll(scenario, { name, attempts, decide }, random) {
  const plays = SEEDS.map((seed) => simulate(scenario, decide, random(seed), random(seed + 1 / 3)));
  /** @type {(of: (play: ReturnType<typeof simulate>) => number | null) => number | null} */
  const median = (of) => {
    const values = plays.map(of).filter((value) => value !== null);
    return values.length < plays.length ? null : quantile(values, 0.5);
  };
  return {
    ...{ name, attempts },
    resolvedShare: Number(median((play) => play.resolvedShare)),
    requestsPerResolved: median((play) => play.requestsPerResolved),
    peakPerSecond: Number(median((play) => play.peakPerSecond)),
    medianMs: median((play) => play.medianMs),
    p99Ms: median((play) => play.p99Ms),
  };
}

/** @returns {Promise<{ outages: Result[], pauses: Result[], choices: Result[] }>} */
async function play() {
  const { randomLcg } = await import(RANDOM);
  /** @type {(scenario: import('./simulate.js').Scenario, contenders: Contender[], title?: string) => Result} */
  const compare = (scenario, contenders, title = scenario.title) => {
    const rows = contenders.map((contender) => playAll(scenario, contender, randomLcg));
    for (const row of rows) {
      const alike = rows.filter(({ attempts }) => attempts === row.attempts);
      row.onFront = isOnFront(row, alike);
    }
    return { title, rows };
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
  const patientOthers = OTHERS.map((policy) => other(policy, 40, patient.policy.deadlineMs));

  const delayed = ['2', '4', '5', '6', '7', '8', '10', '12'].map(async (delay) => ({
    ...(await action({ 'retry-delay-seconds': delay })),
    name: `${delay} s, the second half random`,
  }));
  const variants = [
    ...(await Promise.all(delayed)),
    jittered('as long on the average, all of it random', shipped.policy, (random) => 1.5 * random),
    jittered('as long on the average, nothing random', shipped.policy, () => 0.75),
  ];
  return {
    outages: Object.values(OUTAGES).map((scenario) => compare(scenario, all)),
    pauses: [
      compare(LATE_PAUSES, all),
      compare(LATE_PAUSES, [patient, ...patientOthers], `${LATE_PAUSES.title}, 40 attempts`),
    ],
    choices: [OUTAGES.atStart, OUTAGES.short, SHORT_PAUSES].map((scenario) => compare(scenario, variants)),
  };
}

/** @type {(results: Result[], made: import('./picture.js').Origin) => Promise<string>} */
const picture = (results, made) => {
  const panels = results.map(({ title, rows: [ours, ...others] }) => ({
    title,
    points: [ours, ...others.filter(({ attempts }) => attempts === ours?.attempts)].flatMap((row) =>
      row ? { name: row.name, x: 100 * row.resolvedShare, y: row.peakPerSecond, ours: row === ours } : [],
    ),
  }));
  return scatter(panels, { x: 'resolved, %', y: 'most requests in a second' }, made);
};

async function main() {
  const results = await play();
  const drawn = [...results.outages, ...results.pauses];
  const text = { outages: tables(results.outages), pauses: tables(results.pauses), choices: tables(results.choices) };
  console.log(Object.values(text).join('\n\n'));
  if (process.argv.includes('--check')) {
    const { results: committed, ...made } = readResults('herd');
    deepStrictEqual(results, committed);
    deepStrictEqual(await picture(drawn, made), readPicture('herd'));
  } else {
    const made = origin('npm run bench:herd');
    write('herd', { ...made, capacity: CAPACITY, results }, text, await picture(drawn, made));
  }
  // The reason for the defaults.
  const dominated = drawn.filter(({ rows }) => !rows[0]?.onFront);
  for (const { title } of dominated) console.error(`Another policy is better with as many attempts: ${title}`);
  process.exitCode = dominated.length === 0 ? 0 : 1;
}

if (require.main === module) main();

module.exports = { tables };
