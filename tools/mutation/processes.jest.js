// Tests of the whole action that reach all of main.ts.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/action/{endings,signals,wire,end,answers}.test.ts'],
  maxWorkers: 1,
  bail: true,
  // A mutant may leave something running.
  forceExit: true,
};
