import { parseHttpDateMs, parseTimeMs } from '../../src/time.js';

// `properties.test.ts` has the usual notations and mistakes.
describe('parseTimeMs', () => {
  const nine = Date.UTC(2026, 10, 25, 9, 30);

  test.each([
    ['2026-11-25T09:30:00Z', nine],
    ['2026-11-25T11:30:00+02:00', nine],
    ['2026-11-25T04:00:00-05:30', nine],
    ['2026-11-26T09:29:00+23:59', nine],
    ['2026-11-24T09:31:00-23:59', nine],
    ['2026-11-25T09:30:00.5Z', nine + 500],
    ['2026-11-25T09:30:00.05Z', nine + 50],
    ['2026-11-25T09:30:00.123Z', nine + 123],
    ['2026-11-25T09:30:00.123999999Z', nine + 123],
    ['2026-11-25T09:30:00.0009+00:00', nine],
    ['2026-11-25T09:30:59.999Z', nine + 59_999],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['2026-12-31T23:59:59Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['9999-12-31T23:59:59Z', 253_402_300_799_000],
  ])('%s', (text, ms) => {
    expect(parseTimeMs(text)).toBe(ms);
  });

  test.each([
    ['no seconds', '2026-11-25T09:30Z'],
    ['29 February in an ordinary year', '2026-02-29T00:00:00Z'],
    ['29 February in an ordinary century', '2100-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['day 0', '2026-11-00T00:00:00Z'],
    ['day 32', '2026-12-32T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['minute 60', '2026-11-25T09:60:00Z'],
    ['second 61', '2026-11-25T09:30:61Z'],
    ['an offset of 60 minutes', '2026-11-25T09:30:00+01:60'],
    ['an offset without a colon', '2026-11-25T09:30:00+0100'],
    ['an offset without minutes', '2026-11-25T09:30:00+01'],
    ['an offset without a sign', '2026-11-25T09:30:00 01:00'],
    ['the minus sign of typography', '2026-11-25T09:30:00\u221201:00'],
    ['two offsets', '2026-11-25T09:30:00Z+01:00'],
    ['the name of a time zone', '2026-11-25T09:30:00 UTC'],
    ['a decimal comma', '2026-11-25T09:30:00,5Z'],
    ['two spaces', '2026-11-25  09:30:00Z'],
    ['an underscore', '2026-11-25_09:30:00Z'],
    ['two digits of a year', '26-11-25T09:30:00Z'],
    ['six digits of a year', '+002026-11-25T09:30:00Z'],
    ['one digit of a month', '2026-1-25T09:30:00Z'],
    ['the basic form', '20261125T093000Z'],
    ['Unix time', '1795599000'],
    ['text before', 'x2026-11-25T09:30:00Z'],
    ['text after', '2026-11-25T09:30:00Zx'],
    ['a line feed after', '2026-11-25T09:30:00Z\n'],
    ['other digits', '２０２６-11-25T09:30:00Z'],
    ['a list of one time', ['2026-11-25T09:30:00Z']],
    ['nothing', undefined],
  ])('refuses %s', (_, text) => {
    expect(parseTimeMs(text)).toBeUndefined();
  });
});

describe('parseHttpDateMs', () => {
  test('reads the preferred form', () => {
    expect(parseHttpDateMs('Wed, 25 Nov 2026 09:30:10 GMT')).toBe(Date.UTC(2026, 10, 25, 9, 30, 10));
    expect(parseHttpDateMs('Thu, 01 Jan 1970 00:00:00 GMT')).toBe(0);
  });

  test.each([
    undefined,
    '',
    'junk',
    'Invalid Date',
    'Thu, 25 Nov 2026 09:30:10 GMT',
    'Wed, 25 Nov 2026 24:00:00 GMT',
    'Wed, 25 Nov 2026 09:30:10 UTC',
    '2026-11-25T09:30:10Z',
    '10',
  ])('refuses %j', (text) => {
    expect(parseHttpDateMs(text)).toBeUndefined();
  });
});
