import * as fc from 'fast-check';
import { APIS } from '../../src/api/api.js';
import type { Attempt as RecordedAttempt } from '../../src/attempts/history.js';
import { runAttempts } from '../../src/attempts/loop.js';
import { judgeRead } from '../../src/attempts/thread.js';
import { judgeResolve } from '../../src/attempts/verdict.js';
import type { Exchange } from '../../src/exchange.js';
import { type Conclusion, conclude, type Ending } from '../../src/report/conclusion.js';
import { narrate, narrateLastRead } from '../../src/report/log-lines.js';
import { describe as describeEnding, type Message, toText } from '../../src/report/message.js';
import { renderSummary } from '../../src/report/summary.js';
import { clean, escapeHtml } from '../../src/text.js';
import { parseTimeMs } from '../../src/time.js';
import * as arbitrary from './arbitraries.js';
import type { Reply, Rules } from './contract.js';
import * as contract from './contract.js';
import { BUSY, CHECK_FIRST, FAILED, GONE, STILL_THERE } from './messages.js';
import { expectSafeLine } from './safe.js';
import { CONTEXT, SETTINGS } from './samples.js';

/** What the other side does with one request, whichever it is, and how the machine treats the wait after it. */
interface Turn {
  read: Reply;
  call: Reply;
  /** Foreign text that comes with it. */
  text: string;
  tookMs: number;
  random: number;
  wallClockMs: number;
  /** How much later than asked the step wakes up. */
  lateMs: number;
}

/** In eighths of a millisecond, like all times here: sums of them are exact, so the tests compare without tolerance. */
const ms = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 8, max: max * 8 }).map((eighths) => eighths / 8);

/** Mostly short, and of any length up to `maxMs`. */
const shortOrLong = (maxMs: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 16, arbitrary: ms(0, 100) },
    { weight: 3, arbitrary: ms(0, 5000) },
    { weight: 1, arbitrary: ms(0, maxMs) },
  );

/** Mostly long, and of any length from 1 to `maxMs`. */
const longOrShort = (maxMs: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 8, arbitrary: ms(maxMs / 10, maxMs) }, { weight: 1, arbitrary: ms(1, 3000) });

/** A wrong weekday, a day that no month has, obsolete forms, another case or zone. */
const INVALID_DATES = [
  'Fri, 01 Jan 2099 00:00:00 GMT',
  'Thu, 31 Feb 2099 00:00:00 GMT',
  'Thursday, 01-Jan-99 00:00:00 GMT',
  'Thu Jan  1 00:00:00 2099',
  'thu, 01 jan 2099 00:00:00 gmt',
  'Thu, 01 Jan 2099 00:00:00 +0000',
  'Thu, 1 Jan 2099 00:00:00 GMT',
];

const httpDate = (fromMs: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -9, max: 99 }).map((s) => new Date(fromMs + s * 1000).toUTCString()) },
    { weight: 1, arbitrary: fc.constantFrom(...INVALID_DATES) },
  );

/** `Retry-After` and `Date`, by the clock of a server that may be hours off. */
const waitHeaders = (wallClockMs: number): fc.Arbitrary<{ retryAfter: string | undefined; date: string | undefined }> =>
  fc.constantFrom(0, 0, 7_200_000).chain((aheadMs) =>
    fc.record({
      retryAfter: fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 600 }).map(String) },
        { weight: 3, arbitrary: httpDate(wallClockMs + aheadMs) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', '-1', '1.5', '86400', '9'.repeat(400), 'junk', '2099-01-01', '+1'),
        },
      ),
      date: fc.oneof(
        { weight: 3, arbitrary: httpDate(wallClockMs + aheadMs) },
        { weight: 1, arbitrary: fc.constantFrom(undefined, '', 'junk') },
      ),
    }),
  );

const FAULTS = [
  'connect_failed',
  'connect_failed',
  'proxy_refused',
  'tls_failed',
  'connection_lost',
  'not_http',
  'timeout',
] as const;
const fault: fc.Arbitrary<Reply> = fc.record({ kind: fc.constantFrom(...FAULTS) });

function response(
  status: fc.Arbitrary<number>,
  body: fc.Arbitrary<string>,
  headers: fc.Arbitrary<{ retryAfter: string | undefined; date: string | undefined }>,
): fc.Arbitrary<Reply> {
  const unread = { weight: 1, arbitrary: fc.constant(undefined) };
  return fc
    .tuple(status, fc.oneof({ weight: 20, arbitrary: body }, unread), headers)
    .map(([code, text, found]) => ({ kind: 'response', status: code, body: text, ...found }));
}

const NO_HEADERS = fc.constant({ retryAfter: undefined, date: undefined });

const confirmation = response(fc.constantFrom(200, 200, 200, 201, 202, 204), arbitrary.confirmation, NO_HEADERS);

const turn = (key: string): fc.Arbitrary<Turn> =>
  fc.integer({ min: 0, max: Date.UTC(2099, 0, 1) }).chain((wallClockMs) => {
    const status = fc.oneof({ weight: 50, arbitrary: arbitrary.status }, { weight: 1, arbitrary: fc.constant(101) });
    const error = response(status, arbitrary.body(key), waitHeaders(wallClockMs));
    const found = response(fc.constant(200), arbitrary.thread(key), NO_HEADERS);
    return fc.record({
      read: fc.oneof(
        { weight: 24, arbitrary: found },
        { weight: 2, arbitrary: error },
        { weight: 1, arbitrary: fault },
      ),
      call: fc.oneof(
        { weight: 8, arbitrary: error },
        { weight: 1, arbitrary: fault },
        { weight: 1, arbitrary: confirmation },
      ),
      text: arbitrary.hostileText(key),
      tookMs: shortOrLong(700_000),
      random: fc.integer({ min: 0, max: 1023 }).map((random) => random / 1024),
      wallClockMs: fc.constant(wallClockMs),
      lateMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: longOrShort(600_000) }),
    });
  });

const api = fc.constantFrom('managed-deep-agents', 'managed-deep-agents', 'agent-server');

const rules = (key: string): fc.Arbitrary<Rules> =>
  fc
    .record({
      key: fc.constant(key),
      api,
      mode: fc.oneof(
        { weight: 5, arbitrary: fc.constant('resolve' as const) },
        { weight: 1, arbitrary: fc.constant('inspect' as const) },
      ),
      check: fc.oneof({ weight: 1, arbitrary: fc.constant(false) }, { weight: 3, arbitrary: fc.constant(true) }),
      since: arbitrary.unchangedSince,
      maxAttempts: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
        { weight: 1, arbitrary: fc.integer({ min: 7, max: 100 }) },
      ),
      retryOn: arbitrary.retryOn,
      retryDelayMs: shortOrLong(3_600_000),
      aboveDelayMs: shortOrLong(3_600_000),
      requestTimeoutMs: longOrShort(600_000),
      deadlineMs: fc.oneof(longOrShort(300_000), longOrShort(21_600_000)),
    })
    .map(({ check, since, aboveDelayMs, ...rest }) => ({
      ...rest,
      checkThread: check || rest.mode === 'inspect' || rest.api === 'agent-server',
      unchangedSinceMs: check ? since?.ms : undefined,
      retryMaxDelayMs: Math.min(3_600_000, rest.retryDelayMs + aboveDelayMs),
    }));

/** Time and attempts enough for calls of unknown outcome to be repeated, while the thread may change. */
const calm = (key: string) => {
  const found = response(fc.constant(200), arbitrary.thread(key), NO_HEADERS);
  return fc.record({
    rules: api.map(
      (name): Rules => ({
        ...{ key, api: name, mode: 'resolve', checkThread: true, unchangedSinceMs: undefined },
        ...{ maxAttempts: 6, retryOn: new Set(['409', '502', 'connect_failed']), retryDelayMs: 1, retryMaxDelayMs: 1 },
        ...{ requestTimeoutMs: 600_000, deadlineMs: 21_600_000 },
      }),
    ),
    turns: fc.array(
      fc.record({
        read: fc.oneof({ weight: 6, arbitrary: found }, { weight: 1, arbitrary: fault }),
        call: fc.oneof(
          { weight: 4, arbitrary: response(fc.constantFrom(502, 502, 502, 409, 204), arbitrary.body(key), NO_HEADERS) },
          { weight: 1, arbitrary: confirmation },
        ),
        text: fc.constant(''),
        tookMs: fc.constant(1),
        random: fc.constant(0),
        wallClockMs: fc.constant(0),
        lateMs: fc.constant(0),
      }),
      { minLength: 4, maxLength: 8 },
    ),
    failOnError: fc.boolean(),
    startMs: fc.constant(0),
  });
};

const wild = (key: string) =>
  fc.record({
    rules: rules(key),
    turns: fc.array(turn(key), { minLength: 1, maxLength: 8 }),
    failOnError: fc.boolean(),
    /** Of the clock. */
    startMs: shortOrLong(1e9),
  });

const scenario = arbitrary.key.chain((key) =>
  fc.oneof({ weight: 3, arbitrary: wild(key) }, { weight: 2, arbitrary: calm(key) }),
);

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** One request as the other side saw it. */
interface Sent extends contract.Request {
  attempt: number;
  atMs: number;
  timeoutMs: number;
  tookMs: number;
  turn: Turn;
}

/** A turn that takes too long ends as a timeout. */
function replyTo(kind: 'read' | 'call', turn: Turn, timeoutMs: number): { reply: Reply; tookMs: number } {
  const { [kind]: reply, tookMs } = turn;
  if (reply.kind !== 'timeout' && tookMs < timeoutMs) return { reply, tookMs };
  const neverLeft = reply.kind === 'connect_failed' || reply.kind === 'proxy_refused';
  return { reply: { kind: neverLeft ? 'connect_failed' : 'timeout' }, tookMs: timeoutMs };
}

function toExchange(reply: Reply, text: string, timeoutMs: number): Exchange {
  switch (reply.kind) {
    case 'response': {
      const { body, ...rest } = reply;
      const read = body === undefined ? ({ body: '', unread: 'compressed' } as const) : { body };
      return { ...rest, ...read, requestId: text };
    }
    case 'timeout':
      return { kind: 'timeout', timeoutMs };
    case 'proxy_refused':
      return { kind: 'connect_failed', proxyStatus: 407 };
    default:
      return { kind: reply.kind, cause: text };
  }
}

/** The outputs, as the contract names them. */
function reported({ outputs }: Conclusion) {
  const { resolved, outcome, status, attempts, 'error-code': errorCode, interrupts } = outputs;
  expect({ resolved, interrupts }).toEqual({ resolved: outcome === 'resolved', interrupts: '' });
  const thread = { threadStatus: outputs['thread-status'], stateUpdatedAt: outputs['state-updated-at'] };
  return { outcome, errorCode, status, attempts, ...thread };
}

/** Runs the loop on a clock that only its requests and waits move, and asks the contract at each step. */
async function play({ rules, turns, failOnError, startMs }: Scenario) {
  let nowMs = startMs;
  let isWaiting = false;
  const sent: Sent[] = [];
  const history: Sent[][] = [];
  const waits: { delayMs: number; lateMs: number }[] = [];
  const recorded: RecordedAttempt[] = [];
  const told: { delayMs?: number | undefined; [fact: string]: unknown }[] = [];
  const log: string[] = [];
  const steps: { taken: unknown; right: unknown }[] = [];
  const cancellations: { reported: unknown; right: unknown }[] = [];

  const settings = { ...SETTINGS, ...rules, api: APIS[rules.api], failOnError };
  const context = { ...CONTEXT, secrets: [rules.key], mode: rules.mode };
  const lastTurn = (): Turn => sent.at(-1)?.turn ?? (turns[0] as Turn);
  const moment = (): contract.Moment => ({ ...lastTurn(), elapsedMs: nowMs - startMs, waited: isWaiting });
  const take = (taken: unknown): void => {
    steps.push({ taken, right: contract.nextStep(rules, history, moment()) });
  };
  const cancel = (): void => {
    const conclusion = conclude({ kind: 'cancelled', signal: 'SIGTERM' }, recorded, context);
    expect(conclusion).toMatchObject({ exitCode: 143, level: 'warning' });
    cancellations.push({ reported: reported(conclusion), right: contract.outputsOf(rules, history, true) });
  };

  async function send(kind: 'read' | 'call', timeoutMs: number): Promise<Exchange> {
    take(kind);
    if (history.length === 0 || isWaiting) history.push([]);
    isWaiting = false;
    const turn = turns[sent.length % turns.length] as Turn;
    const { reply, tookMs } = replyTo(kind, turn, timeoutMs);
    const elapsedMs = nowMs - startMs;
    const request: Sent = { kind, reply: undefined, attempt: history.length, atMs: elapsedMs, timeoutMs, tookMs, turn };
    sent.push(request);
    history.at(-1)?.push(request);
    cancel();
    nowMs += tookMs;
    request.reply = reply;
    return toExchange(reply, turn.text, timeoutMs);
  }

  const { verdict, stop } = await runAttempts(rules, recorded, {
    read: async (timeoutMs) => judgeRead(await send('read', timeoutMs), settings.api, [rules.key]),
    resolve: async (timeoutMs) => judgeResolve(await send('call', timeoutMs), settings.api, [rules.key]),
    sleep: async (delayMs) => {
      take({ waitMs: delayMs });
      cancel();
      waits.push({ delayMs, lateMs: lastTurn().lateMs });
      nowMs += delayMs + lastTurn().lateMs;
      isWaiting = true;
    },
    now: () => nowMs,
    wallClock: () => lastTurn().wallClockMs,
    random: () => lastTurn().random,
    onAttempt: (number, verdict, delayMs) => {
      told.push({ number, code: verdict.code, request: verdict.request, delayMs });
      log.push(narrate(number, verdict, delayMs, rules.maxAttempts));
    },
    onLastRead: (result) => {
      told.push({ lastRead: 'status' in result ? result.status : undefined });
      log.push(narrateLastRead(result));
    },
  });
  take('end');
  const ending: Ending = { kind: 'finished', verdict, stop, settings };
  const conclusion = conclude(ending, recorded, context);
  const message = describeEnding(ending, recorded, conclusion, context);
  return {
    ...{ rules, failOnError, sent, history, waits, recorded, told, log, steps, cancellations, stop },
    ...{ ending, context, conclusion, message, last: sent.at(-1) as Sent, moment: moment(), tookMs: nowMs - startMs },
  };
}

type Played = Awaited<ReturnType<typeof play>>;

/** `previous` is the request before the call. */
const calls = ({ sent }: Played) =>
  sent.flatMap((call, index) => (call.kind === 'call' ? [{ ...call, previous: sent[index - 1] }] : []));

const isUnknown = ({ rules }: Played, { kind, reply }: Sent): boolean =>
  kind === 'call' && contract.judgeCall(rules, reply as Reply).outcome === 'unknown';

function callsOnlyWhatAReadAllowed(played: Played): void {
  const { rules, sent } = played;
  if (!rules.checkThread) expect(sent.filter(({ kind }) => kind === 'read')).toEqual([]);
  if (rules.mode === 'inspect') expect(calls(played)).toEqual([]);
  if (!rules.checkThread) return;
  for (const { attempt, atMs, previous } of calls(played)) {
    expect(previous).toMatchObject({ kind: 'read', attempt });
    const thread = contract.threadIn(previous?.reply);
    expect(thread?.status).toBe('interrupted');
    if (rules.unchangedSinceMs !== undefined) expect(thread?.changedAtMs).toBeLessThanOrEqual(rules.unchangedSinceMs);
    expect(contract.hasTime(rules, atMs)).toBe(true);
  }
}

function repeatsAnUnknownCallOnlyForTheSameInterrupt(played: Played): void {
  let before: Sent | undefined;
  for (const call of calls(played)) {
    if (before && played.rules.checkThread) {
      const changedAtMs = contract.threadIn(call.previous?.reply)?.changedAtMs;
      expect(changedAtMs).toEqual(expect.any(Number));
      expect(changedAtMs).toBe(contract.threadIn(before.reply)?.changedAtMs);
    }
    if (isUnknown(played, call)) before = call.previous as Sent;
  }
}

/** The request that decided each attempt: the call, or the read that did not allow it. */
const deciding = ({ history }: Played): Sent[] =>
  history.map((attempt) => attempt.find(({ kind }) => kind === 'call') ?? (attempt[0] as Sent));

function retriesOnlyWhatRetryOnLists(played: Played): void {
  const { rules, history } = played;
  expect(history.length).toBeLessThanOrEqual(rules.maxAttempts);
  for (const { kind, reply } of deciding(played).slice(0, -1)) {
    const thread = contract.threadIn(reply);
    if (kind === 'read' && thread) {
      expect(thread.status).toBe('busy');
      expect(rules.retryOn).toContain('409');
    } else if (reply?.kind === 'response') {
      expect(rules.retryOn).toContain(String(reply.status));
    } else {
      expect(kind === 'read' ? ['connect_failed', 'connection_lost', 'timeout'] : ['connect_failed']).toContain(
        reply?.kind,
      );
      expect(rules.retryOn).toContain('connect_failed');
    }
  }
}

function endsWithAConflictAfterAnUnknownOutcome(played: Played): void {
  const firstUnknown = played.sent.find((request) => isUnknown(played, request))?.attempt ?? Number.POSITIVE_INFINITY;
  for (const { attempt, kind, reply } of deciding(played).slice(0, -1)) {
    if (attempt <= firstUnknown) continue;
    expect(reply?.kind === 'response' && reply.status === 409).toBe(false);
    if (kind === 'read') expect(contract.threadIn(reply)).toBeUndefined();
  }
}

function readsOnceMoreOnlyIfTheLastReadIsOutdated(played: Played): void {
  const { rules, history, last } = played;
  const extra = history.flatMap((attempt) => attempt.filter(({ kind }, index) => kind === 'read' && index > 0));
  expect(extra.length).toBeLessThanOrEqual(1);
  const end = history.at(-1)?.find(({ kind }) => kind === 'call');
  const isConflict = end?.reply?.kind === 'response' && end.reply.status === 409;
  const beforeMs = extra[0]?.atMs ?? played.tookMs;
  const due = rules.checkThread && end !== undefined && (isConflict || isUnknown(played, end));
  expect(extra.length === 1).toBe(due && contract.hasTime(rules, beforeMs));
  if (extra[0]) expect(extra[0]).toBe(last);
}

function keepsItsTime({ rules, sent, waits, last, tookMs, moment }: Played): void {
  for (const [index, { kind, atMs, timeoutMs }] of sent.entries()) {
    expect(timeoutMs).toBe(Math.min(rules.requestTimeoutMs, rules.deadlineMs - atMs));
    if (index > 0) expect(timeoutMs).toBeGreaterThanOrEqual(contract.neededMs(rules));
    if (kind === 'call' && rules.checkThread) expect(contract.hasTime(rules, atMs)).toBe(true);
  }
  // A machine that wakes up late is late, but sends nothing more.
  const lateMs = moment.waited ? (waits.at(-1)?.lateMs ?? 0) : 0;
  expect(tookMs).toBeLessThanOrEqual(rules.deadlineMs + lateMs);
  expect(last.atMs).toBeLessThan(rules.deadlineMs);
}

function takesTheStepsOfTheContract({ steps }: Played): void {
  expect(steps.map(({ taken }) => taken)).toEqual(steps.map(({ right }) => right));
}

function saysWhyItStopped(played: Played): void {
  const { rules, history, moment, stop } = played;
  // The last read takes time, but the decision was made before it.
  const last = deciding(played).at(-1) as Sent;
  const then = moment.waited ? moment : { ...last.turn, elapsedMs: last.atMs + last.tookMs, waited: false };
  expect(stop.kind).toBe(contract.afterAttempt(rules, history, then));
}

function reportsTheOutputs({ rules, history, conclusion, failOnError }: Played): void {
  const { level, exitCode } = conclusion;
  const outputs = reported(conclusion);
  expect(outputs).toEqual(contract.outputsOf(rules, history));
  const last = history.at(-1)?.find(({ kind }) => kind === 'call')?.reply;
  expect(last?.kind === 'response' && contract.confirms(rules, last)).toBe(outputs.outcome === 'resolved');
  const green = outputs.outcome === 'resolved' || (rules.mode === 'inspect' && outputs.errorCode === '');
  expect(outputs.errorCode).toMatch(green ? /^$/ : /^[A-Za-z0-9_.-]{1,64}$/);
  expect(exitCode).toBe(green || !failOnError ? 0 : 1);
  expect(level).toBe(green ? 'none' : failOnError ? 'error' : 'warning');
}

function reportsACancellationAtAnyTime({ cancellations }: Played): void {
  expect(cancellations.map(({ reported }) => reported)).toEqual(cancellations.map(({ right }) => right));
}

function recordsEachAttempt(played: Played): void {
  const { rules, history, waits, recorded, told } = played;
  const times = deciding(played).map(({ atMs, tookMs }, index) => {
    const startedAtMs = history[index]?.[0]?.atMs ?? 0;
    const wait = waits[index];
    return { startedAtMs, durationMs: atMs + tookMs - startedAtMs, waitMs: wait && wait.delayMs + wait.lateMs };
  });
  expect(recorded.map(({ startedAtMs, durationMs, waitMs }) => ({ startedAtMs, durationMs, waitMs }))).toEqual(times);
  const right: unknown[] = history.map((attempt, index) => ({
    ...{ number: index + 1, code: contract.verdictOfLast(rules, history.slice(0, index + 1))?.code },
    // The request that ended the attempt: too little time was left for a call if there is none.
    ...{ request: attempt.some(({ kind }) => kind === 'call') ? 'resolve' : 'read', delayMs: waits[index]?.delayMs },
  }));
  const lastRead = history
    .at(-1)
    ?.slice(1)
    .find(({ kind }) => kind === 'read');
  if (lastRead) right.push({ lastRead: contract.threadIn(lastRead.reply)?.status });
  expect(told).toEqual(right);
}

function saysItTrulyAndSafely({ rules, history, told, log, conclusion, message, stop }: Played): void {
  const text = toText(message);
  for (const line of [message.heading, text, conclusion.outputs['error-code'], ...log]) expectSafeLine(line, rules.key);

  const outcome = contract.outcomeOf(rules, history);
  expect(message.heading).toBe(contract.headingOf(rules, history));
  // That server lists its runs there.
  if (rules.api === 'agent-server' && conclusion.outputs['error-code'] === 'conflict') expect(message.detail).toBe('');
  if (outcome === 'resolved') return;
  expect(text.includes(`after ${history.length} attempts`)).toBe(history.length > 1);
  expect(message.next.includes('Not retried')).toBe(stop.kind !== 'final');
  const advice = { idle: GONE, busy: BUSY, interrupted: STILL_THERE, error: FAILED }[
    conclusion.outputs['thread-status']
  ];
  // Nothing else may say what to do after an unknown outcome.
  if (outcome === 'unknown') {
    expect(message.next).toContain(advice ?? CHECK_FIRST);
    expect(message.next.replace(advice ?? CHECK_FIRST, '')).not.toMatch(/[Rr]e-run|new run|raise|to retry-on/);
  }
  const announced = told.map(({ delayMs }) => delayMs !== undefined);
  expect(log.map((line) => / (Retrying|Checking again) in [\d.]+ s\.$/.test(line))).toEqual(announced);
}

/** Text without HTML except the five entities that the runner masks. */
const ESCAPED = /^([^&<>"']|&(amp|lt|gt|quot|apos);)*$/;

function keepsForeignTextOutOfItsHtml({ rules, recorded, ending, context, conclusion, message }: Played): void {
  const shared = { ending, history: recorded, context, conclusion, totalMs: 1 };
  const render = (shown: Message): string => renderSummary({ ...shared, message: shown });
  const summary = render(message);
  const harmless = { ...message, detail: message.detail && 'x', requestId: message.requestId && 'x' };
  const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
  expect(tags(summary)).toEqual(tags(render(harmless)));
  expect(summary.replace(/<[^>]*>/g, '')).toMatch(ESCAPED);
  // Markdown starts again after a blank line.
  expect(summary).toMatch(/^<h3>.*<\/h3>\n/);
  expect(summary.trimEnd()).not.toMatch(/\n\s*\n/);
  // The icon for an unknown outcome contains an invisible character.
  expectSafeLine(summary.replace('⚠️', '').replaceAll('\n', ''), rules.key);
}

/** These hold for every step. The stack trace of a failure names the check. */
const CHECKS = [
  callsOnlyWhatAReadAllowed,
  repeatsAnUnknownCallOnlyForTheSameInterrupt,
  retriesOnlyWhatRetryOnLists,
  endsWithAConflictAfterAnUnknownOutcome,
  readsOnceMoreOnlyIfTheLastReadIsOutdated,
  keepsItsTime,
  takesTheStepsOfTheContract,
  saysWhyItStopped,
  reportsTheOutputs,
  reportsACancellationAtAnyTime,
  recordsEachAttempt,
  saysItTrulyAndSafely,
  keepsForeignTextOutOfItsHtml,
];

test('requests, waits, outputs and messages follow the contract', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const played = await play(given);
      for (const check of CHECKS) check(played);
    }),
    { numRuns: 600 },
  );
});

test('foreign text is made safe, wherever it is and wherever it is cut', () => {
  const text = arbitrary.key.chain((key) => fc.tuple(fc.constant(key), arbitrary.hostileText(key)));
  fc.assert(
    fc.property(text, fc.nat(600), ([key, foreign], limit) => {
      // One key can be a part of another.
      const shown = clean(foreign, [`${key}${key.slice(0, 5)}`, key], limit);
      expectSafeLine(`Detail: ${shown}`, key);
      expect([...shown].length).toBeLessThanOrEqual(limit + 1);
    }),
    { numRuns: 2000 },
  );
});

test('escaped text uses the five named entities, and reads as before', () => {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  fc.assert(
    fc.property(fc.oneof(arbitrary.hostileText('a-key-of-20-letters'), fc.string({ unit: 'binary' })), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).toMatch(ESCAPED);
      expect(escaped.replace(/&(\w+);/g, (_, name: keyof typeof entities) => entities[name])).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test('a time is read in every notation, and cut to milliseconds', () => {
  fc.assert(fc.property(arbitrary.time, ({ text, ms }) => expect(parseTimeMs(text)).toBe(ms)));
  fc.assert(fc.property(arbitrary.time, ({ text, ms }) => expect(contract.timeMs(text)).toBe(ms)));
  fc.assert(fc.property(arbitrary.unreadableTime, (value) => expect(parseTimeMs(value)).toBeUndefined()));
});
