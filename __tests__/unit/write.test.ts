import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attempt } from '../../src/attempts/history.js';
import type { Ending } from '../../src/report/conclusion.js';
import { report, reportFailure } from '../../src/report/write.js';
import type { ReportContext } from '../../src/settings.js';
import { CONTEXT, finish, KEY, resolveAttempt, resolveVerdict } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The error code for writing to a folder, which depends on the system. */
const FOLDER_CODE = ((): string => {
  try {
    appendFileSync(folder, '');
    return '';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
})();

const outputFile = join(folder, 'output');
const summaryFile = join(folder, 'summary');
const FILES: ReportContext = { ...CONTEXT, outputFile, summaryFile };

const printedBy = (run: () => void): string => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  run();
  const printed = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  return printed.replaceAll('\r\n', '\n');
};

/** Reports an ending, and returns the exit code and everything that was written. */
function written(ending: Ending, history: Attempt[], changes: Partial<ReportContext> = {}) {
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '');
  const context = { ...FILES, ...changes };
  process.env.GITHUB_OUTPUT = context.outputFile;
  let exitCode: number | undefined;
  const printed = printedBy(() => {
    exitCode = report(ending, history, context, 12_345);
  });
  const groups = readFileSync(outputFile, 'utf8').matchAll(/^(.+)<<(.+)\r?\n(.*)\r?\n\2\r?\n/gm);
  const outputs = Array.from(groups, ([, name, , value]) => `${name}=${value}`);
  return { exitCode, printed, outputs, summary: readFileSync(summaryFile, 'utf8') };
}

/** Reports a step with one resolve request that ended in this status. */
function writtenAfter(status: number, changes: Partial<ReportContext> = {}, failOnError = true) {
  return written(finish(resolveVerdict(status), { failOnError }), [resolveAttempt(status)], changes);
}

const SUCCESS = 'Interrupt resolved (HTTP 204).';

test('a success is one line, without an annotation', () => {
  expect(writtenAfter(204)).toEqual({
    exitCode: 0,
    printed: `${SUCCESS}\n`,
    outputs: [
      ...['resolved=true', 'error-code=', 'outcome=resolved', 'status=204', 'attempts=1'],
      ...['thread-status=', 'state-updated-at=', 'interrupts='],
    ],
    summary:
      '<h3>✅ Interrupt resolved</h3>\n<p>Thread <code>thread-1</code> · HTTP 204 · not checked · 1 attempt · 12.3 s</p>\n',
  });
});

const REFUSAL = 'The API found no such thread: HTTP 404 (not_found). Check thread-id, api-url';

test.each([
  [true, 1, 'error'],
  [false, 0, 'warning'],
])('a refusal is an annotation, with fail-on-error: %s', (failOnError, exitCode, level) => {
  const { summary, ...rest } = writtenAfter(404, {}, failOnError);
  expect(rest).toEqual({
    exitCode,
    printed: expect.stringMatching(
      `^::${level} title=Interrupt not resolved \\(thread thread-1\\)::${REFUSAL.replaceAll(/[()]/g, '\\$&')}.*\n$`,
    ),
    outputs: [
      ...['resolved=false', 'error-code=not_found', 'outcome=not-resolved', 'status=404', 'attempts=1'],
      ...['thread-status=', 'state-updated-at=', 'interrupts='],
    ],
  });
  expect(summary).toMatch(/^<h3>❌ Interrupt not resolved<\/h3>\n/);
});

test('the title has no thread ID if the input is invalid', () => {
  const ending = { kind: 'invalid_input', rule: 'thread-id is empty', rejected: undefined } as const;
  const { printed, summary } = written(ending, [], { threadId: undefined });
  expect(printed).toMatch(/^::error title=Invalid input%3A interrupt not resolved::/);
  expect(summary).not.toContain('Thread');
});

describe('outputs that cannot be written', () => {
  const missing = (reason: string): string => ` GITHUB_OUTPUT could not be written (${reason}).\n`;

  test.each<[string, Partial<ReportContext>, string]>([
    ['GITHUB_OUTPUT is not set', { outputFile: '' }, 'it is not set'],
    ['the folder is missing', { outputFile: '/no/such/file' }, 'Missing file at path: /no/such/file'],
    ['the path contains the key', { outputFile: `/no/${KEY}` }, 'Missing file at path: /no/***'],
    ['the path is a folder', { outputFile: folder }, FOLDER_CODE],
  ])('fail the step: %s', (_, changes, reason) => {
    const { exitCode, printed, summary } = writtenAfter(204, changes, false);
    expect({ exitCode, printed }).toEqual({
      exitCode: 1,
      printed: `::error title=Interrupt resolved%2C but the outputs could not be written (thread thread-1)::${SUCCESS}${missing(reason)}`,
    });
    expect(summary).toMatch(/^<h3>✅ Interrupt resolved<\/h3>\n/);
  });

  test('do not change the warning or the exit code of a cancelled step', () => {
    const { exitCode, printed } = written({ kind: 'cancelled', signal: 'SIGTERM' }, [], { outputFile: '' });
    expect(exitCode).toBe(143);
    expect(printed).toMatch(
      /^::warning title=Cancelled%3A interrupt not resolved%2C and the outputs .*::The step received SIGTERM\. /,
    );
    expect(printed.endsWith(missing('it is not set'))).toBe(true);
  });
});

describe('the job summary', () => {
  test('is not written if it is switched off', () => {
    const { printed, summary } = writtenAfter(204, { jobSummary: false });
    expect({ printed, summary }).toEqual({ printed: `${SUCCESS}\n`, summary: '' });
  });

  test.each([
    ['/no/such/file', 'ENOENT'],
    [folder, FOLDER_CODE],
    ['', 'ENOENT'],
  ])('changes nothing else if it cannot be written to %j', (file, code) => {
    const { exitCode, printed, outputs } = writtenAfter(204, { summaryFile: file });
    expect({ exitCode, printed }).toEqual({
      exitCode: 0,
      printed: `${SUCCESS}\nCould not write the job summary: ${code}.\n`,
    });
    expect(outputs[0]).toBe('resolved=true');
  });

  test('is appended to what is there', () => {
    writtenAfter(204);
    const first = readFileSync(summaryFile, 'utf8');
    printedBy(() => report({ kind: 'cancelled', signal: 'SIGINT' }, [], FILES, 1));
    expect(readFileSync(summaryFile, 'utf8').startsWith(`${first}<h3>`)).toBe(true);
  });
});

describe('a bug', () => {
  const debugLines = (error: unknown): string[] =>
    written({ kind: 'internal_error', error }, [])
      .printed.split('\n')
      .filter((line) => line.startsWith('::debug::'));

  test('writes its stack to the debug log, without the key', () => {
    const error = new Error(`broken ${KEY}`);
    error.stack = `Error: broken ${KEY}\n    at file.js:1:2\n${'x'.repeat(501)}`;
    expect(debugLines(error)).toEqual([`::debug::Error: broken ***%0Aat file.js:1:2%0A${'x'.repeat(500)}…`]);
  });

  test.each([
    ['text', '::debug::text'],
    [undefined, '::debug::undefined'],
    [{ stack: 'not an error' }, '::debug::[object Object]'],
  ])('may throw anything: %j', (error, line) => {
    expect(debugLines(error)).toEqual([line]);
  });

  test('is reported even if its stack cannot be read', () => {
    const error = new Error('broken');
    Object.defineProperty(error, 'stack', {
      get: () => {
        throw undefined;
      },
    });
    const { exitCode, printed, outputs } = written({ kind: 'internal_error', error }, []);
    expect({ exitCode, lines: printed.split('\n').length, resolved: outputs[0] }).toEqual({
      exitCode: 1,
      lines: 2,
      resolved: 'resolved=false',
    });
  });

  test('is the only ending that writes to the debug log', () => {
    expect(writtenAfter(500).printed).not.toContain('::debug::');
  });

  test('in the report itself is an error annotation', () => {
    expect(printedBy(() => reportFailure(new Error('broken')))).toBe(
      '::error title=The result of the step could not be reported::Error: broken\n',
    );
  });
});
