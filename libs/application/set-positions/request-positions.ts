import {
  checkGates,
  heldBack,
  increasesOf,
  type CheckGatesPorts,
  type GateQuestion,
} from '@causeway/application/check-gates';
import type { LedgerStore } from '@causeway/application/ports';
import { fail, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import {
  mergePositions,
  setPositions,
  type SetPositionsCode,
  type SetPositionsCommand,
} from './set-positions.js';

/** Positions to set, and whether they are so already. */
export interface RequestPositionsCommand extends SetPositionsCommand {
  /** A venue has executed them: they are facts, which gates cannot refuse. */
  readonly areExecuted: boolean;
}

/**
 * Sets positions of an account where gates permit what they add to risk, and its initial margin is there with them, as the
 * engine knows the account; a position that is not larger than before is
 * always permitted, and so is what a venue has executed already: not to know of it would be worse.
 *
 * @returns `ACTION_HELD_BACK` with the reasons, or what `setPositions` answers
 */
export async function requestPositions(
  ports: CheckGatesPorts & { readonly ledger: LedgerStore },
  { areExecuted, ...command }: RequestPositionsCommand,
  at: UnixMilliseconds,
): Promise<Result<{ readonly seq: number }, SetPositionsCode | 'ACTION_HELD_BACK'>> {
  if (!areExecuted) {
    const { account, positions } = command;
    const known = (await ports.reads.marginInputs([account])).get(account)?.account.positions ?? [];
    const increased = increasesOf(known, positions);
    const asked = { account, action: 'increase-position', positions: increased } as const;
    const nothing = { layers: [], bridges: [], families: [] };
    const after: GateQuestion['after'] = (held) => [
      { moment: 'afterwards', account: { ...held, positions: mergePositions(held.positions, positions) } },
    ];
    const { holds } =
      increased.length === 0 ? { holds: [] } : await checkGates(ports, { ...asked, ...nothing, after });
    if (holds.length > 0) return fail('ACTION_HELD_BACK', heldBack(account, holds), 'positions');
  }
  return setPositions(ports.ledger, command, at);
}
