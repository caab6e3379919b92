// Many steps meet the same trouble at once: how many are resolved, and how much load comes back on an upstream that has
// just recovered. The action is played by the code that ships, beside published policies. Fails if the figures are not
// those in the documentation, or if another policy with as many attempts is better.
const { origin, publish, quantile, save, table } = require('./page.js');
const { scatter } = require('./picture.js');
const { action, jittered, other } = require('./contenders.js');
const { OTHERS } = require('./policies.js');
const { CAPACITY, LATE_PAUSES, OUTAGES, SHORT_PAUSES, simulate } = require('./simulate.js');
const { waits } = require('./waits.js');

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

/** Every number. @type {(results: Result[]) => string} */
const tables = (results) =>
  results.map(({ title, rows }) => `${title}:\n\n${table([HEAD, ...rows.map(cells)])}`).join('\n\n');

/** What the documentation quotes: a column for each scenario, a row for each policy. @type {(results: Result[]) => string} */
function summary(results) {
  const [ours, ...others] = results[0]?.rows ?? [];
  const names = [ours, ...others].map((row) =>
    row?.attempts === ours?.attempts ? String(row?.name) : `${row?.name}, ${row?.attempts} attempts`,
  );
  const cell = (/** @type {Row | undefined} */ row) => {
    if (!row?.resolvedShare || row.medianMs === null) return 'none';
    const text = `${(100 * row.resolvedShare).toFixed(1)} %, ${row.peakPerSecond}/s, ${(row.medianMs / 1000).toFixed(0)} s`;
    return row.onFront ? `**${text}**` : text;
  };
  const head = ['resolved, peak load, median time', ...results.map(({ title }) => title)];
  return table([head, ...names.map((name, index) => [name, ...results.map(({ rows }) => cell(rows[index]))])]);
}

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

/** @typedef {{ outages: Result[], pauses: Result[], choices: Result[] }} Results */

/** @type {(shipped: Awaited<ReturnType<typeof action>>) => Promise<Results>} */
async function play(shipped) {
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
  const shipped = await action();
  const results = await play(shipped);
  const drawn = [...results.outages, ...results.pauses];
  console.log(tables([...drawn, ...results.choices]));
  const figures = {
    outages: summary(results.outages),
    pauses: summary(results.pauses.slice(-1)),
    choices: summary(results.choices),
    capacity: String(CAPACITY),
    ...waits(shipped),
  };
  for (const [name, text] of Object.entries(figures)) console.log(`\n${name}:\n${text}`);
  const made = origin('npm run bench herd');
  save('herd', { ...made, capacity: CAPACITY, results }, await picture(drawn, made));
  // The simulation draws from fixed seeds, so its numbers are the same everywhere.
  publish('herd', figures, (documented, measured) => documented === measured);

  const dominated = drawn.filter(({ rows }) => !rows[0]?.onFront);
  for (const { title } of dominated) console.error(`Another policy with as many attempts is better: ${title}`);
  if (dominated.length > 0) process.exitCode = 1;
}

main();
