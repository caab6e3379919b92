import {
  InvalidInput,
  parseApiKey,
  parseBoolean,
  parseMaxDelay,
  parsePastTime,
  parseRetryOn,
  parseSeconds,
  parseThreadId,
  parseWholeNumber,
  parseWorkspaceId,
} from '../../src/inputs/rules.js';
import { parseApiUrl } from '../../src/inputs/url.js';
import { MISSING_FIELD } from './messages.js';

test('an invalid input shows no value unless it is given one', () => {
  expect({ ...new InvalidInput('is empty') }).toEqual({ rule: 'is empty', rejected: undefined });
});

const IS_KEY = { rule: 'must not be an API key', hideValue: true };

describe('parseThreadId', () => {
  const broken = { rule: 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."' };
  test.each(['a', '...', '.a', 'A-Z_a.z~09', 'x'.repeat(256), 'nullable', 'Null', 'lsv2', 'x-lsv2_y'])(
    'accepts %j',
    (text) => expect(parseThreadId(text)).toEqual({ value: text }),
  );
  test.each(['', '.', '..', 'a/b', 'a\\b', 'a?x', 'a#f', 'a%2e', 'a b', 'ä', 'a\n', '\ufffd', 'x'.repeat(257)])(
    'refuses %j',
    (text) => expect(parseThreadId(text)).toEqual(broken),
  );
  test.each(['null', 'undefined'])('refuses %j, a missing field', (text) => {
    expect(parseThreadId(text)).toEqual({ rule: MISSING_FIELD });
  });
  test.each(['lsv2_pt_x', 'LSV2_PT_X', 'lsv2_pt_x/y', 'lsv2_'])('refuses %j, which is a key', (text) => {
    expect(parseThreadId(text)).toEqual(IS_KEY);
  });
});

const NOT_IN_HEADERS = ['', 'a b', 'a\r\nb', 'a\x00', 'a\x7f', 'é', '🔑', 'a\u200b'];
const HEADER_RULE = 'must be printable ASCII without spaces';
const PRINTABLE = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 33 + i));

describe('parseWorkspaceId', () => {
  test.each([PRINTABLE, 'nullable', 'Undefined', '"w"'])('accepts %j', (text) => {
    expect(parseWorkspaceId(text)).toEqual({ value: text });
  });
  test.each(NOT_IN_HEADERS)('refuses %j', (text) => expect(parseWorkspaceId(text)).toEqual({ rule: HEADER_RULE }));
  test.each(['null', 'undefined'])('refuses %j, a missing field', (text) => {
    expect(parseWorkspaceId(text)).toEqual({ rule: MISSING_FIELD });
  });
  test.each(['lsv2_pt_x', 'Lsv2_x y'])('refuses %j, which is a key', (text) => {
    expect(parseWorkspaceId(text)).toEqual(IS_KEY);
  });
});

describe('parseApiKey', () => {
  test.each([PRINTABLE, 'lsv2_pt_x', 'x"', "x'{}", 'nullable'])('accepts %j', (text) => {
    expect(parseApiKey(text)).toMatchObject({ value: text });
  });
  test.each(NOT_IN_HEADERS)('refuses %j', (text) => {
    expect(parseApiKey(text)).toEqual({ rule: HEADER_RULE, hideValue: true });
  });
  test.each(['null', 'undefined'])('refuses %j, a missing field', (text) => {
    expect(parseApiKey(text)).toEqual({ rule: MISSING_FIELD, hideValue: true });
  });
  test.each(['"lsv2_pt_x"', "'lsv2_pt_x'", '{"key":"lsv2_pt_x"}', '"', '{ "a": 1 }'])('refuses %j', (text) => {
    expect(parseApiKey(text)).toEqual({
      rule: 'must be the bare key, without quotes or JSON around it',
      hideValue: true,
    });
  });
});

describe('parseApiUrl', () => {
  test.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com:8443/v1/deep/', 'https://api.example.com:8443/v1/deep'],
    ['HTTPS://API.example.com/V1', 'https://api.example.com/V1'],
    ['https://10.0.0.1/@scope/x', 'https://10.0.0.1/@scope/x'],
    ['http://localhost:8080/v1', 'http://localhost:8080/v1'],
    ['http://127.10.20.30', 'http://127.10.20.30'],
  ])('accepts %s', (text, value) => {
    expect(parseApiUrl(text)).toMatchObject({ value });
  });

  const INCLUDE = 'must include https://, as in https://api.example.com/v1';
  const MALFORMED = 'must be a URL such as https://api.example.com/v1';
  const PLAIN = 'must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)';
  const IPV6 = 'must not use an IPv6 address (not supported)';
  const PARTS = 'must not contain user info, a query or a fragment';

  test.each([
    ['', INCLUDE],
    ['api.example.com', INCLUDE],
    ['https:api.example.com', INCLUDE],
    ['https:/api.example.com', INCLUDE],
    ['ftp://api.example.com', INCLUDE],
    ['xhttps://api.example.com/v1', INCLUDE],
    ['file:///etc/passwd', INCLUDE],
    ['https:///api.example.com', MALFORMED],
    ['https:////api.example.com', MALFORMED],
    ['https://', MALFORMED],
    ['https://a b', MALFORMED],
    ['https://api.exa\tmple.com', MALFORMED],
    ['https://api.exa\u200bmple.com', MALFORMED],
    ['https://api.example.com\\v1', MALFORMED],
    ['https://api.example.com/a/../b', MALFORMED],
    ['https://api.example.com/a/%2e%2e/b', MALFORMED],
    ['https://api.example.com/ä', MALFORMED],
    ['https://api.example.com:0', MALFORMED],
    ['https://api.example.com:99999', MALFORMED],
    ['http://api.example.com', PLAIN],
    ['http://127.evil.example.com', PLAIN],
    ['http://128.0.0.1', PLAIN],
    ['http://localhost.example.com', PLAIN],
    ['http://notlocalhost', PLAIN],
    ['http://[::1]:80', PLAIN],
    ['https://[::1]/v1', IPV6],
  ])('refuses %j', (text, rule) => {
    expect(parseApiUrl(text)).toEqual({ rule, hideValue: false });
  });

  test.each([
    ['https://user:password@api.example.com', PARTS],
    ['https://key@api.example.com', PARTS],
    ['https://@api.example.com', PARTS],
    ['https://api.example.com/?', PARTS],
    ['https://api.example.com?token=x', PARTS],
    ['https://api.example.com/#', PARTS],
    ['api.example.com?token=x', PARTS],
    ['key@https://api.example.com', PARTS],
    ['ftp://user:password@api.example.com', PARTS],
    ['https:user:password@api.example.com', PARTS],
    ['https:///user:password@api.example.com', PARTS],
    ['https://api.example.com\\@x', PARTS],
    ['http://api.example.com/@x', PLAIN],
  ])('refuses %j, and says not to show it', (text, rule) => {
    expect(parseApiUrl(text)).toEqual({ rule, hideValue: true });
  });
});

const NOT_NUMBERS = ['', '2s', '0x10', '1e3', '.5', '5.', '+4', '-1', 'NaN', 'Infinity', '1,5', '1 0', '1.2.3', '٣'];

describe('parseWholeNumber', () => {
  test.each([
    ['1', 1],
    ['007', 7],
    ['100', 100],
  ])('accepts %s', (text, value) => expect(parseWholeNumber(text, 1, 100)).toEqual({ value }));
  test.each([...NOT_NUMBERS, '0', '101', '1.5', '1.0', '9'.repeat(400)])('refuses %j', (text) => {
    expect(parseWholeNumber(text, 1, 100)).toEqual({ rule: 'must be a whole number from 1 to 100' });
  });
});

describe('parseSeconds', () => {
  const FROM_0 = 'must be a number of seconds from 0 to 3600, such as 30 or 0.5';
  const ABOVE_0 = 'must be a number of seconds above 0 and up to 3600, such as 30 or 0.5';
  test.each([
    ['0.001', 1],
    ['0.25', 250],
    ['007.50', 7500],
    ['3600', 3_600_000],
    ['3600.0', 3_600_000],
  ])('accepts %s', (text, value) => {
    expect(parseSeconds(text, 'from 0', 3600)).toEqual({ value });
    expect(parseSeconds(text, 'above 0 and up', 3600)).toEqual({ value });
  });
  test.each([...NOT_NUMBERS, '3600.1'])('refuses %j', (text) => {
    expect(parseSeconds(text, 'from 0', 3600)).toEqual({ rule: FROM_0 });
    expect(parseSeconds(text, 'above 0 and up', 3600)).toEqual({ rule: ABOVE_0 });
  });
  test.each(['0', '0.0'])('accepts %s only from 0', (text) => {
    expect(parseSeconds(text, 'from 0', 3600)).toEqual({ value: 0 });
    expect(parseSeconds(text, 'above 0 and up', 3600)).toEqual({ rule: ABOVE_0 });
  });
});

describe('parseMaxDelay', () => {
  test.each([
    ['2.5', 2500],
    ['3600', 3_600_000],
  ])('accepts %s', (text, value) => expect(parseMaxDelay(text, 2500)).toEqual({ value }));
  test.each(['2.4', '0'])('refuses %s, which is below retry-delay-seconds', (text) => {
    expect(parseMaxDelay(text, 2500)).toEqual({ rule: 'must not be below retry-delay-seconds (2.5)' });
  });
  test.each([...NOT_NUMBERS, '3601'])('refuses %j', (text) => {
    const rule = 'must be a number of seconds from 0 to 3600, such as 30 or 0.5';
    expect(parseMaxDelay(text, 2500)).toEqual({ rule });
  });
});

describe('parseRetryOn', () => {
  const rule = 'must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';

  test.each([
    ['409, 502, connect_failed', ['409', '502', 'connect_failed']],
    ['409 502', ['409', '502']],
    ['400\n599', ['400', '599']],
    [',503,,', ['503']],
    ['503,503', ['503']],
  ])('accepts %j', (text, items) => expect(parseRetryOn(text)).toEqual({ value: new Set(items) }));

  test.each([
    ['399', '399'],
    ['600', '600'],
    ['4xx', '4xx'],
    ['0409', '0409'],
    ['409;502', '409;502'],
    ['409 timeout', 'timeout'],
    ['connect-error, 409', 'connect-error'],
    ['409, CONNECT_FAILED', 'CONNECT_FAILED'],
    ['none', 'none'],
  ])('refuses %j, and names the bad item', (text, item) => expect(parseRetryOn(text)).toEqual({ rule, item }));

  test.each(['', ',', ' , '])('refuses %j, which has no item', (text) => {
    expect(parseRetryOn(text)).toEqual({ rule: `${rule}, with at least one item` });
  });
});

describe('parsePastTime', () => {
  const NOW_MS = Date.UTC(2026, 10, 25, 9, 30);
  test.each([
    ['2026-11-25 10:30:00.5+01:00', NOW_MS + 500],
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-26T09:30:00Z', NOW_MS + 86_400_000],
  ])('accepts %s, by a clock a day behind at most', (text, value) => {
    expect(parsePastTime(text, NOW_MS)).toEqual({ value });
  });
  test.each(['2026-11-26T09:30:00.001Z', '2126-11-25T09:30:00Z', '9999-12-31T23:59:59Z'])('refuses %s', (text) => {
    expect(parsePastTime(text, NOW_MS)).toEqual({ rule: 'must not be more than a day in the future' });
  });
  test.each(['', 'now', '2026-11-25', '2026-11-25T09:30:00', '2026-02-30T09:30:00Z', '1795599000', '2126-11-25'])(
    'refuses %j',
    (text) => {
      const rule = 'must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
      expect(parsePastTime(text, NOW_MS)).toEqual({ rule });
    },
  );
});

describe('parseBoolean', () => {
  test.each(['true', 'True', 'TRUE'])('accepts %s', (text) => expect(parseBoolean(text)).toEqual({ value: true }));
  test.each(['false', 'False', 'FALSE'])('accepts %s', (text) => expect(parseBoolean(text)).toEqual({ value: false }));
  test.each(['', 'maybe', 'yes', 'on', '1', 'tRUE', 'true x', 'untrue'])('refuses %j', (text) => {
    expect(parseBoolean(text)).toEqual({ rule: 'must be true or false' });
  });
});
