const HTTP_1 = 'HTTP/1.';

/** Whole answers that come before the final one: 1xx, but for a switch of protocols. */
const INTERIM_ANSWERS = /^(HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r?\n\r?\n)+/;

/**
 * Reads along an answer, chunk by chunk, and tells whether each status line so far can be one of HTTP/1. It keeps all
 * of the final answer: who calls it sets the limit.
 *
 * Node's parser takes `RTSP/1.0 204` and `ICE/1.0 204` for HTTP as well, and does not tell.
 */
export function httpReader(): (chunk: Buffer) => boolean {
  let text = '';
  return (chunk) => {
    text = (text + chunk.toString('latin1')).replace(INTERIM_ANSWERS, '');
    return HTTP_1.startsWith(text.slice(0, HTTP_1.length));
  };
}
