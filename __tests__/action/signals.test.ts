import { annotations, commands, OUTPUT_NAMES, outputs, step } from './harness.js';
import { beginning, LOOKUP_PHASES, laterAttempt, type Phase, REQUEST_PHASES, waiting } from './phases.js';

type Outputs = ReturnType<typeof outputs>;

const SIGNALS: [NodeJS.Signals[], number][] = [
  [['SIGINT'], 130],
  [['SIGTERM'], 143],
  [['SIGINT', 'SIGINT'], 130],
  [['SIGTERM', 'SIGTERM'], 143],
];

/** Sends the signals in the phase, and holds what has to come of them within a second. */
async function cut(phase: Phase, signals: NodeJS.Signals[], code: number, connections: number, expected: Outputs) {
  let sentAtMs = Number.NaN;
  const { exitCode, log, summary, ...rest } = await step(phase.url, {
    ...phase.options,
    onStart: (child) => {
      void phase.reached(child).then(() => {
        sentAtMs = performance.now();
        for (const signal of signals) child.kill(signal);
      });
    },
  });
  const tookMs = performance.now() - sentAtMs;
  const seen = phase.connections();
  await phase.close();
  expect(rest.outputs).toEqual(expected);
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, connections: seen }).toEqual({ exitCode: code, connections });
  expect(annotations(log)).toEqual([expect.stringContaining(`warning: The step was cancelled (${signals[0]}): `)]);
  expect(commands(log)).toHaveLength(1);
  expect(summary).toContain(
    `<td>${expected.outcome === 'unknown' ? 'under way' : 'HTTP 409, conflict'}</td><td>none</td>`,
  );
  expect(tookMs).toBeLessThan(1000);
}

// Windows has no signals: to send one there is to kill.
const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

describeOnPosix.each([...REQUEST_PHASES, ...LOOKUP_PHASES])('while %s', (_, enter, connections) => {
  test.each(SIGNALS)('%j ends the step with %d', async (signals, code) => {
    await cut(await enter(), signals, code, connections, outputs('false', 'cancelled', 'unknown', '', '1'));
  });
});

describeOnPosix.each<[string, () => Promise<Phase>, number, Outputs]>([
  ['the step has only begun', beginning, 0, outputs('false', 'cancelled', 'unknown', '', '1')],
  ['a later request is out', laterAttempt, 2, outputs('false', 'cancelled', 'unknown', '409', '2')],
  ['the step waits', waiting, 1, outputs('false', 'cancelled', 'not-resolved', '409', '1')],
])('while %s', (_, enter, connections, expected) => {
  test.each(SIGNALS)('%j ends the step with %d', async (signals, code) => {
    await cut(await enter(), signals, code, connections, expected);
  });
});

describeOnPosix('fail-on-error: false', () => {
  test('has no say in it', async () => {
    const phase = await waiting();
    const inputs = { ...phase.options?.inputs, 'fail-on-error': 'false' };
    const expected = outputs('false', 'cancelled', 'not-resolved', '409', '1');
    await cut({ ...phase, options: { inputs } }, ['SIGTERM'], 143, 1, expected);
  });
});
