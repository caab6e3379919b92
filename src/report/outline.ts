import type { Interrupt } from '../attempts/thread.js';
import { parseJson } from '../exchange.js';
import { escapeHidden, escapeHtml } from '../text.js';

/** Characters of all interrupts that are shown, before they become HTML. */
const MAX_TEXT = 64 * 1024;

/** Counted for each line and each interrupt beside its text, so that many short ones cannot make the summary too large. */
const LINE_COST = 8;
const BLOCK_COST = 40;

/** Deeper levels are shown as JSON: each level of an outline makes the lines narrower. */
const MAX_LEVELS = 6;

/**
 * Longer texts, and those in which something like a key follows spaces, are quoted: they may wrap, and then no line
 * begins where a key could stand.
 */
const MAX_UNQUOTED = 60;
const LIKE_A_KEY = /\n|: |\p{Zs}{2}/u;

/** Runs of empty lines or spaces that would push text out of sight. They are replaced by their length. */
const LONG_RUN = /(\n(?:[^\S\n]*\n){4,}|\p{Zs}{41,})/u;

/**
 * Interrupts as HTML, a block for each: an outline like YAML, with a bullet for each key or item. All foreign text is
 * code, which GitHub searches neither for links nor for mentions, and in which it keeps spaces. Keys are bold.
 */
export function renderInterrupts(list: readonly Interrupt[]): string[] {
  let left = MAX_TEXT;
  let isCut = false;

  /** The text, as far as there is room for it. All of it counts: a line break takes more HTML than a letter. */
  const take = (text: string): string => {
    isCut ||= text.length > left;
    // A surrogate pair is not cut in two.
    const taken = text.slice(0, Math.max(0, left)).replace(/[\ud800-\udbff]$/, '');
    left -= text.length;
    return taken;
  };

  const renderText = (text: string): string => {
    const visible = take(escapeHidden(text.replace(/\r\n?/g, '\n'), '\n'));
    const html = visible.split(LONG_RUN).map((part, index) => {
      if (index % 2 === 0) return part.split('\n').map(toCode).join('<br>');
      const lines = part.split('\n').length - 2;
      return lines > 0 ? `<br><i>(${lines} empty lines)</i><br>` : ` <i>(${part.length} spaces)</i> `;
    });
    const isQuoted = visible.length > MAX_UNQUOTED || LIKE_A_KEY.test(visible);
    return isQuoted ? `<blockquote>${html.join('')}</blockquote>` : html.join('');
  };

  const renderValue = (value: unknown, level: number): string => {
    if (typeof value === 'string') return renderText(isAmbiguous(value) ? JSON.stringify(value) : value);
    if (!isBranch(value) || level > MAX_LEVELS) return renderText(JSON.stringify(value));
    const tag = Array.isArray(value) ? 'ol' : 'ul';
    const items = Object.entries(value).map(([key, item]) => {
      isCut ||= left <= LINE_COST;
      if (isCut) return '';
      left -= LINE_COST;
      const label = tag === 'ol' ? '' : `<b>${renderText(quoteKey(key))}</b>: `;
      return `<li>${label}${renderValue(item, level + 1)}</li>\n`;
    });
    return `<${tag}>\n${items.join('')}</${tag}>`;
  };

  const blocks = list.map(({ id, value }, index) => {
    if (index > 0) left -= BLOCK_COST;
    isCut ||= left < 0;
    if (isCut) return '';
    const name = list.length === 1 ? 'Interrupt' : `Interrupt ${index + 1} of ${list.length}`;
    const label = id === null ? '' : ` · ID ${renderText(typeof id === 'string' ? quoteKey(id) : JSON.stringify(id))}`;
    return `<div><b>${name}</b>${label}</div>\n<div>${renderValue(value, 1)}</div>`;
  });
  const notice = '<p><b>Only the beginning is shown, because the rest is too long.</b></p>';
  return [...(isCut ? [notice] : []), ...blocks.filter(Boolean)];
}

function toCode(text: string): string {
  return text && `<code>${escapeHtml(text)}</code>`;
}

/** Whether a value is a list or an object that is not empty. */
function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Whether a text of one line would read as another value, as a list or as an object. */
function isAmbiguous(text: string): boolean {
  return !/[\r\n]/.test(text) && (/^$|^[[{"]|^- |: |:$/.test(text) || parseJson(text) !== undefined);
}

/** A key in quotes, unless it consists of words. */
function quoteKey(key: string): string {
  return /^[\p{L}\p{N}_.-]+( [\p{L}\p{N}_.-]+)*$/u.test(key) ? key : JSON.stringify(key);
}
