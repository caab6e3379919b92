import { tmpdir } from 'node:os';
import {
  annotations,
  CONFLICT,
  commands,
  http,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  preload,
  rawServer,
  step,
  stepOn,
  THREAD,
  withoutMasks,
} from './harness.js';

test('a flag of Node that forbids what the action sets is no bug', async () => {
  const { exitCode, outputs: written } = await stepOn([NO_CONTENT], { nodeOptions: ['--no-deprecation'] });
  expect(written).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect(exitCode).toBe(0);
});

describe('a bug', () => {
  const BUG = /^error: A bug ended the step \(its stack is in the debug log\): /;

  test('after an attempt is an unknown fate; its stack goes to the debug log only', async () => {
    const nodeOptions = preload(`Math.random = () => { throw new Error('no chance ${KEY}'); };`);
    const { exitCode, log, ...rest } = await stepOn([CONFLICT], { nodeOptions, inputs: { 'fail-on-error': 'false' } });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'unknown', '409', '1'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect(exitCode).toBe(1);
    expect(annotations(log)).toEqual([expect.stringMatching(BUG)]);
    expect(commands(log).filter((line) => line.includes('no chance ***'))).toEqual([
      expect.stringMatching(/^::debug::Error: no chance \*\*\*%0A {4}at /),
    ]);
    expect(withoutMasks(log)).not.toContain(KEY);
  });

  test('before an attempt is not resolved', async () => {
    const nodeOptions = preload(`URL.canParse = () => { throw new Error('no URL'); };`);
    const { exitCode, log, ...rest } = await stepOn([NO_CONTENT], { nodeOptions });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'not-resolved', '', '0'));
    expect({ exitCode, requests: rest.server.connections }).toEqual({ exitCode: 1, requests: 0 });
    expect(log).toContain('::debug::Error: no URL');
  });

  test('may throw anything', async () => {
    const nodeOptions = preload(`Math.random = () => { setImmediate(() => { throw 'not an error'; }); return 0; };`);
    const inputs = { 'retry-delay-seconds': '60' };
    const { log, ...rest } = await stepOn([CONFLICT], { nodeOptions, inputs });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'unknown', '409', '1'));
    expect(log).toContain('::debug::not an error');
  });

  test('an event loop that runs dry is not a green step', async () => {
    const dry = 'const set = setTimeout; globalThis.setTimeout = (...all) => set(...all).unref();';
    const { exitCode, log, ...rest } = await stepOn([CONFLICT], {
      nodeOptions: preload(dry),
      inputs: { 'retry-delay-seconds': '60' },
    });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'unknown', '409', '1'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect(exitCode).toBe(1);
    expect(annotations(log)).toEqual([expect.stringMatching(BUG)]);
    expect(log).toContain('::debug::Error: the event loop ran dry%0A');
  });

  test('that keeps the action from ending itself leaves no green step', async () => {
    const { exitCode } = await stepOn([NO_CONTENT], { nodeOptions: preload('process.exit = () => {};') });
    expect(exitCode).toBe(1);
  });

  test('in the report itself still fails the step', async () => {
    const nodeOptions = preload(`String.prototype.charAt = () => { throw new Error('no title'); };`);
    const { exitCode } = await stepOn([NO_CONTENT], { nodeOptions });
    expect(exitCode).toBe(1);
  });

  test('that cannot even be told of leaves the outputs, and no green step', async () => {
    const untold = 'Object.defineProperty(new Error(), "stack", { get() { throw 1; } })';
    const nodeOptions = preload(`Math.random = () => { setImmediate(() => { throw ${untold}; }); return 0; };`);
    const inputs = { 'retry-delay-seconds': '60' };
    const { exitCode, log, ...rest } = await stepOn([CONFLICT], { nodeOptions, inputs });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'unknown', '409', '1'));
    expect({ exitCode, annotations: annotations(log).length }).toEqual({ exitCode: 1, annotations: 1 });
  });

  test('a wait that ends too late is not followed by a request', async () => {
    // The wait of 10 s ends at once, and 1,000 s late by the clock.
    const late = `
      const [set, uptime] = [setTimeout, process.uptime];
      globalThis.setTimeout = (done, ms) => {
        if (ms !== 10_000) return set(done, ms);
        process.uptime = () => uptime() + 1000;
        return set(done, 0);
      };`;
    const { log, server, ...rest } = await stepOn([http(409, '', ['Retry-After: 10'])], {
      nodeOptions: preload(late),
    });
    expect(rest.outputs).toEqual(outputs('false', 'conflict', 'not-resolved', '409', '1'));
    expect(server.connections).toBe(1);
    expect(log).toContain('Not trying again: too little time is left before the deadline.');
  });
});

describe('outputs that cannot be written', () => {
  test.each([
    ['no GITHUB_OUTPUT', '', 'GITHUB_OUTPUT is not set'],
    ['a missing file', '/no/such/file', 'Missing file at path'],
    ['a folder', tmpdir(), process.platform === 'win32' ? 'E' : 'EISDIR'],
  ])('%s: the step fails and says that the pause was resolved', async (_, file, reason) => {
    const { exitCode, log, summary } = await stepOn([NO_CONTENT], {
      env: { GITHUB_OUTPUT: file },
      inputs: { 'fail-on-error': 'false' },
    });
    expect(exitCode).toBe(1);
    expect(annotations(log)).toEqual([
      expect.stringMatching(/^error: The outputs could not .*: the interrupt is resolved\. /),
    ]);
    expect(annotations(log)[0]).toContain(reason);
    expect(commands(log)).toHaveLength(1);
    expect(summary).toContain('The interrupt is resolved');
  });

  test.each([
    [404, ': the interrupt is not resolved (not_found). Later steps cannot see it.'],
    [503, ': it is unknown whether the interrupt is resolved (http_503). Look at the thread before '],
  ])('and what else became of it: %d', async (status, words) => {
    const { exitCode, log } = await stepOn([http(status)], { env: { GITHUB_OUTPUT: '' } });
    expect(exitCode).toBe(1);
    expect(annotations(log)).toEqual([expect.stringContaining(words)]);
  });
});

describe('the job summary', () => {
  test.each([
    ['unset', '', 'GITHUB_STEP_SUMMARY is not set'],
    ['a folder', tmpdir(), 'E[A-Z]+'],
    ['in no folder', '/no/such/file', 'ENOENT'],
  ])('that cannot be written (%s) changes nothing', async (_, file, reason) => {
    const { exitCode, log, ...rest } = await stepOn([NO_CONTENT], { env: { GITHUB_STEP_SUMMARY: file } });
    expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
    expect({ exitCode, commands: commands(log) }).toEqual({ exitCode: 0, commands: [] });
    expect(log).toMatch(new RegExp(`\nThe job summary was not written \\(${reason}\\)\\.\n`));
  });

  test('is not written where job-summary is false', async () => {
    const { exitCode, log, summary } = await stepOn([NO_CONTENT], { inputs: { 'job-summary': 'false' } });
    expect({ exitCode, summary }).toEqual({ exitCode: 0, summary: '' });
    expect(log).not.toContain('summary');
  });

  test('holds what happened, attempt by attempt, and who triggered the run', async () => {
    const { summary } = await stepOn([CONFLICT, NO_CONTENT], {
      env: { GITHUB_ACTOR: 'first', GITHUB_TRIGGERING_ACTOR: 'second', GITHUB_RUN_ATTEMPT: '2' },
    });
    expect(summary.replace(/>[\d.]+ s</g, '>N s<').split('\n')).toEqual([
      '<h3>The interrupt is resolved</h3>',
      '<p>The API confirmed it with HTTP 204.</p>',
      '<table><tr><th>Thread</th><td>0f9f6b1e-5a3c-4d9e-8a55-3f2f5d3c1b7a</td></tr>' +
        '<tr><th>Outcome</th><td>resolved</td></tr><tr><th>Error code</th><td>none</td></tr>' +
        '<tr><th>HTTP status</th><td>204</td></tr><tr><th>Attempts</th><td>2</td></tr>' +
        '<tr><th>Triggered by</th><td>second</td></tr><tr><th>Run attempt</th><td>2</td></tr></table>',
      '<table><tr><th>Attempt</th><th>Began after</th><th>Took</th><th>Result</th><th>Then waited</th></tr>' +
        '<tr><td>1</td><td>N s</td><td>N s</td><td>HTTP 409, conflict</td><td>N s</td></tr>' +
        '<tr><td>2</td><td>N s</td><td>N s</td><td>HTTP 204</td><td>none</td></tr></table>',
      '',
    ]);
  });

  test('has no attempts where none was made', async () => {
    const { summary } = await step('http://127.0.0.1:1', { inputs: { 'max-attempts': '0' } });
    expect(summary.split('\n').slice(2)).toEqual([
      `<table><tr><th>Thread</th><td>${THREAD}</td></tr>` +
        '<tr><th>Outcome</th><td>not-resolved</td></tr><tr><th>Error code</th><td>invalid_input</td></tr>' +
        '<tr><th>HTTP status</th><td>none</td></tr><tr><th>Attempts</th><td>0</td></tr>' +
        '<tr><th>Triggered by</th><td>none</td></tr><tr><th>Run attempt</th><td>none</td></tr></table>',
      '',
    ]);
  });
});

test('a log that nobody reads does not change the verdict', async () => {
  const server = await rawServer((socket) => socket.end(NO_CONTENT));
  const { exitCode, ...rest } = await step(server.url, { onStart: (child) => child.stdout?.destroy() });
  await server.close();
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect(exitCode).toBe(0);
});
