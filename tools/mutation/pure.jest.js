// Tests that call pure functions, without the properties, which take too long for each mutant.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/*.test.ts'],
  testPathIgnorePatterns: ['/(archive|properties|stand-in|start)\\.test'],
};
