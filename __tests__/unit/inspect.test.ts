import * as fc from 'fast-check';
import { APIS } from '../../src/api/api.js';
import type { Attempt } from '../../src/attempts/history.js';
import { runAttempts } from '../../src/attempts/loop.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeResolve } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import { conclude, type Ending } from '../../src/report/conclusion.js';
import type { ReportContext, Settings } from '../../src/settings.js';
import * as arbitrary from './arbitraries.js';
import * as contract from './contract.js';

const API = APIS['managed-deep-agents'];
const NO_HEADERS = { retryAfter: undefined, date: undefined };
const MOMENT = { elapsedMs: 0, wallClockMs: 0, random: 0 };

const response = (status: number, body: string): contract.Reply => ({ kind: 'response', status, body, ...NO_HEADERS });
const fault = fc.constantFrom<contract.Reply>(
  ...(['connect_failed', 'connection_lost', 'timeout', 'tls_failed', 'not_http'] as const).map((kind) => ({ kind })),
);
const error = fc.tuple(arbitrary.status, fc.constantFrom('', '{"detail":"x"}')).map((args) => response(...args));

const scenario = fc.record({
  mode: fc.constantFrom('inspect' as const, 'resolve' as const),
  since: arbitrary.unchangedSince,
  maxAttempts: fc.integer({ min: 1, max: 6 }),
  retryOn: arbitrary.retryOn,
  turns: fc.array(
    fc.record({
      read: fc.oneof(
        { weight: 12, arbitrary: arbitrary.thread('a-key-of-20-letters').map((body) => response(200, body)) },
        { weight: 2, arbitrary: error },
        { weight: 1, arbitrary: fault },
      ),
      call: fc.oneof({ weight: 5, arbitrary: error }, { weight: 1, arbitrary: fault }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

/** The requests that the contract asks for. `mode: inspect` ends where a call would follow: the interrupt is found. */
function follow(
  rules: contract.Rules,
  mode: string,
  replyTo: (kind: 'read' | 'call', index: number) => contract.Reply,
) {
  const history: contract.Request[][] = [];
  for (let waited = true; ; ) {
    const next = contract.nextStep(rules, history, { ...MOMENT, waited: waited && history.length > 0 });
    const isFound = next === 'call' && mode === 'inspect';
    if (next === 'end' || isFound) return { history, isFound };
    if (waited) history.push([]);
    waited = typeof next !== 'string';
    if (typeof next === 'string') history.at(-1)?.push({ kind: next, reply: replyTo(next, history.flat().length) });
  }
}

function outputsOf(rules: contract.Rules, { history, isFound }: ReturnType<typeof follow>) {
  const outputs = contract.outputsOf(rules, history);
  const read = history.flat().findLast(({ kind, reply }) => kind === 'read' && contract.threadIn(reply));
  const changedAtMs = outputs.threadStatus === '' ? undefined : contract.threadIn(read?.reply)?.changedAtMs;
  const updatedAt = changedAtMs === undefined ? '' : new Date(changedAtMs).toISOString();
  return { ...outputs, ...(isFound && { errorCode: '' }), updatedAt };
}

test('the number and kind of requests, and the outputs about the thread, follow the contract', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ mode, since, turns, ...given }) => {
      const limits = { retryDelayMs: 0, retryMaxDelayMs: 0, requestTimeoutMs: 1000, deadlineMs: 60_000 };
      const rules = { ...given, ...limits, key: 'k'.repeat(20), checkThread: true, unchangedSinceMs: since?.ms };
      const replyTo = (kind: 'read' | 'call', index: number) => turns[index % turns.length]?.[kind] as contract.Reply;
      const kinds: string[] = [];
      const send = (kind: 'read' | 'call'): Exchange => {
        const reply = replyTo(kind, kinds.length);
        kinds.push(kind);
        return reply.kind === 'response'
          ? { ...reply, body: String(reply.body), requestId: undefined }
          : (reply as Exchange);
      };
      const history: Attempt[] = [];
      const result = await runAttempts({ ...rules, mode }, history, {
        read: async () => judgeRead(send('read'), API, [rules.key]),
        resolve: async () => judgeResolve(send('call'), API, [rules.key]),
        ...{ now: () => 0, wallClock: () => 0, random: () => 0, sleep: async () => {}, onEvent: () => {} },
      });
      const ending: Ending = { kind: 'finished', settings: { failOnError: true } as Settings, ...result };
      const { outputs, exitCode } = conclude(ending, history, {
        secrets: [],
        showInterrupts: false,
      } as Partial<ReportContext> as ReportContext);
      const followed = follow(rules, mode, replyTo);
      const expected = outputsOf(rules, followed);
      expect(kinds).toEqual(followed.history.flat().map(({ kind }) => kind));
      expect({
        ...{ outcome: outputs.outcome, errorCode: outputs['error-code'], status: outputs.status },
        ...{
          attempts: outputs.attempts,
          threadStatus: outputs['thread-status'],
          updatedAt: outputs['state-updated-at'],
        },
      }).toEqual(expected);
      expect(exitCode).toBe(expected.errorCode === '' ? 0 : 1);
      if (mode === 'inspect')
        expect({ resolved: outputs.resolved, kinds }).toEqual({ resolved: false, kinds: kinds.map(() => 'read') });
    }),
    { numRuns: 600 },
  );
});
