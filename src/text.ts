/** What takes the place of a secret in a text that is shown. */
const REDACTED = '***';

/**
 * Control, format and unassigned characters, lone surrogates, line and paragraph separators, whatever is invisible; and
 * what Unicode counts as a symbol or a letter, and fonts leave blank: a braille pattern, a note, a filler, an object.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}\ufffc]/gu;

/** The text without the characters that show nothing, or that change how their neighbours are shown. */
export function stripHidden(text: string): string {
  // Nearly always: to make the other expression ready takes 0.4 ms.
  return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(HIDDEN, '');
}

/**
 * Makes foreign text safe to show inside one line of the log.
 *
 * The order matters: a secret with an invisible character inside, or across the cut, would leak otherwise.
 * The runner reads `##[name]` as a command anywhere in a line, so that is broken up.
 *
 * @param secrets texts never to show, in any case: a host name comes back in lower case
 * @param limit length kept, in characters (code points); a text cut there ends in `…`
 */
export function clean(text: string, secrets: readonly string[], limit: number): string {
  const characters = [...redact(stripHidden(text), secrets).replaceAll('##[', '## [')];
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
}

/** Whether a secret stands in the text, in any case. */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
  return redact(text, secrets) !== text;
}

/** Text as HTML that is also inert as Markdown: all but ASCII letters, digits and ` .,_-` becomes a character reference. */
export function escapeHtml(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,_-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Milliseconds as seconds, to the millisecond. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => replaceAnyCase(shown, stripHidden(secret)), text);
}

/** Not by a regular expression: one made of a long key is too large for the engine. */
function replaceAnyCase(text: string, secret: string): string {
  if (secret === '') return text;
  const [haystack, needle] = [lowerAscii(text), lowerAscii(secret)];
  let shown = '';
  let from = 0;
  for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, from)) {
    shown += text.slice(from, at) + REDACTED;
    from = at + needle.length;
  }
  return shown + text.slice(from);
}

/** In lower case, with every character in its place: other letters may change their length. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
