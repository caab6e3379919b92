// The project's tests, ordered and cut short so that a mutant dies soon: one run of the suite for each would take hours.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  // Git knows nothing of the copy that is broken.
  testPathIgnorePatterns: ['archive\\.test'],
  testSequencer: '<rootDir>/tools/mutation/deadliest-first.js',
  testEnvironment: '<rootDir>/tools/mutation/until-first-failure.js',
  setupFiles: ['<rootDir>/tools/mutation/without-shrinking.js'],
  reporters: ['<rootDir>/tools/mutation/remember-deadliest.js'],
  bail: true,
  // One worker: a second mutant is tested beside this one.
  maxWorkers: 1,
  // A mutant may leave something running.
  forceExit: true,
  testTimeout: 8_000,
};
