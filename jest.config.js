/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  // Sources import each other by the names of the compiled files.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Build folders contain copies of modules.
  modulePathIgnorePatterns: ['<rootDir>/build', '<rootDir>/coverage'],
  testTimeout: 20_000,
  // Most tests wait for a child process, so the main process needs no core of its own.
  maxWorkers: '100%',
  // Set by .ci/run, because `npm cit` passes no arguments to Jest.
  reporters: ['default', ...(process.env.JEST_COUNTS ? ['<rootDir>/.ci/jest-counts.js'] : [])],
};
