import type { Attempt } from './attempts/history.js';
import { type Dependencies, runAttempts } from './attempts/loop.js';
import { judgeRead, readRequest } from './attempts/thread.js';
import { judgeResolve } from './attempts/verdict.js';
import { exchange } from './http/exchange.js';
import { readReportContext } from './inputs/environment.js';
import { readSettings } from './inputs/read.js';
import { InvalidInput } from './inputs/rules.js';
import type { Ending } from './report/conclusion.js';
import { announce, narrate, narrateLastRead } from './report/log-lines.js';
import { log, report, reportFailure } from './report/write.js';
import type { Settings } from './settings.js';

// A promise that never settles must not leave a green step.
process.exitCode = 1;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => end({ kind: 'cancelled', signal }));
process.on('uncaughtException', fail);
process.on('exit', () => fail(new Error('the event loop ended before the step was done')));
// A closed stdout must not change the result.
process.stdout.on('error', () => {});

/** State of the step. A report can be written from it at any time. */
const step = { context: readReportContext(), history: [] as Attempt[], ended: false };

async function run(): Promise<void> {
  const { secrets } = step.context;
  const settings = readSettings(secrets, Date.now());
  log(announce(settings, secrets));
  const result = await runAttempts(settings, step.history, dependencies(settings, secrets));
  end({ kind: 'finished', settings, ...result });
}

run().catch(fail);

function dependencies(settings: Settings, secrets: readonly string[]): Dependencies {
  const { api, threadId } = settings;
  return {
    read: async (timeoutMs) => {
      const result = judgeRead(await exchange(settings, readRequest(threadId), timeoutMs), api, secrets);
      // Lets a signal that arrived during parsing end the step: it takes a whole turn of the event loop.
      await new Promise((done) => setImmediate(() => setImmediate(done)));
      return result;
    },
    resolve: async (timeoutMs) =>
      judgeResolve(await exchange(settings, api.resolveRequest(threadId), timeoutMs), api, secrets),
    now: () => process.uptime() * 1000,
    wallClock: Date.now,
    sleep: (delayMs) => new Promise((done) => setTimeout(done, Math.ceil(delayMs))),
    random: Math.random,
    onAttempt: (number, verdict, delayMs) => log(narrate(number, verdict, delayMs, settings.maxAttempts)),
    onLastRead: (result) => log(narrateLastRead(result)),
  };
}

function fail(error: unknown): void {
  if (error instanceof InvalidInput) end({ kind: 'invalid_input', rule: error.rule, rejected: error.rejected });
  else end({ kind: 'internal_error', error });
}

/** Reports and exits, once. */
function end(ending: Ending): void {
  if (step.ended) return;
  step.ended = true;
  let exitCode = 1;
  try {
    exitCode = report(ending, step.history, step.context, process.uptime() * 1000);
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
