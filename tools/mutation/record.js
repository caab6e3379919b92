// Loaded into each step of the initial run: records which mutants the step reaches, where Stryker counts them.
const { appendFileSync } = require('node:fs');

const { MUTATION_COVERAGE: file = '', MUTATION_STEP: step } = process.env;

/** @type {Record<string, number>} */
const seen = {};
const counts = new Proxy(seen, {
  set: (_, mutant, count) => {
    if (seen[String(mutant)] === undefined) appendFileSync(file, `${step} ${String(mutant)}\n`);
    seen[String(mutant)] = count;
    return true;
  },
});
Object.assign(globalThis, { __stryker__: { mutantCoverage: { static: counts, perTest: {} } } });
