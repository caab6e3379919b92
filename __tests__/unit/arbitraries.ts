import * as fc from 'fast-check';
import { OWN_CODES } from './contract.js';

/** A key. Without an asterisk, which replaces it, and too long to occur in another text by chance. */
export const key = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][\w.-]{15,47}$/), fc.stringMatching(/^[!-)+-~]{16,48}$/));

/** Text at its worst, with the key in it, whole, broken up and cut. */
export function hostileText(secret: string): fc.Arbitrary<string> {
  const pieces = [
    secret,
    secret.toUpperCase(),
    [...secret].join('\u200b'),
    secret.slice(0, 7),
    secret.slice(7),
    ...[
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '  ',
      '::',
      '::add-mask::true',
      '\n::error::x',
      '##[',
      '##',
      '#',
      '[',
      ']',
      '\u200b',
    ],
    ...['\u202e', '\u001b[31m', '\u0000', '\ud800', '\u2028', '<b>', '</p>', '<!--', '"', "'", '|', '`', '&', '&lt;'],
    ...['@a', 'x'.repeat(120)],
  ];
  const piece = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary' }));
  return fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
}

/** The body of an error. */
export function body(secret: string): fc.Arbitrary<string> {
  const text = hostileText(secret);
  const code = fc.oneof(
    fc.constantFrom('agent_not_found', 'x', 'a.b-c_d', '-a', '', 'x'.repeat(64), 'x'.repeat(65), secret, `a${secret}`),
    fc.constant('upstream_auth_failed'),
    fc.constantFrom(...OWN_CODES, 'http_404', 'http_599', 'http_', 'http_4040'),
    fc.constantFrom(7, null, ['x'], { code: 'x' }, true),
    text,
  );
  const detail = fc.oneof(
    text,
    fc.constantFrom(7, null, ['x'], ''),
    text.map((msg) => [{ msg }]),
  );
  const error = fc.oneof(
    text,
    text.map((message) => ({ message })),
  );
  const status = fc.constantFrom(204, 'interrupted');
  const object = fc.record({ code, detail, message: text, error, status }, { requiredKeys: [] });
  return fc.oneof(
    { weight: 4, arbitrary: object.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom('', 'null', '[]', '[{"code":"x"}]', '<html>', '{"code":"x"', '"x"') },
  );
}

/** The body of a 200 to a resolve request: most confirm it on an Agent Server. */
export const confirmation = fc.constantFrom(
  ...['{"checkpoint_id":"c"}', '{"checkpoint":{"checkpoint_id":"c"}}', '{"checkpoint":null,"checkpoint_id":"c"}'],
  ...['{"checkpoint_id":""}', '{"checkpoint":{"checkpoint_id":7}}', '[{"checkpoint_id":"c"}]', '{}'],
);

/** A status of HTTP/1; those that matter to the loop come more often. */
export const status = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(409, 409, 502, 502, 502, 503, 204) },
  { weight: 2, arbitrary: fc.constantFrom(200, 202, 205, 302, 303, 399, 400, 401, 403, 404, 422, 429, 500, 599, 600) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
);

const retryItem = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('409', '502', '503', 'connect_failed') },
  { weight: 1, arbitrary: fc.integer({ min: 400, max: 599 }).map(String) },
);

/** What `retry-on` may list: often the default. */
export const retryOn: fc.Arbitrary<ReadonlySet<string>> = fc
  .oneof(
    fc.constant(['409', '502', 'connect_failed']),
    fc.uniqueArray(retryItem, { minLength: 1, maxLength: 8, size: 'max' }),
  )
  .map((items) => new Set(items));

/** When the interrupt of the thread began. */
const INTERRUPTED_AT_MS = Date.UTC(2026, 10, 25, 9, 30, 0, 120);

/** Offsets in minutes. */
const OFFSETS = { Z: 0, z: 0, '+00:00': 0, '-00:00': 0, '+05:30': 330, '-08:00': -480 };

/** A time in one of its notations, with its milliseconds since 1970. */
function notationOf(ms: number): fc.Arbitrary<{ text: string; ms: number }> {
  return fc
    .record({
      offset: fc.constantFrom(...Object.entries(OFFSETS)),
      separator: fc.constantFrom('T', 'T', 't', ' '),
      // Cut, not rounded.
      belowMs: fc.constantFrom('', '0', '9', '999999'),
      isShort: fc.boolean(),
    })
    .map(({ offset: [offset, minutes], separator, belowMs, isShort }) => {
      const local = new Date(ms + minutes * 60_000).toISOString().slice(0, -1);
      const dateTime = isShort ? local.replace(/\.?0*$/, '') : local + belowMs;
      return { text: dateTime.replace('T', separator) + offset, ms };
    });
}

/** Times at and around the interrupt, so that many are equal. */
export const time = fc
  .constantFrom(...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 3_600_000].map((ms) => INTERRUPTED_AT_MS + ms))
  .chain(notationOf);

export const unchangedSince = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(0, 0, 1, 86_400_000, -1)
      .map((ms) => INTERRUPTED_AT_MS + ms)
      .chain(notationOf),
  },
);

/** No RFC 3339 time, or one that does not exist. */
export const unreadableTime = fc.constantFrom(
  ...[null, 7, true, '', 'yesterday', '2026-11-25', '2026-11-25T09:30:00.120', 'Wed, 25 Nov 2026 09:30:00 GMT'],
  ...['2026-02-31T09:30:00Z', '2026-11-25T24:00:00Z', '2026-11-25T09:30:00.Z', '2026-11-25T09:30:00+24:00'],
  [`${new Date(INTERRUPTED_AT_MS).toISOString()}`],
);

/** The body of a response to a read: nearly always a thread, and mostly an interrupted one. */
export function thread(secret: string): fc.Arbitrary<string> {
  const status = fc.oneof(
    { weight: 24, arbitrary: fc.constant('interrupted') },
    { weight: 4, arbitrary: fc.constant('busy') },
    { weight: 3, arbitrary: fc.constantFrom('idle', 'error', '', 'Interrupted', 'interrupted ', 'constructor') },
    { weight: 1, arbitrary: hostileText(secret) },
  );
  const changedAt = fc.oneof(
    { weight: 6, arbitrary: time.map(({ text }) => text) },
    { weight: 1, arbitrary: unreadableTime },
  );
  const mayLackTimes = fc.record(
    { state_updated_at: changedAt, updated_at: changedAt, metadata: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const complete = fc.record({ state_updated_at: time.map(({ text }) => text), updated_at: changedAt });
  const readable = fc
    .tuple(
      status,
      fc.oneof(
        { weight: 8, arbitrary: complete },
        { weight: 1, arbitrary: mayLackTimes },
        { weight: 1, arbitrary: fc.constant({}) },
      ),
    )
    .map(([status, times]) => JSON.stringify({ thread_id: 'x', status, ...times, interrupts: {} }))
    .chain((text) => fc.constantFrom(text, text, text, `\ufeff${text}`));
  return fc.oneof(
    { weight: 30, arbitrary: readable },
    { weight: 1, arbitrary: fc.constantFrom('{"status":7}', '{"status":null}', '[{"status":"interrupted"}]', '{}') },
    { weight: 1, arbitrary: body(secret) },
  );
}
