import * as fc from 'fast-check';
import { APIS } from '../../src/api/api.js';
import { judgeRead, type Thread } from '../../src/attempts/thread.js';
import type { Response } from '../../src/exchange.js';
import { NOTHING_LISTED, prepareInterrupts } from '../../src/report/interrupts.js';
import { HIDDEN } from './safe.js';

const KEY = 'lsv2_pt_0123456789abcdef';
const API = APIS['managed-deep-agents'];

/** What the step shows of a thread with this field `interrupts`, as JSON text. */
function prepare(interrupts: string | undefined, status = 'interrupted') {
  const field = interrupts === undefined ? '' : `,"interrupts":${interrupts}`;
  const absent = { retryAfter: undefined, date: undefined, requestId: undefined };
  const response: Response = { kind: 'response', status: 200, body: `{"status":"${status}"${field}}`, ...absent };
  return prepareInterrupts(judgeRead(response, API, [KEY]) as Thread, [KEY]);
}

/** The same with one interrupt of this value, as JSON text. */
const prepareValue = (value: string) => prepare(`[{"id":"i-1","value":${value}}]`);

const EMPTY = { list: [], json: '[]', problem: NOTHING_LISTED };
const NOT_LISTED = { list: [], json: '', problem: 'The API does not list what the thread is waiting for' };
const TOO_DEEP = {
  list: [],
  json: '',
  problem: 'The interrupts are nested more than 100 levels deep, so they are not shown',
};
const TOO_LARGE = { list: [], json: '', problem: 'The interrupts are larger than 1 MiB, so they are not shown' };

describe('the list', () => {
  test.each([
    ['{"task":[{"id":"1","value":2}]}', '[{"id":"1","value":2}]'],
    ['{"a":[{"id":"1","value":2}],"b":[],"c":[{"id":"3","value":4}]}', '[{"id":"1","value":2},{"id":"3","value":4}]'],
    ['[{"id":"1","value":2,"resumable":true,"ns":["x"]}]', '[{"id":"1","value":2}]'],
    ['[{"value":null}]', '[{"id":null,"value":null}]'],
    ['[{"id":7,"value":[]}]', '[{"id":7,"value":[]}]'],
  ])('%s is %s', (field, json) => {
    expect(prepare(field)).toEqual({ list: JSON.parse(json), json, problem: '' });
  });

  test.each(['{}', '[]', '{"task":[]}'])('%s is empty', (field) => {
    expect(prepare(field)).toEqual(EMPTY);
    expect(prepare(field, 'idle')).toEqual({ ...EMPTY, problem: '' });
  });

  test.each([
    undefined,
    'null',
    '"x"',
    '7',
    '[1]',
    '[{"id":"1"}]',
    '{"task":{}}',
    '{"task":[{"value":1}],"b":7}',
    '[[]]',
  ])('%s is none', (field) => {
    expect(prepare(field)).toEqual(NOT_LISTED);
  });

  test.each(['busy', 'idle', 'error'])('need not be there if the thread is %s', (status) => {
    expect(prepare(undefined, status)).toEqual({ list: [], json: '', problem: '' });
    expect(prepare('[{"value":1}]', status).json).toBe('[{"id":null,"value":1}]');
  });
});

describe('a number', () => {
  test.each([
    ['0', '0'],
    ['-1.5', '-1.5'],
    ['1250.50', '1250.5'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740992', '"≈9007199254740992"'],
    ['-9007199254740993', '"≈-9007199254740992"'],
    ['12345678901234567890', '"≈12345678901234567000"'],
    ['1e21', '"≈1e+21"'],
    ['1e400', '"≈Infinity"'],
    ['-1e400', '"≈-Infinity"'],
    ['{"a":[1e400]}', '{"a":["≈Infinity"]}'],
  ])('%s is shown as %s', (sent, shown) => {
    expect(prepareValue(sent).json).toBe(`[{"id":"i-1","value":${shown}}]`);
  });
});

describe('a secret', () => {
  test.each([
    KEY,
    KEY.toUpperCase(),
    `a ${KEY} b`,
    [...KEY].join('\u200b'),
    KEY.replace('_', '_\u202e\u0000\n'),
    `${KEY.slice(0, 9)}\u2028${KEY.slice(9)}`,
  ])('is redacted in keys, values and IDs: %j', (text) => {
    const { list, json } = prepare(JSON.stringify([{ id: text, value: { [text]: [text] } }]));
    const shown = text.startsWith('a ') ? 'a *** b' : '***';
    expect(list).toEqual([{ id: shown, value: { [shown]: [shown] } }]);
    expect(JSON.parse(json)).toEqual(list);
  });
});

test('invisible characters are written as in JSON, and mean the same', () => {
  const value = 'a\u200b\u202e\u2028\u{e0001}\ufeff\u00ad\ud800b\nc\td\u2800';
  const { json, list } = prepareValue(JSON.stringify(value));
  expect(json).toBe(
    '[{"id":"i-1","value":"a\\u200b\\u202e\\u2028\\udb40\\udc01\\ufeff\\u00ad\\ud800b\\nc\\td\\u2800"}]',
  );
  expect(JSON.parse(json)).toEqual(list);
  expect(list).toEqual([{ id: 'i-1', value }]);
});

test('a key that is special in JavaScript is a key like any other', () => {
  const { json } = prepareValue('{"__proto__":{"a":1},"constructor":2}');
  expect(json).toBe('[{"id":"i-1","value":{"__proto__":{"a":1},"constructor":2}}]');
});

describe('limits', () => {
  /** A list whose JSON has this many bytes. */
  const ofBytes = (bytes: number, unit = 'x'): string => {
    const frame = '[{"id":null,"value":""}]'.length;
    const count = Math.floor((bytes - frame) / Buffer.byteLength(unit));
    return `[{"id":null,"value":"${unit.repeat(count)}${'x'.repeat(bytes - frame - count * Buffer.byteLength(unit))}"}]`;
  };
  const KIB = 1024;

  test.each(['x', 'é', '😀'])('the output has at most 256 KiB of %s', (unit) => {
    const sent = ofBytes(256 * KIB, unit);
    expect(prepare(sent)).toEqual({ list: JSON.parse(sent), json: sent, problem: '' });
    const longer = ofBytes(256 * KIB + 1, unit);
    const problem = 'The output interrupts is empty, because it would exceed 256 KiB';
    expect(prepare(longer)).toEqual({ list: JSON.parse(longer), json: '', problem });
  });

  test.each(['x', '😀'])('a list of at most 1 MiB of %s is shown', (unit) => {
    const sent = ofBytes(KIB * KIB, unit);
    expect(prepare(sent).list).toEqual(JSON.parse(sent));
    expect(prepare(ofBytes(KIB * KIB + 1, unit))).toEqual(TOO_LARGE);
  });

  test('what JSON escapes counts as in the output', () => {
    expect(prepareValue(JSON.stringify('\u200b'.repeat(43 * KIB))).json).toBe('');
    expect(prepareValue(JSON.stringify('\u200b'.repeat(42 * KIB))).json).not.toBe('');
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('%s may have 100 levels, with the list and its items', (_, open, close) => {
    const nested = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
    expect(prepareValue(nested(98)).json).toBe(`[{"id":"i-1","value":${nested(98)}}]`);
    expect(prepareValue(nested(99))).toEqual(TOO_DEEP);
    expect(prepareValue(nested(3000))).toEqual(TOO_DEEP);
    expect(prepareValue(nested(200_000))).toEqual(TOO_DEEP);
  });
});

/** JSON at its worst, with the secret in keys and values, and numbers as text. */
const text = fc
  .array(fc.oneof(fc.constantFrom(KEY, KEY.toUpperCase(), '\u200b', '\n', '"', '≈', '***', '__proto__'), fc.string()))
  .map((parts) => parts.join(''));
const { json: anyJson } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    text.map((string) => JSON.stringify(string)),
    fc.constantFrom('null', 'true', '{}', '[]', '1e400', '9007199254740993'),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt()).map(String),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items}]`),
    fc
      .uniqueArray(fc.tuple(text, tie('json')), { maxLength: 4, selector: ([key]) => withoutSecret(key) })
      .map((entries) => `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${item}`)}}`),
  ),
}));

const withoutSecret = (shown: string): string => shown.replace(new RegExp([...KEY].join('\\u200b*'), 'gi'), '***');

/** What the contract makes of a value. */
function asShown(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecret(value);
  if (typeof value === 'number') return isExact(value) ? value : `≈${value}`;
  if (Array.isArray(value)) return value.map(asShown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [withoutSecret(key), asShown(item)]));
}
const isExact = (value: number): boolean => Math.abs(value) < 2 ** 53 || (value % 1 !== 0 && Number.isFinite(value));

test('the output is one line of JSON that parses to what was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyJson, anyJson), { maxLength: 3 }), (items) => {
      const sent = `[${items.map(([id, value]) => `{"id":${id},"value":${value}}`)}]`;
      const { json, list, problem } = prepare(sent);
      expect(problem).toBe(items.length === 0 ? NOTHING_LISTED : '');
      const shown = asShown(JSON.parse(sent));
      expect(list).toEqual(shown);
      // Both as text, because -0 is 0 in JSON.
      expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(shown));
      expect(json).not.toMatch(HIDDEN);
      expect(json.toLowerCase()).not.toContain(KEY);
    }),
    { numRuns: 500 },
  );
});
