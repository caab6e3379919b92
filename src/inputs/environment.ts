import { getInput, setSecret } from '@actions/core';
import type { ReportContext } from '../settings.js';
import { redact } from '../text.js';
import { parseBoolean, parseThreadId } from './rules.js';

/** Reads what the report needs, and masks the key in the log, whichever way it was passed. */
export function readReportContext(): ReportContext {
  const keys = [getInput('api-key'), variable('LANGSMITH_API_KEY')].filter((key) => key !== '');
  keys.forEach(setSecret);
  const secrets = keys.sort((a, b) => b.length - a.length);
  const threadId = parseThreadId(getInput('thread-id'));
  const jobSummary = parseBoolean(getInput('job-summary'));
  const showInterrupts = parseBoolean(getInput('show-interrupts'));
  return {
    secrets,
    threadId: 'value' in threadId ? redact(threadId.value, secrets) : undefined,
    mode: getInput('mode') === 'inspect' ? 'inspect' : 'resolve',
    showInterrupts: 'value' in showInterrupts && showInterrupts.value,
    // Only a valid `false` switches it off.
    jobSummary: !('value' in jobSummary) || jobSummary.value,
    outputFile: variable('GITHUB_OUTPUT'),
    summaryFile: variable('GITHUB_STEP_SUMMARY'),
  };
}

/** An environment variable without white space around it; empty if it is not set. */
export function variable(name: string): string {
  return (process.env[name] ?? '').trim();
}
