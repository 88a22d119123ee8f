import type { NamedLog } from './event-draft.js';

/** Logs of known contracts before others, so that an imitation cannot claim the partner of the real one. */
export function knownFirst<Log extends NamedLog>(logs: readonly Log[]): readonly Log[] {
  return [
    ...logs.filter(({ contract }) => contract !== undefined),
    ...logs.filter(({ contract }) => contract === undefined),
  ];
}
