import {
  parseApiUrl,
  parseBoolean,
  parseHeaderValue,
  parsePositiveSeconds,
  parseRetryOn,
  parseSeconds,
  parseThreadId,
  parseWholeNumber,
} from '../src/rules.js';

const broken = { rule: expect.stringMatching(/^must /) };

describe('parseThreadId', () => {
  test.each(['a', '...', 'A-Z_a.z~09', 'x'.repeat(256)])('takes %j', (text) => {
    expect(parseThreadId(text)).toEqual({ value: text });
  });
  test.each(['', '.', '..', 'a/b', 'a\\b', 'a?x', 'a#f', 'a%2e', 'a b', 'ä', 'a\n', '\ufffd', 'x'.repeat(257)])(
    'refuses %j',
    (text) => expect(parseThreadId(text)).toEqual(broken),
  );
});

describe('parseHeaderValue', () => {
  test('takes all of printable ASCII', () => {
    const all = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 33 + i));
    expect(parseHeaderValue(all)).toEqual({ value: all });
  });
  test.each(['', 'a b', 'a\r\nb', 'a\x00', 'a\x7f', 'é', '🔑', 'a\u200b'])('refuses %j', (text) => {
    expect(parseHeaderValue(text)).toEqual(broken);
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
  ])('takes %s', (text, value) => {
    expect(parseApiUrl(text)).toEqual({ value });
  });

  test.each([
    'api.example.com',
    'https:api.example.com',
    'https:/api.example.com',
    'https:///api.example.com',
    'https://',
    'https://a b',
    'https://api.exa\tmple.com',
    'https://api.exa\u200bmple.com',
    'https://api.example.com\\v1',
    'https://api.example.com/a/../b',
    'https://api.example.com/a/%2e%2e/b',
    'https://api.example.com/ä',
    'https://api.example.com:0',
    'https://api.example.com:99999',
    'ftp://api.example.com',
    'xhttps://api.example.com/v1',
    'file:///etc/passwd',
    'http://api.example.com',
    'http://127.evil.example.com',
    'http://localhost.example.com',
    'http://notlocalhost',
    'http://[::1]:80',
    'https://[::1]/v1',
  ])('refuses %j', (text) => {
    expect(parseApiUrl(text)).toEqual({ ...broken, hideValue: false });
  });

  test.each([
    'https://user:password@api.example.com',
    'https://@api.example.com',
    'https://api.example.com/?',
    'https://api.example.com?token=x',
    'https://api.example.com/#',
    'ftp://user:password@api.example.com',
    'https:user:password@api.example.com',
    'https:///user:password@api.example.com',
    'https://api.example.com\\@x',
  ])('refuses %j and does not show it', (text) => {
    expect(parseApiUrl(text)).toEqual({ ...broken, hideValue: true });
  });
});

const NOT_NUMBERS = ['', '2s', '0x10', '1e3', '.5', '5.', '+4', '-1', 'NaN', 'Infinity', '1,5', '1 0', '1.2.3', '٣'];

describe('parseWholeNumber', () => {
  test.each([
    ['1', 1],
    ['007', 7],
    ['100', 100],
  ])('takes %s', (text, value) => expect(parseWholeNumber(text, 1, 100)).toEqual({ value }));
  test.each([...NOT_NUMBERS, '0', '101', '1.5', '1.0', '9'.repeat(400)])('refuses %j', (text) => {
    expect(parseWholeNumber(text, 1, 100)).toEqual({ rule: 'must be a whole number from 1 to 100' });
  });
});

describe('parseSeconds', () => {
  test.each([
    ['0', 0],
    ['0.25', 250],
    ['3600', 3_600_000],
  ])('takes %s', (text, value) => expect(parseSeconds(text, 0, 3600)).toEqual({ value }));
  test.each([...NOT_NUMBERS, '3600.1'])('refuses %j', (text) => expect(parseSeconds(text, 0, 3600)).toEqual(broken));
  test('refuses what is below the least', () => expect(parseSeconds('1.9', 2, 3)).toEqual(broken));
});

describe('parsePositiveSeconds', () => {
  test.each([
    ['0.001', 1],
    ['600', 600_000],
  ])('takes %s', (text, value) => expect(parsePositiveSeconds(text, 600)).toEqual({ value }));
  test.each([...NOT_NUMBERS, '0', '0.0', '600.01'])('refuses %j', (text) => {
    expect(parsePositiveSeconds(text, 600)).toEqual(broken);
  });
});

describe('parseRetryOn', () => {
  test.each([
    ['409, 502, connect-error', ['409', '502', 'connect-error']],
    ['400\n599', ['400', '599']],
    [',503,,', ['503']],
  ])('takes %j', (text, items) => expect(parseRetryOn(text)).toEqual({ value: new Set(items) }));
  test.each(['', ',', '399', '600', '4xx', '0409', '409;502', 'timeout', '409 timeout'])('refuses %j', (text) => {
    expect(parseRetryOn(text)).toEqual(broken);
  });
});

describe('parseBoolean', () => {
  test.each(['true', 'True', 'TRUE'])('takes %s', (text) => expect(parseBoolean(text)).toEqual({ value: true }));
  test.each(['false', 'False', 'FALSE'])('takes %s', (text) => expect(parseBoolean(text)).toEqual({ value: false }));
  test.each(['', 'maybe', 'yes', 'on', '1', 'tRUE', 'true x', 'untrue'])('refuses %j', (text) => {
    expect(parseBoolean(text)).toEqual({ rule: 'must be true or false' });
  });
});
