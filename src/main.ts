import type { Attempt } from './attempts/attempt.js';
import { type Dependencies, makeAttempts } from './attempts/attempts.js';
import { judgeRead } from './attempts/thread.js';
import { judgeCall } from './attempts/verdict.js';
import { exchange } from './http/http.js';
import { readEnvironment, readSettings } from './inputs/inputs.js';
import { InvalidInput } from './inputs/rules.js';
import type { Ending } from './report/conclusion.js';
import { announce, narrate } from './report/narration.js';
import { log, report, reportFailure } from './report/report.js';
import type { Environment, Settings } from './settings.js';

async function run(): Promise<void> {
  step.environment = readEnvironment();
  const { secrets } = step.environment;
  const settings = readSettings(secrets);
  log(announce(settings, secrets));
  const result = await makeAttempts(settings, step.attempts, dependencies(settings, secrets));
  end({ kind: 'finished', settings, ...result });
}

/** State of the step. A report can be written from it at any time. */
const step = {
  environment: { secrets: [], threadId: undefined, jobSummary: true, outputFile: '', summaryFile: '' } as Environment,
  attempts: [] as Attempt[],
  ended: false,
};

// A promise that never settles must not leave a green step.
process.exitCode = 1;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => end({ kind: 'cancelled', signal }));
process.on('uncaughtException', fail);
process.on('exit', () => fail(new Error('the event loop ended before the step was done')));
// A log that nobody reads must not change the verdict.
process.stdout.on('error', () => {});

run().catch(fail);

function dependencies(settings: Settings, secrets: readonly string[]): Dependencies {
  const url = `${settings.apiUrl}/threads/${settings.threadId}`;
  return {
    read: async (timeoutMs) => judgeRead(await exchange({ ...settings, kind: 'read', url }, timeoutMs), secrets),
    call: async (timeoutMs) =>
      judgeCall(await exchange({ ...settings, kind: 'call', url: `${url}/resolve-interrupt` }, timeoutMs), secrets),
    now: () => process.uptime() * 1000,
    wallClock: Date.now,
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, Math.ceil(delayMs))),
    random: Math.random,
    onEvent: (event) => log(narrate(event, settings.maxAttempts)),
  };
}

function fail(error: unknown): void {
  if (error instanceof InvalidInput) end({ kind: 'invalid_input', rule: error.rule, value: error.value });
  else end({ kind: 'internal_error', error });
}

/** Reports and exits, once. */
function end(ending: Ending): void {
  if (step.ended) return;
  step.ended = true;
  let exitCode = 1;
  try {
    exitCode = report(ending, step.attempts, step.environment, process.uptime() * 1000);
  } catch (failure) {
    reportFailure(failure);
  }
  // A name lookup that no server answers delays process.exit(): replace the process. Node 20 and Windows have to wait.
  /* c8 ignore next 3 -- a process that was replaced writes no coverage */
  if (process.execve && process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) {
    process.execve(process.execPath, [process.execPath, '--eval', `process.exit(${exitCode})`], {});
  }
  process.exit(exitCode);
}
