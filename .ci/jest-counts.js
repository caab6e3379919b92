const { writeFileSync } = require('node:fs');

/** Writes `<passed> <failed>` to the file in JEST_COUNTS, for `.ci/run`. A test file that cannot run is a failure. */
module.exports = class {
  /** @type {import('@jest/reporters').Reporter['onRunComplete']} */
  onRunComplete(_, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const counts = `${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites}`;
    writeFileSync(String(process.env.JEST_COUNTS), counts);
  }
};
