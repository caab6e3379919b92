import { annotations, OUTPUT_NAMES, step } from './harness.js';
import { LOOKUP_PHASES, REQUEST_PHASES } from './phases.js';

/** A step with a limit of one second ends soon after it. The rest is a margin for busy machines. */
const AT_MOST_MS = 4000;

type Case = (typeof REQUEST_PHASES)[number];

/** Runs a step that stays in the phase until a limit of one second, and checks when and how it ends. */
async function expectEnd(limit: string, [, enter, connections, timedOut]: Case): Promise<void> {
  const phase = await enter();
  let startedAtMs = Number.NaN;
  // The other limit is far longer than a test may take.
  const inputs = { 'request-timeout-seconds': '600', 'max-attempts': '1', [limit]: '1' };
  const { exitCode, log, summary, ...rest } = await step(phase.url, {
    ...phase.options,
    inputs,
    // Measured from the first line of the log, because the time that Node takes to start varies.
    onStart: (child) =>
      child.stdout?.once('data', () => {
        startedAtMs = performance.now();
      }),
  });
  const tookMs = performance.now() - startedAtMs;
  const seen = phase.connections();
  await phase.close();
  expect(rest.outputs).toEqual(timedOut);
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, connections: seen, annotations: annotations(log).length }).toEqual({
    exitCode: 1,
    connections,
    annotations: 1,
  });
  expect(log).not.toContain('Warning');
  expect(Number(/ ([\d.]+) s<\/p>/.exec(summary)?.[1])).toBeGreaterThanOrEqual(1);
  expect(tookMs).toBeLessThan(AT_MOST_MS);
}

test.concurrent.each([...REQUEST_PHASES, ...LOOKUP_PHASES])('the step ends in time while %s', async (...phase) => {
  await Promise.all([expectEnd('request-timeout-seconds', phase), expectEnd('deadline-seconds', phase)]);
});
