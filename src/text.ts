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

/** Escapes what an HTML block needs and no more: the runner masks a secret in its raw form and in this one. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
  return text.replace(/[&<>"']/g, (character) => `&${entities[character]};`);
}

/** Milliseconds as seconds: to a tenth, or to the millisecond below one second. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 1000 ? 3 : 1))} s`;
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
