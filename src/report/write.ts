import { appendFileSync } from 'node:fs';
import { debug, error, info, setOutput, warning } from '@actions/core';
import type { History } from '../attempts/history.js';
import type { ReportContext } from '../settings.js';
import { clean } from '../text.js';
import { conclude, type Ending, type Outputs } from './conclusion.js';
import { describe, toText } from './message.js';
import { renderSummary } from './summary.js';

/** Characters shown of an error of the file system, and of a line of a stack. */
const LINE_LENGTH = 500;

/** Prints a line to the log. The line must be safe there. */
export const log: (line: string) => void = info;

const ANNOTATE = { none: (text: string, _: object): void => log(text), warning, error };

/**
 * Writes the outputs, at most one annotation and the job summary. Synchronous, so that it works while Node exits.
 *
 * @param totalMs duration of the step
 * @returns the exit code
 */
export function report(ending: Ending, history: History, context: ReportContext, totalMs: number): number {
  const { secrets, threadId, outputFile, summaryFile } = context;
  const conclusion = conclude(ending, history, context);
  const message = describe(ending, history, conclusion, context);

  const problem = problemOf(() => writeOutputs(conclusion.outputs, outputFile), secrets);
  // A cancelled step keeps its warning and its exit code.
  const failed = problem !== undefined && ending.kind !== 'cancelled';
  const conjunction = conclusion.outputs.resolved ? 'but' : 'and';
  const heading = message.heading + (problem ? `, ${conjunction} the outputs could not be written` : '');
  const note = problem ? ` GITHUB_OUTPUT could not be written (${problem}).` : '';
  const title = threadId ? `${heading} (thread ${threadId})` : heading;
  ANNOTATE[failed ? 'error' : conclusion.level](toText(message) + note, { title });
  if (conclusion.interrupts?.problem) log(`${conclusion.interrupts.problem}.`);
  if (context.jobSummary) {
    const summary = renderSummary({ ending, history, context, conclusion, message, totalMs });
    const unwritten = problemOf(() => appendFileSync(summaryFile, summary), secrets);
    if (unwritten) log(`Could not write the job summary: ${unwritten}.`);
  }
  if (ending.kind === 'internal_error') problemOf(() => debug(stackOf(ending.error, secrets)), secrets);
  return failed ? 1 : conclusion.exitCode;
}

/** The last resort, if even the report fails. */
export function reportFailure(failure: unknown): void {
  error(String(failure), { title: 'The result of the step could not be reported' });
}

function writeOutputs(outputs: Outputs, outputFile: string): void {
  // Without the file, the toolkit would print a command that runners no longer accept.
  if (outputFile === '') throw new Error('it is not set');
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** Runs a function and returns its error message, if any. It is cleaned, because it may contain a path. */
function problemOf(run: () => void, secrets: readonly string[]): string | undefined {
  try {
    run();
    return undefined;
  } catch (problem) {
    const { code, message }: NodeJS.ErrnoException = Object(problem);
    return clean(String(code ?? message), secrets, LINE_LENGTH);
  }
}

function stackOf(thrown: unknown, secrets: readonly string[]): string {
  const lines = String(thrown instanceof Error ? thrown.stack : thrown).split('\n');
  return lines.map((line) => clean(line, secrets, LINE_LENGTH)).join('\n');
}
