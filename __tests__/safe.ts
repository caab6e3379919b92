const TAG = /<(\/?)(h3|p|b|code|blockquote|details|summary|table|tr|th|td)>/g;
const ENTITY = /&(amp|lt|gt|quot|apos);/g;

/** Characters that nobody sees, or that change how others are shown. */
export const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Checks that a line is no command for the runner, that a screen does not act on it, and that it hides the key. */
export function expectSafeLine(text: string, key: string): void {
  expect(text).not.toMatch(HIDDEN);
  expect(text).not.toMatch(/##\[|^\s*::/);
  expect(text.toLowerCase()).not.toContain(key.toLowerCase());
}

/** Checks that the summary is one HTML block of our own tags, well nested, with all other text escaped. */
export function expectOneHtmlBlock(summary: string): void {
  if (summary === '') return;
  expect(summary).toMatch(/^<h3>(✅|❌|⚠️|🚫) /u);
  // A blank line would end the block: what follows would be read as Markdown.
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
  // Only the icon for an unknown outcome has an invisible character, a variation selector.
  expect(text.replace('⚠️', '').replaceAll('\n', '')).not.toMatch(HIDDEN);
}
