// CPU profiles of the action and of the smallest script, by module. Profiling slows both down: only the proportions count.
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { runStep } = require('../../stand-in/run-step.js');
const { startStandIn } = require('../../stand-in/server.js');
const { quantile, table } = require('./page.js');

const RUNS = 30;
/** Modules below this time are left out. */
const MIN_MS = 0.3;

const ENTRIES = {
  action: join(__dirname, '..', '..', 'dist', 'index.js'),
  smallest: join(__dirname, 'candidates', 'smallest.js'),
};

/** @typedef {{ id: number, callFrame: { functionName: string, url: string, lineNumber: number } }} Node lines count from 0 */
/** @typedef {{ nodes: Node[], samples: number[], timeDeltas: number[] }} Profile times in microseconds */

/** The module of a line: the bundle has a comment above each module. @type {(lines: string[], line: number) => string} */
function bundledModule(lines, line) {
  const note = /^(?:;\/\/ CONCATENATED MODULE: (.*)|\/\*{3}\/ \d+:)$/;
  for (let index = line; index >= 0; index--) {
    const [found, name] = note.exec(String(lines[index])) ?? [];
    if (found) return name?.replace('./build/', '').replace('./node_modules/', '') ?? 'tunnel and other CommonJS';
  }
  return 'the bundle as a whole';
}

const lines = readFileSync(ENTRIES.action, 'utf8').split('\n');

/** The module of a function. @type {(frame: Node['callFrame']) => string} */
function moduleOf({ functionName, url, lineNumber }) {
  if (functionName === 'wrapSafe') return 'compiling the file';
  if (functionName === '(program)') return 'outside JavaScript';
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (url.endsWith('dist/index.js')) return bundledModule(lines, lineNumber);
  return url.startsWith('node:') ? 'Node itself' : basename(url) || 'outside JavaScript';
}

/** Time in each module of one run, in milliseconds. @type {(profile: Profile) => Map<string, number>} */
function timesOf({ nodes, samples, timeDeltas }) {
  const modules = new Map(nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame)]));
  const times = new Map();
  for (const [index, id] of samples.entries()) {
    const name = modules.get(id);
    times.set(name, (times.get(name) ?? 0) + Number(timeDeltas[index]) / 1000);
  }
  return times;
}

/** Profiles of all runs of an entry. @type {(entry: string) => Promise<Map<string, number>[]>} */
async function profile(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const script = Array.from({ length: RUNS }, () => ({ status: 204 }));
  const api = await startStandIn({ threads: { 'thread-1': { state: 'interrupted', script } } });
  for (let run = 0; run < RUNS; run++) {
    await runStep({
      inputs: { 'api-url': api.url, 'api-key': api.apiKey, 'thread-id': 'thread-1' },
      env: { API_URL: api.url, API_KEY: api.apiKey, THREAD_ID: 'thread-1' },
      nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=100'],
      entry,
    });
  }
  await api.close();
  const profiles = readdirSync(folder).map((name) => timesOf(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
  rmSync(folder, { recursive: true });
  if (profiles.length !== RUNS || api.calls.length !== RUNS) throw new Error('a run is missing');
  return profiles;
}

async function main() {
  const [action, smallest] = [await profile(ENTRIES.action), await profile(ENTRIES.smallest)];
  const median = (/** @type {Map<string, number>[]} */ runs, /** @type {string} */ name) =>
    quantile(
      runs.map((times) => times.get(name) ?? 0),
      0.5,
    );
  const rows = [...new Set(action.flatMap((times) => [...times.keys()]))]
    .map((name) => ({ name, actionMs: median(action, name), smallestMs: median(smallest, name) }))
    .filter(({ actionMs }) => actionMs >= MIN_MS)
    .sort((a, b) => b.actionMs - b.smallestMs - (a.actionMs - a.smallestMs));
  console.log(
    table([
      ['module', 'this action, ms', 'the smallest script, ms'],
      ...rows.map(({ name, actionMs, smallestMs }) => [name, actionMs.toFixed(1), smallestMs.toFixed(1)]),
    ]),
  );
}

main();
