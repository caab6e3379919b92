import {
  annotations,
  CONFLICT,
  commands,
  NO_CONTENT,
  OUTPUT_NAMES,
  outputs,
  preload,
  rawServer,
  retriedFailures,
  step,
  stepOn,
} from './harness.js';

const QUICK = { inputs: { 'request-timeout-seconds': '1' } };

/** Runs a step on a faulty server, and returns the outputs with the number of connections that the server saw. */
async function resultOn(reply: Parameters<typeof stepOn>[0]) {
  const { exitCode, log, server, ...rest } = await stepOn(reply, QUICK);
  expect(rest.outputNames).toEqual(OUTPUT_NAMES);
  expect({ exitCode, commands: commands(log).length, annotations: annotations(log).length }).toEqual({
    exitCode: 1,
    commands: 1,
    annotations: 1,
  });
  return { ...rest.outputs, connections: server.connections };
}

describe('once the request may have left, the outcome is unknown and it is never sent again', () => {
  test.concurrent.each<[string, Parameters<typeof stepOn>[0]]>([
    ['ended without a response', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
    ['ended in the status line', ['HTTP/1.1 20']],
    ['ended in the head', ['HTTP/1.1 204 No Content\r\nX-A: b']],
    ['ended after an interim response', ['HTTP/1.1 103 Early Hints\r\n\r\n']],
  ])('a connection %s is lost', async (_, reply) => {
    expect(await resultOn(reply)).toEqual({
      ...outputs('false', 'connection_lost', 'unknown', '', '1'),
      connections: 1,
    });
  });

  test.concurrent.each<[string, string]>([
    ['garbage', 'garbage\r\n\r\n'],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status below 100', 'HTTP/1.1 020 OK\r\n\r\n'],
    ['RTSP', 'RTSP/1.0 204 OK\r\n\r\n'],
    ['RTSP with a status that is retried', 'RTSP/1.0 409 Conflict\r\n\r\n'],
    ['ICE', 'ICE/1.0 204 OK\r\n\r\n'],
    ['HTTP/2.0 in text', 'HTTP/2.0 204 No Content\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['the settings frame of HTTP/2', '\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80\0\x04\0\x01\0\0\0\x05\0\xff\xff\xff'],
    ['HTTP/0.9', 'HTTP/0.9 204 No Content\r\n\r\n'],
    ['another protocol', 'SPDY/3 204 No Content\r\n\r\n'],
  ])('%s is not HTTP/1', async (_, response) => {
    expect(await resultOn([response])).toEqual({
      ...outputs('false', 'unexpected_response', 'unknown', '', '1'),
      connections: 1,
    });
  });

  test.concurrent('switching protocols is unexpected', async () => {
    expect(await resultOn(['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'])).toEqual({
      ...outputs('false', 'unexpected_response', 'unknown', '101', '1'),
      connections: 1,
    });
  });

  test.concurrent('a timeout is not retried, even after attempts that were', async () => {
    const result = await resultOn((socket, number) => number === 1 && socket.end(CONFLICT));
    expect(result).toEqual({ ...outputs('false', 'timeout', 'unknown', '409', '2'), connections: 2 });
  });

  test.concurrent('the deadline cuts an attempt short', async () => {
    const { log, ...rest } = await stepOn(() => {}, { inputs: { 'deadline-seconds': '1' } });
    expect(rest.outputs).toEqual(outputs('false', 'timeout', 'unknown', '', '1'));
    expect(annotations(log)[0]).toMatch(/^error: No complete response arrived within (0\.9\d*|1) s \(timeout\)\. /);
  });

  test.concurrent('nothing is provable if other code sends the request through an agent of its own', async () => {
    const nodeOptions = preload(
      `import http from 'node:http'; import { syncBuiltinESMExports } from 'node:module'; const { request } = http;
       http.request = (options, done) => request({ ...options, agent: new http.Agent() }, done);
       syncBuiltinESMExports();`,
    );
    const { outputs: written } = await step('http://127.0.0.1:1', { nodeOptions });
    expect(written).toEqual(outputs('false', 'connection_lost', 'unknown', '', '1'));
  });
});

describe('a request that provably never left is not resolved, and is retried', () => {
  test.concurrent.each([
    ['a refused connection', 'http://127.0.0.1:1', 'ECONNREFUSED'],
    ['an unknown host', 'https://no-such-host.invalid', 'no-such-host.invalid'],
  ])('%s', async (_, url, reason) => {
    const { exitCode, log, ...rest } = await step(url, { inputs: { 'max-attempts': '2' } });
    expect(rest.outputs).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '2'));
    expect(exitCode).toBe(1);
    const [text = ''] = annotations(log);
    expect(text).toContain(
      'error: Could not connect, so nothing was sent (connect_failed), after 2 attempts. ' +
        "Check api-url and the runner's network.",
    );
    expect(text).toMatch(new RegExp(` Details: "[^"]*${reason}[^"]*"$`));
    expect(retriedFailures(log, 'resolve request')).toEqual(['connect_failed']);
  });

  test.concurrent('a TLS handshake that breaks: plain HTTP on an https URL', async () => {
    const server = await rawServer(
      () => {},
      (socket) => socket.end(NO_CONTENT),
    );
    const { outputs: written } = await step(server.url.replace('http:', 'https:'));
    await server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '6'));
    expect(server.connections).toBe(6);
  });

  test.concurrent('a TLS handshake that stalls', async () => {
    const server = await rawServer(() => {});
    const inputs = { ...QUICK.inputs, 'max-attempts': '2' };
    const { log, outputs: written } = await step(server.url.replace('http:', 'https:'), { inputs });
    await server.close();
    expect(written).toEqual(outputs('false', 'connect_failed', 'not-resolved', '', '2'));
    expect(annotations(log)[0]).toContain('Could not connect within 1 s, so nothing was sent ');
  });
});
