import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NO_CONTENT, outputs, stepOn } from './action/harness.js';

const ROOT = join(__dirname, '..');
const RESOLVED = outputs('true', '', 'resolved', '204', '1');

const folder = mkdtempSync(join(tmpdir(), 'light-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what a runner downloads has at most 60 kB, and is enough to run the step', async () => {
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], { cwd: ROOT });
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
  const text = readFileSync(join(ROOT, 'dist', 'index.js'), 'utf8');
  expect(text.length).toBeLessThanOrEqual(150_000);
  expect(text.length / text.split('\n').length).toBeLessThan(60);
});

test('nothing is loaded that is not used', async () => {
  const list = join(folder, 'modules');
  const preload = join(folder, 'preload.js');
  const write = `require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n'))`;
  writeFileSync(preload, `process.on('exit', () => ${write});`);
  const step = await stepOn([NO_CONTENT], { nodeOptions: ['--require', preload] });
  expect(step.outputs).toEqual(RESOLVED);

  const loaded = new Set(readFileSync(list, 'utf8').split('\n'));
  expect(loaded).toContain('NativeModule https');
  for (const name of ['internal/fs/promises', 'internal/deps/undici/undici', 'child_process', 'readline'])
    expect(loaded).not.toContain(`NativeModule ${name}`);
});
