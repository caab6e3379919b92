const { TestEnvironment } = require('jest-environment-node');

/** Skips the rest of a file after its first failed test. */
class UntilFirstFailure extends TestEnvironment {
  failed = false;

  /** @param {import('@jest/types').Circus.AsyncEvent | import('@jest/types').Circus.SyncEvent} event */
  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
  }
}

module.exports = UntilFirstFailure;
