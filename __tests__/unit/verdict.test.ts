import type { Outcome, Verdict } from '../../src/attempts/verdict.js';
import { type Fault, isObject, parseJson, type Response } from '../../src/exchange.js';
import { OWN_CODES } from './contract.js';
import { fault, KEY, PROXY_REFUSAL, resolveVerdict, response, TIMEOUT } from './samples.js';

/** The verdict on a resolve request that was answered with an error status. */
const onError = (response: Response, outcome: Outcome, code: string, detail?: string): Verdict => ({
  ...{ request: 'resolve', outcome, code, reason: { kind: 'error_status' }, detail, response },
  retry: { item: String(response.status), because: 'status' },
});

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the status line', () => {
  test('204 is the only success', () => {
    const exchange = response(204);
    const reason = { kind: 'confirmed' };
    expect(resolveVerdict(exchange)).toEqual({
      request: 'resolve',
      outcome: 'resolved',
      code: '',
      reason,
      response: exchange,
    });
    const resolved = range(100, 999).filter((status) => resolveVerdict(response(status)).outcome === 'resolved');
    expect(resolved).toEqual([204]);
  });

  test.each<[number, string, Outcome]>([
    [400, 'bad_request', 'not-resolved'],
    [401, 'unauthorized', 'not-resolved'],
    [403, 'forbidden', 'not-resolved'],
    [404, 'not_found', 'not-resolved'],
    [409, 'conflict', 'not-resolved'],
    [422, 'unprocessable_entity', 'not-resolved'],
    [499, 'http_499', 'not-resolved'],
    [500, 'http_500', 'unknown'],
    [502, 'bad_gateway', 'unknown'],
    [599, 'http_599', 'unknown'],
  ])('a bare %d is %s, %s, and can be retried', (status, code, outcome) => {
    const exchange = response(status);
    expect(resolveVerdict(exchange)).toEqual(onError(exchange, outcome, code));
  });

  test('every bare 4xx is a refusal, and every bare 5xx is unknown', () => {
    const outcomes = (from: number, to: number) =>
      new Set(range(from, to).map((status) => resolveVerdict(response(status)).outcome));
    expect(outcomes(400, 499)).toEqual(new Set(['not-resolved']));
    expect(outcomes(500, 599)).toEqual(new Set(['unknown']));
  });

  test.each<[number, string, Outcome]>([
    [101, 'unexpected_response', 'unknown'],
    [200, 'unexpected_response', 'unknown'],
    [299, 'unexpected_response', 'unknown'],
    [300, 'unexpected_redirect', 'not-resolved'],
    [303, 'unexpected_redirect', 'unknown'],
    [304, 'unexpected_redirect', 'not-resolved'],
    [399, 'unexpected_redirect', 'not-resolved'],
    [600, 'unexpected_response', 'unknown'],
    [999, 'unexpected_response', 'unknown'],
  ])('a %d is %s, %s, whatever its body says, and cannot be retried', (status, code, outcome) => {
    const exchange = response(status, { code: 'x', detail: 'd', status: 204 });
    const reason = { kind: code === 'unexpected_redirect' ? 'redirect' : code };
    expect(resolveVerdict(exchange)).toEqual({ request: 'resolve', outcome, code, reason, response: exchange });
  });

  test('a status in the body never overrides it', () => {
    const refused = response(404, { status: 204 });
    expect(resolveVerdict(refused)).toEqual(onError(refused, 'not-resolved', 'not_found'));
    expect(resolveVerdict(response(204, { code: 'x', status: 500 }))).toMatchObject({ outcome: 'resolved', code: '' });
  });
});

describe("the API's own code", () => {
  test.each(['agent_not_found', 'x', '7', 'A.b-c_D', 'x'.repeat(64), 'Timeout', 'http_4040', 'upstream_auth_failed'])(
    '%s is used',
    (code) => {
      const exchange = response(409, { code, detail: 'd' });
      expect(resolveVerdict(exchange)).toEqual(onError(exchange, 'not-resolved', code, 'd'));
    },
  );

  test.each([
    ['empty', { code: '' }],
    ['of 65 characters', { code: 'x'.repeat(65) }],
    ['with a command of the runner', { code: 'x\n::add-mask::true' }],
    ['with a line feed', { code: 'x\n' }],
    ['with a command of a shell', { code: '$(id)' }],
    ['with a leading dash', { code: '-rf' }],
    ['with a leading dot', { code: '.x' }],
    ['with a leading underscore', { code: '_x' }],
    ['with letters outside ASCII', { code: 'é' }],
    ['that contains the key', { code: `a.${KEY}` }],
    ['that contains the key in upper case', { code: KEY.toUpperCase() }],
    ['that is a number', { code: 7 }],
    ['that is a list', { code: ['x'] }],
    ['in a list', [{ code: 'x' }]],
    ['in a string', '"code"'],
    ['in null', 'null'],
    ['in text that is not JSON', '<html>'],
    ['in JSON that was cut off', '{"code":"x"'],
    ['after a byte order mark', '\ufeff{"code":"x"}'],
    ['that is inherited', '{"__proto__":{"code":"x"}}'],
  ])('one %s is ignored', (_, body) => {
    const exchange = response(404, body);
    expect(resolveVerdict(exchange)).toEqual(onError(exchange, 'not-resolved', 'not_found'));
  });

  test.each([...OWN_CODES, 'http_404', 'http_503'])('it cannot claim %s, which is a code of the action', (code) => {
    const exchange = response(418, { code });
    expect(resolveVerdict(exchange)).toEqual(onError(exchange, 'not-resolved', 'http_418'));
  });

  test('only a 502 with upstream_auth_failed makes a 5xx a refusal', () => {
    const verdicts = range(500, 599).map((status) =>
      resolveVerdict(response(status, { code: 'upstream_auth_failed' })),
    );
    expect(new Set(verdicts.map(({ code }) => code))).toEqual(new Set(['upstream_auth_failed']));
    const refusals = verdicts.filter(({ outcome }) => outcome !== 'unknown');
    expect(refusals.map(({ outcome, retry }) => [outcome, retry?.item])).toEqual([['not-resolved', '502']]);
  });

  test.each<[object, string, Outcome]>([
    [{ code: 'upstream_auth_failed', detail: 'd' }, 'upstream_auth_failed', 'not-resolved'],
    [{ code: 'upstream_auth_failed', detail: 7 }, 'upstream_auth_failed', 'not-resolved'],
    [{ code: 'UPSTREAM_AUTH_FAILED' }, 'UPSTREAM_AUTH_FAILED', 'unknown'],
    [{ code: 'upstream_failed', detail: 'd' }, 'upstream_failed', 'unknown'],
    [{ code: 'not usable', detail: 'd' }, 'bad_gateway', 'unknown'],
    [{ error: { code: 'upstream_auth_failed' } }, 'bad_gateway', 'unknown'],
    [{ detail: 'upstream_auth_failed' }, 'bad_gateway', 'unknown'],
    [[{ code: 'upstream_auth_failed' }], 'bad_gateway', 'unknown'],
  ])('a 502 with %j is %s, %s', (body, code, outcome) => {
    expect(resolveVerdict(response(502, body))).toMatchObject({ code, outcome, retry: { item: '502' } });
  });
});

describe('the detail is the first text of those that are known', () => {
  const all = { detail: 'a detail', message: 'a message', error: 'an error' };
  test.each<[unknown, string | undefined]>([
    [all, 'a detail'],
    [{ ...all, detail: '' }, 'a message'],
    [{ ...all, detail: [{ msg: 'a field is missing' }, { msg: 'another' }] }, 'a field is missing'],
    [{ ...all, detail: [{ msg: ' ' }, { msg: 'another' }] }, 'a message'],
    [{ ...all, detail: ['text'] }, 'a message'],
    [{ ...all, detail: [] }, 'a message'],
    [{ ...all, detail: [null] }, 'a message'],
    [{ ...all, detail: { msg: 'no list' } }, 'a message'],
    [{ ...all, detail: 7, message: '\t\u200b' }, 'an error'],
    [{ error: 'Unauthorized' }, 'Unauthorized'],
    [{ error: { message: 'nested' } }, 'nested'],
    [{ message: ' ', error: { message: 'nested' } }, 'nested'],
    [{ error: { message: '' } }, undefined],
    [{ error: { message: 7 } }, undefined],
    [{ error: ['text'] }, undefined],
    [{ message: null }, undefined],
    [{ msg: 'text', title: 'text' }, undefined],
    [['text'], undefined],
    ['text', undefined],
    [undefined, undefined],
  ])('%j', (body, detail) => {
    for (const status of [401, 404, 503]) expect(resolveVerdict(response(status, body)).detail).toBe(detail);
  });

  test('it is passed on as it came', () => {
    expect(resolveVerdict(response(404, { detail: ` ${KEY}\n` })).detail).toBe(` ${KEY}\n`);
  });
});

describe('without a response', () => {
  test.each<[Fault, Omit<Verdict, 'request' | 'reason'>]>([
    [
      fault('connect_failed'),
      {
        ...{ outcome: 'not-resolved', code: 'connect_failed', detail: 'a reason' },
        retry: { item: 'connect_failed', because: 'not_sent' },
      },
    ],
    [PROXY_REFUSAL, { outcome: 'not-resolved', code: 'connect_failed' }],
    [fault('tls_failed'), { outcome: 'not-resolved', code: 'tls_failed', detail: 'a reason' }],
    [fault('connection_lost'), { outcome: 'unknown', code: 'connection_lost', detail: 'a reason' }],
    [fault('not_http'), { outcome: 'unknown', code: 'unexpected_response', detail: 'a reason' }],
    [TIMEOUT, { outcome: 'unknown', code: 'timeout' }],
  ])('%j', (exchange, verdict) => {
    expect(resolveVerdict(exchange)).toEqual({ request: 'resolve', reason: exchange, ...verdict });
  });
});

test.each([
  ['{"a":1}', { a: 1 }, true],
  [' {} ', {}, true],
  ['[]', [], false],
  ['null', null, false],
  ['"text"', 'text', false],
  ['{', undefined, false],
  ['', undefined, false],
])('parseJson(%j) is %j, and whether that is an object: %s', (text, value, isAnObject) => {
  expect(parseJson(text)).toEqual(value);
  expect(isObject(parseJson(text))).toBe(isAnObject);
});
