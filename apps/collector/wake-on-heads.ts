import type { ViemChains } from '@causeway/adapters/chains-viem';
import type { RepeatingRole, Role } from '@causeway/adapters/roles';
import type { ChainId } from '@causeway/domain/units';
import { paceCalls } from './pace-calls.js';

/** Some rollups have four blocks a second, and each waking costs questions to every node that must agree. */
const WAKE_PAUSE_MILLISECONDS = 1_000;

/** Wakes the collector of a chain at once when an endpoint on a WebSocket tells of a new head. */
export function wakeOnHeads(chains: ViemChains, collecting: ReadonlyMap<ChainId, RepeatingRole>): Role {
  const paced = new Map(
    [...collecting].map(([chain, role]) => [chain, paceCalls(WAKE_PAUSE_MILLISECONDS, () => role.wake())]),
  );
  chains.watchHeads((chain) => paced.get(chain)?.call());
  let end: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    name: 'heads of chains',
    finished,
    stop: async () => {
      for (const call of paced.values()) call.stop();
      chains.close();
      end();
    },
  };
}
