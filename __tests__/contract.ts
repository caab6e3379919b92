/** What the contract says of a run, written a second time and apart from `src/`, to hold the properties against. */

/** What one request came to, seen from outside. */
export type Happening =
  | { kind: 'answer'; status: number; body: string; retryAfter: string | undefined }
  | { kind: 'connect_failed' | 'tls_failed' | 'connection_lost' | 'not_http' | 'timeout' };

type Fate = 'resolved' | 'not-resolved' | 'unknown';

const NAMED = new Map([
  [400, 'bad_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  [422, 'unprocessable_entity'],
  [502, 'bad_gateway'],
]);

const between = (low: number, value: number, high: number): boolean => low <= value && value <= high;

/** The members of a body that is a JSON object. */
function members(body: string): Map<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return new Map();
  }
  return new Map(value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []);
}

function ownCode(body: string, key: string): string | undefined {
  const code = members(body).get('code');
  if (typeof code !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(code) || code.length > 64) return undefined;
  return code.toLowerCase().includes(key.toLowerCase()) ? undefined : code;
}

export function codeOf(happening: Happening, key: string): string {
  if (happening.kind === 'not_http') return 'unexpected_response';
  if (happening.kind !== 'answer') return happening.kind;
  const { status, body } = happening;
  if (status === 204) return '';
  if (between(300, status, 399)) return 'unexpected_redirect';
  if (!between(400, status, 599)) return 'unexpected_response';
  return ownCode(body, key) ?? NAMED.get(status) ?? `http_${status}`;
}

export function fateOf(happening: Happening, key: string): Fate {
  if (happening.kind === 'connect_failed' || happening.kind === 'tls_failed') return 'not-resolved';
  if (happening.kind !== 'answer') return 'unknown';
  const { status, body } = happening;
  if (status === 204) return 'resolved';
  if (between(300, status, 499)) return 'not-resolved';
  const refused = ownCode(body, key) !== undefined && typeof members(body).get('detail') === 'string';
  return between(500, status, 599) && refused ? 'not-resolved' : 'unknown';
}

/** Whether the rules let the request be sent again, time and attempts left aside. */
export function mayRepeat(happening: Happening, retryOn: ReadonlySet<string>): boolean {
  if (happening.kind === 'connect_failed') return retryOn.has('connect-error');
  return happening.kind === 'answer' && between(400, happening.status, 599) && retryOn.has(String(happening.status));
}

/** The outcome after all of them. */
export function outcomeOf(requests: { happening: Happening }[], key: string): Fate {
  const fates = requests.map(({ happening }) => fateOf(happening, key));
  if (fates.at(-1) === 'resolved') return 'resolved';
  return fates.includes('unknown') ? 'unknown' : 'not-resolved';
}

/** The status of the last answer. */
export function statusOf(requests: { happening: Happening }[]): number | undefined {
  return requests.flatMap(({ happening }) => (happening.kind === 'answer' ? [happening.status] : [])).at(-1);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PREFERRED_DATE = /^(\w{3}), (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/;

/** `Retry-After` in milliseconds, where it counts. */
export function retryAfterMs(text: string | undefined, wallClockMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (text !== '' && [...text].every((character) => '0123456789'.includes(character))) return Number(text) * 1000;
  const [, weekday, day, month, year, time] = PREFERRED_DATE.exec(text) ?? [];
  const date = new Date(`${year}-${String(MONTHS.indexOf(String(month)) + 1).padStart(2, '0')}-${day}T${time}Z`);
  const aheadMs = date.getTime() - wallClockMs;
  const exists = date.getUTCDate() === Number(day) && WEEKDAYS[date.getUTCDay()] === weekday;
  return exists && aheadMs > 0 ? aheadMs : undefined;
}

/** How the annotation and the summary name an outcome. */
export const TITLES = {
  resolved: 'The interrupt is resolved',
  'not-resolved': 'The interrupt is not resolved',
  unknown: 'It is unknown whether the interrupt is resolved',
};
