// The unit tests, except those that test no source file or take too long to run for each mutant.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/unit/*.test.ts'],
  testPathIgnorePatterns: ['/properties\\.test'],
  testEnvironment: require.resolve('./environment.js'),
  testSequencer: require.resolve('./sequencer.js'),
  // Kills mutants that hang. No test takes longer than a second.
  testTimeout: 3_000,
};
