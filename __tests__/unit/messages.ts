// What the action says, for the unit tests and the tests in `process/`.

export const GONE = 'The thread is idle now, so the request probably resolved the interrupt.';
export const BUSY =
  'The thread is busy again, so the request probably resolved the interrupt. ' +
  'Inspect the thread before you re-run this: a second request could resolve a later interrupt.';
export const STILL_THERE =
  'The thread is waiting at an interrupt, possibly a new one. Inspect it before you re-run this.';
export const FAILED = 'The thread has the status error. Inspect it before you re-run this.';
export const CHECK_FIRST =
  'Inspect the thread before you re-run this: a second request could resolve a later interrupt.';
export const EARLIER = 'An earlier request may have taken effect.';
export const NOT_RETRIED = 'Not retried: an earlier request probably resolved it.';
export const NOTHING_LEFT = 'If the interrupt was resolved elsewhere, there is nothing left to do.';
export const REGION = "Check that the key's region matches api-url (api.smith.langchain.com).";

export const MISSING_FIELD =
  'must not be "null" or "undefined", which is what a missing field becomes in an expression or in jq';
export const THREAD_RULE = 'thread-id must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
export const HIDDEN_URL = 'api-url must not contain user info, a query or a fragment (its value is not shown)';
export const HIDDEN_KEY = 'api-key must be printable ASCII without spaces (its value is not shown)';
export const LIST_RULE =
  'retry-on must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
export const TIME_RULE =
  'unchanged-since must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
export const ATTEMPTS_RULE = 'max-attempts must be a whole number from 1 to 100';
export const PROXY_RULE =
  'must be a URL such as http://proxy.example.com:3128 (its value is not shown). ' +
  'Special characters in a user name or password must be percent-encoded';
export const NO_KEY =
  'api-key is empty, and LANGSMITH_API_KEY is not set. Usual causes: workflows triggered by a fork or by ' +
  'Dependabot get no secrets; the name of the secret is misspelled; the job lacks the environment that holds the ' +
  'secret; a reusable workflow was not passed the secret; the key was passed as a job output, which the runner drops';
