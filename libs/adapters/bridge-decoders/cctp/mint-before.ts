import type { NamedLog } from '../event-draft.js';

/**
 * The mint that a MessageReceived log at `index` confirms. The messenger mints while the transmitter runs the
 * message, so its log is the last of the protocol's before; a known transmitter is paired with a known messenger.
 */
export function mintBefore<Mint extends NamedLog>(
  logs: readonly NamedLog[],
  index: number,
): Mint | undefined {
  const isTrusted = logs[index]?.contract !== undefined;
  const previous = logs
    .slice(0, index)
    .filter(
      ({ eventName, contract }) => eventName !== 'MessageSent' && (contract !== undefined) === isTrusted,
    )
    .at(-1);
  return previous?.eventName === 'MintAndWithdraw' ? (previous as Mint) : undefined;
}
