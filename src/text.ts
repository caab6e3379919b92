/**
 * Control, format and unassigned characters, lone surrogates, line and paragraph separators, and other invisible
 * characters. The last four count as symbols or letters in Unicode, but fonts leave them blank.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}\ufffc]/gu;

const PLAIN = /^[\x20-\x7e]*$/;

/** Removes characters that are invisible or that change how others are shown. */
export function stripHidden(text: string): string {
  // Compiling the other expression takes 0.4 ms, and most text does not need it.
  return PLAIN.test(text) ? text : text.replace(HIDDEN, '');
}

/**
 * Makes foreign text safe to show in one line of the log.
 *
 * The order matters: otherwise a secret that contains an invisible character, or that spans the cut, would leak.
 * The runner reads `##[name]` as a command anywhere in a line, so it is broken up.
 *
 * @param limit maximum length in code points; longer text is cut there and ends in `…`
 */
export function clean(text: string, secrets: readonly string[], limit: number): string {
  const oneLine = redact(text, secrets).replace(/[\t-\r\x85\u2028\u2029]+/g, ' ');
  const characters = [...stripHidden(oneLine).trim().replaceAll('##[', '## [')];
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
}

/** Whether the text contains a secret, in upper or lower case, also if invisible characters interrupt it. */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
  return redact(text, secrets) !== text;
}

/**
 * Replaces each secret, also if invisible characters interrupt it.
 *
 * @param secrets matched in upper and lower case, because host names come back in lower case
 */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => redactOne(shown, lowerAscii(stripHidden(secret))), text);
}

/** Without a regular expression: a long key would make it too large for the engine. */
function redactOne(text: string, needle: string): string {
  const visible = lowerAscii(stripHidden(text));
  if (needle === '' || !visible.includes(needle)) return text;
  // A hidden character is one or two code units.
  const hidden = new Set([...text.matchAll(HIDDEN)].flatMap(({ 0: { length }, index }) => [index, index + length - 1]));
  // Where each code unit of `visible` is in `text`.
  const offsets = Array.from({ length: text.length }, (_, index) => index).filter((index) => !hidden.has(index));
  let shown = '';
  let from = 0;
  for (let at = visible.indexOf(needle); at !== -1; at = visible.indexOf(needle, at + needle.length)) {
    shown += `${text.slice(from, offsets[at])}***`;
    from = Number(offsets[at + needle.length - 1]) + 1;
  }
  return shown + text.slice(from);
}

/** Writes invisible characters as in JSON (`\\u200b`), so that they can be seen. Keeps those in `kept`. */
export function escapeHidden(text: string, kept = ''): string {
  const toEscape = (unit: string): string =>
    unit === '\t' ? '\\t' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(HIDDEN, (hidden) => (kept.includes(hidden) ? hidden : hidden.replace(/./gs, toEscape)));
}

/** Escapes what an HTML block needs and no more: the runner masks a secret in its raw form and in this one. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
  return text.replace(/[&<>"']/g, (character) => `&${entities[character]};`);
}

/** Milliseconds as seconds: to a tenth, or to the millisecond below one second. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 1000 ? 3 : 1))} s`;
}

/** ASCII only, because other letters may change their length. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Milliseconds since 1970 as an RFC 3339 time in UTC, with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
