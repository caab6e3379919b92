import * as fc from 'fast-check';
import { conclude } from '../src/conclusion.js';
import type { Exchange } from '../src/post.js';
import { type Attempt, type Event, resolveInterrupt } from '../src/resolve.js';
import type { RetryPolicy } from '../src/retry.js';
import { clean, escapeHtml } from '../src/text.js';
import { judge } from '../src/verdict.js';
import { describe as describeEnding, narrate } from '../src/words.js';
import * as arbitrary from './arbitraries.js';
import { codeOf, fateOf, type Happening, mayRepeat, outcomeOf, retryAfterMs, statusOf, TITLES } from './contract.js';

/** Of a millisecond: what sums of fractions may be off by. */
const ROUNDING_MS = 1e-3;

/** What the other side does with one request, and how the machine treats the wait after it. */
interface Turn {
  happening: Happening;
  /** Foreign text that comes with it. */
  text: string;
  tookMs: number;
  random: number;
  wallClockMs: number;
  /** How much later than asked the step wakes up. */
  lateMs: number;
}

/** Mostly short, and of any length up to `maxMs`. */
const shortOrLong = (maxMs: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 100 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 5000 }) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: maxMs, noNaN: true }) },
  );

/** Mostly long, and of any length above 0 up to `maxMs`. */
const longOrShort = (maxMs: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: maxMs / 10, max: maxMs, noNaN: true }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3000 }) },
  );

/** Dates that are none: a wrong weekday, a day that no month has, forms that are out of use, another case or zone. */
const FOREIGN_DATES = [
  'Fri, 01 Jan 2099 00:00:00 GMT',
  'Thu, 31 Feb 2099 00:00:00 GMT',
  'Thursday, 01-Jan-99 00:00:00 GMT',
  'Thu Jan  1 00:00:00 2099',
  'thu, 01 jan 2099 00:00:00 gmt',
  'Thu, 01 Jan 2099 00:00:00 +0000',
  'Thu, 1 Jan 2099 00:00:00 GMT',
];

const retryAfter = (wallClockMs: number): fc.Arbitrary<string | undefined> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 600 }).map(String) },
    {
      weight: 2,
      arbitrary: fc.integer({ min: -9, max: 99 }).map((s) => new Date(wallClockMs + s * 1000).toUTCString()),
    },
    { weight: 1, arbitrary: fc.constantFrom('', '-1', '1.5', '86400', '9'.repeat(400), 'junk', '2099-01-01', '+1') },
    { weight: 1, arbitrary: fc.constantFrom(...FOREIGN_DATES) },
  );

const FAULTS = ['connect_failed', 'connect_failed', 'tls_failed', 'connection_lost', 'not_http', 'timeout'] as const;

function happening(key: string, wallClockMs: number): fc.Arbitrary<Happening> {
  const answer = fc.record({
    kind: fc.constant('answer' as const),
    status: fc.oneof({ weight: 50, arbitrary: arbitrary.status }, { weight: 1, arbitrary: fc.constant(101) }),
    body: arbitrary.body(key),
    retryAfter: retryAfter(wallClockMs),
  });
  return fc.oneof(
    { weight: 8, arbitrary: answer },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom(...FAULTS) }) },
  );
}

const turn = (key: string): fc.Arbitrary<Turn> =>
  fc.integer({ min: 0, max: Date.UTC(2099, 0, 1) }).chain((wallClockMs) =>
    fc.record({
      happening: happening(key, wallClockMs),
      text: arbitrary.hostileText(key),
      tookMs: shortOrLong(700_000),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      wallClockMs: fc.constant(wallClockMs),
      lateMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: longOrShort(600_000) }),
    }),
  );

const policy: fc.Arbitrary<RetryPolicy> = fc
  .record({
    maxAttempts: fc.oneof(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 100 })),
    retryOn: arbitrary.retryOn,
    retryDelayMs: shortOrLong(3_600_000),
    aboveDelayMs: shortOrLong(3_600_000),
    requestTimeoutMs: longOrShort(600_000),
    deadlineMs: fc.oneof(longOrShort(300_000), longOrShort(21_600_000)),
  })
  .map(({ aboveDelayMs, ...rest }) => ({
    ...rest,
    retryMaxDelayMs: Math.min(3_600_000, rest.retryDelayMs + aboveDelayMs),
  }));

interface Scenario {
  key: string;
  rules: RetryPolicy;
  turns: Turn[];
  failOnError: boolean;
  /** Of the clock. */
  startMs: number;
}

const scenario: fc.Arbitrary<Scenario> = arbitrary.key.chain((key) =>
  fc.record({
    key: fc.constant(key),
    rules: policy,
    turns: fc.array(turn(key), { minLength: 1, maxLength: 12 }),
    failOnError: fc.boolean(),
    startMs: shortOrLong(1e9),
  }),
);

/** One request as the other side saw it. */
interface Request {
  turn: Turn;
  atMs: number;
  timeoutMs: number;
  tookMs: number;
  /** What it came to: a turn that takes longer than it may ends as a stalled one. */
  happening: Happening;
  /** The wait after it, as it was asked for. */
  waitMs?: number;
}

function exchange(happening: Happening, text: string, timeoutMs: number): Exchange {
  switch (happening.kind) {
    case 'answer':
      return { ...happening, requestId: text };
    case 'timeout':
      return { kind: 'timeout', timeoutMs };
    default:
      return { kind: happening.kind, reason: text };
  }
}

/** Nothing that a runner would read as a command, that a screen would act on, or that is secret. */
function expectSafeLine(text: string, key: string): void {
  expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|##\[|^\s*::/u);
  expect(text.toLowerCase()).not.toContain(key.toLowerCase());
}

/** Runs the loop on a clock that only its requests and waits move. */
async function play({ key, rules, turns, failOnError, startMs }: Scenario) {
  let nowMs = startMs;
  const requests: Request[] = [];
  const attempts: Attempt[] = [];
  const events: Event[] = [];
  const last = (): Request => requests.at(-1) as Request;
  const cancelled = (signal: 'SIGINT' | 'SIGTERM') => conclude({ kind: 'cancelled', signal }, attempts, failOnError);

  const verdict = await resolveInterrupt(rules, attempts, {
    send: async (timeoutMs) => {
      const turn = turns[requests.length % turns.length] as Turn;
      const stalled: Happening = { kind: turn.happening.kind === 'connect_failed' ? 'connect_failed' : 'timeout' };
      const inTime = turn.tookMs < timeoutMs && turn.happening.kind !== 'timeout';
      const happening = inTime ? turn.happening : stalled;
      const tookMs = inTime ? turn.tookMs : timeoutMs;
      requests.push({ turn, atMs: nowMs - startMs, timeoutMs, tookMs, happening });
      // Cut off here, a request is in flight.
      expect(cancelled('SIGINT')).toMatchObject({ outcome: 'unknown', errorCode: 'cancelled', exitCode: 130 });
      nowMs += tookMs;
      return judge(exchange(happening, turn.text, timeoutMs), [key]);
    },
    sleep: async (delayMs) => {
      last().waitMs = delayMs;
      const outcome = outcomeOf(requests, key);
      expect(cancelled('SIGTERM')).toMatchObject({ outcome, errorCode: 'cancelled', exitCode: 143, level: 'warning' });
      nowMs += delayMs + last().turn.lateMs;
    },
    now: () => nowMs,
    wallClock: () => last().turn.wallClockMs,
    random: () => last().turn.random,
    tell: (event) => events.push(event),
  });
  return { key, rules, failOnError, requests, last: last(), attempts, events, verdict, tookMs: nowMs - startMs };
}

type Played = Awaited<ReturnType<typeof play>>;

function sendsNoMoreThanIsRight({ key, rules, requests }: Played): void {
  expect(requests.length).toBeLessThanOrEqual(rules.maxAttempts);
  for (const { happening } of requests.slice(0, -1)) {
    expect(mayRepeat(happening, rules.retryOn)).toBe(true);
    expect(fateOf(happening, key)).not.toBe('resolved');
  }
}

/** What an attempt needs at the least. */
const enoughMs = ({ requestTimeoutMs }: RetryPolicy): number => Math.min(1000, requestTimeoutMs);

function keepsItsTime({ rules, requests, last, tookMs }: Played): void {
  for (const [index, { atMs, timeoutMs }] of requests.entries()) {
    expect(timeoutMs).toBeGreaterThan(0);
    expect(timeoutMs).toBeCloseTo(Math.min(rules.requestTimeoutMs, rules.deadlineMs - atMs), 3);
    if (index > 0) expect(timeoutMs).toBeGreaterThanOrEqual(enoughMs(rules) - ROUNDING_MS);
  }
  // A machine that wakes up late is late, but then nothing more is sent.
  const lateMs = last.waitMs === undefined ? 0 : last.turn.lateMs;
  expect(tookMs).toBeLessThanOrEqual(rules.deadlineMs + lateMs + ROUNDING_MS);
}

/** What is to be waited after a request: backoff, half of it random, or what the server asks for in place of the other. */
function waitAfter({ turn, happening }: Request, number: number, rules: RetryPolicy): number {
  const backoffMs = Math.min(rules.retryMaxDelayMs, rules.retryDelayMs * 2 ** (number - 1));
  const askedMs = happening.kind === 'answer' ? retryAfterMs(happening.retryAfter, turn.wallClockMs) : undefined;
  return (askedMs ?? backoffMs / 2) + (turn.random * backoffMs) / 2;
}

function waitsAsTheRulesSay({ rules, requests }: Played): void {
  for (const [index, request] of requests.entries()) {
    if (request.waitMs !== undefined) expect(request.waitMs).toBeCloseTo(waitAfter(request, index + 1, rules), 3);
  }
}

function givesUpOnlyForARule({ rules, requests, last, events, tookMs }: Played): void {
  const goesOn = mayRepeat(last.happening, rules.retryOn) && requests.length < rules.maxAttempts;
  expect(events.at(-1)?.kind).toBe(goesOn ? 'out_of_time' : 'attempted');
  if (!goesOn) return;
  // What it has waited already, late, it need not wait again.
  const wouldWaitMs = last.waitMs === undefined ? waitAfter(last, requests.length, rules) : 0;
  expect(events.at(-1)).toEqual({ kind: 'out_of_time', delayMs: wouldWaitMs });
  expect(tookMs + wouldWaitMs).toBeGreaterThan(rules.deadlineMs - enoughMs(rules) - ROUNDING_MS);
}

function recordsItsTimes({ requests, attempts, events }: Played): void {
  expect(attempts).toHaveLength(requests.length);
  for (const [index, { atMs, tookMs, waitMs, turn }] of requests.entries()) {
    expect(attempts[index]?.startedAtMs).toBeCloseTo(atMs, 3);
    expect(attempts[index]?.durationMs).toBeCloseTo(tookMs, 3);
    if (waitMs === undefined) expect(attempts[index]?.waitMs).toBeUndefined();
    else expect(attempts[index]?.waitMs).toBeCloseTo(waitMs + turn.lateMs, 3);
  }
  const told = requests.flatMap(({ waitMs }, index) => [
    {
      kind: 'attempted',
      number: index + 1,
      durationMs: attempts[index]?.durationMs,
      verdict: attempts[index]?.verdict,
    },
    ...(waitMs === undefined
      ? []
      : [{ kind: 'waiting', delayMs: waitMs, verdict: attempts[index]?.verdict, nextNumber: index + 2 }]),
  ]);
  expect(events.filter(({ kind }) => kind !== 'out_of_time')).toEqual(told);
}

function tellsWhatHappened({ key, failOnError, requests, last, attempts, verdict }: Played): void {
  const resolved = last.happening.kind === 'answer' && last.happening.status === 204;
  const conclusion = conclude({ kind: 'finished', verdict }, attempts, failOnError);
  expect(conclusion).toEqual({
    outcome: outcomeOf(requests, key),
    errorCode: codeOf(last.happening, key),
    status: statusOf(requests),
    attempts: requests.length,
    exitCode: resolved || !failOnError ? 0 : 1,
    level: resolved ? 'none' : failOnError ? 'error' : 'warning',
  });
  expect(conclusion.outcome === 'resolved').toBe(resolved);
  expect(conclusion.errorCode).toMatch(resolved ? /^$/ : /^[A-Za-z0-9_.-]{1,64}$/);
}

function saysItTrulyAndSafely({ key, rules, failOnError, requests, attempts, events, verdict }: Played): void {
  const ending = { kind: 'finished', verdict } as const;
  const conclusion = conclude(ending, attempts, failOnError);
  const { title, text } = describeEnding(ending, conclusion, [key]);
  const narrated = events.map((event) => narrate(event, rules.maxAttempts));
  for (const line of [title, text, conclusion.errorCode, ...narrated]) expectSafeLine(line, key);
  expect(title).toBe(TITLES[outcomeOf(requests, key)]);
  if (outcomeOf(requests, key) !== 'resolved')
    expect(text).toContain(`: ${title.charAt(0).toLowerCase()}${title.slice(1)}. `);
}

test('the loop keeps the rules, whatever happens and whatever the inputs', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const played = await play(given);
      sendsNoMoreThanIsRight(played);
      keepsItsTime(played);
      waitsAsTheRulesSay(played);
      givesUpOnlyForARule(played);
      recordsItsTimes(played);
      tellsWhatHappened(played);
      saysItTrulyAndSafely(played);
    }),
    { numRuns: 1500 },
  );
});

test('foreign text is made safe, in any place and cut anywhere', () => {
  const text = arbitrary.key.chain((key) => fc.tuple(fc.constant(key), arbitrary.hostileText(key)));
  fc.assert(
    fc.property(text, fc.nat(600), ([key, foreign], limit) => {
      // Of two keys one can be a part of the other.
      const shown = clean(foreign, [`${key}${key.slice(0, 5)}`, key], limit);
      expectSafeLine(`Detail: ${shown}`, key);
      expect([...shown].length).toBeLessThanOrEqual(limit + 1);
      expect(escapeHtml(shown)).toMatch(/^([A-Za-z0-9 .,_-]|&#\d+;)*$/);
    }),
    { numRuns: 2000 },
  );
});
