import type { NamedLog } from './event-draft.js';

/**
 * The logs of one message's run. A messenger logs after the call it made, so these are the logs before the one at
 * `index`, back to the last of the same name by a contract of the same bridge and layer. A contract nobody knows
 * cannot cut the run of a known one short.
 */
export function messageRun<Log extends NamedLog>(
  logs: readonly Log[],
  index: number,
  closing: ReadonlySet<string>,
): readonly Log[] {
  const end = logs[index];
  const before = logs.slice(0, index);
  const start = before.findLastIndex(
    ({ eventName, contract }) => closing.has(eventName) && serveSameLayer(contract, end?.contract),
  );
  return before.slice(start + 1).filter(({ contract }) => serveSameLayer(contract, end?.contract));
}

/** Whether both contracts are known and serve the same layer, or neither is known. */
export function serveSameLayer(a: NamedLog['contract'], b: NamedLog['contract']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.counterpart === b.counterpart;
}
