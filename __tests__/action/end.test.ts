import { annotations, OUTPUT_NAMES, step } from './harness.js';
import { LOOKUP_PHASES, REQUEST_PHASES } from './phases.js';

/** What a step takes in addition to its limit: the start of Node, which takes longer on other systems than Linux. */
const SMALL_CONSTANT_MS = process.platform === 'linux' ? 1000 : 4000;

type Case = (typeof REQUEST_PHASES)[number];

/** Runs a step with one limit of a second in the phase, and checks that it ends in time and as it must. */
async function expectEnd(limit: string, [, enter, connections, timedOut]: Case): Promise<void> {
  const phase = await enter();
  const startedAtMs = performance.now();
  // The other limit is far longer than a test may take.
  const inputs = { 'request-timeout-seconds': '600', 'max-attempts': '1', [limit]: '1' };
  const { exitCode, log, ...rest } = await step(phase.url, { ...phase.options, inputs });
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
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(1000 + SMALL_CONSTANT_MS);
}

test.concurrent.each([...REQUEST_PHASES, ...LOOKUP_PHASES])('the step ends in time while %s', async (...phase) => {
  await Promise.all([expectEnd('request-timeout-seconds', phase), expectEnd('deadline-seconds', phase)]);
});
