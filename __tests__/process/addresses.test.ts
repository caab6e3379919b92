import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { annotations, outputs, preload, rawServer, type StepOptions, step } from './harness.js';

const REFUSED = ['127.0.0.2', '127.0.0.3'];

/** Arguments for Node with which every host name has these addresses. */
const resolveTo = (addresses: string[]): string[] => {
  const list = JSON.stringify(addresses.map((address) => ({ address, family: 4 })));
  return preload(`import dns from 'node:dns'; dns.lookup = (_, options, done) => done(null, ${list});`);
};

interface SlowServer {
  port: number;
  /** Lets connections in. */
  release(): void;
  close(): void;
}

/** A server on 127.0.0.1 whose queue is full, so that connections wait. Once released, it answers anything with 204. */
async function slowServer(): Promise<SlowServer> {
  const code = `const server = require('net').createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 204 No Content\\r\\n\\r\\n'));
    }).listen(0, '127.0.0.1', 1, () => {
      process.stdout.write(String(server.address().port));
      require('fs').readSync(0, Buffer.alloc(1));
    });`;
  const child = spawn(process.execPath, ['--eval', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
  const queue = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  // The queue takes one more than it was asked to hold.
  await Promise.all([0, 1].map((index) => new Promise<void>((resolve) => queue[index]?.once('connect', resolve))));
  return {
    port,
    release: () => child.stdin.write('x'),
    close: () => {
      for (const socket of queue) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

type Place = (port: number) => { url: string; env: Record<string, string> };

const PLACES: [name: string, place: Place, reached: RegExp][] = [
  [
    'of the API',
    (port) => ({ url: `http://localhost:${port}`, env: {} }),
    /^Attempt 1 of 1: resolve request: HTTP 204\.$/m,
  ],
  [
    'of a proxy',
    (port) => ({ url: 'https://api.example.test', env: { HTTPS_PROXY: `http://proxy.test:${port}` } }),
    // A proxy that answers with 204 opens no tunnel.
    / Details: "[^"]*statusCode=204"/,
  ],
];

// Only Linux has all of 127.0.0.0/8, and a queue of known length.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux.each(PLACES)('the addresses %s', (_, place, reached) => {
  const run = (port: number, { env, nodeOptions = [], ...options }: StepOptions): ReturnType<typeof step> => {
    const { url, env: proxy } = place(port);
    return step(url, { inputs: { 'max-attempts': '1' }, env: { ...proxy, ...env }, nodeOptions, ...options });
  };

  const SLOW_AND_DEAD = resolveTo(['127.0.0.1', '127.0.0.2']);

  test.concurrent('a slow one gets its time, although another is dead', async () => {
    const server = await slowServer();
    // The kernel asks again after a second.
    const releaseLater = (child: ChildProcess): void => {
      child.stdout?.once('data', () => setTimeout(server.release, 400));
    };
    const { log } = await run(server.port, { nodeOptions: SLOW_AND_DEAD, onStart: releaseLater });
    server.close();
    expect(log).toMatch(reached);
  });

  // Node accepts underscores for hyphens.
  test.concurrent.each([
    '--network-family-autoselection-attempt-timeout',
    '--network_family_autoselection_attempt_timeout',
  ])("Node's flag in NODE_OPTIONS wins: %s", async (flag) => {
    const server = await slowServer();
    const {
      log,
      summary,
      outputs: written,
    } = await run(server.port, {
      nodeOptions: SLOW_AND_DEAD,
      env: { NODE_OPTIONS: `--no-warnings ${flag}=250` },
      inputs: { 'max-attempts': '2' },
    });
    server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '2'));
    expect(annotations(log)[0]).toMatch(/127\.0\.0\.1.*; .*127\.0\.0\.2/);
    const durations = [...summary.matchAll(/<td>[\d.]+ s<\/td><td>([\d.]+) s<\/td><td>connect_failed/g)];
    expect(durations).toHaveLength(2);
    // Without the flag, each address has 2.5 s.
    for (const [, duration] of durations) expect(Number(duration)).toBeLessThan(2.5);
  });

  test.concurrent('all closed: the annotation has the error of each', async () => {
    const server = await rawServer(() => {});
    const { log, outputs: written } = await run(server.port, { nodeOptions: resolveTo(REFUSED) });
    await server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '1'));
    const errors = REFUSED.map((address) => `connect ECONNREFUSED ${address}:${server.port}`).join('; ');
    expect(annotations(log)[0]).toContain(` Details: "${errors}"`);
  });
});
