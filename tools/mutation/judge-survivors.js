// Fails if survivors.json does not explain a survivor, if it explains a mutant that was killed, or below 95 % killed.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const explained = require('./survivors.json');

/**
 * A mutant as Stryker reports it; lines and columns count from 1.
 * @typedef {{ line: number, column: number }} Place
 * @typedef {{ status: string, replacement: string, location: { start: Place, end: Place } }} Mutant
 */

const LEAST_KILLED_PERCENT = 95;

/** @type {{ files: Record<string, { source: string, mutants: Mutant[] }> }} */
const report = JSON.parse(readFileSync(join(__dirname, '..', '..', 'build', 'mutation.json'), 'utf8'));

const oneLine = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();
const nameOf = (/** @type {{ file: string, code: string, mutant: string }} */ { file, code, mutant }) =>
  `${file}: ${code} -> ${mutant}`;

/**
 * The code that a mutant replaces.
 * @param {string} source
 * @param {Mutant['location']} location
 */
function codeAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = String(lines.pop()).slice(0, end.column - 1);
  return oneLine([...lines, last].join('\n').slice(start.column - 1));
}

const mutants = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
  mutants.map(({ status, location, replacement }) => ({
    name: nameOf({ file, code: codeAt(source, location), mutant: oneLine(replacement) }),
    killed: status === 'Killed' || status === 'Timeout',
  })),
);
const survivors = new Set(mutants.flatMap(({ name, killed }) => (killed ? [] : [name])));
const known = new Set(explained.filter(({ file }) => file in report.files).map(nameOf));
const unexplained = [...survivors].filter((name) => !known.has(name));
const outdated = [...known].filter((name) => !survivors.has(name));
const killed = mutants.filter((mutant) => mutant.killed).length;
const percent = (100 * killed) / mutants.length;

for (const name of unexplained) console.log(`Survived, and is not explained in survivors.json: ${name}`);
for (const name of outdated) console.log(`Killed or gone, but still in survivors.json: ${name}`);
console.log(`${killed} of ${mutants.length} mutants killed: ${percent.toFixed(1)} %.`);

process.exitCode = unexplained.length + outdated.length === 0 && percent >= LEAST_KILLED_PERCENT ? 0 : 1;
