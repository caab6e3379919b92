import { clean, containsSecret, escapeHtml, isoTime, seconds, stripHidden } from '../../src/text.js';

const KEY = 'lsv2_pt_0123.abc';

describe('clean', () => {
  test.each([
    ['control characters', 'a\x00b\x1b[31mc\x08d\x7fe', 'ab[31mcde'],
    ['zero-width and bidirectional characters', 'a\u200bb\u202ec\u2066d\ufeffe\u00adf', 'abcdef'],
    ['fillers, selectors and tags', 'a\u3164b\ufe0fc\u{e0041}d\u115fe', 'abcde'],
    ['what fonts leave blank', 'a\u2800b\u{1d159}c\u{16fe4}d\ufffce', 'abcde'],
    ['everything, if nothing else is there', '\u200b\u202e', ''],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
  ])('drops %s', (_, text, shown) => {
    expect(clean(text, [], 100)).toBe(shown);
  });

  test.each(['\n', '\r', '\r\n', '\n\n\r\n', '\t', '\v', '\f', '\x85', '\u2028', '\u2029'])(
    'writes a space for %j, so that words stay apart',
    (space) => expect(clean(`a${space}b`, [], 100)).toBe('a b'),
  );

  test('redacts a key that a line break interrupts', () => {
    expect(clean(`a\n${KEY.slice(0, 5)}\r\n${KEY.slice(5)}\nb`, [KEY], 100)).toBe('a *** b');
  });

  test.each([
    ['in a sentence', `key ${KEY}!`],
    ['with invisible characters inside', `key lsv2_\u200bpt_0123\u202e.\r\nabc!`],
    ['in another case', `key ${KEY.toUpperCase()}!`],
  ])('redacts a secret %s', (_, text) => {
    expect(clean(text, [KEY], 100)).toBe('key ***!');
  });

  test('redacts a secret that has hidden characters itself', () => {
    expect(clean('a\u200bb\nc', ['ab\u200b\nc'], 100)).toBe('***');
  });

  test('reads a secret literally, and ignores an invisible one', () => {
    expect(clean('axb', ['a.b', '\u200b'], 100)).toBe('axb');
  });

  test('redacts every occurrence, even of a secret too long for a regular expression', () => {
    const long = 'a+b.'.repeat(50_000);
    expect(clean(`x${long}y${long.toUpperCase()}z`, [long], 100)).toBe('x***y***z');
    expect(clean('İ aKEYaKEY', ['key'], 100)).toBe('İ a***a***');
  });

  test('redacts before it cuts, so that no part of a secret remains at the end', () => {
    expect(clean(`${'x'.repeat(5)}${KEY}`, [KEY], 10)).toBe('xxxxx***');
  });

  test('cuts between characters, never inside one, and marks the cut', () => {
    expect(clean('😀😀😀', [], 2)).toBe('😀😀…');
    expect(clean('abc', [], 3)).toBe('abc');
  });

  test.each([
    ['##[add-mask]true', '## [add-mask]true'],
    ['a ###[x]', 'a ### [x]'],
    ['#\u200b#[x]', '## [x]'],
    ['##\u200b[x]', '## [x]'],
    ['##\n[x]', '## [x]'],
  ])('breaks up a command of the runner in %j', (text, shown) => {
    expect(clean(text, [], 100)).toBe(shown);
  });
});

test('redacts a key whole that contains another, if it comes first', () => {
  expect(clean('x-abc-y', ['abc-y', 'abc'], 100)).toBe('x-***');
});

test.each([
  ['lsv2_pt_1', 'lsv2_pt_1'],
  ['a\u200bb\nc é 😀', 'abc é 😀'],
  ['\u202e\ufeff', ''],
])('stripHidden(%j) is %j', (text, shown) => {
  expect(stripHidden(text)).toBe(shown);
});

test('containsSecret finds a secret in any case', () => {
  expect(containsSecret(`x${KEY.toUpperCase()}x`, [KEY])).toBe(true);
  expect(containsSecret('lsv2_pt', [KEY])).toBe(false);
});

test('escapeHtml escapes five characters and no other, so that the masks of the runner still match', () => {
  expect(escapeHtml(`<b title="x">it's</b> & &amp;`)).toBe(
    '&lt;b title=&quot;x&quot;&gt;it&apos;s&lt;/b&gt; &amp; &amp;amp;',
  );
  const others = '|`*_~[]()@#=;:\\/!?-+.,{}$%^é 😀';
  expect(escapeHtml(others)).toBe(others);
});

test.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [1.4, '0.001 s'],
  [500, '0.5 s'],
  [999.4, '0.999 s'],
  [1000, '1 s'],
  [1549, '1.5 s'],
  [30_000, '30 s'],
  [299_988.2, '300 s'],
  [86_400_000, '86400 s'],
])('seconds(%d) is %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});

test.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [Date.UTC(2026, 10, 25, 12, 50, 0, 500), '2026-11-25T12:50:00.500Z'],
])('isoTime(%d) is %s', (ms, text) => {
  expect(isoTime(ms)).toBe(text);
});
