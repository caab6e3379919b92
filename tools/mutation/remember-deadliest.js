const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** Remembers which file killed the last mutant. It is likely to kill the next one, often in the same function. */
class RememberDeadliest {
  static memory = resolve(__dirname, '..', '..', 'build', 'deadliest');

  /** @type {NonNullable<import('@jest/reporters').Reporter['onTestResult']>} */
  onTestResult({ path }, { numFailingTests, testExecError }) {
    if (numFailingTests > 0 || testExecError) writeFileSync(RememberDeadliest.memory, path);
  }
}

module.exports = RememberDeadliest;
