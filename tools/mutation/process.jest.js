// Tests that run the whole action and, together, reach every line of main.ts.
/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/process/{endings,signals,wire,end,answers}.test.ts'],
  maxWorkers: 1,
  bail: true,
  // A mutant may leave timers or sockets open.
  forceExit: true,
};
