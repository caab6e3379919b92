const { writeFileSync } = require('node:fs');

/** Writes `<passed> <failed>` to the file that JEST_COUNTS names, for `.ci/run`. A suite that broke counts as failed. */
module.exports = class {
  /** @type {import('@jest/reporters').Reporter['onRunComplete']} */
  onRunComplete(_, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const counts = `${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites}`;
    writeFileSync(String(process.env.JEST_COUNTS), counts);
  }
};
