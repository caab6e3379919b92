import {
  annotations,
  CONFLICT,
  commands,
  http,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  preload,
  rawServer,
  step,
  stepOn,
} from './harness.js';

const QUICK = { inputs: { 'request-timeout-seconds': '1' } };

/** What a step on a faulty server comes to, with the number of connections that the server saw. */
async function fate(reply: Parameters<typeof stepOn>[0]) {
  const { exitCode, log, server, ...rest } = await stepOn(reply, QUICK);
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, commands: commands(log).length, annotations: annotations(log).length }).toEqual({
    exitCode: 1,
    commands: 1,
    annotations: 1,
  });
  return { ...rest.outputs, connections: server.connections };
}

describe('once the request may have left, its fate is unknown and it is never sent again', () => {
  test.each<[string, Parameters<typeof stepOn>[0]]>([
    ['ended without a word', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
    ['ended in the status line', ['HTTP/1.1 20']],
    ['ended in the head', ['HTTP/1.1 204 No Content\r\nX-A: b']],
  ])('a connection %s is lost', async (_, reply) => {
    expect(await fate(reply)).toEqual({ ...outputs('false', 'connection_lost', 'unknown', '', '1'), connections: 1 });
  });

  test.each<[string, string]>([
    ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a header of 20 kB', http(404, '', [`X-A: ${'x'.repeat(20_000)}`])],
    ['RTSP', 'RTSP/1.0 204 OK\r\n\r\n'],
    ['RTSP after an interim answer', 'HTTP/1.1 103 Early Hints\r\n\r\nRTSP/1.0 204 OK\r\n\r\n'],
    ['ICE with a status that is retried', 'ICE/1.0 409 Conflict\r\n\r\n'],
    ['a bare HTTP/2.0', 'HTTP/2.0 204 No Content\r\n\r\n'],
    ['another protocol', 'SPDY/3 204 No Content\r\n\r\n'],
  ])('%s is not HTTP', async (_, answer) => {
    expect(await fate([answer])).toEqual({
      ...outputs('false', 'unexpected_response', 'unknown', '', '1'),
      connections: 1,
    });
  });

  test.each([
    ['204', 'unexpected_response'],
    ['409', 'unexpected_response'],
  ])('RTSP %s after a head longer than Node counts is not HTTP', async (status, code) => {
    const result = await fate((socket) => {
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink:${' '.repeat(20_000)}`);
      setTimeout(() => socket.write('x\r\n\r\n'), 50);
      setTimeout(() => socket.write(`RTSP/1.0 ${status} OK\r\n\r\n`), 100);
    });
    expect(result).toEqual({ ...outputs('false', code, 'unknown', '', '1'), connections: 1 });
  });

  test('what is not HTTP is called so', async () => {
    const { log } = await stepOn(['RTSP/1.0 204 OK\r\n\r\n']);
    expect(annotations(log)[0]).toMatch(/ Detail: the answer does not begin with HTTP\/1$/);
  });

  test('a switch of protocols is not an answer', async () => {
    expect(await fate(['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'])).toEqual({
      ...outputs('false', 'unexpected_response', 'unknown', '101', '1'),
      connections: 1,
    });
  });

  test('a request timeout is not repeated, even after attempts that were', async () => {
    const result = await fate((socket, number) => number === 1 && socket.end(CONFLICT));
    expect(result).toEqual({ ...outputs('false', 'timeout', 'unknown', '409', '2'), connections: 2 });
  });

  test('nothing is provable where Node does not announce its requests', async () => {
    const nodeOptions = preload(
      `import channel from 'node:diagnostics_channel'; import { syncBuiltinESMExports } from 'node:module';
       channel.subscribe = () => {}; syncBuiltinESMExports();`,
    );
    const { outputs: written } = await step('http://127.0.0.1:1', { nodeOptions });
    expect(written).toEqual(outputs('false', 'connection_lost', 'unknown', '', '1'));
  });

  test('the deadline cuts an attempt short', async () => {
    const { log, ...rest } = await stepOn(() => {}, { inputs: { 'deadline-seconds': '1' } });
    expect(rest.outputs).toEqual(outputs('false', 'timeout', 'unknown', '', '1'));
    expect(annotations(log)[0]).toMatch(/Detail: no answer within (0\.9\d*|1) s$/);
  });
});

describe('a request that provably never left is not resolved, and may be sent again', () => {
  test.each([
    ['a refused connection', 'http://127.0.0.1:1', 'ECONNREFUSED'],
    ['an unknown host', 'https://no-such-host.invalid', 'no-such-host.invalid'],
  ])('%s', async (_, url, reason) => {
    const { exitCode, log, ...rest } = await step(url, { inputs: { 'max-attempts': '2' } });
    expect(rest.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '2'));
    expect(exitCode).toBe(1);
    expect(annotations(log)).toEqual([expect.stringContaining(`Detail: `)]);
    expect(annotations(log)[0]).toContain(reason);
  });

  test('a refused connection of a name with several addresses', async () => {
    const addresses = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const lookup = `(_, options, done) => done(null, ${JSON.stringify(addresses)})`;
    const nodeOptions = preload(`import dns from 'node:dns'; dns.lookup = ${lookup};`);
    const { log } = await step('https://two-addresses.invalid:1', { nodeOptions, inputs: { 'max-attempts': '1' } });
    expect(annotations(log)).toEqual([expect.stringMatching(/ Detail: ECONNREFUSED$/)]);
  });

  test('connect-error left out of retry-on', async () => {
    const { outputs: written } = await step('http://127.0.0.1:1', { inputs: { 'retry-on': '409' } });
    expect(written.attempts).toBe('1');
  });

  test('a handshake that breaks: plain HTTP on an https URL', async () => {
    const server = await rawServer(
      () => {},
      (socket) => socket.end(NO_CONTENT),
    );
    const { outputs: written } = await step(server.url.replace('http:', 'https:'));
    await server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '4'));
    expect(server.connections).toBe(4);
  });

  test('a handshake that stalls', async () => {
    const server = await rawServer(() => {});
    const inputs = { ...QUICK.inputs, 'max-attempts': '2' };
    const { log, outputs: written } = await step(server.url.replace('http:', 'https:'), { inputs });
    await server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '2'));
    expect(annotations(log)[0]).toContain('Detail: no connection within 1 s');
  });
});
