// Times a whole step and scripts that send the same request to a local server. Fails if the step exceeds its limits, or
// if the documentation has other figures.
const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { startStandIn } = require('../../stand-in/server.js');
const { publish, table } = require('./page.js');

const WARM_UP = 5;
const ROUNDS = 60;

/** Limits for the wall time: the median of its ratio to another script in the same round. */
const LIMITS = { smallest: 1.32, fetch: 0.85 };

/** Allowed differences from the documentation. Times depend on the machine; ratios hardly do. */
const BOUNDS = { timesFactor: 5, share: 0.3, ratio: 0.1 };

const CANDIDATE = join(__dirname, 'candidates');
const node = (/** @type {string} */ path) => [process.execPath, path];

const CANDIDATES = [
  { id: 'empty', name: 'an empty Node.js script', argv: node(join(CANDIDATE, 'empty.js')), calls: false },
  {
    id: 'smallest',
    name: 'the smallest script for this request',
    argv: node(join(CANDIDATE, 'smallest.js')),
    calls: true,
  },
  { id: 'fetch', name: 'a script with fetch', argv: node(join(CANDIDATE, 'fetch.js')), calls: true },
  // As the runner starts a step with `shell: bash`.
  {
    id: 'curl',
    name: 'a curl step',
    argv: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', join(CANDIDATE, 'curl.sh')],
    calls: true,
  },
  { id: 'action', name: 'this action', argv: node(join(__dirname, '..', '..', 'dist', 'index.js')), calls: true },
];

/** @typedef {{ wallMs: number, cpuMs: number }} Took one run of a process */
/** @typedef {Took & { id: string, name: string, toSmallest: number, toFetch: number }} Row */

/** Times of each candidate in each round, without the warm-up. @type {() => Promise<Took[][]>} */
async function measure() {
  const script = Array.from({ length: CANDIDATES.length * (WARM_UP + ROUNDS) }, () => ({ status: 204 }));
  const api = await startStandIn({ threads: { 'thread-1': { state: 'interrupted', script } } });
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
    throw new Error('a request is missing');
  if (resolved !== 2 * (WARM_UP + ROUNDS)) throw new Error('an output is missing');
  return JSON.parse(measured).slice(WARM_UP);
}

/** @type {(values: number[]) => number} */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (Number(sorted[Math.floor(middle)]) + Number(sorted[Math.ceil(middle)])) / 2;
}

/** Medians of each candidate. The ratios compare wall times of the same round. @type {(rounds: Took[][]) => Row[]} */
const summarize = (rounds) =>
  CANDIDATES.map(({ id, name }, index) => {
    const ratioTo = (/** @type {string} */ base) => {
      const column = CANDIDATES.findIndex((candidate) => candidate.id === base);
      return median(rounds.map((round) => Number(round[index]?.wallMs) / Number(round[column]?.wallMs)));
    };
    return {
      id,
      name,
      wallMs: median(rounds.map((round) => Number(round[index]?.wallMs))),
      cpuMs: median(rounds.map((round) => Number(round[index]?.cpuMs))),
      toSmallest: ratioTo('smallest'),
      toFetch: ratioTo('fetch'),
    };
  });

/** @type {(rows: Row[]) => string} */
const startTable = (rows) =>
  table([
    ['process', 'wall time', 'CPU time', 'vs. the smallest script', 'vs. fetch'],
    ...rows.map(({ name, wallMs, cpuMs, toSmallest, toFetch }) => [
      name,
      `${wallMs.toFixed(1)} ms`,
      `${cpuMs.toFixed(1)} ms`,
      toSmallest.toFixed(2),
      toFetch.toFixed(2),
    ]),
  ]);

const NUMBER = /(\d+(?:\.\d+)?)( ms)?/g;

/** Whether both texts have the same words, and numbers within the bounds. @type {(documented: string, measured: string) => boolean} */
function agree(documented, measured) {
  if (documented.replace(NUMBER, '') !== measured.replace(NUMBER, '')) return false;
  const now = [...measured.matchAll(NUMBER)].map(([, number]) => Number(number));
  return [...documented.matchAll(NUMBER)].every(([, number, isTime], index) => {
    const [was, is] = [Number(number), Number(now[index])];
    if (isTime) return Math.max(was, is) <= BOUNDS.timesFactor * Math.min(was, is);
    return Math.abs(was - is) <= Math.max(BOUNDS.ratio, BOUNDS.share * was);
  });
}

async function main() {
  const rows = summarize(await measure());
  const figures = {
    table: startTable(rows),
    rounds: String(ROUNDS),
    limits: `${LIMITS.smallest} times the smallest script or ${LIMITS.fetch} times fetch`,
  };
  console.log(figures.table);
  publish('start', figures, agree);

  const { toSmallest = Infinity, toFetch = Infinity } = rows.find(({ id }) => id === 'action') ?? {};
  if (!(toSmallest <= LIMITS.smallest && toFetch <= LIMITS.fetch)) {
    console.error(`The start is too slow: the limits are ${figures.limits}.`);
    process.exitCode = 1;
  }
}

main();
