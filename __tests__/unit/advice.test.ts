import type { Stop } from '../../src/attempts/retry.js';
import type { Verdict } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import { explain } from '../../src/report/advice.js';
import { AFTER_UNKNOWN, type Explanation, explainThread } from '../../src/report/thread-advice.js';
import type { Settings } from '../../src/settings.js';
import { BUSY, CHECK_FIRST, FAILED, GONE, NOTHING_LEFT, REGION, STILL_THERE } from './messages.js';
import {
  CHANGED,
  checkVerdict,
  fault,
  finish,
  outputs,
  PROXY_REFUSAL,
  readVerdict,
  resolveVerdict,
  response,
  TIMEOUT,
  TOO_LATE,
} from './samples.js';

const DEADLINE: Stop = { kind: 'deadline', delayMs: 400_000 };

/** Explains the first of six attempts, without the check. */
const explainFirst = (verdict: Verdict, changes?: Partial<Settings>): Explanation =>
  explain(finish(verdict, changes), outputs(), false);

const explainStatus = (end: Exchange | number, changes?: Partial<Settings>): Explanation =>
  explainFirst(resolveVerdict(end), changes);

const NO_SUCH_THREAD: Explanation = {
  happened: 'The API found no such thread',
  fix: `Check thread-id, api-url and the workspace of the key. ${REGION}`,
};
const REFUSED: Explanation = {
  happened: 'The request was refused',
  fix: 'Check the inputs, and any gateway or proxy in front of the API.',
};
const SERVER_ERROR: Explanation = {
  happened: 'The API, or a gateway in front of it, reported a server error',
  next: 'Re-run this later.',
};
const UNEXPECTED: Explanation = { happened: 'The server sent an unexpected response', fix: 'Check api-url.' };
const AUTH = response(502, { code: 'upstream_auth_failed' });

describe('explain', () => {
  test.each<[Exchange | number, Explanation]>([
    [400, { happened: 'The API refused the request as malformed', fix: 'Check thread-id and api-url.' }],
    [
      401,
      {
        happened: 'The API found no valid key in the request',
        fix: `Check api-key, and that no proxy removes X-Api-Key. ${REGION}`,
      },
    ],
    [
      403,
      {
        happened: 'The API denied this key access to the thread',
        fix: `Check api-key. Organization-scoped service keys need workspace-id. ${REGION}`,
      },
    ],
    [404, NO_SUCH_THREAD],
    [response(404, { code: 'agent_not_found' }), NO_SUCH_THREAD],
    [409, { happened: 'The thread is not waiting at an interrupt', next: NOTHING_LEFT }],
    [422, { happened: 'The API refused the request as invalid', fix: 'Check thread-id.' }],
    [429, { happened: 'The API is rate limiting requests', next: 'Re-run this later, or add 429 to retry-on.' }],
    [418, REFUSED],
    [499, REFUSED],
    [500, SERVER_ERROR],
    [response(502, { code: 'a_code' }), SERVER_ERROR],
    [response(503, { code: 'unexpected_error' }), SERVER_ERROR],
    // Only with a 502 does it say that the runtime refused.
    [response(503, { code: 'upstream_auth_failed' }), SERVER_ERROR],
    [response(418, { code: 'upstream_auth_failed' }), REFUSED],
    [
      AUTH,
      {
        happened: 'The agent runtime refused the request',
        fix: 'Check that the agent still exists, and that the key has access to it.',
      },
    ],
    [302, { happened: 'The server sent a redirect, which is never followed', fix: 'Set api-url to the API itself.' }],
    [200, UNEXPECTED],
    [fault('not_http'), UNEXPECTED],
    [
      fault('connect_failed'),
      { happened: 'Could not connect, so nothing was sent', fix: "Check api-url and the runner's network." },
    ],
    [
      { kind: 'connect_failed', timeoutMs: 1500 },
      {
        happened: 'Could not connect within 1.5 s, so nothing was sent',
        fix: "Check api-url and the runner's network.",
      },
    ],
    [
      PROXY_REFUSAL,
      {
        happened: 'The proxy refused to connect (HTTP 407), so nothing was sent',
        fix: "Check the proxy's user name and password.",
      },
    ],
    [
      { kind: 'connect_failed', proxyStatus: 403 },
      {
        happened: 'The proxy refused to connect (HTTP 403), so nothing was sent',
        fix: 'Allow the host of api-url in the proxy.',
      },
    ],
    [
      fault('tls_failed'),
      {
        happened: 'The certificate of the server or proxy was not trusted, so nothing was sent',
        fix: 'Check api-url. To trust a private CA, set NODE_EXTRA_CA_CERTS.',
      },
    ],
    [
      fault('connection_lost'),
      { happened: 'The connection was lost before a complete response arrived', next: 'Re-run this.' },
    ],
    [TIMEOUT, { happened: 'No complete response arrived within 1.5 s', next: 'Re-run this.' }],
  ])('%j', (end, explanation) => {
    expect(explainStatus(end)).toEqual(explanation);
  });

  test('a thread that cannot be checked says why', () => {
    const reason = { kind: 'thread_unreadable', problem: 'the response is new', fix: 'Check it.' } as const;
    const verdict: Verdict = { request: 'read', outcome: 'not-resolved', code: 'thread_unreadable', reason };
    const happened = 'The thread could not be checked: the response is new';
    expect(explainFirst(verdict)).toEqual({ happened, fix: 'Check it.' });
  });

  test.each([
    ['interrupted', 'Review the current interrupt, then start a new run with its time.'],
    ['busy', 'Wait until it is interrupted, then start a new run with its time.'],
  ])('a thread that changed shows both times: %s', (status, next) => {
    const ending = finish(checkVerdict({ ...CHANGED, status }));
    expect(explain(ending, outputs({ 'thread-status': status }), true)).toEqual({
      happened: 'The thread changed at 2026-11-25T09:30:00.001Z, but must be unchanged since 2026-11-25T09:30:00.000Z',
      next,
    });
  });

  test.each([
    [300_000, 'Raise deadline-seconds.'],
    [21_600_000, 'Re-run this.'],
  ])('too little time for the resolve request, with a deadline of %d ms', (deadlineMs, next) => {
    const happened = 'Too little time was left to send the resolve request';
    expect(explainFirst(TOO_LATE, { deadlineMs })).toEqual({ happened, next });
  });

  test.each([400, 403, 404, 429, 500])('a %d for the read is explained like one for the resolve request', (status) => {
    expect(explainFirst(readVerdict(status))).toEqual(explainStatus(status));
  });

  test.each<[string, Exchange | number, Partial<Settings>, Explanation['fix']]>([
    ['a workspace', 403, { workspaceId: 'w' }, `Check api-key. Check workspace-id. ${REGION}`],
    [
      'extra CA certificates',
      fault('tls_failed'),
      { extraCaCerts: { file: '/ca.pem', areLoaded: true } },
      'Check api-url. To trust a private CA, check NODE_EXTRA_CA_CERTS.',
    ],
    [
      'a proxy',
      fault('connect_failed'),
      { proxyHost: 'proxy.example.com:3128' },
      "Check api-url, the runner's network and the proxy.",
    ],
    [
      'another api-url',
      404,
      { apiUrl: 'https://eu.api.example.com:8443/v1' },
      'Check thread-id, api-url and the workspace of the key. ' +
        "Check that the key's region matches api-url (eu.api.example.com:8443).",
    ],
    ['loopback', 404, { apiUrl: 'http://127.0.0.1:80' }, 'Check thread-id, api-url and the workspace of the key.'],
    [
      'LANGSMITH_ENDPOINT',
      404,
      { langsmithHost: 'eu.api.smith.langchain.com' },
      `${NO_SUCH_THREAD.fix} LANGSMITH_ENDPOINT points to eu.api.smith.langchain.com.`,
    ],
    ['LANGSMITH_ENDPOINT, with the same host', 404, { langsmithHost: 'api.smith.langchain.com' }, NO_SUCH_THREAD.fix],
  ])('the advice depends on the settings: %s', (_, end, changes, fix) => {
    expect(explainStatus(end, changes).fix).toBe(fix);
  });

  test('a 429 suggests retry-on only where it has an effect', () => {
    const next = (changes: Partial<Settings>) => explainStatus(429, changes).next;
    expect(next({ retryOn: new Set(['429']) })).toBe('Re-run this later.');
    expect(next({ maxAttempts: 1 })).toBe('Re-run this later.');
    expect(next({ maxAttempts: 2 })).toBe('Re-run this later, or add 429 to retry-on.');
    // Another status has used up the attempts.
    expect(explain(finish(resolveVerdict(429)), outputs({ attempts: 6 }), false).next).toBe('Re-run this later.');
  });

  test('only a 401, a 403 and a 404 are about the region', () => {
    const statuses = Array.from({ length: 500 }, (_, i) => 100 + i);
    const isAboutRegion = (status: number): boolean => Object.values(explainStatus(status)).join().includes('region');
    expect(statuses.filter(isAboutRegion)).toEqual([401, 403, 404]);
  });
});

/** How the step stopped, and after how many attempts. */
type Given = { stop?: Stop; attempts?: number };

describe('explainThread', () => {
  const CONFLICT = resolveVerdict(409);
  const BUSY_NOW = 'The thread is busy and not waiting at an interrupt yet';

  test.each<[string, Explanation]>([
    ['busy', { happened: BUSY_NOW, next: '' }],
    ['idle', { happened: 'The thread is idle and not waiting at an interrupt', next: NOTHING_LEFT }],
    [
      'error',
      { happened: 'The thread has the status error and is not waiting at an interrupt', next: 'Look at its last run.' },
    ],
    ['interrupted', { happened: "The API refused the request because of the thread's state", next: STILL_THERE }],
    ['paused', { happened: 'The thread is not waiting at an interrupt', next: NOTHING_LEFT }],
    ['', { happened: 'The thread is not waiting at an interrupt', next: NOTHING_LEFT }],
  ])('%j', (status, explanation) => {
    expect(explainThread(finish(CONFLICT), outputs({ 'thread-status': status }))).toEqual(explanation);
  });

  test.each<[string, Given, Partial<Settings>, string]>([
    ['nothing that has no effect', {}, {}, ''],
    ['409 in retry-on', {}, { retryOn: new Set(['502']) }, 'add 409 to retry-on'],
    ['more attempts', { attempts: 6 }, {}, 'raise max-attempts'],
    ['more time', { stop: DEADLINE }, {}, 'raise deadline-seconds'],
    ['no more time if no deadline is long enough', { stop: { kind: 'deadline', delayMs: 86_400_000 } }, {}, ''],
    ['no more time for an endless wait', { stop: { kind: 'deadline', delayMs: Number.POSITIVE_INFINITY } }, {}, ''],
    [
      'both settings if one has no effect alone',
      {},
      { maxAttempts: 1, retryOn: new Set(['502']) },
      'add 409 to retry-on and raise max-attempts',
    ],
    ['no more attempts than the maximum', { attempts: 100 }, { maxAttempts: 100 }, ''],
    ['no more time than the maximum', { stop: DEADLINE }, { deadlineMs: 21_600_000 }, ''],
    [
      'nothing if both are at their maximum',
      { stop: DEADLINE, attempts: 100 },
      { maxAttempts: 100, deadlineMs: 21_600_000 },
      '',
    ],
  ])('to wait for a thread, it suggests %s', (_, { stop, attempts = 1 }, settings, advice) => {
    const wait = (status: string) =>
      explainThread(finish(CONFLICT, settings, stop), outputs({ attempts, 'thread-status': status })).next;
    expect(wait('busy')).toBe(advice && `To wait for it, ${advice}.`);
    // Whether anything is left to wait for is not known, so waiting comes second.
    expect(wait('')).toBe(advice ? `${NOTHING_LEFT} If its agent is still running, ${advice}.` : NOTHING_LEFT);
    for (const status of ['idle', 'error', 'interrupted']) expect(wait(status)).not.toMatch(/raise|add/);
  });
});

/** Every verdict there is without a resolved interrupt. */
const VERDICTS: Verdict[] = [
  ...Array.from({ length: 500 }, (_, i) => 100 + i).flatMap((status) => [resolveVerdict(status), readVerdict(status)]),
  ...(['connect_failed', 'tls_failed', 'connection_lost', 'not_http'] as const).map((kind) =>
    resolveVerdict(fault(kind)),
  ),
  ...[resolveVerdict(PROXY_REFUSAL), resolveVerdict(AUTH), resolveVerdict(TIMEOUT), TOO_LATE],
  ...['idle', 'busy', 'error', 'paused'].map((status) => checkVerdict({ ...CHANGED, status })),
  checkVerdict(CHANGED),
].filter(({ code, outcome }) => code !== '' && outcome !== 'resolved');

test('the advice never suggests what is set already, or is at its maximum', () => {
  const settings: Partial<Settings> = {
    ...{
      workspaceId: 'w',
      extraCaCerts: { file: '/ca.pem', areLoaded: true },
      langsmithHost: 'api.smith.langchain.com',
    },
    retryOn: new Set(['connect_failed', ...Array.from({ length: 200 }, (_, i) => String(400 + i))]),
    ...{ maxAttempts: 100, deadlineMs: 21_600_000 },
  };
  const useless = /needs? workspace-id|set NODE_EXTRA|to retry-on|LANGSMITH_ENDPOINT|[Rr]aise/;
  for (const threadStatus of ['', 'busy', 'idle', 'interrupted', 'error']) {
    const now = outputs({ attempts: 100, 'thread-status': threadStatus });
    const endings = VERDICTS.map((verdict) => finish(verdict, settings, DEADLINE));
    const texts = endings.map((ending) => Object.values(explain(ending, now, false)).join(' '));
    expect(texts.filter((text) => useless.test(text))).toEqual([]);
  }
});

test('what happened to a conflict agrees with what was read of the thread', () => {
  const conflicts = [resolveVerdict(409), resolveVerdict(response(409, { code: 'a_code' }))];
  for (const verdict of conflicts) {
    for (const threadStatus of ['', 'busy', 'idle', 'interrupted', 'error']) {
      const given = [finish(verdict), outputs({ 'thread-status': threadStatus })] as const;
      expect(explain(...given, true)).toEqual(explainThread(...given));
    }
  }
});

test.each([
  ['idle', GONE],
  ['interrupted', STILL_THERE],
  ['busy', BUSY],
  ['error', FAILED],
  ['', CHECK_FIRST],
])('after an unknown outcome, with the thread "%s"', (threadStatus, advice) => {
  expect(AFTER_UNKNOWN[threadStatus]).toBe(advice);
});
