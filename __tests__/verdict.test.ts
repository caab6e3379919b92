import type { Exchange } from '../src/post.js';
import { judge } from '../src/verdict.js';

const KEY = 'secret-key';

function answer(status: number, body?: unknown): Exchange {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answer', status, body: text, retryAfter: '7', requestId: 'r-1' };
}

const codeAndOutcome = (exchange: Exchange): string => {
  const { code, outcome } = judge(exchange, [KEY]);
  return `${code} ${outcome}`;
};

test.each([
  [204, ' resolved'],
  [101, 'unexpected_response unknown'],
  [200, 'unexpected_response unknown'],
  [202, 'unexpected_response unknown'],
  [299, 'unexpected_response unknown'],
  [300, 'unexpected_redirect not-resolved'],
  [307, 'unexpected_redirect not-resolved'],
  [399, 'unexpected_redirect not-resolved'],
  [400, 'bad_request not-resolved'],
  [401, 'unauthorized not-resolved'],
  [403, 'forbidden not-resolved'],
  [404, 'not_found not-resolved'],
  [409, 'conflict not-resolved'],
  [418, 'http_418 not-resolved'],
  [422, 'unprocessable_entity not-resolved'],
  [499, 'http_499 not-resolved'],
  [500, 'http_500 unknown'],
  [502, 'bad_gateway unknown'],
  [599, 'http_599 unknown'],
  [600, 'unexpected_response unknown'],
])('a bare %d is "%s"', (status, expected) => {
  expect(codeAndOutcome(answer(status))).toBe(expected);
});

test.each([
  ['an error object', { code: 'agent_not_found', detail: 'd' }, 'agent_not_found'],
  ['a code of one character', { code: 'x' }, 'x'],
  ['a code of 64 characters', { code: 'x'.repeat(64) }, 'x'.repeat(64)],
  ['a code of 65 characters', { code: 'x'.repeat(65) }, 'not_found'],
  ['a code with a command', { code: 'x\n::add-mask::true' }, 'not_found'],
  ['a code with a line end', { code: 'x\n' }, 'not_found'],
  ['a code for a shell', { code: '$(id)' }, 'not_found'],
  ['a code that begins like an option', { code: '-rf' }, 'not_found'],
  ['a code with the key', { code: `a.${KEY.toUpperCase()}` }, 'not_found'],
  ['an empty code', { code: '' }, 'not_found'],
  ['a number as the code', { code: 7 }, 'not_found'],
  ['an array as the code', { code: ['x'] }, 'not_found'],
  ['null', null, 'not_found'],
  ['an array', [{ code: 'x' }], 'not_found'],
  ['a string', '"code"', 'not_found'],
  ['a page', '<html>', 'not_found'],
  ['a byte order mark', '\ufeff{"code":"x"}', 'not_found'],
  ['an inherited property', '{"__proto__":{"code":"x"}}', 'not_found'],
])('the code of a 404 with %s', (_, body, code) => {
  expect(codeAndOutcome(answer(404, body))).toBe(`${code} not-resolved`);
});

test.each([
  [{ code: 'upstream_auth_failed', detail: 'd' }, 'upstream_auth_failed not-resolved'],
  [{ code: 'upstream_auth_failed', detail: '' }, 'upstream_auth_failed not-resolved'],
  [{ code: 'upstream_auth_failed' }, 'upstream_auth_failed unknown'],
  [{ code: 'upstream_auth_failed', detail: 7 }, 'upstream_auth_failed unknown'],
  [{ code: 'not usable', detail: 'd' }, 'bad_gateway unknown'],
  [{ detail: 'd' }, 'bad_gateway unknown'],
])('a 502 is a refusal only with the error object: %j', (body, expected) => {
  expect(codeAndOutcome(answer(502, body))).toBe(expected);
});

test('the status line decides, whatever a body says', () => {
  expect(codeAndOutcome(answer(204, { code: 'x', status: 500 }))).toBe(' resolved');
  expect(codeAndOutcome(answer(200, { code: 'x', detail: 'd', status: 204 }))).toBe('unexpected_response unknown');
  expect(judge(answer(404, { status: 204 }), [])).toMatchObject({ status: 404, retryItem: '404' });
});

test.each([
  [401, { error: 'Unauthorized' }, 'Unauthorized'],
  [403, { error: 'Forbidden' }, 'Forbidden'],
  [403, { error: 'Forbidden', detail: 'more' }, 'more'],
  [404, { error: 'text' }, undefined],
  [404, { detail: 'text' }, 'text'],
  [404, { detail: ['text'] }, undefined],
])('the detail of a %d with %j', (status, body, detail) => {
  expect(judge(answer(status, body), []).detail).toBe(detail);
});

test('an answer passes on what a retry and a reader need', () => {
  expect(judge(answer(409, { code: 'busy', detail: 'wait' }), [])).toEqual({
    outcome: 'not-resolved',
    code: 'busy',
    status: 409,
    detail: 'wait',
    requestId: 'r-1',
    retryItem: '409',
    retryAfter: '7',
  });
});

const none = { status: undefined, requestId: undefined, retryItem: undefined, retryAfter: undefined };

test.each<[Exchange, object]>([
  [
    { kind: 'connect_failed', reason: 'refused' },
    { outcome: 'not-resolved', code: 'connect_failed', detail: 'refused', retryItem: 'connect-error' },
  ],
  [
    { kind: 'tls_failed', reason: 'expired' },
    { outcome: 'not-resolved', code: 'tls_failed', detail: 'expired' },
  ],
  [
    { kind: 'connection_lost', reason: 'reset' },
    { outcome: 'unknown', code: 'connection_lost', detail: 'reset' },
  ],
  [
    { kind: 'not_http', reason: 'garbage' },
    { outcome: 'unknown', code: 'unexpected_response', detail: 'garbage' },
  ],
  [
    { kind: 'timeout', timeoutMs: 1500 },
    { outcome: 'unknown', code: 'timeout', detail: 'no answer within 1.5 s' },
  ],
])('$kind', (exchange, expected) => {
  expect(judge(exchange, [])).toEqual({ ...none, ...expected });
});

test.each([204, 302, 200])('an answer with %d is never repeated', (status) => {
  expect(judge(answer(status), []).retryItem).toBeUndefined();
});
