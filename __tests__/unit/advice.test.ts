import type { Exchange } from '../../src/attempts/exchange.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeCall, type Verdict } from '../../src/attempts/verdict.js';
import { adviseAfterUnknown, explain } from '../../src/report/advice.js';
import type { Settings } from '../../src/settings.js';
import { fault, response, SETTINGS, TIMEOUT } from './samples.js';

const REGION = 'A key works in one region only: check that it belongs to api.smith.langchain.com (api-url).';
const NOTHING_LEFT = 'If it was already resolved elsewhere, there is nothing left to do.';
const refusal = (code: string): Verdict => ({ outcome: 'not-resolved', code });

describe('explain', () => {
  test.each<[Exchange, string, string]>([
    [response(400), 'The API rejected the request as malformed', 'Check thread-id and api-url.'],
    [
      response(401),
      'The API received no valid API key',
      `Check api-key, and that no proxy removes X-Api-Key. ${REGION}`,
    ],
    [
      response(403),
      'The API denied this key access to the thread',
      `Check api-key. Organization-scoped service keys need workspace-id. ${REGION}`,
    ],
    [response(404), 'The API found no such thread', `Check thread-id, api-url and the workspace of the key. ${REGION}`],
    [
      response(404, { code: 'agent_not_found' }),
      'The API found no such thread',
      `Check thread-id, api-url and the workspace of the key. ${REGION}`,
    ],
    [
      response(409),
      'The thread is not waiting at an interrupt',
      `If its agent is still running, raise max-attempts and deadline-seconds. ${NOTHING_LEFT}`,
    ],
    [response(422), 'The API rejected the request as invalid', 'Check thread-id.'],
    [response(429), 'The API received too many requests', 'Run this again later, or add 429 to retry-on.'],
    [response(418), 'The request was refused', 'Check the inputs, and any gateway or proxy in front of the API.'],
    [response(499), 'The request was refused', 'Check the inputs, and any gateway or proxy in front of the API.'],
    [response(500), 'The API, or a gateway in front of it, reported a server error', 'Run this again later.'],
    [
      response(502, { code: 'a_code' }),
      'The API, or a gateway in front of it, reported a server error',
      'Run this again later.',
    ],
    [
      response(503, { code: 'upstream_auth_failed' }),
      'The API, or a gateway in front of it, reported a server error',
      'Run this again later.',
    ],
    [
      response(502, { code: 'upstream_auth_failed' }),
      'The agent runtime rejected the request',
      'Check that the agent still exists and that the key has access.',
    ],
    [response(302), 'The server sent a redirect, which is never followed', 'Set api-url to the API itself.'],
    [response(200), 'The server sent an unexpected response', 'Check api-url.'],
    [fault('not_http'), 'The server sent an unexpected response', 'Check api-url.'],
    [fault('connect_failed'), 'Could not connect, so nothing was sent', "Check api-url and the runner's network."],
    [
      fault('tls_failed'),
      'The certificate of the server or proxy was not accepted, so nothing was sent',
      'Check api-url. To trust a private CA, set NODE_EXTRA_CA_CERTS.',
    ],
    [fault('connection_lost'), 'The connection was lost before a complete response arrived', 'Run this again.'],
    [TIMEOUT, 'No complete response arrived in time', 'Run this again.'],
  ])('%j', (exchange, happened, next) => {
    expect(explain(judgeCall(exchange, []), '', SETTINGS)).toEqual([happened, next]);
  });

  test.each<[string, string, string, string]>([
    [
      'not_interrupted',
      'busy',
      'The thread is busy: not waiting at an interrupt yet',
      'To wait longer, raise max-attempts and deadline-seconds.',
    ],
    ['not_interrupted', 'idle', 'The thread is idle: not waiting at an interrupt', NOTHING_LEFT],
    [
      'not_interrupted',
      'error',
      'The last run of the thread failed, so there is no interrupt',
      'Check the thread in LangSmith.',
    ],
    ['not_interrupted', 'paused', 'The thread is not waiting at an interrupt', 'Check the thread in LangSmith.'],
    [
      'thread_changed',
      'interrupted',
      'The state of the thread has changed',
      'Review the interrupt that it is waiting at now.',
    ],
    ['thread_unreadable', '', 'The thread could not be checked', 'Check api-url.'],
    ['timeout', 'interrupted', 'Too little time was left to send the call', 'Raise deadline-seconds.'],
    ['timeout', '', 'No complete response arrived in time', 'Run this again.'],
  ])('%s of the check, for a thread that is "%s"', (code, threadStatus, happened, next) => {
    expect(explain(refusal(code), threadStatus, SETTINGS)).toEqual([happened, next]);
  });

  test('a call that timed out after a read is no lack of time', () => {
    const [happened] = explain(judgeCall(TIMEOUT, []), 'interrupted', SETTINGS);
    expect(happened).toBe('No complete response arrived in time');
  });

  test('a read that failed is explained like a call', () => {
    const verdict = judgeRead(response(404), []) as Verdict;
    expect(explain(verdict, '', SETTINGS)).toEqual(explain(judgeCall(response(404), []), '', SETTINGS));
  });

  test.each<[string, Exchange, Partial<Settings>, string]>([
    ['a workspace', response(403), { workspaceId: 'w' }, `Check api-key. Check workspace-id. ${REGION}`],
    [
      'extra CA certificates',
      fault('tls_failed'),
      { extraCaCerts: true },
      'Check api-url. To trust a private CA, check NODE_EXTRA_CA_CERTS.',
    ],
    ['429 in retry-on', response(429), { retryOn: new Set(['429']) }, 'Run this again later.'],
    [
      'no 409 in retry-on',
      response(409),
      { retryOn: new Set(['502']) },
      `If its agent is still running, add 409 to retry-on. ${NOTHING_LEFT}`,
    ],
    [
      'a proxy',
      fault('connect_failed'),
      { proxyHost: 'proxy.example.com:3128' },
      "Check api-url, the runner's network and the proxy.",
    ],
    [
      'another api-url',
      response(404),
      { apiUrl: 'https://eu.api.example.com:8443/v1' },
      'Check thread-id, api-url and the workspace of the key. ' +
        'A key works in one region only: check that it belongs to eu.api.example.com:8443 (api-url).',
    ],
  ])('the advice depends on the settings: %s', (_, exchange, changes, next) => {
    expect(explain(judgeCall(exchange, []), '', { ...SETTINGS, ...changes })[1]).toBe(next);
  });

  test('a busy thread without 409 in retry-on was not waited for', () => {
    const settings = { ...SETTINGS, retryOn: new Set(['502']) };
    expect(explain(refusal('not_interrupted'), 'busy', settings)[1]).toBe('To wait longer, add 409 to retry-on.');
  });

  test.each([401, 403, 404])('a %d names LANGSMITH_ENDPOINT only if it is another host', (status) => {
    const advise = (langsmithHost: string): string =>
      explain(judgeCall(response(status), []), '', { ...SETTINGS, langsmithHost })[1];
    expect(advise('eu.api.smith.langchain.com')).toMatch(
      / \(api-url\)\. LANGSMITH_ENDPOINT names eu\.api\.smith\.langchain\.com\.$/,
    );
    expect(advise('api.smith.langchain.com')).toBe(advise(''));
    expect(advise('')).not.toContain('LANGSMITH_ENDPOINT');
  });

  test('only a 401, a 403 and a 404 are about the region', () => {
    const statuses = Array.from({ length: 200 }, (_, i) => 400 + i);
    const advise = (status: number): string => explain(judgeCall(response(status), []), '', SETTINGS)[1];
    expect(statuses.filter((status) => advise(status).includes('region'))).toEqual([401, 403, 404]);
  });

  test('the advice never suggests what is set already', () => {
    const statuses = Array.from({ length: 500 }, (_, i) => 100 + i);
    const settings: Settings = {
      ...{ ...SETTINGS, workspaceId: 'w', extraCaCerts: true, langsmithHost: 'api.smith.langchain.com' },
      retryOn: new Set(['connect_failed', ...statuses.map(String)]),
    };
    const verdicts = [
      ...statuses.map((status) => response(status)),
      ...(['connect_failed', 'tls_failed', 'connection_lost', 'not_http'] as const).map(fault),
    ].map((exchange) => judgeCall(exchange, []));
    for (const verdict of [...verdicts, refusal('not_interrupted')]) {
      for (const threadStatus of ['', 'busy', 'idle', 'interrupted']) {
        const text = explain(verdict, threadStatus, settings).join(' ');
        expect(text).not.toMatch(/needs workspace-id|set NODE_EXTRA_CA_CERTS|to retry-on|LANGSMITH_ENDPOINT/);
      }
    }
  });
});

test.each([
  ['idle', 'The thread is no longer interrupted: the call probably closed it.'],
  ['interrupted', 'The thread is still, or again, waiting at an interrupt. Review it before you run this again.'],
  [
    'busy',
    'The thread is busy again: the call probably closed the interrupt, and a second call could resolve a later one.',
  ],
  ['error', 'Check the thread before you run this again: a second call could resolve a later interrupt.'],
  ['', 'Check the thread before you run this again: a second call could resolve a later interrupt.'],
])('after an unknown outcome, with the thread "%s"', (threadStatus, advice) => {
  expect(adviseAfterUnknown(threadStatus)).toBe(advice);
});
