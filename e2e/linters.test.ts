import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..');
const inFolder = (folder: string): string[] => readdirSync(join(PROJECT, folder)).map((name) => `${folder}/${name}`);

const WORKFLOWS = inFolder('.github/workflows');
const EXAMPLES = [...inFolder('examples').filter((name) => name.endsWith('.yml')), 'e2e/langgraph/refund.yml'];
const SCRIPTS = execFileSync('git', ['grep', '--files-with-matches', '^#!/usr/bin/env bash'], { cwd: PROJECT })
  .toString()
  .trim()
  .split('\n');

/** What a linter prints where it fails. */
function findings(command: string, args: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: PROJECT, encoding: 'utf8', input });
  return status === 0 ? '' : `${error ?? ''}${stdout}${stderr}`;
}

test.each<[string, string[]]>([
  ['actionlint', [...WORKFLOWS, ...EXAMPLES]],
  [
    'zizmor',
    [
      ...['--offline', '--persona=auditor', '--no-progress', '--config=.github/zizmor.yml'],
      ...[...WORKFLOWS, ...EXAMPLES, '.github/dependabot.yml', 'action.yml'],
    ],
  ],
  ['shellcheck', ['--enable=all', ...SCRIPTS]],
])('%s finds nothing', (command, args) => {
  expect(findings(command, args)).toBe('');
});

describe('action-validator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Its schema ends with Node 20; a test beside the sources holds the runtime. */
  function findingsIn(action: string): string {
    const file = join(folder, 'action.yml');
    writeFileSync(file, action.replace('using: node24', 'using: node20'));
    return findings('tools/node_modules/.bin/action-validator', [file]);
  }
  const action = readFileSync(join(PROJECT, 'action.yml'), 'utf8');

  test('finds nothing', () => {
    expect(findingsIn(action)).toBe('');
  });

  test('finds a member that no action has', () => {
    expect(findingsIn(action.replace('main:', 'mian:'))).toContain('mian');
  });
});

// Each would find something, were it there to be found.
test.each<[string, string[], string]>([
  ['actionlint', ['-'], 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - runs: x\n'],
  ['shellcheck', ['-'], '#!/bin/bash\necho $1\n'],
])('%s finds something in what is wrong', (command, args, input) => {
  expect(findings(command, args, input)).not.toBe('');
});

test('zizmor finds something in what is wrong', () => {
  expect(findings('zizmor', ['--offline', '--no-config', '--no-progress', 'examples/approval-gate.yml'])).toContain(
    'unpinned-uses',
  );
});
