import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..', '..');
const GUIDE = readFileSync(join(PROJECT, 'docs', 'guide.md'), 'utf8');

const blocks = [...GUIDE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: text = '', index }) => ({
  heading: GUIDE.slice(0, index)
    .match(/^## .*$/gm)
    ?.at(-1),
  language,
  text,
}));

/** The commands of the guide, each with what the guide says that they print: nothing, if it does not say. */
const steps = blocks.flatMap(({ heading, language, text }, index): [string, string, string][] => {
  const next = blocks[index + 1];
  return language === 'sh' ? [[String(heading), text, next?.language === 'text' ? next.text : '']] : [];
});

/** An output without what differs from run to run. */
const comparable = (output: string): string =>
  output
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00/g, 'TIME')
    .trimEnd();

/** Matches what the guide says. A line of `…` stands for any lines. */
function pattern(output: string): RegExp {
  const literal = comparable(output).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('…\n', '(?:.*\\n)*?').replace(/…$/, '[^]*')}$`);
}

/** A shell in a new clone of the project, as it is in the work tree. */
async function openShell() {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const clone = join(folder, 'clone');
  const git = (cwd: string, ...args: string[]): string => execFileSync('git', args, { cwd, encoding: 'utf8' });
  for (const file of git(PROJECT, 'ls-files', '--cached', '--others', '--exclude-standard').trim().split('\n')) {
    if (!existsSync(join(PROJECT, file))) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(PROJECT, file), join(clone, file));
  }
  git(clone, 'init', '--quiet', '--initial-branch=main');
  git(clone, 'add', '.');
  git(clone, '-c', 'user.name=test', '-c', 'user.email=test@example.test', 'commit', '--quiet', '--message=test');

  // A group of its own, so that what the guide starts in the background can be killed with it.
  const env = { ...process.env, LANGGRAPH_CLI_NO_ANALYTICS: '1' };
  const bash = spawn('bash', { cwd: clone, env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  // The shell also exits if this process is killed, because that closes its input.
  bash.stdin.write("trap 'kill -KILL 0' EXIT\n");
  const closed = once(bash, 'close');
  const hasEnded = (): boolean => bash.exitCode !== null || bash.signalCode !== null;
  const kill = (): void => {
    if (bash.pid && !hasEnded()) process.kill(-bash.pid, 'SIGKILL');
  };
  let printed = '';
  bash.stdin.on('error', () => {});
  bash.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  return {
    /** What the commands print. A command that hangs ends the shell, so that the rest fails at once. */
    async run(commands: string): Promise<string> {
      const file = join(folder, 'commands.sh');
      writeFileSync(file, commands);
      printed = '';
      bash.stdin.write(`. ${file} < /dev/null 2>&1; echo the-end\n`);
      const timer = setTimeout(kill, 240_000);
      try {
        while (!printed.endsWith('the-end\n')) {
          if (hasEnded()) throw new Error(`The shell has ended:\n${printed}`);
          await Promise.race([once(bash.stdout, 'data'), closed]);
        }
      } finally {
        clearTimeout(timer);
      }
      return printed.slice(0, -'the-end\n'.length);
    },
    async close(): Promise<void> {
      kill();
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
}

let shell: Awaited<ReturnType<typeof openShell>>;
// The guide has to work although its port is in use.
const occupied = createServer().on('error', () => {});
beforeAll(async () => {
  occupied.listen(2024, '127.0.0.1');
  shell = await openShell();
});
afterAll(async () => {
  occupied.close();
  await shell?.close();
});

test.each(steps)(
  'the commands print what the guide says: %s',
  async (_, commands, output) => {
    expect(comparable(await shell.run(commands))).toMatch(pattern(output));
  },
  300_000,
);

test('the guide shows the workflow as it is', () => {
  const workflow = readFileSync(join(PROJECT, 'e2e', 'langgraph', 'refund.yml'), 'utf8');
  const shown = blocks.filter(({ language }) => language === 'yaml');
  expect(shown).toHaveLength(1);
  for (const { text } of shown) expect(workflow).toContain(text);
});

test('every block of the guide is run, compared or shown', () => {
  expect(blocks.filter(({ language }) => !['sh', 'text', 'yaml'].includes(language))).toEqual([]);
  expect(GUIDE.match(/^```/gm)).toHaveLength(2 * blocks.length);
});
