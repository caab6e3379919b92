import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { runWorkflow, type WorkflowRun } from './act.js';
import { type startGitHub, TOKEN } from './github.js';

export const FOLDER = join(__dirname, '..', 'examples');
export const WORK = 'Do the approved work';

export type Change = (text: string) => string;

/** The servers that an example calls. */
export interface Servers {
  api: { url: string; apiKey: string };
  github: Awaited<ReturnType<typeof startGitHub>>;
}

/** An example, unchanged but for the servers that it calls and shorter delays. */
export function example(name: string, { api, github }: Servers): string {
  const text = readFileSync(join(FOLDER, name), 'utf8')
    .replaceAll('https://api.smith.langchain.com/v1/deepagents', api.url)
    .replaceAll('https://your-deployment.us.langgraph.app', api.url)
    .replaceAll('https://api.github.com', github.url);
  const step = /uses: OWNER\/.*\n( +)with:\n/g;
  // A step without the address would call the real API.
  expect(text.match(step) ?? []).toHaveLength(text.split('uses: OWNER/').length - 1);
  const inputs = { 'retry-delay-seconds': '0.1', 'retry-max-delay-seconds': '0.1' };
  const lines = Object.entries({ ...inputs, ...(!text.includes('api-url:') && { 'api-url': api.url }) });
  return text.replace(step, (all, indent) => all + lines.map((line) => `${indent}  ${line.join(': ')}\n`).join(''));
}

export interface RunOptions {
  event?: string;
  payload?: object;
  env?: Record<string, string>;
  key?: string;
}

/** Runs the first of the workflows. */
export async function run(
  workflows: Record<string, string>,
  { api, github }: Servers,
  { event = 'workflow_dispatch', payload = {}, env, key = api.apiKey }: RunOptions = {},
): Promise<WorkflowRun> {
  const urls = { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: `${github.url}/graphql` };
  const secrets = { LANGSMITH_API_KEY: key, GITHUB_TOKEN: TOKEN };
  const result = await runWorkflow({ workflows, event, payload, secrets, env: { ...urls, ...env } });
  expect(result.log).not.toContain(key);
  expect(result.printed).not.toContain('injected');
  return result;
}

export const unchanged: Change = (text) => text;

/** Replaces what must be there. */
export const replace =
  (part: RegExp, replacement: string): Change =>
  (text) => {
    expect(text).toMatch(part);
    return text.replace(part, () => replacement);
  };

const PLACEHOLDER = /echo "Replace this step with the work[^"]*"/;
/** The work prints what it was given. */
export const showing = replace(PLACEHOLDER, 'echo "$REQUEST for $IDEMPOTENCY_KEY"');
export const failing = replace(PLACEHOLDER, 'exit 1');

/** GitHub drops an output that contains a secret. */
export const dropping = (output: string): Change =>
  replace(new RegExp(`^ {6}${output}: .*`, 'm'), `      ${output}: ''`);

/** A job that ends before its first step: rejected, expired, lost, or its set-up failed. GitHub shows these alike. */
export const ending = (job: string): Change => kept({ [job]: { steps: [{ run: 'exit 1' }] } });

/** Jobs with other outputs or steps, such as those of an earlier attempt, of which GitHub keeps the outputs. */
export function kept(jobs: Record<string, { outputs?: object; steps: object[] }>): Change {
  return (text) => {
    const workflow = parse(text);
    for (const [name, job] of Object.entries(jobs)) {
      expect(workflow.jobs).toHaveProperty(name);
      Object.assign(workflow.jobs[name], job);
    }
    return stringify(workflow);
  };
}
