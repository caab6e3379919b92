import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

test('the README shows the first example as it is', () => {
  const example = read('examples/approval-gate.yml').replace(/^(#.*\n)+/, '');
  expect(readme).toContain(`\`\`\`yaml\n${example}\`\`\``);
});

test('the version stands at the top of the changelog, and in the lockfile', () => {
  expect(JSON.parse(read('package-lock.json')).packages[''].version).toBe(packageJson.version);
  expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(packageJson.version);
});

test('the tests that hold the safety promises are there', () => {
  const safety = read('docs/safety.md');
  const held = [...safety.matchAll(/^- \[`([^`]+)`\]\(\.\.\/([^)]+)\), "([^"]+)"/gm)];
  expect(held.length).toBe(safety.match(/^- \[`/gm)?.length);
  for (const promise of safety.split('\n## ').slice(1, 7))
    expect(promise).toMatch(/^\d\. .*\n- \[`.*\*\*Where it ends\.\*\* /s);
  for (const [, file, path = '', title] of held) {
    expect(path).toBe(`__tests__/${file}`);
    expect(read(path)).toContain(`'${title}'`);
  }
});

test.each(['README.md', 'docs/performance.md', 'docs/safety.md', 'CONTRIBUTING.md', 'SECURITY.md'])(
  'every file that %s links to is there',
  (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links).not.toEqual([]);
    for (const path of links)
      expect([path, existsSync(join(__dirname, '..', dirname(page), path))]).toEqual([path, true]);
  },
);

test('every description says something, and the action runs dist on Node 24', () => {
  for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
    expect(description).toMatch(/^\S.{20,}$/s);
  }
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});
