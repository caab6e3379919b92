import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_CONTENT, outputs, stepOn } from '../process/harness.js';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('modules that are not used are not loaded', async () => {
  const list = join(folder, 'modules');
  const preload = join(folder, 'preload.js');
  const write = `require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n'))`;
  writeFileSync(preload, `process.on('exit', () => ${write});`);
  const step = await stepOn([NO_CONTENT], { nodeOptions: ['--require', preload] });
  expect(step.outputs).toEqual(outputs('true', '', 'resolved', '204', '1'));

  const loaded = new Set(readFileSync(list, 'utf8').split('\n'));
  expect(loaded).toContain('NativeModule https');
  for (const name of ['internal/deps/undici/undici', 'child_process', 'internal/child_process', 'readline'])
    expect(loaded).not.toContain(`NativeModule ${name}`);
});
