import { tmpdir } from 'node:os';
import { expectOneHtmlBlock } from '../unit/safe.js';
import {
  annotations,
  CONFLICT,
  commands,
  http,
  INSPECT_FIRST,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  preload,
  rawServer,
  type StepOptions,
  step,
  stepOn,
  THREAD,
  titles,
  withoutMasks,
} from './harness.js';
import { type Phase, sent, waiting } from './phases.js';

describe('an error that nobody caught', () => {
  const BUG = 'error: A bug in the action, or other code in its process, ended the step.';
  const REPORT_IT = 'Re-run it with debug logging, and report it.';

  /** Throws during the wait after the first attempt. */
  const throwInWait = (error: string): StepOptions => ({
    nodeOptions: preload(`Math.random = () => { setImmediate(() => { throw ${error}; }); return 0; };`),
    inputs: { 'retry-delay-seconds': '60' },
  });

  test.concurrent('after a 409: not resolved, as the attempts so far say; the stack goes to the debug log', async () => {
    const nodeOptions = preload(`Math.random = () => { throw new Error('no chance ${KEY}'); };`);
    const inputs = { 'fail-on-error': 'false' };
    const { exitCode, log, summary, ...rest } = await stepOn([CONFLICT], { nodeOptions, inputs });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'not-resolved', '409', '1'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect(exitCode).toBe(1);
    expect(titles(log)).toEqual([`Internal error: interrupt not resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([`${BUG} ${REPORT_IT}`]);
    expect(commands(log).filter((line) => line.includes('no chance'))).toEqual([
      expect.stringMatching(/^::debug::Error: no chance \*\*\*%0Aat /),
    ]);
    expect(withoutMasks(log)).not.toContain(KEY);
    expect(summary).not.toContain('no chance');
  });

  test.concurrent.each([
    ['an error', `throw new Error('late')`],
    ['a rejection', `Promise.reject(new Error('late'))`],
  ])('while a resolve request is in flight: unknown (%s)', async (_, statement) => {
    const nodeOptions = preload(
      `import { subscribe } from 'node:diagnostics_channel';
       subscribe('http.client.request.start', () => setImmediate(() => { ${statement}; }));`,
    );
    const { exitCode, log, server, ...rest } = await stepOn(() => {}, { nodeOptions });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'unknown', '', '1'));
    expect({ exitCode, requests: server.connections }).toEqual({ exitCode: 1, requests: 1 });
    expect(titles(log)).toEqual([`Internal error: unknown whether the interrupt was resolved (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([`${BUG} ${INSPECT_FIRST}`]);
    expect(log).toContain('::debug::Error: late%0A');
  });

  test.concurrent('after a 502: unknown', async () => {
    const { outputs: written } = await stepOn([http(502)], throwInWait('new Error()'));
    expect(written).toEqual(outputs('false', 'internal_error', 'unknown', '502', '1'));
  });

  test.concurrent('before an attempt: not resolved', async () => {
    const nodeOptions = preload(`URL.canParse = () => { throw new Error('no URL'); };`);
    const { exitCode, log, ...rest } = await stepOn([NO_CONTENT], { nodeOptions });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'not-resolved', '', '0'));
    expect({ exitCode, requests: rest.server.connections }).toEqual({ exitCode: 1, requests: 0 });
    expect(log).toContain('::debug::Error: no URL');
  });

  test.concurrent('is reported if the event loop runs dry', async () => {
    const dry = 'const set = setTimeout; globalThis.setTimeout = (...all) => set(...all).unref();';
    const { exitCode, log, ...rest } = await stepOn([CONFLICT], {
      nodeOptions: preload(dry),
      inputs: { 'retry-delay-seconds': '60' },
    });
    expect(rest.outputs).toEqual(outputs('false', 'internal_error', 'not-resolved', '409', '1'));
    expect(rest.outputNames).toEqual(OUTPUT_NAMES);
    expect({ exitCode, annotations: annotations(log) }).toEqual({ exitCode: 1, annotations: [`${BUG} ${REPORT_IT}`] });
    expect(log).toContain('::debug::Error: the event loop ended before the step was done%0A');
  });

  test.concurrent('leaves no green step if the process cannot be ended', async () => {
    const { exitCode } = await stepOn([NO_CONTENT], { nodeOptions: preload('process.exit = () => {};') });
    expect(exitCode).toBe(1);
  });

  const BREAK_REPORT = `String.prototype.replaceAll = () => { throw new Error('no report'); };`;

  test.concurrent.each<[string, string, StepOptions['inputs']]>([
    ['an invalid input', BREAK_REPORT, { 'api-key': '' }],
    ['a 204', `Math.random = () => { ${BREAK_REPORT} return 0; };`, {}],
  ])('in the report of %s: the last resort prints it, and the step fails', async (_, code, inputs = {}) => {
    const { exitCode, log } = await stepOn([NO_CONTENT], { nodeOptions: preload(code), inputs });
    expect(exitCode).toBe(1);
    expect(titles(log)).toEqual(['The result of the step could not be reported']);
    expect(annotations(log)).toEqual(['error: Error: no report']);
  });
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
  const { log, server, ...rest } = await stepOn([http(409, '', ['Retry-After: 10'])], { nodeOptions: preload(late) });
  expect(rest.outputs).toEqual(outputs('false', 'conflict', 'not-resolved', '409', '1'));
  expect(server.connections).toBe(1);
  expect(annotations(log)[0]).toContain('Not retried: too little time was left before the deadline of 300 s.');
});

test.concurrent.each([
  '--no-deprecation',
  '--throw-deprecation',
  '--pending-deprecation',
  '--disallow-code-generation-from-strings',
  '--unhandled-rejections=warn',
])('works with the flag %s of Node', async (flag) => {
  const { exitCode, log, ...rest } = await stepOn([NO_CONTENT], { nodeOptions: [flag] });
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect({ exitCode, commands: commands(log) }).toEqual({ exitCode: 0, commands: [] });
  expect(log).not.toContain('Warning');
});

describe('outputs that cannot be written: one annotation with the reason and the result', () => {
  const UNWRITTEN = 'the outputs could not be written';
  const reason = (text: string): string => ` GITHUB_OUTPUT could not be written (${text}).`;

  test.concurrent.each([
    ['a missing file', '/no/such/file', 'Missing file at path: /no/such/file'],
    ['a folder', tmpdir(), process.platform === 'win32' ? 'EPERM' : 'EISDIR'],
  ])('%s', async (_, file, why) => {
    const { exitCode, log, summary } = await stepOn([NO_CONTENT], {
      env: { GITHUB_OUTPUT: file },
      inputs: { 'fail-on-error': 'false' },
    });
    expect(exitCode).toBe(1);
    expect(titles(log)).toEqual([`Interrupt resolved, but ${UNWRITTEN} (thread ${THREAD})`]);
    expect(annotations(log)).toEqual([`error: Interrupt resolved (HTTP 204).${reason(why)}`]);
    expect(commands(log)).toHaveLength(1);
    expect(summary).toContain('<h3>✅ Interrupt resolved</h3>');
  });

  test.concurrent.each<[string, string, StepOptions['inputs'], string, string]>([
    ['a 503', http(503), {}, 'Unknown whether the interrupt was resolved', `: HTTP 503. ${INSPECT_FIRST}`],
    ['a 404', http(404), { 'fail-on-error': 'false' }, 'Interrupt not resolved', ': HTTP 404 (not_found). Check '],
    [
      'an invalid input',
      '',
      { 'max-attempts': '2s' },
      'Invalid input: interrupt not resolved',
      ', got "2s". Nothing was sent.',
    ],
  ])('after %s', async (_, response, inputs = {}, heading, words) => {
    const { exitCode, log } = await stepOn([response], { inputs, env: { GITHUB_OUTPUT: '' } });
    expect(exitCode).toBe(1);
    expect(titles(log)).toEqual([`${heading}, and ${UNWRITTEN} (thread ${THREAD})`]);
    expect(commands(log)).toHaveLength(1);
    const [text = ''] = annotations(log);
    expect(text).toMatch(/^error: /);
    expect(text).toContain(words);
    expect(text.endsWith(reason('it is not set'))).toBe(true);
  });

  const testOnPosix = process.platform === 'win32' ? test.skip : test;

  testOnPosix.each<[string, () => Promise<Phase>, string]>([
    ['in a wait', waiting, 'Re-run it to resolve the interrupt.'],
    ['in a request', sent, INSPECT_FIRST],
  ])('a step cancelled %s keeps its exit code and its warning', async (_, enter, advice) => {
    const phase = await enter();
    const { exitCode, log } = await step(phase.url, {
      ...phase.options,
      env: { GITHUB_OUTPUT: '' },
      onStart: (child) => void phase.reached(child).then(() => child.kill('SIGTERM')),
    });
    await phase.close();
    expect(exitCode).toBe(143);
    expect(annotations(log)).toEqual([`warning: The step received SIGTERM. ${advice}${reason('it is not set')}`]);
    expect(commands(log)).toHaveLength(1);
  });
});

test('the job summary of a later success has the attempts, folded', async () => {
  const { summary } = await stepOn([CONFLICT, NO_CONTENT], {
    env: { GITHUB_ACTOR: 'octocat', GITHUB_TRIGGERING_ACTOR: 'octocat', GITHUB_RUN_ATTEMPT: '2' },
  });
  expectOneHtmlBlock(summary);
  expect(summary.replace(/[\d.]+ s(?=<)/g, 'N s').split('\n')).toEqual([
    '<h3>✅ Interrupt resolved</h3>',
    `<p>Thread <code>${THREAD}</code> · HTTP 204 · not checked · 2 attempts · N s</p>`,
    '<details><summary>Attempts</summary>',
    '<table><tr><th>Attempt</th><th>Started at</th><th>Duration</th><th>Result</th><th>Wait</th></tr>',
    '<tr><td>1</td><td>N s</td><td>N s</td><td>HTTP 409 (conflict)</td><td>N s</td></tr>',
    '<tr><td>2</td><td>N s</td><td>N s</td><td>HTTP 204</td><td></td></tr>',
    '</table>',
    '</details>',
    '',
  ]);
});

test('a closed stdout does not change the result', async () => {
  const server = await rawServer((socket) => socket.end(NO_CONTENT));
  const { exitCode, ...rest } = await step(server.url, { onStart: (child) => child.stdout?.destroy() });
  await server.close();
  expect(rest.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));
  expect(exitCode).toBe(0);
});
