import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..');

export interface WorkflowRun {
  exitCode: number | null;
  log: string;
  /** What the scripts and the action of the workflow printed, line by line, in their order. */
  printed: string[];
  /** Names of the steps that were run, by how they ended. */
  succeeded: string[];
  failed: string[];
  /** Names of the jobs that were run, by how they ended. */
  jobs: Record<string, 'succeeded' | 'failed'>;
}

export interface WorkflowOptions {
  /** Texts of workflows by file name; the first is run. */
  workflows: Record<string, string>;
  /** Texts of other files by their path in the repository. */
  files?: Record<string, string>;
  event: string;
  payload: object;
  secrets?: Record<string, string>;
  env?: Record<string, string>;
  vars?: Record<string, string>;
  /** What to make of the text of action.yml. */
  changeAction?: (text: string) => string;
}

/** What of the project a runner needs to run the action. */
function copyActionTo(folder: string, change: (text: string) => string): void {
  writeFileSync(join(folder, 'action.yml'), change(readFileSync(join(PROJECT, 'action.yml'), 'utf8')));
  cpSync(join(PROJECT, 'dist'), join(folder, 'dist'), { recursive: true });
}

/** Runs a workflow in a repository of its own, by act and without containers, with the action as `./` and as `OWNER/…@v1`. */
export async function runWorkflow({
  workflows,
  files = {},
  event,
  payload,
  secrets = {},
  env = {},
  vars = {},
  changeAction = (text) => text,
}: WorkflowOptions): Promise<WorkflowRun> {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  const repository = join(folder, 'repository');
  mkdirSync(repository);
  copyActionTo(repository, changeAction);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  };
  for (const [name, text] of Object.entries(workflows)) write(`.github/workflows/${name}`, text);
  for (const [path, text] of Object.entries(files)) write(path, text);
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const git = (...args: string[]): unknown => execFileSync('git', ['-C', repository, ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.test', 'commit', '--quiet', '--message=test');

  const args = [
    event,
    ...['--workflows', `.github/workflows/${Object.keys(workflows)[0]}`, '--eventpath', join(folder, 'event.json')],
    ...[
      '--platform',
      'ubuntu-latest=-self-hosted',
      '--local-repository',
      `OWNER/resolve-interrupt-action@v1=${repository}`,
    ],
    ...Object.entries(secrets).flatMap(([name, value]) => ['--secret', `${name}=${value}`]),
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
  ];
  const child = spawn('act', args, { cwd: repository, env: { PATH: process.env.PATH, HOME: folder } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  const exitCode = await new Promise<number | null>((settle) => child.on('close', settle));
  rmSync(folder, { recursive: true });
  const all = (pattern: RegExp): string[] => [...log.matchAll(pattern)].map(([, text = '']) => text);
  return {
    exitCode,
    log,
    printed: all(/^\[[^\]]*\] {3}\| (.*)$/gm),
    succeeded: all(/ {2}Success - Main (.*) \[[^\]]*\]$/gm),
    failed: all(/ {2}Failure - Main (.*) \[[^\]]*\]$/gm),
    jobs: Object.fromEntries(
      [...log.matchAll(/^\[[^\]/]*\/(.*?) *\].* Job (succeeded|failed)$/gm)].map(([, ...job]) => job),
    ),
  };
}
