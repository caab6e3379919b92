import * as fc from 'fast-check';

/** A key. Without a star, as stars take its place, and too long to stand in another word by chance. */
export const key = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][\w.-]{15,47}$/), fc.stringMatching(/^[!-)+-~]{16,48}$/));

/** Text as nobody would wish for, with the key in it, whole, broken up and cut. */
export function hostileText(secret: string): fc.Arbitrary<string> {
  const pieces = [
    secret,
    secret.toUpperCase(),
    [...secret].join('\u200b'),
    secret.slice(0, 7),
    secret.slice(7),
    ...['\n', '\r', '\r\n', '  ', '::', '::add-mask::true', '\n::error::x', '##[', '##', '#', '[', ']', '\u200b'],
    ...['\u202e', '\u001b[31m', '\u0000', '\ud800', '\u2028', '<b>', '|', '`', '&', '@a', 'x'.repeat(120)],
  ];
  const piece = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary' }));
  return fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
}

/** The body of an answer. */
export function body(secret: string): fc.Arbitrary<string> {
  const text = hostileText(secret);
  const code = fc.oneof(
    fc.constantFrom('agent_not_found', 'x', 'a.b-c_d', '-a', '', 'x'.repeat(64), 'x'.repeat(65), secret, `a${secret}`),
    fc.constantFrom(7, null, ['x'], { code: 'x' }, true),
    text,
  );
  const detail = fc.oneof(text, fc.constantFrom(7, null, ['x'], ''));
  const object = fc.record({ code, detail, error: text, status: fc.constant(204) }, { requiredKeys: [] });
  return fc.oneof(
    { weight: 4, arbitrary: object.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom('', 'null', '[]', '[{"code":"x"}]', '<html>', '{"code":"x"', '"x"') },
  );
}

/** A status that an answer of HTTP/1 can have; those that something is done about come more often. */
export const status = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(409, 409, 409, 502, 502, 503, 204) },
  { weight: 2, arbitrary: fc.constantFrom(200, 202, 205, 302, 399, 400, 401, 403, 404, 422, 429, 500, 599, 600) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
);

/** What `retry-on` may list. */
export const retryOn: fc.Arbitrary<ReadonlySet<string>> = fc
  .uniqueArray(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('409', '502', '503', 'connect-error') },
      { weight: 1, arbitrary: fc.integer({ min: 400, max: 599 }).map(String) },
    ),
    { minLength: 1, maxLength: 8, size: 'max' },
  )
  .map((items) => new Set(items));
