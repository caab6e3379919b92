// Figures in the documentation. Each stands between two comments with the benchmark and the name of the figure:
// `<!-- herd:total -->` and `<!-- /herd:total -->`.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { cpus, totalmem, type } = require('node:os');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'docs/performance.md', 'docs/safety.md', 'tools/bench/README.md'].map((page) =>
  join(ROOT, page),
);
const RESULTS = join(ROOT, 'build', 'results');

/** Linear interpolation between the sorted values: 0.5 is the median. @type {(values: number[], share: number) => number} */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [Number(sorted[Math.floor(at)]), Number(sorted[Math.ceil(at)])];
  return below + (above - below) * (at - Math.floor(at));
}

/** A Markdown table; the first row is its head. @type {(rows: string[][]) => string} */
function table([head = [], ...rows]) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** Where and when the numbers were measured. @type {(command: string) => { date: string, machine: string, command: string }} */
function origin(command) {
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.version}`;
  return { date: new Date().toISOString().slice(0, 10), machine, command };
}

/** Saves all numbers where Git ignores them. @type {(name: string, results: object) => void} */
function save(name, results) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`\nAll numbers: build/results/${name}.json`);
}

/**
 * Compares the figures with the documentation and sets the exit code to 1 if they disagree. With --update it writes
 * them there instead.
 * @param {string} benchmark
 * @param {Record<string, string>} figures by name
 * @param {(documented: string, measured: string) => boolean} agree
 */
function publish(benchmark, figures, agree) {
  const update = process.argv.includes('--update');
  const marked = new RegExp(`(<!-- ${benchmark}:([a-z-]+) -->\n?)([^]*?)(\n?<!-- /${benchmark}:\\2 -->)`, 'g');
  const missing = new Set(Object.keys(figures));
  /** @type {string[]} */
  const problems = [];
  for (const page of PAGES) {
    const text = readFileSync(page, 'utf8');
    const updated = text.replace(marked, (_, open, name, documented, close) => {
      missing.delete(name);
      const measured = figures[name];
      if (measured === undefined) problems.push(`${page} quotes a figure that does not exist: ${benchmark}:${name}`);
      else if (!update && !agree(documented, measured))
        problems.push(`${page} differs in ${benchmark}:${name}. It has:\n${documented}\nThis run has:\n${measured}`);
      return open + (measured ?? documented) + close;
    });
    if (update) writeFileSync(page, updated);
  }
  for (const name of missing) problems.push(`No page quotes ${benchmark}:${name}`);
  for (const problem of problems) console.error(`\n${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

module.exports = { origin, publish, quantile, save, table };
