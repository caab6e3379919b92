// First, as the toolkit loads with the others.
import './lean-start.js';
import { existsSync } from 'node:fs';
import { conclude, type Ending } from './conclusion.js';
import { givenThreadId, type Inputs, InvalidInput, maskKeys, readInputs, wantsJobSummary } from './inputs.js';
import { post } from './post.js';
import { log, report } from './report.js';
import { type Attempt, resolveInterrupt } from './resolve.js';
import { clean } from './text.js';
import { judge } from './verdict.js';
import { narrate } from './words.js';

// Until an ending decides otherwise: a promise that never settles must not leave a green step.
process.exitCode = 1;

const attempts: Attempt[] = [];
let secrets: string[] = [];
let jobSummary = true;
let inputs: Inputs | undefined;
let ended = false;

// Before anything that could fail, or take its time.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end({ kind: 'cancelled', signal }));
process.on('uncaughtException', (error) => {
  try {
    end({ kind: 'internal_error', error });
  } finally {
    // Reached only where the report itself failed.
    process.exit(1);
  }
});
process.on('exit', () => end({ kind: 'internal_error', error: new Error('the event loop ran dry') }));

// The toolkit's proxy support prints a deprecation that no user can act on. With a flag of its own, Node forbids to set it.
Reflect.set(process, 'noDeprecation', true);
// A log that nobody reads any more must not change the verdict.
process.stdout.on('error', () => {});

secrets = maskKeys();
jobSummary = wantsJobSummary();
void run();

function end(ending: Ending): void {
  if (ended) return;
  ended = true;
  const conclusion = conclude(ending, attempts, inputs?.failOnError ?? true);
  exit(report({ ending, attempts, conclusion, threadId: givenThreadId(), jobSummary, secrets }));
}

function exit(code: number): never {
  // A lookup that no name server answers holds a thread that process.exit() waits for: replace the process instead.
  // Node 20 and Windows cannot, and wait until the system gives up on the name.
  const lookingUp = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
  /* c8 ignore next 3 -- a process that was replaced writes no coverage */
  if (lookingUp && process.execve && existsSync('/bin/sh')) {
    process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
  }
  process.exit(code);
}

async function run(): Promise<void> {
  const read = readInputs(secrets);
  if (read instanceof InvalidInput) return end({ kind: 'invalid_input', message: read.message });
  inputs = read;

  const { apiUrl, apiKey, threadId, workspaceId, maxAttempts } = inputs;
  log(`Resolving the interrupt on thread ${clean(threadId, secrets, threadId.length)}.`);
  const call = { url: `${apiUrl}/threads/${threadId}/resolve-interrupt`, apiKey, workspaceId };
  const verdict = await resolveInterrupt(inputs, attempts, {
    send: async (timeoutMs) => judge(await post(call, timeoutMs), secrets),
    now: () => process.uptime() * 1000,
    wallClock: Date.now,
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, Math.ceil(delayMs))),
    random: Math.random,
    tell: (event) => log(narrate(event, maxAttempts)),
  });
  end({ kind: 'finished', verdict });
}
