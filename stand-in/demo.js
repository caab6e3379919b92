// Shows the main job on this machine: no key, no network, nothing to install.
const { runStep } = require('./run-step.js');
const { startStandIn } = require('./server.js');

/** @typedef {Awaited<ReturnType<typeof startStandIn>>} StandIn */

/** @type {(standIn: StandIn, title: string, threadId: string) => ReturnType<typeof runStep>} */
async function show(standIn, title, threadId) {
  const step = await runStep({
    inputs: { 'thread-id': threadId, 'api-key': standIn.apiKey, 'api-url': standIn.url, 'retry-delay-seconds': '0.5' },
    env: { GITHUB_ACTOR: 'octocat', GITHUB_RUN_ATTEMPT: '1' },
  });
  const outputs = Object.entries(step.outputs).map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  const facts = step.summary.replaceAll('</th>', ': ').replace(/<\/(h3|p|tr)>/g, '\n');
  const summary = facts.replace(/<\/td>(?=<td>)/g, ' | ').replace(/<[^>]+>/g, '');
  const readable = summary.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).trim();
  console.log(`\n=== ${title} ===\n\nLog:\n${indent(step.log)}\n\nExit code: ${step.exitCode}`);
  console.log(`\nOutputs:\n${outputs.join('\n')}\n\nJob summary, as text:\n${indent(readable)}`);
  return step;
}

/** @type {(text: string) => string} */
const indent = (text) => text.trim().replace(/^/gm, '  ');

async function main() {
  const standIn = await startStandIn({
    threads: { 'still-running': { state: 'running', pausesAfter: 2 }, 'already-done': { state: 'finished' } },
  });
  const patient = await show(standIn, 'A thread that pauses after two attempts', 'still-running');
  const refused = await show(standIn, 'A thread that does not exist', 'no-such-thread');
  await standIn.close();

  const resolved = standIn.threads.get('still-running')?.resolved;
  console.log(`\nThe stand-in saw ${standIn.calls.length} calls and resolved the interrupt ${resolved} time(s).`);
  const asExpected =
    resolved === 1 && patient.outputs.resolved === 'true' && patient.exitCode === 0 && refused.exitCode === 1;
  process.exitCode = asExpected ? 0 : 1;
}

main();
