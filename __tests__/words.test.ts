import { conclude, type Ending } from '../src/conclusion.js';
import type { Exchange } from '../src/post.js';
import { judge } from '../src/verdict.js';
import { describe as describeEnding, describeLostOutputs, type Message, narrate } from '../src/words.js';

const KEY = 'secret-key';
const LOOK = 'Look at the thread before you run this again: a second call could act on a later interrupt.';

function answer(status: number, body?: object, requestId?: string): Exchange {
  return { kind: 'answer', status, body: body && JSON.stringify(body), retryAfter: undefined, requestId };
}

/** The message where the step ends after these exchanges, in the given way or with the last of them. */
function message(exchanges: Exchange[], ending?: Ending): Message {
  const attempts = exchanges.map((exchange) => ({ startedAtMs: 0, verdict: judge(exchange, [KEY]) }));
  const last = attempts.at(-1)?.verdict as ReturnType<typeof judge>;
  const how = ending ?? { kind: 'finished', verdict: last };
  return describeEnding(how, conclude(how, attempts, true), [KEY]);
}

const REFUSED = { code: 'a_code', detail: 'Its reason.' };

test.each<[Exchange, string]>([
  [
    answer(400),
    'The API found the call malformed (HTTP 400, bad_request): the interrupt is not resolved. ' +
      'Check thread-id and api-url.',
  ],
  [
    answer(401),
    'The API found no usable key in the call (HTTP 401, unauthorized): the interrupt is not resolved. ' +
      'Check api-key, and that no proxy removes the X-Api-Key header.',
  ],
  [
    answer(403),
    'The API does not let this key act on this thread (HTTP 403, forbidden): the interrupt is not resolved. ' +
      'Check api-key and its access to the workspace; an organization-scoped service key also needs workspace-id.',
  ],
  [
    answer(404, REFUSED, 'r-1'),
    'The API found no such thread (HTTP 404, a_code): the interrupt is not resolved. ' +
      'Check thread-id and api-url, and that api-key belongs to the workspace of the thread. ' +
      'Detail: Its reason. Request ID: r-1',
  ],
  [
    answer(409, undefined, 'r-1'),
    'The state of the thread does not allow it (HTTP 409, conflict): the interrupt is not resolved. ' +
      'Look at the thread: if its agent has not paused yet, allow for more time with retry-on, max-attempts and ' +
      'deadline-seconds; if the pause is closed already, there is nothing left to do. Request ID: r-1',
  ],
  [
    answer(422),
    'The API found the call invalid (HTTP 422, unprocessable_entity): the interrupt is not resolved. Check thread-id.',
  ],
  [
    answer(429),
    'There were too many calls (HTTP 429, http_429): the interrupt is not resolved. ' +
      'Run this again later, or add 429 to retry-on.',
  ],
  [
    answer(418),
    'The call was refused (HTTP 418, http_418): the interrupt is not resolved. ' +
      'Check the inputs, and what stands between the runner and the API.',
  ],
  [
    answer(502, REFUSED),
    'The agent runtime rejected the call (HTTP 502, a_code): the interrupt is not resolved. ' +
      'Check that the agent still exists and that api-key may use it. Detail: Its reason.',
  ],
  [
    answer(500, REFUSED),
    'The call was refused (HTTP 500, a_code): the interrupt is not resolved. ' +
      'Check the inputs, and what stands between the runner and the API. Detail: Its reason.',
  ],
  [
    answer(500),
    'A server error came from the API or from something in between (HTTP 500, http_500): ' +
      `it is unknown whether the interrupt is resolved. ${LOOK}`,
  ],
  [
    answer(302),
    'The answer was a redirect, which is never followed (HTTP 302, unexpected_redirect): ' +
      'the interrupt is not resolved. Set api-url to the address of the API itself.',
  ],
  ...[101, 200, 299, 600].map((status): [Exchange, string] => [
    answer(status),
    `The answer was not one that this API gives (HTTP ${status}, unexpected_response): ` +
      `it is unknown whether the interrupt is resolved. ${LOOK}`,
  ]),
  [
    { kind: 'not_http', reason: 'garbage' },
    'The answer was not one that this API gives (unexpected_response): ' +
      `it is unknown whether the interrupt is resolved. ${LOOK} Detail: garbage`,
  ],
  [
    { kind: 'connect_failed', reason: 'refused' },
    'No connection could be made and nothing was sent (connect_failed): the interrupt is not resolved. ' +
      'Check api-url, the network of the runner and its proxy. Detail: refused',
  ],
  [
    { kind: 'tls_failed', reason: 'expired' },
    'The certificate of the server, or of the proxy, was not accepted and nothing was sent (tls_failed): ' +
      'the interrupt is not resolved. ' +
      'Check api-url and the proxy; to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS. Detail: expired',
  ],
  [
    { kind: 'connection_lost', reason: `reset ${KEY}` },
    'The connection broke before an answer came (connection_lost): ' +
      `it is unknown whether the interrupt is resolved. ${LOOK} Detail: reset ***`,
  ],
  [
    { kind: 'timeout', timeoutMs: 1500 },
    'No answer came in time (timeout): it is unknown whether the interrupt is resolved. ' +
      `${LOOK} Detail: no answer within 1.5 s`,
  ],
])('%j', (exchange, text) => {
  const unknown = text.includes('unknown whether');
  expect(message([exchange])).toEqual({
    title: unknown ? 'It is unknown whether the interrupt is resolved' : 'The interrupt is not resolved',
    text,
  });
});

test('a 300 and a 399 are redirects, a 599 is a server error', () => {
  expect(message([answer(300)]).text).toMatch(/^The answer was a redirect, /);
  expect(message([answer(399)]).text).toMatch(/^The answer was a redirect, /);
  expect(message([answer(599)]).text).toMatch(/^A server error /);
  expect(message([answer(599, REFUSED)]).text).toMatch(/^The call was refused /);
});

test('a success needs no advice', () => {
  expect(message([answer(409), answer(204, REFUSED, 'r-1')])).toEqual({
    title: 'The interrupt is resolved',
    text: 'The API confirmed it with HTTP 204.',
  });
});

test('a refusal after an unknown fate is not the last word', () => {
  expect(message([answer(502), answer(404, REFUSED)])).toEqual({
    title: 'It is unknown whether the interrupt is resolved',
    text:
      'An earlier attempt may have been applied, and the last one was not (HTTP 404, a_code): ' +
      `it is unknown whether the interrupt is resolved. ${LOOK} Detail: Its reason.`,
  });
});

test('of a detail 500 characters are shown, of a request ID 100', () => {
  const { text } = message([answer(404, { detail: 'd'.repeat(501) }, 'r'.repeat(101))]);
  expect(text).toMatch(/ Detail: d{500}… Request ID: r{100}…$/);
});

test('a bad input', () => {
  expect(message([], { kind: 'invalid_input', message: 'thread-id must be given' })).toEqual({
    title: 'Invalid input',
    text: 'thread-id must be given. Nothing was sent.',
  });
});

test.each<[Exchange[], string]>([
  [[], 'the interrupt is not resolved. Run it again if the pause is still to be closed.'],
  [[answer(502)], `it is unknown whether the interrupt is resolved. ${LOOK}`],
])('a cancellation after %j', (exchanges, rest) => {
  expect(message(exchanges, { kind: 'cancelled', signal: 'SIGTERM' })).toEqual({
    title: 'Cancelled',
    text: `The step was cancelled (SIGTERM): ${rest}`,
  });
});

test.each<[Exchange[], string]>([
  [[], 'the interrupt is not resolved. Nothing was sent.'],
  [[answer(409)], `it is unknown whether the interrupt is resolved. ${LOOK}`],
])('a bug after %j', (exchanges, rest) => {
  expect(message(exchanges, { kind: 'internal_error', error: new Error('x') })).toEqual({
    title: 'Bug in resolve-interrupt-action',
    text: `A bug ended the step (its stack is in the debug log): ${rest}`,
  });
});

test.each<[Exchange, string]>([
  [answer(204), 'the interrupt is resolved. Later steps cannot see it.'],
  [answer(404), 'the interrupt is not resolved (not_found). Later steps cannot see it.'],
  [answer(502), `it is unknown whether the interrupt is resolved (bad_gateway). ${LOOK}`],
])('outputs that could not be written after %j', (exchange, rest) => {
  const verdict = judge(exchange, []);
  const conclusion = conclude({ kind: 'finished', verdict }, [{ startedAtMs: 0, verdict }], true);
  expect(describeLostOutputs('EACCES', conclusion)).toEqual({
    title: 'Outputs not written',
    text: `The outputs could not be written (EACCES): ${rest}`,
  });
});

test('what the loop does', () => {
  const conflict = judge(answer(409), []);
  const refused = judge({ kind: 'connect_failed', reason: 'x' }, []);
  const told = (event: Parameters<typeof narrate>[0]): string => narrate(event, 4);
  expect(told({ kind: 'attempted', number: 1, durationMs: 1200, verdict: conflict })).toBe(
    'Attempt 1 of 4: HTTP 409, conflict, after 1.2 s.',
  );
  expect(told({ kind: 'attempted', number: 2, durationMs: 3, verdict: judge(answer(204), []) })).toBe(
    'Attempt 2 of 4: HTTP 204, after 0.003 s.',
  );
  expect(told({ kind: 'waiting', delayMs: 1500, verdict: refused, nextNumber: 3 })).toBe(
    'Waiting 1.5 s before attempt 3 of 4, because of: connect_failed.',
  );
  expect(told({ kind: 'out_of_time', delayMs: 86_400_000 })).toBe(
    'Not trying again: a wait of 86400 s would leave too little time before the deadline.',
  );
  expect(told({ kind: 'out_of_time', delayMs: 0 })).toBe(
    'Not trying again: too little time is left before the deadline.',
  );
});
