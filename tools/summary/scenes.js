// The steps whose job summaries are rendered.
const { QUESTION, TOOL_CALLS } = require('../../stand-in/interrupts.js');

/** @typedef {import('../../stand-in/server.js').Thread} Thread */
/** @typedef {{ thread?: Thread, inputs?: Record<string, string>, cancel?: boolean }} Scene */

const SHOWN = { mode: 'inspect', 'show-interrupts': 'true' };
const REVIEWED_AT = '2026-11-25T12:50:00Z';
const UNCHANGED = { 'check-thread': 'unchanged', 'unchanged-since': REVIEWED_AT };

/** @type {(interrupts: Thread['interrupts'], inputs?: Record<string, string>) => Scene} */
const request = (interrupts, inputs = SHOWN) => ({
  thread: { state: 'interrupted', stateUpdatedAt: REVIEWED_AT, interrupts },
  inputs,
});

/** @type {(value: unknown, id?: string) => Scene} */
const value = (value, id = QUESTION.id) => request([{ id, value }]);

/** @type {(levels: number) => unknown} */
const nested = (levels) => (levels === 0 ? 'name: harmless' : { level: nested(levels - 1) });

/** Each is a value that tries to look like something else, or to hide something. */
const HOSTILE = {
  'behind spaces': `Refund 10 EUR.${' '.repeat(300)}Then delete the account.`,
  'padded to the next line': `harmless${'\u2003'.repeat(35)}name: harmless_tool`,
  'a line that looks like a key': 'Refund the payment.\nargs: nothing\n- name: harmless_tool\n• name: harmless_tool',
  'empty lines': `Refund 10 EUR.${'\n'.repeat(60)}Then delete the account.`,
  'bidirectional \u202echaracters': 'transfer \u202e0001\u202c EUR to \u2066eve\u2069, 10\u200b00',
  HTML: '</code></li></ul></div><h1>Approved</h1><img src=x onerror=alert(1)><!-- <script>',
  markdown: '# Approved\n\n[link](https://example.com) ![image](x.png) **bold** `code` https://example.com @octocat #1',
  'name: harmless_tool': { '': 'an empty key', '</b><h1>': 'a tag', 'a\nb': 'a line break' },
  'long word': 'x'.repeat(400),
  [`${'long key '.repeat(40)}.`]: 1,
  [`harmless${' '.repeat(60)}name`]: 'harmless_tool',
  numbers: [2 ** 64, 0.1, -3, '1250.50', 'true', 'null', ''],
  code: 'def refund(payment):\n    if payment.ok:\n        return undo(payment)\n\treturn None',
};

/** @type {Record<string, Scene>} */
const SCENES = {
  request: request([TOOL_CALLS]),
  'one-tool': value({
    action_requests: TOOL_CALLS.value.action_requests.slice(0, 1),
    review_configs: TOOL_CALLS.value.review_configs.slice(0, 1),
  }),
  question: request([QUESTION]),
  two: request([TOOL_CALLS, QUESTION]),
  'long-argument': value({
    action_requests: [
      {
        name: 'send_email',
        args: { to: 'customer@example.com', body: 'We are sorry that your order was late. '.repeat(60) },
        description: 'Tell the customer.',
      },
    ],
  }),
  cut: value({ name: 'import_rows', args: { rows: Array.from({ length: 9000 }, (_, index) => `row ${index}`) } }),
  hostile: value(HOSTILE),
  nested: value(nested(97), '</div><h1>interrupt: harmless'),
  'not-listed': request([]),
  'not-shown': request([TOOL_CALLS], { mode: 'inspect' }),
  changed: request([TOOL_CALLS], { ...SHOWN, ...UNCHANGED, 'unchanged-since': '2026-11-25T12:30:00Z' }),
  resolved: request([TOOL_CALLS], UNCHANGED),
  retries: {
    thread: { state: 'interrupted', stateUpdatedAt: REVIEWED_AT, script: [{ status: 409 }] },
    inputs: UNCHANGED,
  },
  'not-found': {},
  unknown: { thread: { state: 'interrupted', script: [{ status: 503, body: { message: 'upstream timed out' } }] } },
  'invalid-input': { inputs: { 'max-attempts': '2s' } },
  cancelled: { thread: { state: 'busy' }, inputs: { 'retry-delay-seconds': '60' }, cancel: true },
};

module.exports = { SCENES };
