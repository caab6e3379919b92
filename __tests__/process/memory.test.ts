import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, outputs, preload, stepOn } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BLOCK = 'x'.repeat(65_536);
const GIGABYTE = 1_000_000_000;

/** Sends the head and then the block again and again, as fast as the other side takes it. */
function flood(head: string, block = BLOCK): (socket: Socket) => void {
  return (socket) => {
    const more = (): void => {
      if (socket.writable) socket.write(block, () => setImmediate(more));
    };
    socket.write(head, more);
  };
}

/** Runs a step of at most 2 s; returns its outputs and the most memory that its process ever held, in MB. */
async function measure(reply: Parameters<typeof stepOn>[0], inputs = {}) {
  const file = join(mkdtempSync(join(folder, 'step-')), 'peak');
  // On Linux, maxRSS starts with that of the parent, even in a new program.
  const peakKib = `existsSync('/proc/self/status')
    ? /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] : process.resourceUsage().maxRSS`;
  const onExit = `writeFileSync(${JSON.stringify(file)}, String((${peakKib}) * 1.024e-3))`;
  const { outputs: written } = await stepOn(reply, {
    inputs: { 'request-timeout-seconds': '2', 'max-attempts': '1', ...inputs },
    nodeOptions: preload(
      `import { existsSync, readFileSync, writeFileSync } from 'node:fs'; process.on('exit', () => ${onExit});`,
    ),
  });
  const peakMb = Number(readFileSync(file, 'utf8'));
  return { written, peakMb };
}

const REFUSED = outputs('false', 'bad_request', 'not-resolved', '400', '1');
const UNEXPECTED = outputs('false', 'unexpected_response', 'unknown', '', '1');
const UNREADABLE = outputs('false', 'thread_unreadable', 'not-resolved', '', '1');
const LARGE = `Content-Length: ${GIGABYTE}\r\n\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n';
const INTERIM = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(1500);

/** The memory that a flood may take above a usual response; the most measured is 19 MB, by interim responses. */
const ROOM_MB = 32;

/** A thread is read up to 16 MiB; 35 MB were measured. */
const THREAD_ROOM_MB = 50;

const usual = measure([http(400)]);

describe('a flood takes no more memory than a usual response', () => {
  test('which is a refusal', async () => {
    expect((await usual).written).toEqual(REFUSED);
  });

  test.concurrent.each<[string, ReturnType<typeof flood>, object]>([
    ['a body of 1 GB', flood(`HTTP/1.1 400 X\r\n${LARGE}`), REFUSED],
    ['a body without an end', flood('HTTP/1.1 400 X\r\n\r\n'), REFUSED],
    ['endless chunks', flood(`HTTP/1.1 400 X\r\n${CHUNKED}`, `10000\r\n${BLOCK}\r\n`), REFUSED],
    ['an endless chunk extension', flood(`HTTP/1.1 400 X\r\n${CHUNKED}1;`), REFUSED],
    ['1 GB after a 204', flood(`HTTP/1.1 204 X\r\n${LARGE}`), outputs('true', '', 'resolved', '204', '1')],
    ['1 GB in a 200', flood(`HTTP/1.1 200 X\r\n${LARGE}`), { ...UNEXPECTED, status: '200' }],
    ['endless white space in a trailer', flood(`HTTP/1.1 400 X\r\n${CHUNKED}0\r\nX-A:`, ' '.repeat(65_536)), REFUSED],
    ['an endless reason', flood('HTTP/1.1 400 '), UNEXPECTED],
    ['an endless header', flood('HTTP/1.1 400 X\r\nX-A: '), UNEXPECTED],
    ['endless headers', flood('HTTP/1.1 400 X\r\n', 'X-A: b\r\n'.repeat(8192)), UNEXPECTED],
    ['endless interim responses', flood('', INTERIM), outputs('false', 'timeout', 'unknown', '', '1')],
  ])('%s', async (_, reply, expected) => {
    const { written, peakMb } = await measure(reply);
    expect(written).toEqual(expected);
    expect(peakMb).toBeLessThan((await usual).peakMb + ROOM_MB);
  });

  test.concurrent('a thread without an end', async () => {
    const { written, peakMb } = await measure(flood('HTTP/1.1 200 X\r\n\r\n'), { 'check-thread': 'true' });
    expect(written).toEqual(UNREADABLE);
    expect(peakMb).toBeLessThan((await usual).peakMb + THREAD_ROOM_MB);
  });
});
