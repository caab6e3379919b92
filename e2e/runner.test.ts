import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startStandIn } from '../stand-in/server.js';
import { runWorkflow, type WorkflowRun } from './act.js';

type Threads = NonNullable<NonNullable<Parameters<typeof startStandIn>[0]>['threads']>;
type Step = Record<string, unknown>;

const KEY = 'local-stand-in-key';

const expression = (text: string): string => `\${{ ${text} }}`;

/** A step that prints the value of an expression, without running it as code. */
const print = (text: string, more: Step = {}): Step => ({
  run: 'echo "value: $VALUE"',
  env: { VALUE: expression(text) },
  ...more,
});

interface RunOptions {
  secrets?: Record<string, string>;
  changeAction?: (text: string) => string;
  /** Other files, by their path. */
  files?: Record<string, object>;
  /** Other workflows that the jobs call, by their name. */
  called?: Record<string, object>;
}

type Run = WorkflowRun & { statuses: number[]; values: string[] };

// The runner puts the repository into place for this, and act needs no network for it.
const CHECKOUT = { uses: 'actions/checkout@v7' };

/** The steps as a job. A step with `with` calls the action, and gets what every call needs. */
function job(steps: Step[], more: Step = {}): Step {
  const given = {
    'api-url': expression('env.API_URL'),
    'api-key': expression('secrets.LANGSMITH_API_KEY'),
    'thread-id': 'thread-1',
  };
  const complete = steps.map((step) => (step.with ? { uses: './', ...step, with: { ...given, ...step.with } } : step));
  return { 'runs-on': 'ubuntu-latest', ...more, steps: [CHECKOUT, ...complete] };
}

/** Runs jobs against a stand-in. JSON is YAML. */
async function runJobs(
  jobs: Record<string, Step>,
  threads: Threads,
  { secrets = { LANGSMITH_API_KEY: KEY }, changeAction, files = {}, called = {} }: RunOptions = {},
): Promise<Run> {
  const api = await startStandIn({ threads, apiKey: KEY });
  const texts = (of: Record<string, object>): Record<string, string> =>
    Object.fromEntries(Object.entries(of).map(([name, content]) => [name, JSON.stringify(content)]));
  const result = await runWorkflow({
    workflows: texts({ 'workflow.yml': { on: 'workflow_dispatch', jobs }, ...called }),
    files: texts(files),
    event: 'workflow_dispatch',
    payload: {},
    secrets,
    env: { API_URL: api.url },
    ...(changeAction && { changeAction }),
  }).finally(api.close);
  expect(result.log).not.toContain(KEY);
  const values = result.printed.flatMap((line) => (line.startsWith('value: ') ? [line.slice('value: '.length)] : []));
  return { ...result, values, statuses: api.calls.map(({ status }) => status) };
}

const run = (steps: Step[], threads: Threads, options?: RunOptions): Promise<Run> =>
  runJobs({ job: job(steps) }, threads, options);

const OUTPUTS = ['resolved', 'error-code', 'outcome', 'status', 'attempts', 'thread-status'];
const printOutputs = (more: Step = {}): Step[] => OUTPUTS.map((name) => print(`steps.resolve.outputs.${name}`, more));

const interrupted = (): Threads => ({ 'thread-1': { state: 'interrupted' } });
const answering = (status: number, body?: unknown): Threads => ({
  'thread-1': { state: 'interrupted', script: [{ status, body }] },
});

test.each(['./', 'OWNER/resolve-interrupt-action@v1'])('later steps get the outputs of a success: %s', async (uses) => {
  const result = await run([{ id: 'resolve', uses, with: {} }, ...printOutputs()], interrupted());
  expect(result).toMatchObject({ exitCode: 0, statuses: [204], values: ['true', '', 'resolved', '204', '1', ''] });
});

test('steps that run on failure get the outputs of a failed step', async () => {
  const result = await run([{ id: 'resolve', with: {} }, ...printOutputs({ if: 'failure()' })], answering(404));
  expect(result).toMatchObject({ exitCode: 1, values: ['false', 'not_found', 'not-resolved', '404', '1', ''] });
});

test('steps that run on failure get the outputs of a bad input, and nothing is sent', async () => {
  const steps = [{ id: 'resolve', with: { 'thread-id': '..' } }, ...printOutputs({ if: 'failure()' })];
  expect(await run(steps, interrupted())).toMatchObject({
    exitCode: 1,
    statuses: [],
    values: ['false', 'invalid_input', 'not-resolved', '', '0', ''],
  });
});

test.each([
  [204, ['resolved']],
  [404, ['refused']],
  [503, ['unknown']],
])('after a %d, only the step for its outcome runs', async (status, values) => {
  const steps = [
    { id: 'resolve', 'continue-on-error': true, with: {} },
    print("'resolved'", { if: "steps.resolve.outputs.resolved == 'true'" }),
    print("'refused'", { if: "steps.resolve.outputs.outcome == 'not-resolved'" }),
    print("'unknown'", { if: "steps.resolve.outputs.outcome == 'unknown'" }),
  ];
  expect(await run(steps, answering(status))).toMatchObject({ exitCode: 0, values });
});

test('later steps get the status of the thread that the check read', async () => {
  const steps = [{ id: 'resolve', with: { 'check-thread': true } }, ...printOutputs({ if: 'failure()' })];
  const result = await run(steps, { 'thread-1': { state: 'idle' } });
  expect(result).toMatchObject({
    statuses: [200],
    values: ['false', 'not_interrupted', 'not-resolved', '', '1', 'idle'],
  });
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
  expect(result).toMatchObject({
    exitCode: 0,
    values: ['success', 'false', 'not_found', 'not-resolved', '404', '1', ''],
  });
  expect(result.log).toContain('::warning title=Interrupt not resolved (thread thread-1)::');
});

test.each([
  ['6', 6],
  // The code has the same default, so only a different one shows where it comes from.
  ['2', 2],
])('the defaults come from action.yml: %s attempts', async (attempts, calls) => {
  const threads: Threads = { 'thread-1': { state: 'orphaned' } };
  const steps = [{ id: 'resolve', with: { 'retry-delay-seconds': '0' } }];
  const change = (text: string): string => text.replace('default: "6"', `default: "${attempts}"`);
  const result = await run(steps, threads, { changeAction: change });
  expect(result.statuses).toEqual(Array(calls).fill(502));
});

test('the runner has the version of Node that runs the action', async () => {
  const result = await run([{ run: 'node --version' }], interrupted());
  expect(result.printed).toEqual([expect.stringMatching(/^v24\./)]);
});

test('a key that act does not know is masked in later steps too', async () => {
  const body = { code: KEY, detail: `The key ${KEY} is not known.` };
  const tell = { run: `echo "It is ${KEY}."` };
  // A green step, because act can lose the last lines of one that fails.
  const resolve = { id: 'resolve', with: { 'api-key': KEY, 'fail-on-error': false } };
  const steps = [resolve, ...printOutputs(), tell];
  const result = await run(steps, answering(404, body), { secrets: {} });
  expect(result.values).toEqual(['false', 'not_found', 'not-resolved', '404', '1', '']);
  expect(result.printed).toContain('It is ***.');
  expect(result.log).toContain('The key *** is not known.');
});

test('the runner does not run commands that the server sends', async () => {
  const body = {
    code: 'x',
    detail: '\n::set-output name=resolved::true\n::add-mask::not\r::stop-commands::z ##[add-mask]not',
  };
  const steps = [{ id: 'resolve', with: {} }, ...printOutputs({ if: 'failure()' })];
  const result = await run(steps, answering(404, body));
  expect(result.values).toEqual(['false', 'x', 'not-resolved', '404', '1', '']);
});

test('two calls in one job keep their outputs apart', async () => {
  const steps = [
    { id: 'first', with: {} },
    { id: 'second', 'continue-on-error': true, with: { 'thread-id': 'thread-2' } },
    print('steps.first.outputs.resolved'),
    print('steps.second.outputs.resolved'),
    print('steps.second.outputs.error-code'),
  ];
  const result = await run(steps, interrupted());
  expect(result).toMatchObject({ exitCode: 0, statuses: [204, 404], values: ['true', 'false', 'not_found'] });
});

describe('in a composite action', () => {
  const composite = {
    name: 'Resolve',
    description: 'Resolve',
    inputs: { thread: { description: 'ID', required: true }, key: { description: 'Key', required: true } },
    outputs: { outcome: { description: 'Outcome', value: expression('steps.resolve.outputs.outcome') } },
    runs: {
      using: 'composite',
      steps: [
        {
          id: 'resolve',
          uses: 'OWNER/resolve-interrupt-action@v1',
          with: {
            'thread-id': expression('inputs.thread'),
            'api-key': expression('inputs.key'),
            'api-url': expression('env.API_URL'),
          },
        },
      ],
    },
  };
  const files = { '.github/actions/resolve/action.yml': composite };
  const step = {
    id: 'composite',
    uses: './.github/actions/resolve',
    with: { thread: 'thread-1', key: expression('secrets.LANGSMITH_API_KEY') },
  };
  const steps = [step, print('steps.composite.outputs.outcome', { if: 'always()' })];

  // The composite action has inputs of its own, so it is not completed as a step of this action is.
  const runSteps = (threads: Threads): Promise<Run> =>
    runJobs({ job: { ...job([]), steps: [CHECKOUT, ...steps] } }, threads, { files });

  test('the step resolves the interrupt and passes its outputs on', async () => {
    expect(await runSteps(interrupted())).toMatchObject({ exitCode: 0, statuses: [204], values: ['resolved'] });
  });

  test('the step fails the action', async () => {
    expect(await runSteps(answering(404))).toMatchObject({ exitCode: 1, values: ['not-resolved'] });
  });
});

test('a matrix has a call for each thread, after the job that it needs', async () => {
  const jobs = {
    list: job([{ id: 'list', run: `echo 'threads=["thread-1", "thread-2", "thread-3"]' >> "$GITHUB_OUTPUT"` }], {
      outputs: { threads: expression('steps.list.outputs.threads') },
    }),
    resolve: job([{ with: { 'thread-id': expression('matrix.thread') } }], {
      needs: 'list',
      strategy: { 'fail-fast': false, matrix: { thread: expression('fromJSON(needs.list.outputs.threads)') } },
    }),
    after: job([print('needs.resolve.result')], { needs: 'resolve', if: 'always()' }),
  };
  const result = await runJobs(jobs, { ...interrupted(), 'thread-3': { state: 'interrupted' } });
  expect(result).toMatchObject({ exitCode: 1, values: ['failure'] });
  expect(result.statuses.sort()).toEqual([204, 204, 404]);
});

test('inputs that a reusable workflow leaves empty have their defaults', async () => {
  const { inputs } = parse(readFileSync(join(__dirname, '..', 'action.yml'), 'utf8'));
  const optional = Object.keys(inputs).filter((name) => !['thread-id', 'api-key', 'api-url'].includes(name));
  expect(optional).toContain('max-attempts');
  const empty = Object.fromEntries(optional.map((name) => [name, expression(`inputs.${name}`)]));
  const declared = Object.fromEntries(optional.map((name) => [name, { type: 'string' }]));
  const called = {
    'called.yml': {
      on: { workflow_call: { inputs: declared, secrets: { LANGSMITH_API_KEY: { required: true } } } },
      jobs: { resolve: job([{ with: empty }]) },
    },
  };
  const jobs = { caller: { uses: './.github/workflows/called.yml', secrets: 'inherit' } };
  expect(await runJobs(jobs, interrupted(), { called })).toMatchObject({ exitCode: 0, statuses: [204] });
});
