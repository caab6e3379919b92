/** @type {import('jest').Config} */
module.exports = {
  ...require('../jest.config.js'),
  rootDir: '..',
  // One file at a time: each takes ports that were free a moment ago.
  maxWorkers: 1,
  testMatch: ['<rootDir>/e2e/**/*.test.ts'],
};
