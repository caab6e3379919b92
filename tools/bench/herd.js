// Many steps meet the same trouble at once. How many are resolved, and how many requests does that take? Compares the
// action's own code with published policies. Fails if the documentation has other figures, or if a policy that
// retries for as long resolves as many steps with fewer requests.
const { origin, publish, save, table } = require('./page.js');
const { action, jittered, published } = require('./contenders.js');
const { OTHERS } = require('./policies.js');
const { AGENTS, CAPACITY, SCENARIOS, STEPS, simulate } = require('./simulate.js');
const { totalSeconds, totalText, waits } = require('./waits.js');

/** Candidates for the defaults: delays in seconds, by the number of attempts. */
const CANDIDATES = { 4: [7], 5: [5, 6], 6: [2, 3, 4], 7: [1.5, 2, 3] };

/** @typedef {import('./contenders.js').Contender} Contender */
/** @typedef {import('./simulate.js').Scenario} Scenario */
/** @typedef {{ contender: Contender, limit: string, results: import('./simulate.js').Result[] }} Row */

/** @type {(scenarios: Scenario[], contender: Contender, limit?: string) => Row} */
const play = (scenarios, contender, limit = totalText(contender)) => ({
  ...{ contender, limit },
  results: scenarios.map((scenario) => simulate(scenario, contender.decide)),
});

const share = (/** @type {import('./simulate.js').Result | undefined} */ result) =>
  `${(100 * Number(result?.resolvedShare)).toFixed(1)} %`;

/** @type {(result: import('./simulate.js').Result) => string} */
function cell(result) {
  if (result.resolvedShare === 0) return 'none';
  const [requests, median] = [result.requestsPerResolved.toFixed(1), (result.medianMs / 1000).toFixed(0)];
  return `${share(result)}, ${requests}, ${result.peakPerSecond}/s, ${median} s`;
}

/** @type {(scenarios: Scenario[], rows: Row[]) => string} */
const tableOf = (scenarios, rows) =>
  table([
    ['policy', 'waits in total', ...scenarios.map(({ title }) => title)],
    ...rows.map(({ contender, limit, results }) => [contender.name, limit, ...results.map((result) => cell(result))]),
  ]);

/** Whether `a` resolves as many steps as `b` with fewer requests. */
const isBetter = (/** @type {import('./simulate.js').Result} */ a, /** @type {import('./simulate.js').Result} */ b) =>
  a.resolvedShare >= b.resolvedShare && a.requestsPerResolved < b.requestsPerResolved;

async function main() {
  const { short, medium, long, busy, slow } = SCENARIOS;
  const scenarios = [short, medium, long, busy];
  const shipped = await action();
  const limitSeconds = totalSeconds(shipped, 1);
  const within = { withinMs: 1000 * limitSeconds };

  const ours = play(scenarios, shipped);
  const equals = OTHERS.map((policy) => play(scenarios, published(policy, within), `up to ${limitSeconds} s`));
  const own = OTHERS.map((policy) => play(scenarios, published(policy, { attempts: policy.attempts })));

  const candidates = await Promise.all(
    Object.entries(CANDIDATES).flatMap(([attempts, delays]) =>
      delays.map((delay) =>
        action({ 'max-attempts': attempts, 'retry-delay-seconds': String(delay) }, `${attempts} attempts, ${delay} s`),
      ),
    ),
  );
  const variants = [
    jittered('the default, fully random', shipped.settings, (random) => 1.5 * random),
    jittered('the default, nothing random', shipped.settings, () => 0.75),
  ];
  const choices = [...candidates, ...variants].map((contender) => play(scenarios, contender));

  const patient = await action({ 'max-attempts': '40', 'deadline-seconds': '600' });
  const patientLimit = { withinMs: patient.settings.deadlineMs };
  const patience = [patient, ...OTHERS.map((policy) => published(policy, patientLimit))].map((contender) =>
    play([slow], contender, `up to ${patient.settings.deadlineMs / 1000} s`),
  );

  const figures = {
    ...waits(shipped),
    seven: totalText(await action({ 'max-attempts': '7' })),
    steps: STEPS.toLocaleString('en'),
    agents: AGENTS.toLocaleString('en'),
    capacity: CAPACITY.toLocaleString('en'),
    short: table([
      ['policy', `${short.title}, up to ${limitSeconds} s`, `${long.title}, up to ${limitSeconds} s`, 'as published'],
      ...[ours, ...equals].map(({ contender: { name }, results: [afterShort, , afterLong] }, index) => [
        name,
        `${share(afterShort)}, ${afterShort?.requestsPerResolved.toFixed(1)}`,
        `${share(afterLong)}, ${afterLong?.requestsPerResolved.toFixed(1)}`,
        share([ours, ...own][index]?.results[2]),
      ]),
    ]),
    policies: tableOf(scenarios, [ours, ...equals, ...own]),
    choices: tableOf(scenarios, choices),
    patience: tableOf([slow], patience),
  };
  for (const [name, text] of Object.entries(figures)) console.log(`\n${name}:\n${text}`);
  save('herd', { ...origin('npm run bench herd'), figures, rows: [ours, ...equals, ...own, ...choices, ...patience] });
  // The seeds are fixed, so the numbers are the same everywhere.
  publish('herd', figures, (documented, measured) => documented === measured);

  for (const { contender, results } of equals) {
    for (const [index, result] of results.entries()) {
      const mine = ours.results[index];
      if (!mine || !isBetter(result, mine)) continue;
      console.error(`As many steps with fewer requests: ${contender.name}, ${scenarios[index]?.title}`);
      process.exitCode = 1;
    }
  }
}

main();
