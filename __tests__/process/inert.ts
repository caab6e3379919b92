import { ENTITY, expectOneHtmlBlock, HIDDEN } from '../unit/safe.js';
import { annotations, commands, KEY, OUTPUT_NAMES, type Step, withoutMasks } from './harness.js';

/** What every value of an output looks like. */
const WELL_FORMED = {
  resolved: /^(true|false)$/,
  'error-code': /^[A-Za-z0-9_.-]{0,64}$/,
  outcome: /^(resolved|not-resolved|unknown)$/,
  status: /^(\d{3})?$/,
  attempts: /^\d+$/,
  'thread-status': /^(|idle|busy|interrupted|error)$/,
  'state-updated-at': /^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/,
  interrupts: /^(|\[.*\])$/,
};

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes the escapes of HTML and of the runner's commands, in which a key could hide. */
const decoded = (text: string): string =>
  text.replace(/%(25|0A|0D|3A|2C)/g, decodeURIComponent).replace(ENTITY, (entity, name) => CHARACTERS[name] ?? entity);

/**
 * Checks that everything the step wrote is plain text to its readers: no command for the runner except the given number
 * of annotations, nothing that a terminal acts on, no HTML except our own, no key, and well-formed outputs.
 */
export function expectInert({ log, summary, ...step }: Step, annotationCount = 1, keys = [KEY]): void {
  expect(annotations(log, keys)).toHaveLength(annotationCount);
  expect(commands(log, keys)).toHaveLength(annotationCount);

  const shown = withoutMasks(log, keys);
  expect(shown.replaceAll('\n', '')).not.toMatch(HIDDEN);
  expectOneHtmlBlock(summary);

  const everything = decoded(`${shown}${summary}${JSON.stringify(step.outputs)}`).toLowerCase();
  for (const key of keys) expect(everything).not.toContain(key.toLowerCase());

  expect(step.outputNames).toEqual(OUTPUT_NAMES);
  for (const [name, form] of Object.entries(WELL_FORMED)) expect(step.outputs[name]).toMatch(form);
}
