import { EventEmitter, once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Behaviour, ENDINGS, HEALTH, listen, RESOLVE, startApi, startProxy, type Transport } from './api.js';
import {
  annotations,
  CONFLICT,
  http,
  KEY,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  rawServer,
  type Step,
  type StepOptions,
  step,
} from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'other-code-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `${++files}.cjs`);

const NEVER_SENT = outputs('false', 'connect_failed', 'not-resolved', '', '2');
const TWO_QUICK_ATTEMPTS = { 'max-attempts': '2', 'request-timeout-seconds': '1' };

/** What a preloaded script writes for the test to see that it is at work. */
const MARK = 'other code at work';
const MAKE_MARK = `const mark = () => require('node:fs').writeSync(2, '${MARK}\\n');`;

/** Runs the action with a script preloaded. `atWork` emits `mark` for each mark that the script writes. */
async function stepBeside(
  script: string,
  url: string,
  { env = {}, ...rest }: StepOptions = {},
  atWork = new EventEmitter(),
): Promise<Step> {
  const file = newFile();
  writeFileSync(file, script);
  const result = await step(url, {
    ...rest,
    env: { ...env, NODE_OPTIONS: `--require=${file}` },
    onStart: (child) =>
      child.stderr?.on('data', (text: string) => {
        for (const _ of text.matchAll(new RegExp(MARK, 'g'))) atWork.emit('mark');
      }),
  });
  expect(result.outputNames).toEqual(OUTPUT_NAMES);
  expect(annotations(result.log)).toHaveLength(result.exitCode === 0 ? 0 : 1);
  expect(result.log.replace(`::add-mask::${KEY}\n`, '') + result.summary).not.toContain(KEY);
  return result;
}

/** Settles after some more marks. */
async function marks(atWork: EventEmitter, count = 3): Promise<void> {
  for (let seen = 0; seen < count; seen += 1) await once(atWork, 'mark');
}

/** Runs the action with a script preloaded, on an API that waits for the script's marks. */
async function resolveBeside(
  script: (apiUrl: string) => string,
  behaviour: Behaviour,
  transport: Transport,
  markCount?: number,
) {
  const atWork = new EventEmitter();
  let besideTheRequest = 0;
  const api = await startApi(transport, behaviour, () => marks(atWork, markCount));
  atWork.on('mark', () => {
    besideTheRequest += api.requests.length;
  });
  // Long enough for a TLS handshake on a busy machine.
  const inputs: Record<string, string> = behaviour === 'stays silent' ? { 'request-timeout-seconds': '4' } : {};
  const options = { env: api.env, inputs };
  const { exitCode, outputs: written } = await stepBeside(script(api.url), api.url, options, atWork).finally(api.close);
  return { exitCode, outputs: written, requests: api.requests, wasBusy: besideTheRequest > 0 };
}

function combinations<Case extends object>(cases: Case[], transports: Transport[]) {
  const behaviours = Object.keys(ENDINGS) as Behaviour[];
  return cases.flatMap((each) =>
    transports.flatMap((transport) => behaviours.map((behaviour) => ({ ...each, transport, behaviour }))),
  );
}

/** A script that makes a request every 50 ms, with a mark for each that is out or has failed. */
function requestsTo(url: string, { method = 'GET', keepAlive = false } = {}): string {
  return `
    const http = require('node:http');
    const agent = new http.Agent({ keepAlive: ${keepAlive} });
    ${MAKE_MARK}
    setInterval(() => {
      http.request('${url}', { agent, method: '${method}' })
        .on('response', (response) => response.resume())
        .on('connect', (_, socket) => socket.destroy())
        .on('finish', mark)
        .on('error', mark)
        .end();
    }, 50);`;
}

describe('requests that other code makes do not change the result', () => {
  const quick = createServer((_, response) => response.end('{}'));
  quick.on('connect', (_, socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 Connection established\r\n\r\n');
  });
  const slow = createServer((_, response) => setTimeout(() => response.end('{}'), 200));
  let quickUrl = '';
  let slowUrl = '';
  beforeAll(async () => {
    quickUrl = `http://127.0.0.1:${await listen(quick)}`;
    slowUrl = `http://127.0.0.1:${await listen(slow)}`;
  });
  afterAll(() => {
    for (const server of [quick, slow]) {
      server.close();
      server.closeAllConnections();
    }
  });

  interface Requests {
    requests: string;
    script(apiUrl: string): string;
  }
  const REFUSED: Requests = { requests: 'refused', script: () => requestsTo('http://127.0.0.1:1') };
  const KEPT_ALIVE: Requests = {
    requests: 'answered on a kept connection',
    script: () => requestsTo(quickUrl, { keepAlive: true }),
  };
  const REQUESTS: Requests[] = [
    REFUSED,
    KEPT_ALIVE,
    { requests: 'answered slowly', script: () => requestsTo(slowUrl) },
    { requests: 'for tunnels', script: () => requestsTo(quickUrl, { method: 'CONNECT' }) },
    { requests: 'to the same API', script: (apiUrl) => requestsTo(`${apiUrl}${HEALTH}`, { keepAlive: true }) },
  ];

  test.concurrent.each([
    ...combinations(REQUESTS, ['http']),
    ...combinations([REFUSED, KEPT_ALIVE], ['https', 'https through a proxy']),
  ])('$requests, over $transport: an API that $behaviour', async ({ script, transport, behaviour }) => {
    expect(await resolveBeside(script, behaviour, transport)).toEqual({
      ...ENDINGS[behaviour],
      requests: [RESOLVE],
      wasBusy: true,
    });
  });

  test.concurrent.each([REFUSED, KEPT_ALIVE])('$requests: a handshake that stalls', async ({ script }) => {
    const server = await rawServer(() => {});
    const atWork = new EventEmitter();
    const url = server.url.replace('http:', 'https:');
    let wasBusy = false;
    atWork.on('mark', () => {
      wasBusy = true;
    });
    const options = { inputs: TWO_QUICK_ATTEMPTS };
    const { exitCode, outputs: written } = await stepBeside(script(''), url, options, atWork).finally(server.close);
    expect({ exitCode, outputs: written, wasBusy }).toEqual({ exitCode: 1, outputs: NEVER_SENT, wasBusy: true });
    expect(server.connections).toBe(2);
  });

  test.concurrent.each([
    ['never answers', '', 2],
    ['refuses the tunnel', 'HTTP/1.1 403 No\r\n\r\n', 1],
    ['opens a tunnel to nowhere', 'HTTP/1.1 200 OK\r\n\r\n', 2],
  ])('refused: a proxy that %s', async (_, answer, attempts) => {
    const atWork = new EventEmitter();
    const proxy = await startProxy(async (socket) => {
      await marks(atWork);
      socket.write(answer);
    });
    const options = { env: proxy.env, inputs: TWO_QUICK_ATTEMPTS };
    const { exitCode, outputs: written } = await stepBeside(REFUSED.script(''), proxy.url, options, atWork).finally(
      proxy.close,
    );
    expect({ exitCode, outputs: written }).toEqual({
      exitCode: 1,
      outputs: { ...NEVER_SENT, attempts: String(attempts) },
    });
    expect(proxy.requests).toHaveLength(attempts);
  });

  test.concurrent('refused: retries are counted as before', async () => {
    const atWork = new EventEmitter();
    const server = await rawServer(async (socket, number) => {
      await marks(atWork);
      socket.end(number < 3 ? CONFLICT : NO_CONTENT);
    });
    const { outputs: written } = await stepBeside(REFUSED.script(''), server.url, {}, atWork).finally(server.close);
    expect(written).toEqual(outputs('true', '', 'resolved', '204', '3'));
    expect(server.connections).toBe(3);
  });

  test.concurrent('refused: a read that is lost is retried, and the resolve request is sent once', async () => {
    const atWork = new EventEmitter();
    const server = await rawServer(async (socket, number) => {
      await marks(atWork);
      socket.end(String(['', http(200, JSON.stringify({ status: 'interrupted' })), NO_CONTENT][number - 1]));
    });
    const options = { inputs: { 'check-thread': 'true' } };
    const { outputs: written } = await stepBeside(REFUSED.script(''), server.url, options, atWork).finally(
      server.close,
    );
    expect(written).toEqual(outputs('true', '', 'resolved', '204', '2'));
    expect(server.requests.map((request) => request.split(' ', 1)[0])).toEqual(['GET', 'GET', 'POST']);
  });

  test.concurrent('refused: a response whose body takes its time is read whole', async () => {
    const atWork = new EventEmitter();
    const answer = http(404, JSON.stringify({ code: 'thread_missing', detail: 'no such thread' }));
    const server = await rawServer(async (socket) => {
      socket.write(answer.slice(0, -20));
      await marks(atWork);
      socket.end(answer.slice(-20));
    });
    const { log, outputs: written } = await stepBeside(REFUSED.script(''), server.url, {}, atWork).finally(
      server.close,
    );
    expect(written).toEqual(outputs('false', 'thread_missing', 'not-resolved', '404', '1'));
    expect(annotations(log)[0]).toContain('no such thread');
  });
});

describe('code that wraps the functions of http and https', () => {
  /** Wraps them as agents do. `send` is an expression that calls `request` with `args`. */
  const wrapper = (send: string) => () =>
    `
    const { AsyncResource } = require('node:async_hooks');
    const http = require('node:http');
    const outside = new AsyncResource('OUTSIDE');
    const agent = new http.Agent();
    ${MAKE_MARK}
    for (const module of [http, require('node:https')]) {
      const { request } = module;
      module.request = (...args) => {
        setInterval(mark, 50);
        const sent = ${send};
        sent.setHeader('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
        const { emit } = sent;
        sent.emit = (name, ...values) => {
          if (name === 'response') values[0].on('end', () => {});
          return emit.call(sent, name, ...values);
        };
        return sent;
      };
    }`;
  const OUTSIDE = {
    wrapper: 'leaves the asynchronous context',
    script: wrapper('outside.runInAsyncScope(request, null, ...args)'),
  };
  const OWN_AGENT = {
    wrapper: 'puts an agent of its own in place',
    script: wrapper('request({ ...args[0], agent }, ...args.slice(1))'),
  };

  test.concurrent.each([
    ...combinations([OUTSIDE], ['http', 'https', 'https through a proxy']),
    ...combinations([OWN_AGENT], ['http']),
  ])('$wrapper, over $transport: an API that $behaviour', async ({ script, transport, behaviour }) => {
    expect(await resolveBeside(script, behaviour, transport)).toEqual({
      ...ENDINGS[behaviour],
      requests: [RESOLVE],
      wasBusy: true,
    });
  });

  test.concurrent('throws: nothing is provable about a request that was never seen', async () => {
    const script = `require('node:http').request = () => { throw new Error('thrown by other code'); };`;
    const { outputs: written } = await stepBeside(script, 'http://127.0.0.1:1');
    expect(written).toEqual(outputs('false', 'connection_lost', 'unknown', '', '1'));
  });

  test.concurrent('aborts the request: the code of such an error is a number', async () => {
    const script = `
      const http = require('node:http');
      const { request } = http;
      http.request = (...args) => {
        const sent = request(...args);
        setTimeout(() => sent.destroy(AbortSignal.abort().reason), 500);
        return sent;
      };`;
    expect(await resolveBeside(() => script, 'stays silent', 'http', 0)).toMatchObject({
      outputs: outputs('false', 'connection_lost', 'unknown', '', '1'),
      requests: [RESOLVE],
    });
  });
});

describe('what the process shares', () => {
  test('fs.promises works while the resolve request is in flight', async () => {
    const script = () => `
      ${MAKE_MARK}
      setInterval(() => require('node:fs').promises.readFile(__filename).then(mark), 100);`;
    expect(await resolveBeside(script, 'answers 204', 'http', 1)).toEqual({
      ...ENDINGS['answers 204'],
      requests: [RESOLVE],
      wasBusy: true,
    });
  });

  test('no function of Node is replaced', async () => {
    const script = `
      const modules = ['async_hooks', 'crypto', 'diagnostics_channel', 'dns', 'events', 'fs', 'http', 'https', 'net',
        'stream', 'timers', 'tls', 'url', 'util'].map((name) => [name, require('node:' + name)]);
      const objects = [...modules, ['process', process], ['console', console], ['global', globalThis]];
      for (const [name, value] of [...objects])
        for (const [key, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
          if (typeof member === 'function' && member.prototype) objects.push([name + '.' + key, member.prototype]);
      // Node replaces its getters by their values when they are first used, but not this one.
      const functions = () => objects.flatMap(([name, value]) =>
        Object.entries(Object.getOwnPropertyDescriptors(value))
          .map(([key, { value, get }]) => [name + '.' + key, key === 'promises' ? get : value])
          .filter(([name, value]) => typeof value === 'function' || name === 'fs.promises'));
      const before = functions();
      process.on('exit', () => {
        const after = new Map(functions());
        const replaced = before.filter(([name, value]) => after.get(name) !== value).map(([name]) => name);
        require('node:fs').writeSync(2, 'of ' + before.length + ' replaced: ' + replaced.join() + '.\\n');
      });`;
    const api = await startApi('http', 'answers 204');
    const { log } = await stepBeside(script, api.url).finally(api.close);
    expect(log).toMatch(/^of \d{4} replaced: \.$/m);
  });
});

describe('an error that other code leaves uncaught ends the step as a bug does', () => {
  /** A script that does as given once the file exists. */
  const onceThere = (file: string, act: string): string =>
    `setInterval(() => { if (require('node:fs').existsSync(${JSON.stringify(file)})) ${act} }, 20);`;

  test.each([
    ['thrown', `throw new Error('thrown by other code');`, 'Error: thrown by other code'],
    ['rejected', `Promise.reject(new Error('rejected by other code'));`, 'Error: rejected by other code'],
    ['that holds the key', `throw new Error('Bad header: ${KEY}');`, 'Error: Bad header: ***'],
    ['that is no Error', 'throw null;', 'null'],
  ])('%s during the resolve request', async (_, act, debugLog) => {
    const file = newFile();
    const server = await rawServer(() => writeFileSync(file, ''));
    const options = { inputs: { 'fail-on-error': 'false' } };
    const {
      exitCode,
      log,
      outputs: written,
    } = await stepBeside(onceThere(file, act), server.url, options).finally(server.close);
    expect(written).toEqual(outputs('false', 'internal_error', 'unknown', '', '1'));
    expect(exitCode).toBe(1);
    expect(log).toContain(`\n::debug::${debugLog}`);
    expect(server.connections).toBe(1);
  });

  test('between two attempts', async () => {
    const file = newFile();
    const server = await rawServer((socket) => {
      socket.end(CONFLICT);
      socket.on('close', () => writeFileSync(file, ''));
    });
    const script = onceThere(file, `throw new Error('thrown by other code');`);
    const options = { inputs: { 'retry-delay-seconds': '60' } };
    const { exitCode, outputs: written } = await stepBeside(script, server.url, options).finally(server.close);
    expect(written).toEqual(outputs('false', 'internal_error', 'not-resolved', '409', '1'));
    expect(exitCode).toBe(1);
  });

  test('as the connection is opened', async () => {
    const server = await rawServer((socket) => socket.end(NO_CONTENT));
    const script = `require('node:diagnostics_channel').subscribe('net.client.socket', () => {
      throw new Error('thrown by other code');
    });`;
    const { exitCode, outputs: written } = await stepBeside(script, server.url).finally(server.close);
    expect(written).toEqual(outputs('false', 'internal_error', 'unknown', '', '1'));
    expect(exitCode).toBe(1);
    expect(server.requests.join('')).toBe('');
  });
});

describe('a list of ciphers that OpenSSL does not know', () => {
  const NODE_OPTIONS = '--tls-cipher-list=PROFILE=SYSTEM';
  const DIRECT: Transport = 'https';
  const PROXIED: Transport = 'https through a proxy';

  test.each([
    ['directly', DIRECT, (env: StepOptions['env']) => env],
    ['through a proxy', PROXIED, (env: StepOptions['env']) => env],
    ['through an https: proxy', PROXIED, () => ({ HTTPS_PROXY: 'https://127.0.0.1:1' })],
  ])('%s: the resolve request provably never left', async (_, transport, change) => {
    const api = await startApi(transport, 'answers 204');
    const { exitCode, log, ...rest } = await step(api.url, {
      env: { ...change(api.env), NODE_OPTIONS },
      inputs: TWO_QUICK_ATTEMPTS,
    }).finally(api.close);
    expect({ exitCode, outputs: rest.outputs, outputNames: rest.outputNames }).toEqual({
      exitCode: 1,
      outputs: NEVER_SENT,
      outputNames: OUTPUT_NAMES,
    });
    expect(annotations(log)).toHaveLength(1);
    expect(api.requests).toEqual([]);
  });
});

describe('a package.json above the action', () => {
  test.each([
    ['with "type": "module"', '{ "type": "module" }'],
    ['that is not JSON', '{ "name": '],
  ])('%s does not matter', async (_, packageJson) => {
    const project = `${newFile()}-project`;
    const dist = join(project, 'vendor', 'action', 'dist');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), packageJson);
    cpSync(resolve(__dirname, '../../dist'), dist, { recursive: true });
    const server = await rawServer((socket) => socket.end(NO_CONTENT));
    const entry = join(dist, 'index.js');
    const { exitCode, outputs: written } = await step(server.url, { entry }).finally(server.close);
    expect({ exitCode, outputs: written }).toEqual(ENDINGS['answers 204']);
  });
});
