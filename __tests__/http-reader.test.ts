import { httpReader } from '../src/http-reader.js';

/** What the reader says after each chunk. */
const read = (chunks: string[]): boolean[] => {
  const isHttp = httpReader();
  return chunks.map((chunk) => isHttp(Buffer.from(chunk, 'latin1')));
};

const EARLY = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';

/** An interim answer that lacks its end; white space does not count for Node's limit of 16 KiB for a head. */
const LONG = 'HTTP/1.1 103 Early Hints\r\nLink: '.padEnd(20_000);

test.each([
  ['a whole answer', ['HTTP/1.1 204 No Content\r\n\r\n']],
  ['HTTP/1.0', ['HTTP/1.0 404 X\r\n\r\n']],
  ['an answer byte by byte', [...'HTTP/1.1 204 No Content\r\n\r\n']],
  ['interim answers before it', [`${EARLY}${EARLY}HTTP/1.1 204 X\r\n\r\n`]],
  ['interim answers byte by byte', [...`${EARLY}HTTP/1.1 100 Continue\n\nHTTP/1.1 204 X\r\n\r\n`]],
  ['a body that speaks of others', ['HTTP/1.1 404 X\r\n\r\nRTSP/1.0 204 OK\r\n\r\n', 'ICE/1.0 204\r\n\r\n']],
  ['the bytes after a switch', ['HTTP/1.1 101 X\r\n\r\nRTSP/1.0 204 OK\r\n\r\n']],
  ['a switch of protocols', ['HTTP/1.1 101 X\r\n', '\r\n', 'RTSP/1.0 204 OK\r\n\r\n']],
  ['a long interim answer before it', [LONG, 'x\r', '\n', '\r', '\nHTTP/1.1 204 X\r\n\r\n', 'RTSP/1.0']],
  // Kept and searched again with each, they would take half a minute.
  ['a body byte by byte', ['HTTP/1.1 404 X\r\n\r\n', ...'x'.repeat(300_000)]],
  ['a head that quotes a status below 100', ['HTTP/1.1 404 X\r\nX-A: HTTP/1.1 000\r\n\r\n']],
  ['a body of any size', ['HTTP/1.1 404 X\r\n\r\n', 'x'.repeat(20_000), 'y'.repeat(20_000)]],
])('%s can be HTTP', (_, chunks) => {
  expect(new Set(read(chunks))).toEqual(new Set([true]));
});

test.each([
  ['RTSP', ['RTSP/1.0 204 OK\r\n\r\n'], [false]],
  ['a status below 100', ['HTTP/1.1 000 X\r\n\r\n'], [false]],
  ['a status below 100 after an interim answer', [`${EARLY}HTTP/1.1 `, '099 X\r\n\r\n'], [true, false]],
  ['ICE in two chunks', ['IC', 'E/1.0 204 OK\r\n\r\n'], [false, false]],
  ['HTTP/2', ['HTTP/', '2 204'], [true, false]],
  ['RTSP after an interim answer', [EARLY, 'RTSP/1.0 204 OK\r\n\r\n'], [true, false]],
  [
    'RTSP after one that quotes a final one',
    ['HTTP/1.1 103 X\r\nX-A: HTTP/1.1 200', '\r\n\r\nRTSP/1.0 204 OK\r\n\r\n'],
    [true, false],
  ],
  ['RTSP after two in the same chunk', [`${EARLY}${EARLY}RTSP/1.0 204 OK\r\n\r\n`], [false]],
  ['RTSP after one that ends in line feeds', ['HTTP/1.1 100 Continue\n\nRTSP/1.0 204 OK\r\n\r\n'], [false]],
  ['RTSP after a long one', [LONG, 'x', '\r\n\r', '\nRTSP/1.0 204 OK\r\n\r\n'], [true, true, true, false]],
  ['HTTP with an answer inside of its name', [`HTT${EARLY}P/1.1 204 X\r\n\r\n`], [false]],
])('%s is not', (_, chunks, expected) => {
  expect(read(chunks)).toEqual(expected);
});
