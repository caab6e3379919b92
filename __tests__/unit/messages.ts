// What the action says, for the unit tests and the tests in `process/`.

export const NOT_RESOLVED = 'The interrupt is not resolved.';
export const UNKNOWN = 'It is unknown whether the interrupt was resolved.';
export const GONE = `${UNKNOWN} The thread is no longer interrupted: the call probably closed it.`;
export const BUSY = `${UNKNOWN} The thread is busy again: the call probably closed the interrupt, and a second call could resolve a later one.`;
export const STILL_THERE = `${UNKNOWN} The thread is still, or again, waiting at an interrupt. Review it before you run this again.`;
export const CHECK_FIRST = `${UNKNOWN} Check the thread before you run this again: a second call could resolve a later interrupt.`;
export const NOT_RETRIED = 'Not retried, because this response most likely means that an earlier call worked.';

export const THREAD_RULE = 'thread-id must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
export const HIDDEN_URL = 'api-url must not contain user info, a query or a fragment (its value is not shown)';
export const HIDDEN_KEY = 'api-key must be printable ASCII without spaces (its value is not shown)';
export const LIST_RULE =
  'retry-on must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
export const TIME_RULE =
  'unchanged-since must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
export const ATTEMPTS_RULE = 'max-attempts must be a whole number from 1 to 100';
export const NO_KEY =
  'api-key is empty, and LANGSMITH_API_KEY is not set. Usual causes: workflows triggered by a fork or by ' +
  'Dependabot get no secrets; the name of the secret is misspelled; the job lacks the environment that holds the ' +
  'secret; a reusable workflow was not passed the secret';
