import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import packageJson from '../../package.json';
import { APIS } from '../../src/api/api.js';
import { judgeRead, refuseThread } from '../../src/attempts/thread.js';
import { judgeResolve, type Verdict } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import { readSettings } from '../../src/inputs/read.js';
import { DEFAULTS } from '../../src/inputs/reader.js';
import type { Ending } from '../../src/report/conclusion.js';
import { fault, INTERRUPTED, response, TIMEOUT } from '../unit/samples.js';

const ROOT = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const list = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const pages = [...list('.', '.md'), ...list('docs', '.md')];
const action = parse(read('action.yml')) as {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
};

/** The message about the first bad input, if any. Inputs that are missing here are valid. */
function rejection(inputs: Record<string, string>): string {
  const all = { 'thread-id': 'thread-1', 'api-key': 'key', ...inputs };
  process.env = Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  try {
    readSettings([], Date.now());
    return '';
  } catch (error) {
    return String(error);
  }
}

/** The rows of the table below a heading of a page: the names in the first column, and the text of the second. */
function table(heading: string, page = 'README.md'): { names: string[]; second: string }[] {
  const [, section = ''] = read(page).split(new RegExp(`^#+ ${heading}\\n`, 'm'));
  const [ownPart = ''] = section.split(/^#+ /m);
  return [...ownPart.matchAll(/^\| *(`.*?) *\| *(.*?) *\|/gm)].map(([, first = '', second = '']) => ({
    names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    second: second.replaceAll('`', ''),
  }));
}

describe('README', () => {
  /** What it says of inputs whose default is not in action.yml. */
  const defaultsInWords: Readonly<Record<string, RegExp>> = {
    'thread-id': /required/i,
    'api-key': /LANGSMITH_API_KEY/,
    'workspace-id': /^(none|-|–|—|)$/i,
    'api-url': /Which API/,
    'unchanged-since': /^(none|-|–|—|)$/i,
    'retry-max-delay-seconds': /30.*retry-delay-seconds/,
  };

  test('lists the inputs of action.yml, in the same order, with the same defaults', () => {
    const rows = table('Inputs');
    expect(rows.map(({ names }) => names)).toEqual(Object.keys(action.inputs).map((name) => [name]));
    for (const { names, second } of rows) {
      const [name = ''] = names;
      const expected = action.inputs[name]?.default ?? expect.stringMatching(defaultsInWords[name] ?? / /);
      expect({ name, default: second }).toEqual({ name, default: expected });
    }
  });

  test.each<[string, Record<string, string>]>([
    ['max-attempts', {}],
    ['retry-delay-seconds', {}],
    ['retry-max-delay-seconds', { 'retry-delay-seconds': '0' }],
    ['request-timeout-seconds', {}],
    ['deadline-seconds', {}],
  ])('and action.yml state the limits of %s', (name, others) => {
    const isValid = (value: number): boolean => rejection({ ...others, [name]: String(value) }) === '';
    const [, row] = new RegExp(`^\\| \`${name}\` \\|(.*)$`, 'm').exec(read('README.md')) ?? [];
    for (const text of [row, action.inputs[name]?.description]) {
      const [, above, min, max] = /(above )?(\d+)(?:,? and up|, up)? to (\d+)/i.exec(String(text)) ?? [];
      const valid = [Number(min) - 1, Number(min), Number(max), Number(max) + 1].map(isValid);
      expect({ text, valid }).toEqual({ text, valid: [false, above === undefined, true, false] });
    }
  });

  test('quotes the approval gate as it is in the examples', () => {
    const example = read('examples/approval-gate.yml').replace(/^(#.*\n)+/, '');
    expect(read('README.md')).toContain(`\`\`\`yaml\n${example}\`\`\``);
  });

  test('lists the outputs of action.yml, in the same order', () => {
    expect(table('Outputs').flatMap(({ names }) => names)).toEqual(Object.keys(action.outputs));
  });

  test('links to a list of exactly the error codes of the code', () => {
    const api = APIS['managed-deep-agents'];
    const statuses = Array.from({ length: 900 }, (_, i) => response(100 + i));
    const faults = (['connect_failed', 'tls_failed', 'connection_lost', 'not_http'] as const).map(fault);
    const exchanges: Exchange[] = [...statuses, ...faults, TIMEOUT];
    const verdicts: (Verdict | undefined)[] = [
      ...exchanges.map((exchange) => judgeResolve(exchange, api, [])),
      ...exchanges.map((exchange) => judgeRead(exchange, api, []) as Verdict),
      refuseThread({ ...INTERRUPTED, status: 'idle' }, undefined, undefined),
      refuseThread(INTERRUPTED, 0, undefined),
    ];
    const endings: Exclude<Ending['kind'], 'finished'>[] = ['cancelled', 'invalid_input', 'internal_error'];
    const codes = [...verdicts.map((verdict) => verdict?.code.replace(/^http_\d+$/, 'http_<status>')), ...endings];
    const listed = table('Error codes', 'docs/errors.md').flatMap(({ names }) => names);
    expect([...listed].sort()).toEqual([...new Set(codes.filter(Boolean))].sort());
  });
});

describe('action.yml', () => {
  test('has the defaults of the code', () => {
    const defaults = Object.entries(action.inputs).flatMap(([name, input]) =>
      input.default === undefined ? [] : [[name, input.default]],
    );
    expect(Object.fromEntries(defaults)).toEqual(DEFAULTS);
  });

  test('describes every input and output, and runs dist on Node 24', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description).toMatch(/^\S.{20,}$/s);
    }
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps in a piece of YAML that use this action. */
function stepsOf(yaml: unknown): Step[] {
  if (typeof yaml !== 'object' || yaml === null) return [];
  const { uses } = yaml as Step;
  const own = typeof uses === 'string' && /^(\.\/|[^/]+\/resolve-interrupt-action@.+)$/.test(uses);
  return [...(own ? [yaml as Step] : []), ...Object.values(yaml).flatMap(stepsOf)];
}

const documents = [...list('examples', '.yml'), ...list('.github/workflows', '.yml'), ...pages].map((file) => {
  const text = read(file);
  const blocks = file.endsWith('.md') ? [...text.matchAll(/```ya?ml\n(.*?)```/gs)].map(([, block]) => block) : [text];
  return { file, text, steps: blocks.flatMap((block) => stepsOf(parse(String(block)))) };
});

/** What stands for an expression in an input that others require. */
const SAMPLES: Readonly<Record<string, string>> = {
  'api-url': 'https://api.example.com',
  'unchanged-since': '2026-01-05T09:00:00Z',
};

describe('the examples and the documentation', () => {
  const inputs = documents.flatMap(({ file, steps }) => steps.map(({ with: given = {} }) => [file, given] as const));
  test.each(inputs)('%s sets only inputs that exist, to valid values: %j', (_, given) => {
    const values = Object.entries(given).flatMap(([name, value]) => {
      const text = String(value).includes('${{') ? SAMPLES[name] : String(value);
      return text === undefined ? [] : [[name, text]];
    });
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    expect(rejection(Object.fromEntries(values))).toBe('');
  });

  const outputs = documents.flatMap(({ file, text, steps }) =>
    [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, id]) => steps.some((step) => step.id === id))
      .map(([, , output]) => [file, output] as const),
  );
  test.each(outputs)('%s reads an output that exists: %s', (_, output) => {
    expect(Object.keys(action.outputs)).toContain(output);
  });

  const versions = documents.flatMap(({ file, text }) =>
    [...text.matchAll(/resolve-interrupt-action@(?:v(\d+)\b|[0-9a-f]{40} # v(\S+\d))/g)].map(
      ([, tag, comment]) => [file, tag ?? comment] as const,
    ),
  );
  test.each(versions)('%s uses the current version: %s', (_, version) => {
    expect([packageJson.version.split('.')[0], packageJson.version]).toContain(version);
  });

  test('use the action', () => {
    const files = new Set(inputs.map(([file]) => file));
    expect(files).toContain('README.md');
    expect([...files].filter((file) => file.startsWith('examples')).length).toBeGreaterThan(4);
  });
});

test('the lock file has the current version, and so has the changelog, below what is unreleased', () => {
  expect(JSON.parse(read('package-lock.json')).packages[''].version).toBe(packageJson.version);
  const [first, second] = Array.from(read('CHANGELOG.md').matchAll(/^## (.*)$/gm), ([, heading]) => heading);
  expect(first === 'Unreleased' ? second : first).toBe(packageJson.version);
});

const links = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#]+)/g)].map(([, path = '']) => [page, path] as const),
);
test.each(links)('%s links to a file that exists: %s', (page, path) => {
  expect(existsSync(join(ROOT, dirname(page), path))).toBe(true);
});

const citations = pages.flatMap((page) =>
  [...read(page).matchAll(/\[`[^`]+`\]\(([^)]+\.test\.ts)\), "([^"]+)"/g)].map(
    ([, path = '', title = '']) => [page, path, title] as const,
  ),
);
test.each(citations)('%s cites a test that exists: %s, "%s"', (page, path, title) => {
  expect(read(join(dirname(page), path))).toContain(`'${title}'`);
});
