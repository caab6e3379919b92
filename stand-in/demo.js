// Runs the action against the stand-in. Needs no key, network or installation.
const { runStep } = require('./run-step.js');
const { interrupt, startStandIn } = require('./server.js');

/** @typedef {Awaited<ReturnType<typeof startStandIn>>} StandIn */

const REVIEWED_AT = '2026-01-05T09:00:00Z';

/** @type {(text: string) => string} */
const indent = (text) => text.trim().replace(/^/gm, '  ');

/**
 * The job summary as plain text.
 * @type {(html: string) => string}
 */
function toText(html) {
  const lines = html
    .replaceAll('<br>', '\n')
    .replace(/<\/t[dh]>(?=<t)/g, ' | ')
    .replace('<summary>', '<summary>▸ ');
  const text = lines.replace(/<[^>]+>/g, '').replace(/\n{2,}/g, '\n');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** @type {(standIn: StandIn, title: string, inputs: Record<string, string>) => ReturnType<typeof runStep>} */
async function show(standIn, title, inputs) {
  const step = await runStep({
    inputs: { 'api-key': standIn.apiKey, 'api-url': standIn.url, 'retry-delay-seconds': '0.5', ...inputs },
  });
  const mask = `::add-mask::${standIn.apiKey}\n`;
  const log = step.log.replace(mask, '(A command that masks the API key. The runner does not show it.)\n');
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name.padEnd(13)} ${value}`);
  console.log(`\n=== ${title} ===\n\nLog:\n${indent(log)}\n\nExit code: ${step.exitCode}`);
  console.log(`\nOutputs:\n${indent(outputs.join('\n'))}\n\nJob summary:\n${indent(toText(step.summary))}`);
  return step;
}

async function main() {
  const standIn = await startStandIn({
    threads: {
      'still-running': { state: 'busy', interruptedAfter: 2 },
      'server-error': { state: 'interrupted', script: [{ status: 503 }] },
      replaced: { state: 'interrupted', stateUpdatedAt: REVIEWED_AT },
    },
  });
  const resolved = await show(standIn, 'The agent reaches its interrupt after two attempts', {
    'thread-id': 'still-running',
  });
  const refused = await show(standIn, 'The thread does not exist', { 'thread-id': 'no-such-thread' });
  const unknown = await show(standIn, 'It is unknown whether the call was applied', { 'thread-id': 'server-error' });
  // After the review, the agent moves on and reaches another interrupt.
  const thread = /** @type {import('./server.js').Thread} */ (standIn.threads.get('replaced'));
  interrupt(thread);
  const changed = await show(standIn, 'Another interrupt replaced the reviewed one, and stays open', {
    'thread-id': 'replaced',
    'unchanged-since': REVIEWED_AT,
  });
  await standIn.close();

  const outcomes = [resolved, refused, unknown, changed].map((step) => step.outputs['error-code']);
  const asExpected =
    outcomes.join() === ',not_found,http_503,thread_changed' &&
    standIn.threads.get('still-running')?.resolved === 1 &&
    thread.resolved === undefined;
  console.log(`\nThe stand-in received ${standIn.calls.length} requests and resolved one interrupt.`);
  if (!asExpected) throw new Error('The demo did not go as expected.');
}

main();
