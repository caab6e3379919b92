import { getInput } from '@actions/core';
import { clean, containsSecret, stripHidden } from '../text.js';
import { InvalidInput, type Parsed } from './rules.js';

type Parse<T> = (text: string) => Parsed<T>;

/** Defaults as in `action.yml`. */
export const DEFAULTS = {
  api: 'managed-deep-agents',
  mode: 'resolve',
  'check-thread': 'false',
  'show-interrupts': 'false',
  // docs/performance.md has the numbers behind the six attempts and the delay.
  'max-attempts': '6',
  'retry-on': '409, 502, connect_failed',
  'retry-delay-seconds': '3',
  'request-timeout-seconds': '30',
  'deadline-seconds': '300',
  'fail-on-error': 'true',
  'job-summary': 'true',
};

/** Characters of a rejected value that the annotation shows. */
const SHOWN_VALUE_LENGTH = 120;

export type Reader = ReturnType<typeof createReader>;

/** Reads single inputs. Each function throws an `InvalidInput` for a text that breaks the rule. */
export function createReader(secrets: readonly string[]) {
  /** `name` stands for the text in messages. */
  const check = <T>(name: string, text: string, parse: Parse<T>): T => {
    const parsed = parse(text);
    if ('value' in parsed) return parsed.value;
    if (text === '') throw new InvalidInput(`${name} is empty`);
    const rule = `${name} ${parsed.rule}`;
    // The latter is a key in the wrong input.
    if (parsed.hideValue || /lsv2_/i.test(stripHidden(text)))
      throw new InvalidInput(`${rule} (its value is not shown)`);
    // A list splits a key that contains a comma.
    const wrong = containsSecret(text, secrets) ? text : (parsed.item ?? text);
    const stripped = stripHidden(wrong) === wrong ? '' : ' (without its invisible characters)';
    throw new InvalidInput(rule, `"${clean(wrong, secrets, SHOWN_VALUE_LENGTH)}"${stripped}`);
  };
  return {
    check,
    optional: <T>(name: string, parse: Parse<T>): T | undefined =>
      getInput(name) === '' ? undefined : check(name, getInput(name), parse),
    defaulted: <T>(name: keyof typeof DEFAULTS, parse: Parse<T>): T =>
      check(name, getInput(name) || DEFAULTS[name], parse),
  };
}
