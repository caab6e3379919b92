const HTTP_1 = 'HTTP/1.';

/** Whole answers that come before the final one: 1xx, but for a switch of protocols. */
const INTERIM_ANSWERS = /^(HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r?\n\r?\n)+/;

/** The begin of the final one: what follows is not asked for. */
const FINAL_ANSWER = /^HTTP\/1\.\d ([^01]|101)/;

/** Node's parser takes 000 to 099 for a status as well. */
const NO_STATUS = /^HTTP\/1\.\d 0/;

/**
 * Reads along an answer, chunk by chunk, and tells whether each status line so far can be one of HTTP/1. It keeps an
 * interim answer until its end: who calls it sets the limit.
 *
 * Node's parser takes `RTSP/1.0 204` and `ICE/1.0 204` for HTTP as well, and does not tell.
 */
export function httpReader(): (chunk: Buffer) => boolean {
  let text = '';
  return (chunk) => {
    if (FINAL_ANSWER.test(text)) return true;
    text = (text + chunk.toString('latin1')).replace(INTERIM_ANSWERS, '');
    return HTTP_1.startsWith(text.slice(0, HTTP_1.length)) && !NO_STATUS.test(text);
  };
}
