// What a step takes beside what a user would pick instead: whole processes, one call each on loopback, run by run in turn.
// With --check it writes nothing, and fails where the start takes more than its limits.
const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { startStandIn } = require('../stand-in/server.js');
const { origin, quantile, table, write } = require('./page.js');
const { bars } = require('./picture.js');

const WARM_UP = 5;
const ROUNDS = 60;

/** Of the wall time: of the ratio of the medians, and of the median of the ratios in each round. */
const LIMITS = { smallest: 1.25, fetch: 0.85 };

const CANDIDATE = join(__dirname, 'candidates');
const node = (/** @type {string} */ path) => [process.execPath, path];

const CANDIDATES = [
  { id: 'nothing', name: 'nothing (`true`)', argv: ['true'], calls: false },
  { id: 'empty', name: 'Node, with nothing to do', argv: node(join(CANDIDATE, 'empty.js')), calls: false },
  { id: 'smallest', name: 'the smallest script', argv: node(join(CANDIDATE, 'smallest.js')), calls: true },
  { id: 'fetch', name: 'a script with fetch', argv: node(join(CANDIDATE, 'fetch.js')), calls: true },
  // As the runner starts a step with `shell: bash`.
  {
    id: 'curl',
    name: 'a step with curl',
    argv: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', join(CANDIDATE, 'curl.sh')],
    calls: true,
  },
  { id: 'action', name: 'this action', argv: node(join(__dirname, '..', 'dist', 'index.js')), calls: true },
];

/** @typedef {{ wallMs: number, cpuMs: number, peakMb: number }} Took one run of a process */
/** @typedef {{ median: number, quarter: number, threeQuarters: number }} Spread */

/** What each candidate took in each round, those of the warm-up left out. @type {() => Promise<Took[][]>} */
async function measure() {
  const script = Array.from({ length: CANDIDATES.length * (WARM_UP + ROUNDS) }, () => ({ status: 204 }));
  const api = await startStandIn({ threads: { 'thread-1': { state: 'paused', script } } });
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const env = {
    PATH: process.env.PATH,
    ...{ API_URL: api.url, API_KEY: api.apiKey, THREAD_ID: 'thread-1' },
    ...{ 'INPUT_API-URL': api.url, 'INPUT_API-KEY': api.apiKey, 'INPUT_THREAD-ID': 'thread-1' },
    ...{ GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') },
  };
  execFileSync('touch', [env.GITHUB_OUTPUT, env.GITHUB_STEP_SUMMARY]);

  const measurer = spawn('python3', ['-SE', join(__dirname, 'measure.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const commands = CANDIDATES.map(({ argv }) => ({ argv, env }));
  measurer.stdin.end(JSON.stringify({ commands, rounds: WARM_UP + ROUNDS }));
  let measured = '';
  measurer.stdout.setEncoding('utf8').on('data', (text) => {
    measured += text;
  });
  await new Promise((resolve) => measurer.on('close', resolve));
  await api.close();

  const expected = CANDIDATES.filter(({ calls }) => calls).length * (WARM_UP + ROUNDS);
  const resolved = readFileSync(env.GITHUB_OUTPUT, 'utf8').match(/^resolved(=|<<.*\n)true$/gm)?.length;
  rmSync(folder, { recursive: true });
  if (api.calls.length !== expected || api.calls.some(({ status }) => status !== 204))
    throw new Error('a call is missing');
  if (resolved !== 2 * (WARM_UP + ROUNDS)) throw new Error('an output is missing');
  return JSON.parse(measured).slice(WARM_UP);
}

/** @type {(values: number[]) => Spread} */
const spread = (values) => ({
  median: quantile(values, 0.5),
  quarter: quantile(values, 0.25),
  threeQuarters: quantile(values, 0.75),
});

/** @type {(rounds: Took[][]) => { id: string, name: string, wallMs: Spread, cpuMs: Spread, peakMb: Spread, toSmallest: Spread, toFetch: Spread }[]} */
const summarize = (rounds) =>
  CANDIDATES.map(({ id, name }, index) => {
    const of = (/** @type {keyof Took} */ what, column = index) => rounds.map((round) => Number(round[column]?.[what]));
    const pairs = (/** @type {string} */ base) => {
      const bases = of(
        'wallMs',
        CANDIDATES.findIndex((candidate) => candidate.id === base),
      );
      return spread(of('wallMs').map((wallMs, round) => wallMs / Number(bases[round])));
    };
    return {
      ...{ id, name, wallMs: spread(of('wallMs')), cpuMs: spread(of('cpuMs')), peakMb: spread(of('peakMb')) },
      ...{ toSmallest: pairs('smallest'), toFetch: pairs('fetch') },
    };
  });

const HEAD = ['what is run', 'wall', 'CPU', 'peak memory', 'to the smallest script', 'to fetch'];

/** A median, and between what the middle half of the runs lies. @type {(spread: Spread, digits: number, unit?: string) => string} */
const cell = ({ median, quarter, threeQuarters }, digits, unit = '') =>
  `${median.toFixed(digits)}${unit} (${quarter.toFixed(digits)} to ${threeQuarters.toFixed(digits)})`;

/** The table as it stands in the documentation. @type {(rows: ReturnType<typeof summarize>) => string} */
const startTable = (rows) =>
  table([
    HEAD,
    ...rows.map(({ name, wallMs, cpuMs, peakMb, toSmallest, toFetch }) => [
      ...[name, cell(wallMs, 1, ' ms'), cell(cpuMs, 1, ' ms'), cell(peakMb, 1, ' MB')],
      ...[cell(toSmallest, 2), cell(toFetch, 2)],
    ]),
  ]);

async function main() {
  const rows = summarize(await measure());
  const text = startTable(rows);
  console.log(text);
  const action = rows.find(({ id }) => id === 'action');
  if (!process.argv.includes('--check')) {
    const made = origin('npm run bench');
    const candidates = rows.map(({ id, name, wallMs, toSmallest }) => ({
      name,
      value: wallMs.median,
      label: `${wallMs.median.toFixed(1)} ms, ${toSmallest.median.toFixed(2)}`,
      ours: id === 'action',
    }));
    const title = 'A step with one 204: wall time in ms, and the ratio to the smallest script';
    write(
      'start',
      { ...made, rounds: ROUNDS, limits: LIMITS, rows },
      { start: text },
      await bars(title, candidates, made),
    );
  }
  const median = (/** @type {string} */ id) => Number(rows.find((row) => row.id === id)?.wallMs.median);
  const toSmallest = Math.max(Number(action?.toSmallest.median), median('action') / median('smallest'));
  const toFetch = Math.max(Number(action?.toFetch.median), median('action') / median('fetch'));
  console.log(
    `This action at the most: ${toSmallest.toFixed(3)} of the smallest script, ${toFetch.toFixed(3)} of fetch.`,
  );
  const within = toSmallest <= LIMITS.smallest && toFetch <= LIMITS.fetch;
  if (!within) console.error(`The start takes too long: at most ${LIMITS.smallest} and ${LIMITS.fetch} are allowed.`);
  process.exitCode = within ? 0 : 1;
}

if (require.main === module) main();

module.exports = { startTable };
