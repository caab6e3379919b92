import { annotations, commands, INSPECT_FIRST, OUTPUT_NAMES, outputs, step, THREAD, titles } from './harness.js';
import { LOOKUP_PHASES, laterAttempt, type Phase, REQUEST_PHASES, sent, starting, waiting } from './phases.js';

/** A cancelled step ends within 0.1 s. The rest is a margin for busy machines. */
const AT_MOST_MS = 3000;

type Outputs = ReturnType<typeof outputs>;

/** The exit codes of a shell: 128 plus the number of the signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
type Signal = keyof typeof EXIT_CODES;

const HEADINGS = {
  'not-resolved': 'Cancelled: interrupt not resolved',
  unknown: 'Cancelled: unknown whether the interrupt was resolved',
};
const ADVICE = { 'not-resolved': 'Re-run it to resolve the interrupt.', unknown: INSPECT_FIRST };

/** Sends the signals once the step is in the phase, and checks that it ends at once, with the expected result. */
async function expectCancelled(phase: Phase, signals: Signal[], connections: number, expected: Outputs): Promise<void> {
  const [first] = signals as [Signal];
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
  expect({ exitCode, connections: seen }).toEqual({ exitCode: EXIT_CODES[first], connections });
  const outcome = expected.outcome as keyof typeof HEADINGS;
  expect(titles(log)).toEqual([`${HEADINGS[outcome]} (thread ${THREAD})`]);
  const count = expected.attempts === '1' ? '' : `, after ${expected.attempts} attempts`;
  expect(annotations(log)).toEqual([`warning: The step received ${first}${count}. ${ADVICE[outcome]}`]);
  expect(commands(log)).toHaveLength(1);
  expect(log).not.toContain('Warning');
  expect(summary).toMatch(new RegExp(`^<h3>🚫 ${HEADINGS[outcome]}</h3>\n`, 'u'));
  expect(tookMs).toBeLessThan(AT_MOST_MS);
}

const IN_FLIGHT = outputs('false', 'cancelled', 'unknown', '', '1');
const AFTER_CONFLICT = outputs('false', 'cancelled', 'not-resolved', '409', '1');

// Windows has no signals: sending one there kills the process.
const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

describeOnPosix('any of the signals cancels the step', () => {
  test.each<[string, () => Phase | Promise<Phase>, number, Outputs]>([
    ...[...REQUEST_PHASES, ...LOOKUP_PHASES].map(
      ([name, enter, connections]) => [name, enter, connections, IN_FLIGHT] as [string, typeof enter, number, Outputs],
    ),
    ['the step is starting', starting, 0, IN_FLIGHT],
    ['a later request is in flight', laterAttempt, 2, outputs('false', 'cancelled', 'unknown', '409', '2')],
    ['the step waits for the next attempt', waiting, 1, AFTER_CONFLICT],
  ])('while %s', async (_, enter, connections, expected) => {
    const signals = Object.keys(EXIT_CODES) as Signal[];
    await Promise.all(signals.map(async (signal) => expectCancelled(await enter(), [signal], connections, expected)));
  });

  test.each<Signal>(['SIGHUP', 'SIGINT', 'SIGTERM'])('once, however often it is sent: %s', async (signal) => {
    await Promise.all([
      expectCancelled(await sent(), [signal, signal], 1, IN_FLIGHT),
      expectCancelled(await waiting(), [signal, signal, signal], 1, AFTER_CONFLICT),
    ]);
  });

  test('whatever fail-on-error says', async () => {
    const phase = await waiting();
    const inputs = { ...phase.options?.inputs, 'fail-on-error': 'false' };
    await expectCancelled({ ...phase, options: { inputs } }, ['SIGTERM'], 1, AFTER_CONFLICT);
  });
});
