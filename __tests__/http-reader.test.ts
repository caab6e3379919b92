import { httpReader } from '../src/http-reader.js';

/** What the reader says after each chunk. */
const read = (...chunks: string[]): boolean[] => {
  const isHttp = httpReader();
  return chunks.map((chunk) => isHttp(Buffer.from(chunk, 'latin1')));
};

const EARLY = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n';

test.each([
  ['a whole answer', ['HTTP/1.1 204 No Content\r\n\r\n']],
  ['HTTP/1.0', ['HTTP/1.0 404 X\r\n\r\n']],
  ['an answer byte by byte', [...'HTTP/1.1 204 No Content\r\n\r\n']],
  ['interim answers before it', [`${EARLY}${EARLY}HTTP/1.1 204 X\r\n\r\n`]],
  ['interim answers byte by byte', [...`${EARLY}HTTP/1.1 100 Continue\n\nHTTP/1.1 204 X\r\n\r\n`]],
  ['a body that speaks of others', ['HTTP/1.1 404 X\r\n\r\nRTSP/1.0 204 OK\r\n\r\n', 'ICE/1.0 204\r\n\r\n']],
  ['the bytes after a switch', ['HTTP/1.1 101 X\r\n\r\nRTSP/1.0 204 OK\r\n\r\n']],
  ['a body of any size', ['HTTP/1.1 404 X\r\n\r\n', 'x'.repeat(20_000), 'y'.repeat(20_000)]],
])('%s can be HTTP', (_, chunks) => {
  expect(new Set(read(...chunks))).toEqual(new Set([true]));
});

test.each([
  ['RTSP', ['RTSP/1.0 204 OK\r\n\r\n'], [false]],
  ['ICE in two chunks', ['IC', 'E/1.0 204 OK\r\n\r\n'], [false, false]],
  ['HTTP/2', ['HTTP/', '2 204'], [true, false]],
  ['RTSP after an interim answer', [EARLY, 'RTSP/1.0 204 OK\r\n\r\n'], [true, false]],
  ['RTSP after one in the same chunk', [`${EARLY}RTSP/1.0 204 OK\r\n\r\n`], [false]],
])('%s is not', (_, chunks, expected) => {
  expect(read(...chunks)).toEqual(expected);
});
