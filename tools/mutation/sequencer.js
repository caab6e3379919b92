const { basename } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;
const { mutant, selections } = require('./coverage.js');

/** Runs only the files whose tests reach the active mutant, some of them twice. */
class ReachingTests extends Sequencer {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  sort(tests) {
    if (!mutant) return [...tests];
    return selections.flatMap(({ file }) => tests.filter(({ path }) => basename(path) === file));
  }
}

module.exports = ReachingTests;
