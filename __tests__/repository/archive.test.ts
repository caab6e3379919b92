import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NO_CONTENT, outputs, stepOn } from '../process/harness.js';

const ROOT = join(__dirname, '..', '..');
const RESOLVED = outputs('true', '', 'resolved', '204', '1');

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: ROOT });

/** What the build needs. */
const sources = git('ls-files', 'src', 'stubs').toString().trim().split('\n');

describe('the archive that a runner downloads', () => {
  // Of the current files, or of HEAD if nothing has changed. Without the refresh, git fails on files that a build has
  // rewritten without a change.
  git('update-index', '-q', '--refresh');
  const changed = git('stash', 'create').toString().trim();
  const archive = git('archive', '--format=tar.gz', changed || 'HEAD');
  const files = execFileSync('tar', ['-tzf', '-'], { input: archive }).toString().split(/\r?\n/);

  test('has at most 115 kB', () => {
    expect(archive.length).toBeLessThanOrEqual(115_000);
  });

  test('contains the sources, the licenses and the documentation', () => {
    expect(files).toEqual(expect.arrayContaining(sources));
    expect(files).toEqual(
      expect.arrayContaining([
        ...['action.yml', 'package.json', 'LICENSE', 'dist/index.js', 'dist/licenses.txt', 'dist/package.json'],
        ...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docs/safety.md', 'docs/performance.md'],
        ...['examples/approval-gate.yml', 'tsconfig.json', 'tsconfig.build.json'],
      ]),
    );
  });

  test('leaves out tests, tools, lock files and pictures', () => {
    expect(files.filter((file) => /^(__tests__|e2e|tools|\.ci)\/|-lock\.json$|\.(png|svg)$/.test(file))).toEqual([]);
  });

  test('contains the unchanged files of the action, and they are enough to run it', async () => {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzf', '-'], { cwd: unpacked, input: archive });
    // Git can change files in an archive (`export-subst`).
    for (const file of ['action.yml', 'dist/index.js', 'dist/package.json']) {
      expect(readFileSync(join(unpacked, file))).toEqual(readFileSync(join(ROOT, file)));
    }
    const { main } = parse(readFileSync(join(unpacked, 'action.yml'), 'utf8')).runs;
    const step = await stepOn([NO_CONTENT], { entry: join(unpacked, main) });
    expect(step.outputs).toEqual(RESOLVED);
  });
});

describe('dist', () => {
  test('has at most 170 kB, in lines that can be read, and is shown in diffs', () => {
    const bytes = readFileSync(join(ROOT, 'dist', 'index.js'));
    expect(bytes.length).toBeLessThanOrEqual(170_000);
    expect(bytes.length / bytes.toString().split('\n').length).toBeLessThan(60);
    for (const attribute of ['diff', 'linguist-generated'])
      expect(git('check-attr', attribute, 'dist/index.js').toString()).toMatch(/: unspecified\n$/);
  });

  test('has a package.json of its own', () => {
    expect(JSON.parse(readFileSync(join(ROOT, 'dist', 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
  });

  test.each(['{ "type": "module" }', '{ "type": ', 'null', ''])('works below a package.json with %j', async (text) => {
    const above = mkdtempSync(join(folder, 'above-'));
    writeFileSync(join(above, 'package.json'), text);
    cpSync(join(ROOT, 'dist'), join(above, 'action', 'dist'), { recursive: true });
    const step = await stepOn([NO_CONTENT], { entry: join(above, 'action', 'dist', 'index.js') });
    expect(step.outputs).toEqual(RESOLVED);
  });
});
