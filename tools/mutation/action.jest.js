// Tests of the whole action. For a mutant, only those that reach it, up to the first failure.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  roots: ['<rootDir>/__tests__/action', '<rootDir>/src', '<rootDir>/stand-in'],
  // Takes too long for each mutant.
  testPathIgnorePatterns: ['/random\\.test'],
  testSequencer: '<rootDir>/tools/mutation/sequencer.js',
  testEnvironment: '<rootDir>/tools/mutation/environment.js',
  // Stryker tests another mutant at the same time, but only after the initial run.
  maxWorkers: process.env.__STRYKER_ACTIVE_MUTANT__ ? 1 : 2,
  passWithNoTests: true,
  // A mutant that makes a step hang is killed by this timeout. The longest test takes 3 s.
  testTimeout: 5_000,
  // A mutant may leave something running.
  forceExit: true,
};
