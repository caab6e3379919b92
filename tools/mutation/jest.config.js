// The project's tests, ordered to kill a mutant early. Running the whole suite for each mutant would take hours.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  // The mutated copy is not in Git.
  testPathIgnorePatterns: ['archive\\.test'],
  testSequencer: '<rootDir>/tools/mutation/deadliest-first.js',
  testEnvironment: '<rootDir>/tools/mutation/until-first-failure.js',
  setupFiles: ['<rootDir>/tools/mutation/without-shrinking.js'],
  reporters: ['<rootDir>/tools/mutation/remember-deadliest.js'],
  bail: true,
  // One worker, because Stryker tests another mutant at the same time.
  maxWorkers: 1,
  // A mutant may leave something running.
  forceExit: true,
  testTimeout: 8_000,
};
