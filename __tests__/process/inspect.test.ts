import type { ChildProcess } from 'node:child_process';
import { commands, KEY, outputs } from './harness.js';
import { LATER, play, QUESTION, type Reply, TIME, thread } from './scripted.js';

type Inputs = Record<string, string>;

const SHOW = { 'show-interrupts': 'true' };
const SINCE = { 'unchanged-since': TIME };
const ONCE = { 'max-attempts': '1' };
const QUICK = { ...ONCE, 'request-timeout-seconds': '1' };

/** Runs a step that inspects a thread, and expects that it sends nothing but reads. */
async function inspect(replies: (string | Reply)[], inputs: Inputs = {}, onStart?: (child: ChildProcess) => void) {
  const result = await play(replies, { inputs: { mode: 'inspect', ...inputs }, ...(onStart && { onStart }) });
  expect(result.methods).toEqual(replies.map(() => 'GET'));
  return result;
}

/** The outputs of a step that inspected. */
const found = (code: string, attempts: number, threadStatus = '', updatedAt = '', status = '', interrupts = '') =>
  outputs('false', code, 'not-resolved', status, String(attempts), threadStatus, updatedAt, interrupts);

const FOUND = found('', 1, 'interrupted', TIME);
const NONE = 'No interrupt found';
const CHANGED = 'Thread changed since the review';
const NOT_INSPECTED = 'Thread not inspected';

type Case = [name: string, replies: (string | Reply)[], inputs: Inputs, expected: typeof FOUND, title: string];

// `check.test.ts` and the unit tests have what else a read can bring.
test.concurrent.each<Case>([
  ['an interrupt', ['interrupted'], {}, FOUND, ''],
  ['an interrupt that is unchanged', ['interrupted'], { ...SINCE, 'check-thread': 'unchanged' }, FOUND, ''],
  ['an interrupt that is not listed', [thread({ interrupts: [] })], {}, FOUND, ''],
  ['no times', [thread({ state_updated_at: null, updated_at: 7 })], {}, found('', 1, 'interrupted'), ''],
  ['busy and then interrupted', ['busy', 'busy', 'interrupted'], {}, { ...FOUND, attempts: '3' }, ''],
  ['idle', ['idle'], {}, found('not_interrupted', 1, 'idle', TIME), NONE],
  ['busy for ever', ['busy', 'busy', 'busy'], { 'max-attempts': '3' }, found('not_interrupted', 3, 'busy', TIME), NONE],
  ['changed', ['changed'], SINCE, found('thread_changed', 1, 'interrupted', LATER), CHANGED],
  [
    'without times, compared',
    [thread({ state_updated_at: 1, updated_at: '0000-01-01T00:00:00+01:00' })],
    SINCE,
    found('thread_unreadable', 1, 'interrupted'),
    NOT_INSPECTED,
  ],
  ['a 401', ['401'], {}, found('unauthorized', 1, '', '', '401'), NOT_INSPECTED],
  ['silent', ['silent'], QUICK, found('timeout', 1), NOT_INSPECTED],
])('inspect: %s', async (_, replies, inputs, expected, title) => {
  const [loud, quiet] = await Promise.all([
    inspect(replies, inputs),
    inspect(replies, { ...inputs, ...SHOW, 'fail-on-error': 'false' }),
  ]);
  expect(loud.outputs).toEqual(expected);
  expect(loud.title).toBe(title);
  expect(loud.exitCode).toBe(title === '' ? 0 : 1);
  expect({ ...quiet.outputs, interrupts: '' }).toEqual(expected);
  expect({ title: quiet.title, exitCode: quiet.exitCode }).toEqual({ title, exitCode: 0 });
});

describe('show-interrupts', () => {
  const value = {
    action_requests: [{ name: 'refund', args: { amount: 2 ** 64, to: `a ${KEY}` }, description: 'a\n\nb' }],
    note: '::error::x ##[group]\u202e</code><h1>',
    gaps: `2\t3${'\n'.repeat(9)}4${' '.repeat(99)}5`,
    'count: ': ['2', true],
  };
  const HIDDEN_WORDS = /refund|Approve|action_requests|description/;

  test('shows them in the output and in the job summary, and nowhere else', async () => {
    const {
      log,
      summary,
      outputs: written,
    } = await inspect([thread({ interrupts: { t: [{ id: 'i-1', value }] } })], SHOW);
    const shown = structuredClone(value) as { action_requests: { args: object }[] };
    Object.assign(shown.action_requests[0]?.args ?? {}, { amount: '≈18446744073709552000', to: 'a ***' });
    expect(JSON.parse(String(written.interrupts))).toEqual([{ id: 'i-1', value: shown }]);
    expect(written.interrupts).toMatch(/^.*\\u202e.*$/);
    expect(summary).toContain('<li><b><code>name</code></b>: <code>refund</code></li>');
    expect(summary).toContain('<blockquote><code>a</code><br><br><code>b</code></blockquote>');
    expect(summary).toContain('<p><b>Numbers that begin with ≈ are rounded.</b></p>');
    expect(commands(log)).toEqual([]);
    expect(log).not.toMatch(HIDDEN_WORDS);
  });

  test.each<[name: string, replies: (string | Reply)[], inputs: Inputs]>([
    ['while it waits', ['busy', 'interrupted'], {}],
    ['of a thread that has changed', ['changed'], SINCE],
    ['if the thread cannot be compared', [thread({ state_updated_at: 0, updated_at: 0 })], SINCE],
  ])('shows them %s', async (_, replies, inputs) => {
    const { outputs: written, summary } = await inspect(replies, { ...inputs, ...SHOW });
    expect(written.interrupts).toBe(QUESTION);
    expect(summary).toContain('<div><code>Approve the refund?</code></div>');
  });

  test.each<[name: string, replies: (string | Reply)[], inputs: Inputs]>([
    ['found', ['interrupted'], {}],
    ['changed', ['changed'], SINCE],
    ['gone', [thread({ status: 'idle' })], {}],
  ])('off shows nothing of an interrupt that was %s', async (_, replies, inputs) => {
    const { log, summary, outputs: written } = await inspect(replies, inputs);
    expect(log + summary + JSON.stringify(written)).not.toMatch(/Approve|i-1/);
  });

  test('off says how many there are, and how to show them', async () => {
    const interrupts = [{ value: 'a' }, { value: 'b' }];
    const { summary } = await inspect([thread({ interrupts })]);
    expect(summary).toContain('<p>The API lists 2 interrupts. To show what the agent is asking for, set <code>show-');
    const { summary: other } = await inspect([thread({ interrupts: 'x' })]);
    expect(other).not.toContain('The API lists');
  });

  test('of another shape, too many or too deep says so in the summary and in the log', async () => {
    const deep: unknown = JSON.parse('['.repeat(3000) + ']'.repeat(3000));
    for (const [interrupts, says] of [
      ['x', 'The API does not list what the thread is waiting for.'],
      [[], 'The API lists no interrupts, which is normal at a static breakpoint or after a cancelled run.'],
      [['x'], 'The API does not list what the thread is waiting for.'],
      [
        [{ value: 1 }, { id: 7, value: ['x'.repeat(300_000), 'true'] }],
        'The output interrupts is empty, because it would exceed 256 KiB.',
      ],
      [[{ value: 'x'.repeat(1_100_000) }], 'The interrupts are larger than 1 MiB, so they are not shown.'],
      [[{ value: deep }], 'The interrupts are nested more than 100 levels deep, so they are not shown.'],
    ] as const) {
      const { log, summary, exitCode, outputs: written } = await inspect([thread({ interrupts })], SHOW);
      expect(summary).toContain(`<p><b>${says}</b></p>`);
      expect(log).toContain(`\n${says}\n`);
      expect(exitCode).toBe(0);
      expect(written).toEqual({
        ...FOUND,
        interrupts: Array.isArray(interrupts) && interrupts.length === 0 ? '[]' : '',
      });
    }
  });
});

describe('a time', () => {
  test('that is missing, although it is required, is an invalid input', async () => {
    const {
      outputs: written,
      exitCode,
      title,
    } = await inspect([], { 'check-thread': 'unchanged', 'fail-on-error': 'false' });
    expect(written).toEqual(found('invalid_input', 0));
    expect({ exitCode, title }).toEqual({ exitCode: 1, title: 'Invalid input: thread not inspected' });
  });

  test('may be a day ahead of the clock, and not more', async () => {
    const ahead = (hours: number): Inputs => ({
      'unchanged-since': new Date(Date.now() + hours * 3_600_000).toISOString(),
    });
    expect((await inspect(['interrupted'], ahead(23))).outputs).toEqual(FOUND);
    expect((await inspect([], ahead(25))).outputs).toEqual(found('invalid_input', 0));
  });
});

// Windows has no signals.
const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

describeOnPosix('SIGTERM', () => {
  test.each<[name: string, before: string[], expected: typeof FOUND]>([
    ['a read', [], found('cancelled', 1)],
    ['a later read', ['busy'], found('cancelled', 2, 'busy', TIME)],
  ])('ends the step during %s', async (_, before, expected) => {
    let child: ChildProcess | undefined;
    const kill = (): void => void child?.kill('SIGTERM');
    const {
      outputs: written,
      exitCode,
      title,
    } = await inspect([...before, kill], SHOW, (started) => {
      child = started;
    });
    expect(written).toEqual(expected);
    expect({ exitCode, title }).toEqual({ exitCode: 143, title: 'Cancelled: thread not inspected' });
  });

  test('ends the step within a second while a large thread arrives', async () => {
    let child: ChildProcess | undefined;
    let sentAtMs = Number.NaN;
    const flood: Reply = (socket) => {
      const body = `{"status":"interrupted","values":[${'{},'.repeat(5_000_000)}{}]}`;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`, () => {
        sentAtMs = performance.now();
        child?.kill('SIGTERM');
      });
    };
    const { exitCode } = await inspect([flood], SHOW, (started) => {
      child = started;
    });
    expect(exitCode).toBe(143);
    expect(performance.now() - sentAtMs).toBeLessThan(1000);
  });
});
