import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const PROJECT = resolve(__dirname, '..');

interface Step {
  id?: string;
  name?: string;
  if?: string;
  env?: Record<string, string>;
  run?: string;
}
const workflow = parse(readFileSync(join(PROJECT, '.github/workflows/release.yml'), 'utf8'));
const stepsOf = (job: string): Step[] => workflow.jobs[job].steps;

let folder: string;
let github: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  github = join(folder, 'github.git');
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout.trim();
}
const git = (...args: string[]): string => run('git', args, join(folder, 'work'));
const tag = (name: string): string =>
  run('git', ['ls-remote', github, `refs/tags/${name}`], folder).split('\t')[0] ?? '';

/** Releases are folders here, and `published` is a file in them. HOOK runs before the release is found immutable. */
const GH = `#!/bin/bash
set -euo pipefail
release=$RELEASES/\${3:-}
case "$1 $2" in
  'attestation verify')
    [[ $3 != "\${UNATTESTED:-}" ]]
    jq --null-input --arg file "$3" '[{ attestation: { bundle: { file: $file } }, verificationResult: { statement: { predicate: { bomFormat: "CycloneDX" } } } }]' ;;
  'release list')
    [[ -z \${UNAVAILABLE:-} ]]
    for release in "$RELEASES"/*/; do
      if [[ -f $release/published ]]; then draft=false; else draft=true; fi
      jq --null-input --arg tag "$(basename "$release")" --argjson draft $draft '{ tagName: $tag, isDraft: $draft }'
    done | jq --slurp --raw-output "$8" ;;
  'release delete') [[ ! -f $release/published ]] && rm -r "$release" ;;
  'release create') [[ "$*" != *--target* ]] # 403: a job token cannot change workflows
    mkdir "$release" "$release/assets" && cp notes.md "$release" && cp assets/* "$release/assets" ;;
  'release download') mkdir "$5" && cp "$release/assets/"* "$5" && if [[ -n \${TAMPERED:-} ]]; then echo x > "$5/more"; fi ;;
  'release edit') git ls-remote --exit-code origin "refs/tags/$3" > /dev/null && touch "$release/published" ;;
  api*) eval "\${HOOK:-}" && echo "\${IMMUTABLE:-true}" ;;
esac
`;

/** A commit on main with a version. */
function commit(version: string): string {
  const work = join(folder, 'work');
  writeFileSync(join(work, 'package.json'), JSON.stringify({ version }));
  writeFileSync(
    join(work, 'CHANGELOG.md'),
    `# Changelog\n\n## ${version}\n\n- What is new in ${version}.\n\n## 0.1.0\n\n- Old.\n`,
  );
  git('add', '.');
  git('commit', '--quiet', `--message=${version}`);
  git('push', '--quiet', 'origin', 'HEAD:main');
  return git('rev-parse', 'HEAD');
}

beforeEach(() => {
  run('git', ['init', '--quiet', '--bare', '--initial-branch=main', github], folder);
  run('git', ['clone', '--quiet', github, 'work'], folder);
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  for (const name of ['releases', 'bin', 'work/dist']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'bin/gh'), GH);
  chmodSync(join(folder, 'bin/gh'), 0o755);
  writeFileSync(join(folder, 'work/action.yml'), 'name: x\n');
  writeFileSync(join(folder, 'work/dist/index.js'), '// x\n');
});

/** Runs the scripts of the job `publish` for a commit, in a new clone of the repository. Throws where a step fails. */
function publish(sha: string, env: NodeJS.ProcessEnv = {}): void {
  const clone = mkdtempSync(join(folder, 'clone-'));
  run('git', ['clone', '--quiet', github, clone], folder);
  run('git', ['checkout', '--quiet', sha], clone);
  const outputs: Record<string, string> = {};
  const filled = (text: string): string =>
    text
      .replace(/\$\{\{ (.*?) \}\}/g, (_, name) => outputs[name] ?? '')
      .replace(/steps\.[\w.]+/g, (name) => outputs[name] ?? '');
  for (const step of stepsOf('publish')) {
    if (step.run === undefined || (step.if !== undefined && filled(step.if) !== "true == 'true'")) continue;
    const output = join(clone, '.git/output');
    writeFileSync(output, '');
    run('bash', ['-eo', 'pipefail', '-c', step.run], clone, {
      ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)])),
      PATH: `${folder}/bin:${process.env.PATH}`,
      RELEASES: join(folder, 'releases'),
      GITHUB_SHA: sha,
      GITHUB_OUTPUT: output,
      GITHUB_REPOSITORY: 'OWNER/resolve-interrupt-action',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${github}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'git@github.com:OWNER/resolve-interrupt-action.git',
      ...env,
    });
    for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      outputs[`steps.${step.id}.outputs.${name}`] = String(value);
  }
}
const published = (version: string): boolean => existsSync(join(folder, 'releases', version, 'published'));

test('a release has its assets, its section of the CHANGELOG, its tag and the major tag', () => {
  const sha = commit('1.2.3');
  publish(sha);
  expect([published('v1.2.3'), tag('v1.2.3'), tag('v1')]).toEqual([true, sha, sha]);
  const release = join(folder, 'releases/v1.2.3');
  expect(readFileSync(join(release, 'notes.md'), 'utf8').trim()).toBe('- What is new in 1.2.3.');
  expect(readdirSync(join(release, 'assets'))).toEqual(['attestations.intoto.jsonl', 'sbom.cdx.json']);
  expect(readFileSync(join(release, 'assets/attestations.intoto.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('the major tag moves to a newer release', () => {
  publish(commit('1.2.3'));
  const newer = commit('1.3.0');
  publish(newer);
  expect(tag('v1')).toBe(newer);
});

test('a new major version has a tag of its own', () => {
  const first = commit('1.2.3');
  publish(first);
  const second = commit('2.0.0');
  publish(second);
  expect([tag('v1'), tag('v2')]).toEqual([first, second]);
});

test('an older release that is run again changes nothing', () => {
  const older = commit('1.2.3');
  publish(older);
  const newer = commit('1.2.4');
  publish(newer);
  expect(() => publish(older)).toThrow();
  expect([tag('v1.2.3'), tag('v1')]).toEqual([older, newer]);
});

test('an older version that is approved after a newer one is not published', () => {
  const older = commit('1.2.3');
  publish(commit('1.2.4'));
  expect(() => publish(older)).toThrow();
  expect([published('v1.2.3'), tag('v1.2.3')]).toEqual([false, '']);
});

test('a major tag that moved while the job ran stays where it is', () => {
  publish(commit('1.2.3'));
  const sha = commit('1.2.4');
  const newer = commit('1.2.5');
  expect(() => publish(sha, { HOOK: `git push --quiet --force origin ${newer}:refs/tags/v1` })).toThrow(/stale info/);
  expect(tag('v1')).toBe(newer);
});

test('a version whose tag is on another commit is not published', () => {
  const other = commit('1.2.2');
  const sha = commit('1.2.3');
  git('push', '--quiet', 'origin', `${other}:refs/tags/v1.2.3`);
  expect(() => publish(sha)).toThrow(/already exists/);
  expect([published('v1.2.3'), tag('v1.2.3'), tag('v1')]).toEqual([false, other, '']);
});

test.each(['action.yml', 'dist/index.js'])('Without an attestation of %s, nothing is drafted or tagged', (file) => {
  const sha = commit('1.2.3');
  expect(() => publish(sha, { UNATTESTED: file })).toThrow();
  expect([readdirSync(join(folder, 'releases')), tag('v1.2.3'), tag('v1')]).toEqual([[], '', '']);
});

test('nothing is drafted if the releases cannot be listed', () => {
  const sha = commit('1.2.3');
  expect(() => publish(sha, { UNAVAILABLE: 'yes' })).toThrow();
  expect([readdirSync(join(folder, 'releases')), tag('v1.2.3'), tag('v1')]).toEqual([[], '', '']);
});

test('a draft with other assets than the attested ones is not published', () => {
  const sha = commit('1.2.3');
  expect(() => publish(sha, { TAMPERED: 'yes' })).toThrow(/Only in draft/);
  expect([published('v1.2.3'), tag('v1.2.3')]).toEqual([false, '']);
  publish(sha); // in place of the draft that was left behind
  expect([published('v1.2.3'), tag('v1')]).toEqual([true, sha]);
});

test('the major tag does not move to a release that is not immutable, and does once it is', () => {
  const sha = commit('1.2.3');
  expect(() => publish(sha, { IMMUTABLE: 'false' })).toThrow();
  expect([published('v1.2.3'), tag('v1')]).toEqual([true, '']);
  publish(sha);
  expect(tag('v1')).toBe(sha);
});

test('SECURITY.md verifies with the flags of the workflow', () => {
  const script = stepsOf('publish').find(({ name }) => name?.startsWith('Verify the attestations'))?.run ?? '';
  const flags = [...script.matchAll(/--(?:s[\w-]+ \S+|deny[\w-]+|limit \d+)/g)].map(([flag]) =>
    flag
      .replace('"$GITHUB_REPOSITORY/', 'OWNER/resolve-interrupt-action/')
      .replace('GITHUB_SHA', 'sha')
      .replace(/yml"$/, 'yml'),
  );
  expect(flags).toHaveLength(5);
  const security = readFileSync(join(PROJECT, 'SECURITY.md'), 'utf8');
  for (const flag of flags) expect(security).toContain(flag);
});

describe('the script in SECURITY.md', () => {
  const [, script = ''] = /```sh\n(\(.*?)```/s.exec(readFileSync(join(PROJECT, 'SECURITY.md'), 'utf8')) ?? [];

  /** Runs the script for a commit, as it is pasted into a shell. Throws if it fails. */
  function verify(sha: string, env: NodeJS.ProcessEnv = {}): string {
    return run('sh', ['-c', script.replace(/(?<=sha=)[0-9a-f]{40}/, sha)], mkdtempSync(join(folder, 'verify-')), {
      PATH: `${folder}/bin:${process.env.PATH}`,
      RELEASES: join(folder, 'releases'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${github}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/OWNER/resolve-interrupt-action',
      ...env,
    });
  }

  test('verifies a released commit, and ends with its version', () => {
    const sha = commit('1.2.3');
    publish(sha);
    commit('1.2.4');
    expect(verify(sha).split('\n').at(-1)).toBe('v1.2.3');
  });

  test.each(['action.yml', 'dist/index.js'])('fails without an attestation of %s', (file) => {
    const sha = commit('1.2.3');
    publish(sha);
    expect(() => verify(sha, { UNATTESTED: file })).toThrow();
  });

  test.each(['v1', 'v1.2', '1.2.3', 'v1.2.3-rc', 'av1.2.3', 'v1x2x3'])('fails if the only tag is %s', (name) => {
    const sha = commit('1.2.3');
    git('push', '--quiet', 'origin', `HEAD:refs/tags/${name}`);
    expect(() => verify(sha)).toThrow();
    git('push', '--quiet', 'origin', 'HEAD:refs/tags/v1.2.3');
    expect(verify(sha).split('\n').at(-1)).toBe('v1.2.3');
  });
});

test('the SBOM lists the packages that the bundle has licenses of', () => {
  for (const name of ['package.json', 'package-lock.json', 'stubs', '.npmrc'])
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  const script = stepsOf('attest').find(({ name }) => name === 'Write the SBOM')?.run ?? '';
  run('bash', ['-eo', 'pipefail', '-c', script], folder);
  const sbom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
  const names: string[] = sbom.components.map(({ name }: { name: string }) => name);

  const licenses = readFileSync(join(PROJECT, 'dist/licenses.txt'), 'utf8');
  // The bundle also has the license of the action itself.
  expect([...names, sbom.metadata.component.name].sort()).toEqual(
    [...licenses.matchAll(/^([@\w./-]+)\nMIT$/gm)].map(([, name]) => name).sort(),
  );
  expect(names).toEqual(expect.arrayContaining(['@actions/core', '@actions/http-client', 'tunnel']));
  expect(sbom.metadata.component.name).toBe('resolve-interrupt-action');
});
