const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads an RFC 3339 date and time with an offset, as milliseconds since 1970, cut to milliseconds. Undefined if it is
 * something else, or if the date does not exist.
 */
export function parseTimeMs(text: unknown): number | undefined {
  const [, date, time, fraction = '', sign, hours = '0', minutes = '0'] = RFC_3339.exec(String(text)) ?? [];
  if (typeof text !== 'string' || date === undefined) return undefined;
  const local = `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const localMs = Date.parse(local);
  // 31 February comes back as a day in March.
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== local) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const ms = sign === '-' ? localMs + offsetMs : localMs - offsetMs;
  // In UTC, the year may no longer have four digits.
  return /^\d{4}-/.test(new Date(ms).toISOString()) ? ms : undefined;
}

/** Reads an HTTP date in its preferred form (RFC 9110, section 5.6.7), as milliseconds since 1970. */
export function parseHttpDateMs(text: string | undefined): number | undefined {
  const dateMs = Date.parse(String(text));
  // toUTCString() writes the preferred form, so anything else comes back changed.
  return !Number.isNaN(dateMs) && new Date(dateMs).toUTCString() === text ? dateMs : undefined;
}
