import { clean, containsSecret, escapeHtml, seconds } from '../src/text.js';

const KEY = 'lsv2_pt_0123.abc';

describe('clean', () => {
  test.each([
    ['control characters', 'a\x00b\x1b[31mc\r\nd\te\x7ff\x85g', 'ab[31mcdefg'],
    ['zero-width and bidirectional characters', 'a\u200bb\u202ec\u2066d\ufeffe\u00adf\u2028g', 'abcdefg'],
    ['fillers, selectors and tags', 'a\u3164b\ufe0fc\u{e0041}d\u115fe', 'abcde'],
    ['what fonts leave blank', 'a\u2800b\u{1d159}c\u{16fe4}d\ufffce', 'abcde'],
    ['a text that is nothing else', '\u200b\u202e', ''],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
  ])('drops %s', (_, text, shown) => {
    expect(clean(text, [], 100)).toBe(shown);
  });

  test.each([
    ['as it is', `key ${KEY}!`],
    ['with invisible characters inside', `key lsv2_\u200bpt_0123\u202e.\r\nabc!`],
    ['in another case', `key ${KEY.toUpperCase()}!`],
  ])('redacts a secret %s', (_, text) => {
    expect(clean(text, [KEY], 100)).toBe('key ***!');
  });

  test('redacts a secret that is itself not clean', () => {
    expect(clean('a\u200bb\nc', ['ab\u200b\nc'], 100)).toBe('***');
  });

  test('takes a secret literally, and an invisible one as none', () => {
    expect(clean('axb', ['a.b', '\u200b'], 100)).toBe('axb');
  });

  test('redacts every place, also of a secret too long for a regular expression', () => {
    const long = 'a+b.'.repeat(50_000);
    expect(clean(`x${long}y${long.toUpperCase()}z`, [long], 100)).toBe('x***y***z');
    expect(clean('İ aKEYaKEY', ['key'], 100)).toBe('İ a***a***');
  });

  test('redacts before it cuts, so that no part of a secret is left at the end', () => {
    expect(clean(`${'x'.repeat(5)}${KEY}`, [KEY], 10)).toBe('xxxxx***');
  });

  test('cuts by characters, not in the middle of one, and says so', () => {
    expect(clean('😀😀😀', [], 2)).toBe('😀😀…');
    expect(clean('abc', [], 3)).toBe('abc');
  });

  test.each([
    ['##[add-mask]true', '## [add-mask]true'],
    ['a ###[x]', 'a ### [x]'],
    ['#\u200b#[x]', '## [x]'],
    ['##\n[x]', '## [x]'],
  ])('leaves no command of the runner in %j', (text, shown) => {
    expect(clean(text, [], 100)).toBe(shown);
  });
});

test('containsSecret finds a secret in any case', () => {
  expect(containsSecret(`x${KEY.toUpperCase()}x`, [KEY])).toBe(true);
  expect(containsSecret('lsv2_pt', [KEY])).toBe(false);
});

test('escapeHtml leaves nothing that HTML or Markdown could read', () => {
  expect(escapeHtml('<img src="x"> | `a` *b* [c](d) @e &amp; \\ é_1-2.')).toBe(
    '&#60;img src&#61;&#34;x&#34;&#62; &#124; &#96;a&#96; &#42;b&#42; &#91;c&#93;&#40;d&#41; &#64;e ' +
      '&#38;amp&#59; &#92; &#233;_1-2.',
  );
});

test.each([
  [0, '0 s'],
  [1.4, '0.001 s'],
  [299_988.2, '299.988 s'],
  [86_400_000, '86400 s'],
])('seconds(%d) is %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});
