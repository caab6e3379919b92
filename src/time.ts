const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads an RFC 3339 date and time with an offset, as milliseconds since 1970, cut to milliseconds. Undefined if it is
 * something else, or if the date does not exist.
 */
export function parseTimeMs(text: unknown): number | undefined {
  const [, date = '', time, offset] = RFC_3339.exec(typeof text === 'string' ? text : '') ?? [];
  const midnight = new Date(date);
  // 31 February comes back as a day in March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined;
  const ms = Date.parse(`${date}T${time}${offset}`.toUpperCase());
  // In UTC, the year may no longer have four digits.
  return /^\d{4}-/.test(new Date(ms).toISOString()) ? ms : undefined;
}

/** Reads an HTTP date in its preferred form (RFC 9110, section 5.6.7), as milliseconds since 1970. */
export function parseHttpDateMs(text: string | undefined): number | undefined {
  const dateMs = Date.parse(String(text));
  // toUTCString() writes the preferred form, so anything else comes back changed.
  return !Number.isNaN(dateMs) && new Date(dateMs).toUTCString() === text ? dateMs : undefined;
}
