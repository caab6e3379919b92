import type { Interrupt, Thread } from '../attempts/thread.js';
import { isObject } from '../exchange.js';
import { escapeHidden, redact } from '../text.js';

/** Limits of the list as JSON: in bytes, for the job summary and for the output, and in levels. */
const MAX_LIST_BYTES = 1024 * 1024;
const MAX_OUTPUT_BYTES = 256 * 1024;
const MAX_LEVELS = 100;

export const NOTHING_LISTED =
  'The API lists no interrupts, which is normal at a static breakpoint or after a cancelled run';

/**
 * Interrupts as they may be shown: redacted, and without numbers that JavaScript cannot hold. `json` is the output.
 * `problem` says why something is missing, without a full stop; it is empty if all is shown.
 */
export function prepareInterrupts({ status, interrupts }: Thread, secrets: readonly string[]) {
  const hidden = (problem: string) => ({ list: [], json: '', problem });
  // Only an interrupted thread must list them.
  if (!interrupts)
    return hidden(status === 'interrupted' ? 'The API does not list what the thread is waiting for' : '');
  if (isDeeperThan(interrupts, MAX_LEVELS))
    return hidden('The interrupts are nested more than 100 levels deep, so they are not shown');
  if (Buffer.byteLength(JSON.stringify(interrupts)) > MAX_LIST_BYTES) {
    return hidden('The interrupts are larger than 1 MiB, so they are not shown');
  }
  const list = prepare(interrupts, secrets) as Interrupt[];
  const json = escapeHidden(JSON.stringify(list));
  const isTooLong = Buffer.byteLength(json) > MAX_OUTPUT_BYTES;
  const problem = isTooLong ? 'The output interrupts is empty, because it would exceed 256 KiB' : '';
  const isEmpty = status === 'interrupted' && list.length === 0;
  return { list, json: isTooLong ? '' : json, problem: isEmpty ? NOTHING_LISTED : problem };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}

/** A reviewer must not approve digits that were never sent, so an inexact number becomes a string that begins with ≈. */
function prepare(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  // Beyond this limit, JavaScript skips integers and ends in Infinity.
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : `≈${value}`;
  if (Array.isArray(value)) return value.map((item) => prepare(item, secrets));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [redact(key, secrets), prepare(item, secrets)]);
  return Object.fromEntries(entries);
}
