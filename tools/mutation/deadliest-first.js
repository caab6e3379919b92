const { existsSync, readFileSync } = require('node:fs');
const Sequencer = require('@jest/test-sequencer').default;
const RememberDeadliest = require('./remember-deadliest.js');

/** Runs the file that killed the previous mutant first, then unit tests, then tests that run the whole step. */
class DeadliestFirst extends Sequencer {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  sort(tests) {
    const { memory } = RememberDeadliest;
    const deadliest = existsSync(memory) ? readFileSync(memory, 'utf8') : '';
    const rank = (/** @type {string} */ path) => {
      if (path === deadliest) return 0;
      if (!path.includes('action')) return path.includes('properties') ? 2 : 1;
      return /answers|endings|wire/.test(path) ? 3 : 4;
    };
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path));
  }
}

module.exports = DeadliestFirst;
