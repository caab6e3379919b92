const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  // The toolkit consists of ES modules, which Jest neither runs nor finds by itself.
  transform: { '\\.ts$|/@actions/.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!@actions/)'],
  moduleNameMapper: {
    '^@actions/core$': '<rootDir>/node_modules/@actions/core/lib/core.js',
    '^@actions/http-client$': '<rootDir>/node_modules/@actions/http-client/lib/index.js',
    '^(@actions/http-client/lib/.+)$': '<rootDir>/node_modules/$1.js',
    // Sources import each other by the names of the compiled files.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Build folders contain copies of modules.
  modulePathIgnorePatterns: ['<rootDir>/build', '<rootDir>/coverage'],
  setupFilesAfterEnv: ['<rootDir>/__tests__/setup.ts'],
  testTimeout: 20_000,
  // Most tests wait for a child process or for a timeout, so there are more workers than cores.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // Set by .ci/run, because `npm cit` passes no arguments to Jest.
  reporters: ['default', ...(process.env.JEST_COUNTS ? ['<rootDir>/.ci/jest-counts.js'] : [])],
};
