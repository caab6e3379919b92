import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NO_CONTENT, outputs, stepOn } from './action/harness.js';

const ROOT = join(__dirname, '..');
const RESOLVED = outputs('true', '', 'resolved', '204', '1');

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what a runner downloads has at most 60 kB, and is enough to run the step', async () => {
  // Of the files as they are now, or of HEAD where they are just that.
  const changed = execFileSync('git', ['stash', 'create'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const archive = execFileSync('git', ['archive', '--format=tar.gz', changed || 'HEAD'], { cwd: ROOT });
  expect(archive.length).toBeLessThanOrEqual(60_000);

  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xzf', '-'], { cwd: unpacked, input: archive });
  const { main } = parse(readFileSync(join(unpacked, 'action.yml'), 'utf8')).runs;
  const step = await stepOn([NO_CONTENT], { entry: join(unpacked, main) });
  expect(step.outputs).toEqual(RESOLVED);
  expect(readFileSync(join(unpacked, 'LICENSE'), 'utf8')).toMatch(/^MIT License/);
});

test('dist has at most 150 kB, and lines that can be read', () => {
  const bytes = readFileSync(join(ROOT, 'dist', 'index.js'));
  expect(bytes.length).toBeLessThanOrEqual(150_000);
  expect(bytes.length / bytes.toString().split('\n').length).toBeLessThan(60);
});
