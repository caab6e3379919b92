const Sequencer = require('@jest/test-sequencer').default;
const Environment = require('./environment.js');

/** Skips files without a test that Stryker selected. It selects tests by name, so Jest would load every file. */
class SelectedFiles extends Sequencer {
  /** @param {ConstructorParameters<typeof Sequencer>} args */
  constructor(...args) {
    super(...args);
    this.selected = new RegExp(args[0].globalConfig.testNamePattern ?? '', 'i');
  }

  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  sort(tests) {
    return tests.filter(
      ({ path }) => Environment.testNames.get(path)?.some((name) => this.selected.test(name)) ?? true,
    );
  }
}

module.exports = SelectedFiles;
