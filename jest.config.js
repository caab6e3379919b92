/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/__tests__/**/*.test.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  // Sources import each other as Node would: by the name that the compiler gives them.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Folders of the build hold copies of nothing that a test wants.
  modulePathIgnorePatterns: ['<rootDir>/build', '<rootDir>/coverage'],
  testTimeout: 20_000,
  // For a script that counts: Jest takes no arguments through `npm cit`.
  reporters: ['default', ...(process.env.JEST_COUNTS ? ['<rootDir>/.ci/jest-counts.js'] : [])],
};
