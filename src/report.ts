import { appendFileSync } from 'node:fs';
import { debug, error, info, setOutput, summary, warning } from '@actions/core';
import type { Conclusion, Ending } from './conclusion.js';
import type { Attempt } from './resolve.js';
import { clean, escapeHtml, seconds } from './text.js';
import { describe, describeLostOutputs, type Message, nameOf } from './words.js';

/** Characters shown of a text from the environment, and of a line of a stack. */
const FACT_LENGTH = 256;
const STACK_LINE_LENGTH = 500;

export interface Run {
  readonly ending: Ending;
  readonly attempts: readonly Attempt[];
  readonly conclusion: Conclusion;
  /** As it was given, so it may be anything. */
  readonly threadId: string;
  readonly jobSummary: boolean;
  /** Texts never to show. */
  readonly secrets: readonly string[];
}

/**
 * Writes the outputs, one annotation at the most, and the job summary, all of it synchronously, so that it also
 * works on the way out of the process. Returns the exit code.
 */
export function report(run: Run): number {
  const { conclusion, ending } = run;
  const message = describe(ending, conclusion, run.secrets);

  const problem = problemOf(() => writeOutputs(conclusion), run.secrets);
  if (problem === undefined) annotate(conclusion.level, message);
  else annotate('error', describeLostOutputs(problem, conclusion));

  if (run.jobSummary) {
    const unwritten = problemOf(() => writeSummary(run, message), run.secrets);
    if (unwritten !== undefined) log(`The job summary was not written (${unwritten}).`);
  }
  if (ending.kind === 'internal_error') debug(stackOf(ending.error, run.secrets));
  return problem === undefined ? conclusion.exitCode : 1;
}

/** Prints a line to the log; it must be safe there. */
export function log(line: string): void {
  info(line);
}

function writeOutputs(conclusion: Conclusion): void {
  // Without the file, the toolkit would print a command that runners no longer take.
  if (!process.env.GITHUB_OUTPUT) throw new Error('GITHUB_OUTPUT is not set');
  setOutput('resolved', conclusion.outcome === 'resolved');
  setOutput('error-code', conclusion.errorCode);
  setOutput('outcome', conclusion.outcome);
  setOutput('status', conclusion.status);
  setOutput('attempts', conclusion.attempts);
}

function annotate(level: Conclusion['level'], { title, text }: Message): void {
  if (level === 'error') error(text, { title });
  else if (level === 'warning') warning(text, { title });
  else log(`${title}. ${text}`);
}

function writeSummary(run: Run, message: Message): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) throw new Error('GITHUB_STEP_SUMMARY is not set');
  const { conclusion } = run;
  const facts = [
    ['Thread', run.threadId],
    ['Outcome', conclusion.outcome],
    ['Error code', conclusion.errorCode],
    ['HTTP status', conclusion.status],
    ['Attempts', conclusion.attempts],
    ['Triggered by', process.env.GITHUB_TRIGGERING_ACTOR || process.env.GITHUB_ACTOR],
    ['Run attempt', process.env.GITHUB_RUN_ATTEMPT],
  ].map(([name, value]) => [
    { header: true, data: String(name) },
    escapeHtml(clean(String(value ?? ''), run.secrets, FACT_LENGTH) || 'none'),
  ]);
  summary
    .addHeading(escapeHtml(message.title), 3)
    .addRaw(`<p>${escapeHtml(message.text)}</p>`, true)
    .addTable(facts);
  if (run.attempts.length > 0) summary.addTable([ATTEMPT_COLUMNS, ...run.attempts.map(attemptRow)]);
  appendFileSync(file, summary.stringify());
}

const ATTEMPT_COLUMNS = ['Attempt', 'Began after', 'Took', 'Result', 'Then waited'].map((data) => ({
  header: true,
  data,
}));

function attemptRow({ startedAtMs, durationMs, verdict, waitMs }: Attempt, index: number): string[] {
  return [
    String(index + 1),
    seconds(startedAtMs),
    durationMs === undefined ? 'under way' : seconds(durationMs),
    verdict === undefined ? 'none' : escapeHtml(nameOf(verdict)),
    waitMs === undefined ? 'none' : seconds(waitMs),
  ];
}

/** Runs it, and returns what went wrong, if anything: it may name a path of the environment. */
function problemOf(write: () => void, secrets: readonly string[]): string | undefined {
  try {
    write();
    return undefined;
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException;
    return clean(code ?? message, secrets, FACT_LENGTH);
  }
}

function stackOf(thrown: unknown, secrets: readonly string[]): string {
  const stack = thrown instanceof Error ? String(thrown.stack) : String(thrown);
  return stack
    .split('\n')
    .map((line) => clean(line, secrets, STACK_LINE_LENGTH))
    .join('\n');
}
