const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** Notes which file has just killed a mutant: the next one is likely to be near, in the same function. */
class RememberDeadliest {
  static memory = resolve(__dirname, '..', '..', 'build', 'deadliest');

  /** @type {NonNullable<import('@jest/reporters').Reporter['onTestResult']>} */
  onTestResult({ path }, { numFailingTests, testExecError }) {
    if (numFailingTests > 0 || testExecError) writeFileSync(RememberDeadliest.memory, path);
  }
}

module.exports = RememberDeadliest;
