const { TestEnvironment } = require('jest-environment-node');

/** The last mutant that a test killed. */
let killed = '';

/** Skips the remaining tests once one has killed the mutant. Neither Jest nor Stryker does so within a file. */
class Environment extends TestEnvironment {
  /** The test names of each file that has run. @type {Map<string, string[]>} */
  static testNames = new Map();

  /** @param {ConstructorParameters<typeof TestEnvironment>} args */
  constructor(...args) {
    super(...args);
    /** @type {string[]} */
    this.names = [];
    Environment.testNames.set(args[1].testPath, this.names);
  }

  /** @param {import('@jest/types').Circus.AsyncEvent | import('@jest/types').Circus.SyncEvent} event */
  handleTestEvent(event) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__ ?? '';
    if (event.name === 'test_start') {
      this.names.push(fullName(event.test));
      if (mutant !== '' && mutant === killed) event.test.mode = 'skip';
    }
    if (event.name === 'test_done' && event.test.errors.length > 0) killed = mutant;
  }
}

/** @param {import('@jest/types').Circus.TestEntry} test */
function fullName(test) {
  const names = [test.name];
  for (let block = test.parent; block.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}

module.exports = Environment;
