// What a benchmark leaves: its numbers for scripts, its picture, and its tables in the page of the documentation.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { cpus, totalmem, type } = require('node:os');
const { join } = require('node:path');

const DOCS = join(__dirname, '..', 'docs');
const PAGE = join(DOCS, 'performance.md');

/** A value between the sorted ones, of which the share lies below: 0.5 is the median. @type {(values: number[], share: number) => number} */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [Number(sorted[Math.floor(at)]), Number(sorted[Math.ceil(at)])];
  return below + (above - below) * (at - Math.floor(at));
}

/** Rows as a table of Markdown, the first one its head. @type {(rows: string[][]) => string} */
function table([head = [], ...rows]) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** When, where and how the numbers were made. @type {(command: string) => { date: string, machine: string, command: string }} */
function origin(command) {
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.version}`;
  return { date: new Date().toISOString().slice(0, 10), machine, command };
}

/** The part of the page between the comments with the name. @type {(name: string) => RegExp} */
const section = (name) => new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=\n<!-- /${name} -->)`);

/** @type {(name: string) => string | undefined} */
const readSection = (name) => section(name).exec(readFileSync(PAGE, 'utf8'))?.[0];

/** @type {(name: string) => string} */
const readPicture = (name) => readFileSync(join(DOCS, `${name}.svg`), 'utf8').trimEnd();

/** @type {(name: string) => any} */
const readResults = (name) => JSON.parse(readFileSync(join(__dirname, 'results', `${name}.json`), 'utf8'));

/**
 * Writes all of it; `texts` are the parts of the page by their names.
 * @type {(name: string, results: object, texts: Record<string, string>, svg: string) => void}
 */
function write(name, results, texts, svg) {
  mkdirSync(join(__dirname, 'results'), { recursive: true });
  writeFileSync(join(__dirname, 'results', `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(DOCS, `${name}.svg`), `${svg}\n`);
  writeSections(texts);
}

/** Writes parts of the page by their names. @type {(texts: Record<string, string>) => void} */
function writeSections(texts) {
  let page = readFileSync(PAGE, 'utf8');
  for (const [part, text] of Object.entries(texts)) page = page.replace(section(part), () => text);
  writeFileSync(PAGE, page);
}

module.exports = { origin, quantile, readPicture, readResults, readSection, table, write, writeSections };
