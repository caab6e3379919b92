const TAG = /<(\/?)(h3|p|b|code|blockquote|details|summary|table|tr|th|td)>/g;
export const ENTITY = /&(amp|lt|gt|quot|apos);/g;

/** Invisible characters, and those that change how others are shown. */
export const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Checks that a line contains no runner command, no control or invisible character, and no key. */
export function expectSafeLine(text: string, key: string): void {
  expect(text).not.toMatch(HIDDEN);
  expect(text).not.toMatch(/##\[|^\s*::/);
  expect(text.toLowerCase()).not.toContain(key.toLowerCase());
}

/** Checks that the summary is one HTML block: only our own tags, properly nested, and all other text escaped. */
export function expectOneHtmlBlock(summary: string): void {
  if (summary === '') return;
  expect(summary).toMatch(/^<h3>(✅|✋|❌|⚠️|🚫) /u);
  // A blank line would end the block, and the rest would be read as Markdown.
  expect(summary).not.toMatch(/\n\s*\n/);
  expect(summary.endsWith('\n')).toBe(true);
  const open: string[] = [];
  for (const [, slash, name] of summary.matchAll(TAG)) {
    if (slash === '') open.push(String(name));
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
  const text = summary.replace(TAG, '').replaceAll('<br>', '').replace(ENTITY, '');
  expect(text).not.toMatch(/[&<>"']/);
  // Only the icon for an unknown outcome contains an invisible character: a variation selector.
  expect(text.replace('⚠️', '').replaceAll('\n', '')).not.toMatch(HIDDEN);
}
