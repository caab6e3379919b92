// Runs the committed action as the runner does: a child process, with inputs in the environment and outputs in files.
const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { EOL, tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

/**
 * @typedef {object} StepOptions
 * @property {Record<string, string>} [inputs] by their names in `action.yml`
 * @property {Record<string, string>} [env] added to the step's environment; an empty value counts as not set
 * @property {string[]} [nodeOptions] arguments for Node itself
 * @property {string} [entry] file to run instead of the committed action
 * @property {(child: import('node:child_process').ChildProcess) => void} [onStart]
 */

/** Variables that the child needs to start, and to measure coverage and mutants. */
const INHERITED = ['PATH', 'SystemRoot', 'NODE_V8_COVERAGE', '__STRYKER_ACTIVE_MUTANT__'];

const ENTRY = resolve(process.env.ACTION_ENTRY ?? join(__dirname, '..', 'dist', 'index.js'));

/** @param {StepOptions} [options] */
async function runStep({ inputs = {}, env = {}, nodeOptions = [], entry = ENTRY, onStart } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');

  /** @type {Record<string, string>} */
  const stepEnv = { ...files };
  for (const name of INHERITED) if (process.env[name]) stepEnv[name] = process.env[name];
  for (const [name, value] of Object.entries(inputs)) stepEnv[`INPUT_${name.toUpperCase()}`] = value;
  Object.assign(stepEnv, env);

  const child = spawn(process.execPath, [...nodeOptions, entry], { env: stepEnv, cwd: folder });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
  onStart?.(child);
  const exitCode = await new Promise((settle) => child.on('close', settle));

  const written = parseOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
  rmSync(folder, { recursive: true });
  return {
    exitCode: /** @type {number | null} */ (exitCode),
    /** With LF line endings. The toolkit writes those of the system. */
    log: log.replaceAll(EOL, '\n'),
    summary,
    outputs: Object.fromEntries(written),
    /** Names in the order written, with duplicates. */
    outputNames: written.map(([name]) => name),
  };
}

/**
 * Parses `name<<delimiter`, value, `delimiter` groups as the runner does.
 * @param {string} text
 */
function parseOutputs(text) {
  return [...text.matchAll(/^(\S+?)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm)].map(
    ([, name, , value]) => /** @type {[string, string]} */ ([name, value]),
  );
}

module.exports = { runStep };
