const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

const BUILD = join(__dirname, '..', '..', 'build');

/** For each step of the initial run, a line with its number and its test, and lines with its number and a mutant. */
const COVERAGE = join(BUILD, 'coverage.txt');

/** The test that killed each mutant so far. */
const KILLERS = join(BUILD, 'killers.txt');

/** A test that killed a mutant is likely to kill the next, often in the same function. */
const RECENT_KILLERS = 15;

const read = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** A test as recorded: its file and its full name, without white space. */
const testId = (/** @type {string} */ path, /** @type {string} */ name) =>
  `${basename(path)}:${Buffer.from(name).toString('base64')}`;

const remember = (/** @type {string} */ test) => appendFileSync(KILLERS, `${test}\n`);

/**
 * The tests that reached a mutant in the initial run, file by file: first those that killed other mutants lately, then
 * all. Of the files, those first that do little else, and of those the shortest.
 *
 * @param {string} mutant
 * @returns {{ file: string, tests: Set<string> }[]}
 */
function selectTests(mutant) {
  const text = read(COVERAGE);
  const reaching = new Set([...text.matchAll(new RegExp(`^(\\S+) ${mutant}$`, 'gm'))].map(([, step]) => step));
  const killers = read(KILLERS)
    .split('\n')
    .slice(-RECENT_KILLERS - 1, -1);
  /** @type {Map<string, { file: string, steps: number, reaching: string[] }>} */
  const files = new Map();
  for (const [, step, test = '', file = ''] of text.matchAll(/^(\S+) (([^\s:]+):\S*)$/gm)) {
    const count = files.get(file) ?? { file, steps: 0, reaching: [] };
    files.set(file, count);
    count.steps += 1;
    if (reaching.has(step)) count.reaching.push(test);
  }
  const share = (/** @type {{ steps: number, reaching: string[] }} */ count) => count.reaching.length / count.steps;
  const all = [...files.values()]
    .sort((a, b) => share(b) - share(a) || a.steps - b.steps)
    .map(({ file, reaching: tests }) => ({ file, tests: new Set(tests) }));
  const first = all.map(({ file, tests }) => ({ file, tests: new Set(killers.filter((test) => tests.has(test))) }));
  return [...first, ...all].filter(({ tests }) => tests.size > 0);
}

const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;

module.exports = { COVERAGE, mutant, selections: mutant ? selectTests(mutant) : [], testId, remember };
