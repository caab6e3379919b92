import { annotations, OUTPUT_NAMES, step } from './harness.js';
import { LOOKUP_PHASES, REQUEST_PHASES } from './phases.js';

/** What a step takes beside its time: the start of Node, which other systems than Linux take longer for. */
const SMALL_CONSTANT_MS = process.platform === 'linux' ? 1000 : 4000;

const CASES = [...REQUEST_PHASES, ...LOOKUP_PHASES].flatMap((phase) =>
  ['request-timeout-seconds', 'deadline-seconds'].map((limit) => [limit, ...phase] as const),
);

test.concurrent.each(CASES)('%s ends the step while %s', async (limit, _, enter, connections, timedOut) => {
  const phase = await enter();
  const beganAtMs = performance.now();
  // But for one, the limits are far longer than a test may take.
  const inputs = { 'request-timeout-seconds': '600', 'max-attempts': '1', [limit]: '1' };
  const { exitCode, log, ...rest } = await step(phase.url, { ...phase.options, inputs });
  const tookMs = performance.now() - beganAtMs;
  const seen = phase.connections();
  await phase.close();
  expect(rest.outputs).toEqual(timedOut);
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, connections: seen, annotations: annotations(log).length }).toEqual({
    exitCode: 1,
    connections,
    annotations: 1,
  });
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(1000 + SMALL_CONSTANT_MS);
});
