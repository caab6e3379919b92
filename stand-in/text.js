/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** @type {Record<string, string>} */
const MARKS = { '<li>': '- ', '<summary>': '▸ ', '</td>': ' | ', '</th>': ' | ' };
const NESTING = /^<\/?(ul|ol|blockquote)>$/;
const BLOCK = /^<\/?(h3|p|div|blockquote|ul|ol|li|br|details|tr)>$/;

/**
 * A job summary as plain text for a terminal, with its lists indented.
 * @param {string} html
 */
function toText(html) {
  const lines = [{ depth: 0, text: '' }];
  let depth = 0;
  for (const [, tag = '', text = ''] of html.replaceAll('\n', '').matchAll(/(<[^>]+>)([^<]*)/g)) {
    if (NESTING.test(tag)) depth += tag.startsWith('</') ? -1 : 1;
    // Only a text can have an empty line.
    if (BLOCK.test(tag)) lines.splice(tag === '<br>' || lines.at(-1)?.text ? lines.length : -1, 1, { depth, text: '' });
    const line = /** @type {{ text: string }} */ (lines.at(-1));
    line.text += (MARKS[tag] ?? '') + text.replace(/&(\w+);/g, (_, name) => String(ENTITIES[name]));
  }
  return lines.map((line) => ('  '.repeat(line.depth) + line.text).trimEnd()).join('\n');
}

module.exports = { toText };
