const Sequencer = require('@jest/test-sequencer').default;
const Environment = require('./environment.js');

/** Leaves out the files that have no test that Stryker wants to run: it selects tests, but Jest would load all files. */
class Selection extends Sequencer {
  /** @param {ConstructorParameters<typeof Sequencer>} args */
  constructor(...args) {
    super(...args);
    this.wanted = new RegExp(args[0].globalConfig.testNamePattern ?? '', 'i');
  }

  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  sort(tests) {
    return tests.filter(({ path }) => Environment.testNames.get(path)?.some((name) => this.wanted.test(name)) ?? true);
  }
}

module.exports = Selection;
