// Runs the action against the stand-in. Needs no key, network or installation.
const { runStep } = require('./run-step.js');
const { interrupt, startStandIn } = require('./server.js');
const { toText } = require('./text.js');

/** @typedef {Awaited<ReturnType<typeof startStandIn>>} StandIn */

const INSPECT = { mode: 'inspect', 'show-interrupts': 'true' };

/** @type {(text: string) => string} */
const indent = (text) => text.trim().replace(/^(?=.)/gm, '  ');

/** @type {(value: string) => string} */
const shorten = (value) => (value.length > 100 ? `${value.slice(0, 100)}…` : value);

/** @type {(standIn: StandIn, title: string, inputs: Record<string, string>) => Promise<Record<string, string>>} */
async function show(standIn, title, inputs) {
  const step = await runStep({
    inputs: { 'api-key': standIn.apiKey, 'api-url': standIn.url, 'retry-delay-seconds': '0.5', ...inputs },
  });
  const mask = `::add-mask::${standIn.apiKey}\n`;
  const log = step.log.replace(mask, '(A command that masks the API key. The runner does not show it.)\n');
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name.padEnd(16)} ${shorten(value)}`);
  console.log(`\n=== ${title} ===\n\nLog:\n${indent(log)}\n\nExit code: ${step.exitCode}`);
  console.log(`\nOutputs:\n${indent(outputs.join('\n'))}\n\nJob summary:\n${indent(toText(step.summary))}`);
  return step.outputs;
}

async function main() {
  const standIn = await startStandIn({
    threads: {
      refund: { state: 'interrupted' },
      invoice: { state: 'interrupted' },
      outage: { state: 'interrupted', script: [{ status: 409 }, { status: 502 }] },
    },
  });
  const reviewed = await show(standIn, 'Before the approval: what does the agent ask for?', {
    ...INSPECT,
    'thread-id': 'refund',
  });
  const unchanged = { 'check-thread': 'unchanged', 'unchanged-since': String(reviewed['state-updated-at']) };
  const resolved = await show(standIn, 'Approved, and the work is done: resolve the interrupt', {
    ...unchanged,
    'thread-id': 'refund',
  });
  interrupt(/** @type {import('./server.js').Thread} */ (standIn.threads.get('invoice')));
  const changed = await show(standIn, 'Before the work: another interrupt has replaced the reviewed one', {
    ...INSPECT,
    ...unchanged,
    'thread-id': 'invoice',
  });
  const retried = await show(standIn, 'The API answers 409 and then 502: retry, as long as the thread is unchanged', {
    ...unchanged,
    'thread-id': 'outage',
  });
  await standIn.close();

  const posts = standIn.calls.filter(({ method }) => method === 'POST').length;
  console.log(`\nThe stand-in received ${standIn.calls.length} requests, ${posts} of them to resolve an interrupt.`);
  const codes = [reviewed, resolved, changed, retried].map((outputs) => `${outputs.resolved} ${outputs['error-code']}`);
  const asExpected =
    codes.join() === 'false ,true ,false thread_changed,true ' &&
    String(reviewed.interrupts).includes('refund_payment') &&
    standIn.threads.get('invoice')?.resolved === undefined &&
    posts === 4;
  if (!asExpected) throw new Error('The demo did not go as expected.');
}

main();
