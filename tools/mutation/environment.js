const childProcess = require('node:child_process');
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { COVERAGE, mutant, remember, selections, testId } = require('./coverage.js');

/** The test that starts a process. @type {() => string} */
let currentTest = () => '';

/** @type {Set<childProcess.ChildProcess>} */
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const { spawn } = childProcess;
let steps = 0;

/**
 * Starts a process, and records what it reaches if it runs the action without a mutant.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {childProcess.SpawnOptions} options
 */
function start(command, args, options = {}) {
  if (mutant || !args.at(-1)?.endsWith(join('dist', 'index.js'))) return spawn(command, args, options);
  steps += 1;
  const step = `${process.pid}-${steps}`;
  appendFileSync(COVERAGE, `${step} ${currentTest()}\n`);
  const env = { ...options.env, MUTATION_COVERAGE: COVERAGE, MUTATION_STEP: step };
  return spawn(command, ['--require', join(__dirname, 'record.js'), ...args], { ...options, env });
}

Object.assign(childProcess, {
  spawn: (/** @type {Parameters<typeof start>} */ ...args) => {
    const child = start(...args);
    children.add(child.once('exit', () => children.delete(child)));
    return child;
  },
});

/**
 * Without an active mutant, records which tests reach which mutants. With one, runs only the tests that reach it, and
 * ends the process at the first failure.
 */
class Environment extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} args */
  constructor(...args) {
    super(...args);
    this.path = args[1].testPath;
    // One environment is made for each file, in the order of the sequencer.
    this.selected = selections.shift()?.tests ?? new Set();
  }

  /**
   * @param {import('@jest/types').Circus.AsyncEvent | import('@jest/types').Circus.SyncEvent} event
   * @param {import('@jest/types').Circus.State} state
   */
  handleTestEvent(event, state) {
    if (event.name === 'run_start') {
      const { expect } = /** @type {{ expect: import('@jest/expect').JestExpect }} */ (
        /** @type {unknown} */ (this.global)
      );
      currentTest = () => {
        const { currentConcurrentTestName, currentTestName } = expect.getState();
        return testId(this.path, String(currentConcurrentTestName?.() ?? currentTestName));
      };
      if (mutant) this.skipOthers(state.rootDescribeBlock);
    }
    if (mutant && event.name === 'test_done' && event.test.errors.length > 0) {
      remember(this.idOf(event.test));
      process.exit(1);
    }
  }

  /** @param {import('@jest/types').Circus.TestEntry} test */
  idOf(test) {
    const names = [test.name];
    for (let block = test.parent; block.parent; block = block.parent) names.unshift(block.name);
    return testId(this.path, names.join(' '));
  }

  /** @param {import('@jest/types').Circus.DescribeBlock} block */
  skipOthers(block) {
    for (const child of block.children) {
      if (child.type === 'describeBlock') this.skipOthers(child);
      else if (!this.selected.has(this.idOf(child))) child.mode = 'skip';
    }
  }
}

module.exports = Environment;
