// Figures in the documentation, each between two comments with the benchmark and the name of the figure:
// `<!-- herd:total -->` and `<!-- /herd:total -->`.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'docs/performance.md'].map((page) => join(ROOT, page));

/** A Markdown table; the first row is its head. @type {(rows: string[][]) => string} */
function table([head = [], ...rows]) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/**
 * Compares the figures with the documentation and sets the exit code to 1 if they differ. With --update, it writes
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

module.exports = { publish, table };
