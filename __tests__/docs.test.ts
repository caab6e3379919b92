import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import packageJson from '../package.json';
import type { Exchange } from '../src/post.js';
import { DEFAULTS } from '../src/rules.js';
import { judge } from '../src/verdict.js';

const read = (name: string): string => readFileSync(join(__dirname, '..', name), 'utf8');
const readme = read('README.md');
const action = parse(read('action.yml')) as {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
};

/** The rows below a heading of the README: name and second column, without code marks. */
function table(heading: string): [string, string][] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \| (.*?) \|/gm)].map(([, name = '', cell = '']) => [
    name,
    cell.replaceAll('`', ''),
  ]);
}

/** The defaults that are words in the README, since none stands in action.yml. */
const IN_WORDS = {
  'thread-id': 'required',
  'api-key': 'LANGSMITH_API_KEY of the environment',
  'workspace-id': 'none',
  'retry-max-delay-seconds': '30, or retry-delay-seconds where that is larger',
};

test('the README has the inputs of action.yml, in order, with the same defaults', () => {
  const expected = Object.entries({ ...action.inputs }).map(([name, { default: text }]) => [
    name,
    text ?? IN_WORDS[name as keyof typeof IN_WORDS],
  ]);
  expect(table('Inputs')).toEqual(expected);
});

test('the code has the defaults of action.yml', () => {
  const defaults = Object.entries(action.inputs).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, input.default]],
  );
  expect(Object.fromEntries(defaults)).toEqual(DEFAULTS);
});

test('the README has the outputs of action.yml', () => {
  expect(table('Outputs').map(([name]) => name)).toEqual(Object.keys(action.outputs));
});

test('the README has every error code of the code, and no other', () => {
  const answers: Exchange[] = Array.from({ length: 500 }, (_, i) => ({
    kind: 'answer',
    status: 100 + i,
    body: undefined,
    retryAfter: undefined,
    requestId: undefined,
  }));
  const faults = (['connect_failed', 'tls_failed', 'connection_lost', 'not_http'] as const).map(
    (kind): Exchange => ({ kind, reason: '' }),
  );
  const exchanges: Exchange[] = [...answers, ...faults, { kind: 'timeout', timeoutMs: 1 }];
  const codes = exchanges.map((exchange) => judge(exchange, []).code.replace(/^http_\d+$/, 'http_<status>'));
  const endings = ['cancelled', 'invalid_input', 'internal_error'];
  const expected = new Set([...codes, ...endings].filter((code) => code !== ''));
  expect(new Set(table('Error codes').map(([name]) => name))).toEqual(expected);
});

test('the version stands at the top of the changelog', () => {
  expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(packageJson.version);
});

test('every description says something, and the action runs dist on Node 24', () => {
  for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
    expect(description).toMatch(/^\S.{20,}$/s);
  }
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});
