import * as fc from 'fast-check';
import type { Interrupt } from '../../src/attempts/thread.js';
import { renderInterrupts } from '../../src/report/outline.js';
import { HIDDEN } from './safe.js';

interface MarkdownNode {
  type: string;
  literal: string | null;
  firstChild: MarkdownNode | null;
  next: MarkdownNode | null;
}

/** CommonMark's reference implementation. It has no types of its own. */
const { Parser } = require('commonmark') as { Parser: new () => { parse(markdown: string): MarkdownNode } };

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
type Entity = keyof typeof ENTITIES;
const TOKEN =
  /<(?<end>\/?)(?<tag>p|div|b|i|br|code|blockquote|ul|ol|li)>|(?<text>(?:[^&<>"']|&(?:amp|lt|gt|quot|apos);)+)/y;

/** An element, with what it contains. */
interface Element {
  tag: string;
  children: (Element | string)[];
}

/** The HTML, read strictly: known tags without attributes, closed in order, and text that is escaped. */
function readHtml(html: string): Element {
  const root: Element = { tag: '', children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < html.length; end = TOKEN.lastIndex) {
    const { tag = '', text, end: slash } = TOKEN.exec(html)?.groups ?? {};
    if (text) open.at(-1)?.children.push(text.replace(/&(\w+);/g, (_, name: Entity) => ENTITIES[name]));
    else if (tag && !slash) {
      const element: Element = { tag, children: [] };
      open.at(-1)?.children.push(element);
      if (tag !== 'br') open.push(element);
    } else if (!tag || open.pop()?.tag !== tag) throw new Error(`foreign HTML at ${html.slice(end, end + 60)}`);
  }
  expect(open).toEqual([root]);
  return root;
}

/** The only HTML block that the Markdown contains. */
function readSummary(blocks: string[]): Element {
  const block = new Parser().parse(['<h3>Heading</h3>', ...blocks, ''].join('\n')).firstChild;
  expect({ type: block?.type, next: block?.next }).toEqual({ type: 'html_block', next: null });
  return readHtml(String(block?.literal).replace(/^<h3>Heading<\/h3>/, ''));
}

const elements = ({ children }: Element, ...tags: string[]): Element[] =>
  children.filter((child) => typeof child !== 'string').filter(({ tag }) => tags.length === 0 || tags.includes(tag));

/** Foreign text stands in `code` only, and nothing else does. */
function textOf(element: Element): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return element.tag === 'code' ? child : '';
      if (child.tag === 'br') return '\n';
      if (child.tag !== 'i') return textOf(child);
      const [, count, what] = /^\((\d+) (spaces|empty lines)\)$/.exec(String(child.children[0])) ?? [];
      return what === 'spaces' ? `{${count} spaces}` : `{${count} lines}`;
    })
    .join('');
}

/** What is shown of a value: a text, or a list of what is shown of its items, in an object beside their keys. */
type Shown = string | Shown[];

/** Reads what the element shows after a label, if there is one. */
function shownIn(element: Element): Shown {
  const [branch] = elements(element, 'ul', 'ol');
  const label = elements(element, 'b')[0];
  if (!branch) return textOf({ ...element, children: element.children.filter((child) => child !== label) });
  return elements(branch, 'li').map((item) => {
    const key = elements(item, 'b')[0];
    return key && branch.tag === 'ul' ? [textOf(key), shownIn(item)] : shownIn(item);
  });
}

/** What the blocks show of one interrupt. */
function show(value: unknown): Shown {
  const [, block] = elements(readSummary(renderInterrupts([{ id: null, value }])), 'div').slice(-2);
  return shownIn(block as Element);
}

describe('a value', () => {
  test.each<[unknown, string]>([
    ['refund_payment', 'refund_payment'],
    ['Refund the payment.', 'Refund the payment.'],
    [1250.5, '1250.5'],
    [-0.1, '-0.1'],
    [1e21, '1e+21'],
    [true, 'true'],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
    ['≈12345678901234567000', '≈12345678901234567000'],
    // These would read as something else.
    ['', '""'],
    ['true', '"true"'],
    ['null', '"null"'],
    ['1250.50', '"1250.50"'],
    ['"x"', '"\\"x\\""'],
    ['[]', '"[]"'],
    ['{oops', '"{oops"'],
    ['- x', '"- x"'],
    ['name: x', '"name: x"'],
    ['name:', '"name:"'],
    // These would not.
    ['-x', '-x'],
    ['12:50', '12:50'],
    ['true story', 'true story'],
    ['a\nb: c', 'a\nb: c'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['x\u200b\u202ey\tz', 'x\\u200b\\u202ey\\tz'],
    ['</code><b>', '</code><b>'],
    [`a${' '.repeat(40)}b`, `a${' '.repeat(40)}b`],
    [`a${' '.repeat(300)}b`, 'a{300 spaces}b'],
    ['a\n\n\n\nb', 'a\n\n\n\nb'],
    ['a\n\n \n\n\nb', 'a\n{4 lines}\nb'],
  ])('%j is shown as %s', (value, shown) => {
    expect(show(value)).toBe(shown);
  });

  test('in a list or an object has a line of its own', () => {
    const value = { name: 'refund', args: { to: ['a', 1, [true]], 'a b': {}, 'x: y': [] }, '': null, '<b>\n': 'x' };
    expect(show(value)).toEqual([
      ['name', 'refund'],
      [
        'args',
        [
          ['to', ['a', '1', ['true']]],
          ['a b', '{}'],
          ['"x: y"', '[]'],
        ],
      ],
      ['""', 'null'],
      ['"<b>\\n"', 'x'],
    ]);
  });

  test('deeper than six levels is shown as JSON', () => {
    expect(show([[[[[[[1, { a: 'b' }]]]]]]])).toEqual([[[[[['[1,{"a":"b"}]']]]]]]);
  });

  test.each([
    ['short', false],
    ['x'.repeat(60), false],
    ['x'.repeat(61), true],
    ['two\nlines', true],
    ['padding  name', true],
    ['padding name: harmless', true],
  ])('that may wrap like a key is quoted: %j', (text, isQuoted) => {
    expect(
      renderInterrupts([{ id: null, value: { text } }])
        .join('')
        .includes('<blockquote>'),
    ).toBe(isQuoted);
  });
});

test('each interrupt has a block with its number and its ID', () => {
  const blocks = renderInterrupts([
    { id: 'i-1', value: 'a' },
    { id: null, value: 'b' },
    { id: { x: 1 }, value: 'c' },
    { id: 'true <b>', value: 'd' },
  ]);
  expect(blocks).toEqual([
    '<div><b>Interrupt 1 of 4</b> · ID <code>i-1</code></div>\n<div><code>a</code></div>',
    '<div><b>Interrupt 2 of 4</b></div>\n<div><code>b</code></div>',
    '<div><b>Interrupt 3 of 4</b> · ID <code>{&quot;x&quot;:1}</code></div>\n<div><code>c</code></div>',
    '<div><b>Interrupt 4 of 4</b> · ID <code>&quot;true &lt;b&gt;&quot;</code></div>\n<div><code>d</code></div>',
  ]);
  expect(renderInterrupts([{ id: null, value: 1 }])).toEqual([
    '<div><b>Interrupt</b></div>\n<div><code>1</code></div>',
  ]);
  expect(renderInterrupts([])).toEqual([]);
});

describe('more than 64 KiB of text', () => {
  const NOTICE = '<p><b>Only the beginning is shown, because the rest is too long.</b></p>';
  const LIMIT = 64 * 1024;

  test('is cut at the limit, with a notice before it', () => {
    const [whole, ...none] = renderInterrupts([{ id: null, value: 'x'.repeat(LIMIT) }]);
    expect(whole).toContain(`>${'x'.repeat(LIMIT)}<`);
    expect(none).toEqual([]);
    const [notice, cut] = renderInterrupts([{ id: null, value: 'x'.repeat(LIMIT + 1) }]);
    expect(notice).toBe(NOTICE);
    expect(cut).toBe(whole);
  });

  test('does not cut a surrogate pair in two', () => {
    const [, cut] = renderInterrupts([{ id: null, value: `${'x'.repeat(LIMIT - 1)}😀` }]);
    expect(cut).toContain(`>${'x'.repeat(LIMIT - 1)}<`);
  });

  test.each<[string, Interrupt[]]>([
    ['many short items', [{ id: null, value: Array.from({ length: 50_000 }, () => 1) }]],
    ['many short keys', [{ id: null, value: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [i, 1])) }]],
    ['many interrupts', Array.from({ length: 5000 }, (_, id) => ({ id, value: `${id} ${'x'.repeat(20)}` }))],
    ['many empty interrupts', Array.from({ length: 12_000 }, () => ({ id: '', value: '' }))],
    ['many entities', [{ id: null, value: '"'.repeat(900_000) }]],
    ['many short lines', [{ id: null, value: 'x\n'.repeat(400_000) }]],
    ['many empty lines', [{ id: null, value: '"\n\n\n\n\n'.repeat(90_000) }]],
    ['many runs of spaces', [{ id: null, value: `"${' '.repeat(41)}`.repeat(23_000) }]],
    ['many short texts', [{ id: null, value: Array.from({ length: 60_000 }, () => ({ '"': '"\n' })) }]],
    ['a long key', [{ id: null, value: { ['x'.repeat(70_000)]: 1, hidden: 2 } }]],
    ['a long ID', [{ id: 'x'.repeat(70_000), value: 'hidden' }]],
  ])('may be %s: the job summary stays below 1 MiB', (_, list) => {
    const blocks = renderInterrupts(list);
    expect(blocks[0]).toBe(NOTICE);
    expect(Buffer.byteLength(blocks.join('\n'))).toBeLessThan(1024 * 1024);
    expect(blocks.join('')).not.toContain('hidden');
    readSummary(blocks);
  });
});

const HOSTILE_PIECES = [
  ...[
    '\n',
    '\r\n',
    '\r',
    '\n\n\n\n\n\n',
    ' ',
    ' '.repeat(300),
    '\t',
    '\u2003'.repeat(50),
    '\u2028',
    '\u200b',
    '\u202e',
  ],
  ...[
    '</code>',
    '</li></ul></div>',
    '<h1>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<script>',
    '</script>',
    '<img src=x>',
    '&lt;',
  ],
  ...[
    '# a',
    '\n- b',
    '\n---\n',
    '[x](https://example.com)',
    '![y](z)',
    '<https://a.b>',
    '**b**',
    '`',
    '```\n',
    '|a|\n|-|',
  ],
  ...['@octocat', '#1', '::error::x', '##[group]', 'name: ', '- ', '"', "'", '&', '\ud800', '😀', '≈1', 'null', '\0'],
];
const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...HOSTILE_PIECES) }, fc.string({ unit: 'binary' })))
  .map((parts) => parts.join(''));
const { value: hostileValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    hostile,
    fc.constantFrom(null, true, 0, -1.5, {}, []),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostile, tie('value'), { maxKeys: 4 }),
  ),
}));

/** A text as it is shown: line breaks as LF, other invisible characters escaped, long runs of white space counted. */
function visible(text: string): string {
  const toJson = (unit: string): string => (unit === '\t' ? '\\t' : `\\u${hex(unit)}`);
  const characters = [...text.replace(/\r\n?/g, '\n')].map((character) => {
    const isHidden = HIDDEN.test(character) || '\u2800\u{1d159}\u{16fe4}\ufffc'.includes(character);
    return isHidden && character !== '\n' ? character.replace(/./gs, toJson) : character;
  });
  return characters.join('').replace(/\n(\p{Zs}*\n){4,}|\p{Zs}{41,}/gu, (run) => {
    const lines = run.split('\n').length - 2;
    return lines > 0 ? `\n{${lines} lines}\n` : `{${run.length} spaces}`;
  });
}
const hex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');

/** Compares what is shown with what was sent. A text may stand in quotes, as in JSON. */
function expectShown(shown: Shown, sent: unknown, level = 1): void {
  const isBranch = typeof sent === 'object' && sent !== null && Object.keys(sent).length > 0;
  if (isBranch && level <= 6) {
    const expected = Array.isArray(sent) ? sent : Object.entries(sent);
    expect(shown).toHaveLength(expected.length);
    expected.forEach((item, index) => {
      const [key, value] = Array.isArray(sent) ? [undefined, item] : item;
      if (key !== undefined) expectShown(shown[index]?.[0] as Shown, key);
      expectShown((key === undefined ? shown[index] : shown[index]?.[1]) as Shown, value, level + 1);
    });
  } else {
    const json = visible(JSON.stringify(sent));
    expect(typeof sent === 'string' ? [visible(sent), json] : [json]).toContain(shown);
  }
}

test('hostile text stays text, wherever it stands, and all of it is shown', () => {
  const interrupt = fc.record({ id: fc.oneof(hostile, hostileValue), value: hostileValue });
  fc.assert(
    fc.property(fc.array(interrupt, { maxLength: 3 }), (list) => {
      const root = readSummary(renderInterrupts(list));
      const blocks = elements(root, 'div');
      expect(blocks).toHaveLength(2 * list.length);
      list.forEach(({ id, value }, index) => {
        const [head, body] = blocks.slice(2 * index) as [Element, Element];
        if (id !== null) expectShown(shownIn(head), id, Number.POSITIVE_INFINITY);
        expectShown(shownIn(body), value);
      });
      expect(textOf(root).replaceAll('\n', '')).not.toMatch(HIDDEN);
    }),
    { numRuns: 300 },
  );
});
