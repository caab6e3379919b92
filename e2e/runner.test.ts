import { startStandIn } from '../stand-in/server.js';
import { runWorkflow, type WorkflowRun } from './act.js';

type Threads = NonNullable<NonNullable<Parameters<typeof startStandIn>[0]>['threads']>;
type Step = Record<string, unknown>;

const KEY = 'local-stand-in-key';

/** A step that prints what an expression comes to, as text that is no code. */
const print = (expression: string, more: Step = {}): Step => ({
  run: 'echo "value: $VALUE"',
  env: { VALUE: `\${{ ${expression} }}` },
  ...more,
});

/** Runs a job of these steps; an action step is one with `with`, and gets what every call needs. */
async function run(
  steps: Step[],
  threads: Threads,
  secrets: Record<string, string> = { LANGSMITH_API_KEY: KEY },
  changeAction?: (text: string) => string,
): Promise<WorkflowRun & { statuses: number[]; values: string[] }> {
  const api = await startStandIn({ threads, apiKey: KEY });
  const given = { 'api-url': api.url, 'api-key': `\${{ secrets.LANGSMITH_API_KEY }}`, 'thread-id': 'thread-1' };
  const complete = steps.map((step) => (step.with ? { uses: './', ...step, with: { ...given, ...step.with } } : step));
  // The runner puts the repository into place for this, and act needs no network for it. JSON is YAML.
  const checkout = { uses: 'actions/checkout@v7' };
  const workflow = JSON.stringify({
    on: 'workflow_dispatch',
    jobs: { job: { 'runs-on': 'ubuntu-latest', steps: [checkout, ...complete] } },
  });
  const result = await runWorkflow({
    workflows: { 'workflow.yml': workflow },
    event: 'workflow_dispatch',
    payload: {},
    secrets,
    ...(changeAction && { changeAction }),
  }).finally(api.close);
  expect(result.log).not.toContain(KEY);
  const values = result.printed.flatMap((line) => (line.startsWith('value: ') ? [line.slice('value: '.length)] : []));
  return { ...result, values, statuses: api.calls.map(({ status }) => status) };
}

const OUTPUTS = ['resolved', 'error-code', 'outcome', 'status', 'attempts'];
const printOutputs = (more: Step = {}): Step[] => OUTPUTS.map((name) => print(`steps.resolve.outputs.${name}`, more));

const paused = (): Threads => ({ 'thread-1': { state: 'interrupted' } });
const answering = (status: number, body?: unknown): Threads => ({
  'thread-1': { state: 'interrupted', script: [{ status, body }] },
});

test.each(['./', 'OWNER/resolve-interrupt-action@v1'])(
  'the outputs of a success reach the steps that follow: %s',
  async (uses) => {
    const result = await run([{ id: 'resolve', uses, with: {} }, ...printOutputs()], paused());
    expect(result).toMatchObject({ exitCode: 0, statuses: [204], values: ['true', '', 'resolved', '204', '1'] });
  },
);

test('the outputs of a failed step reach the steps that run then', async () => {
  const result = await run([{ id: 'resolve', with: {} }, ...printOutputs({ if: 'failure()' })], answering(404));
  expect(result).toMatchObject({ exitCode: 1, values: ['false', 'not_found', 'not-resolved', '404', '1'] });
});

test('the outputs of a bad input do, too, and nothing is sent', async () => {
  const steps = [{ id: 'resolve', with: { 'thread-id': '..' } }, ...printOutputs({ if: 'failure()' })];
  expect(await run(steps, paused())).toMatchObject({
    exitCode: 1,
    statuses: [],
    values: ['false', 'invalid_input', 'not-resolved', '', '0'],
  });
});

test.each([
  [204, ['resolved']],
  [404, ['refused']],
  [503, ['unknown']],
])('after a %d one of the steps is run that ask for its outcome', async (status, values) => {
  const steps = [
    { id: 'resolve', 'continue-on-error': true, with: {} },
    print("'resolved'", { if: "steps.resolve.outputs.resolved == 'true'" }),
    print("'refused'", { if: "steps.resolve.outputs.outcome == 'not-resolved'" }),
    print("'unknown'", { if: "steps.resolve.outputs.outcome == 'unknown'" }),
  ];
  expect(await run(steps, answering(status))).toMatchObject({ exitCode: 0, values });
});

test('continue-on-error keeps the outcome and changes the conclusion', async () => {
  const steps = [
    { id: 'resolve', 'continue-on-error': true, with: {} },
    print('steps.resolve.outcome'),
    print('steps.resolve.conclusion'),
  ];
  expect(await run(steps, answering(404))).toMatchObject({ exitCode: 0, values: ['failure', 'success'] });
});

test('fail-on-error: false keeps the step green, with a warning', async () => {
  const steps = [
    { id: 'resolve', with: { 'fail-on-error': false } },
    print('steps.resolve.outcome'),
    ...printOutputs(),
  ];
  const result = await run(steps, answering(404));
  expect(result).toMatchObject({ exitCode: 0, values: ['success', 'false', 'not_found', 'not-resolved', '404', '1'] });
  expect(result.log).toContain('::warning title=The interrupt is not resolved::');
});

test.each([
  ['4', 4],
  // The code has the same default: only another one shows where it comes from.
  ['2', 2],
])('the defaults come from action.yml: with %s attempts, as many calls are made', async (attempts, calls) => {
  const threads: Threads = { 'thread-1': { state: 'orphaned' } };
  const steps = [{ id: 'resolve', with: { 'retry-delay-seconds': '0' } }];
  const change = (text: string): string => text.replace('default: "4"', `default: "${attempts}"`);
  const result = await run(steps, threads, { LANGSMITH_API_KEY: KEY }, change);
  expect(result.statuses).toEqual(Array(calls).fill(502));
});

test('the runner has the version of Node that runs the action', async () => {
  const result = await run([{ run: 'node --version' }], paused());
  expect(result.printed).toEqual([expect.stringMatching(/^v24\./)]);
});

test('a key that act knows nothing of is masked for the steps that follow, too', async () => {
  const body = { code: KEY, detail: `The key ${KEY} is not known.` };
  const tell = { if: 'failure()', run: `echo "It is ${KEY}."` };
  const steps = [{ id: 'resolve', with: { 'api-key': KEY } }, ...printOutputs({ if: 'failure()' }), tell];
  const result = await run(steps, answering(404, body), {});
  expect(result.values).toEqual(['false', 'not_found', 'not-resolved', '404', '1']);
  expect(result.printed).toContain('It is ***.');
  expect(result.log).toContain('The key *** is not known.');
});

test('what the server says is no command', async () => {
  const body = {
    code: 'x',
    detail: '\n::set-output name=resolved::true\n::add-mask::not\r::stop-commands::z ##[add-mask]not',
  };
  const steps = [{ id: 'resolve', with: {} }, ...printOutputs({ if: 'failure()' })];
  const result = await run(steps, answering(404, body));
  expect(result.values).toEqual(['false', 'x', 'not-resolved', '404', '1']);
});
