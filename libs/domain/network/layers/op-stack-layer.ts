import { evmChain, expectOk, parseAddress, type Address } from '@causeway/domain/units';
import type { BridgeContract, Layer, LayerAsset, ProtocolNumbers } from '../layer.js';
import { contract, ETH, ether, OP_STACK, token, WETH9_BALANCES } from './facts.js';

/** Where ether sits in the token lists of OP-stack chains from before Bedrock; it is the native coin. */
export const OP_STACK_LEGACY_ETHER: Address = expectOk(
  parseAddress('0xdeaddeaddeaddeaddeaddeaddeaddeaddead0000'),
);

const SETTLEMENT = evmChain(1);

/** What differs between OP-stack rollups; all else follows from the stack. */
export interface OpStackFacts {
  readonly chainNumber: number;
  readonly name: string;
  readonly blockSeconds: string;
  /** The rollup's contracts on Ethereum, as the superchain registry lists them. */
  readonly settlement: {
    readonly standardBridge: string;
    readonly messenger: string;
    readonly portal: string;
  };
  readonly tokens?: readonly LayerAsset[];
  readonly contracts?: readonly BridgeContract[];
  readonly cctpDomain?: number;
  /** Numbers of other protocols than CCTP. */
  readonly identifiers?: Omit<ProtocolNumbers, 'cctpDomain'>;
  readonly finalisedSeconds?: number;
  readonly sources: readonly string[];
}

/**
 * An OP-stack optimistic rollup on Ethereum with the standard predeploys and withdrawal delays: a proof matures
 * for 7 d, and the dispute game behind it must have been final for 3.5 d, which runs at the same time for a game
 * nobody disputes (superchain registry, standard parameters of OptimismPortal2).
 */
export function opStackLayer(facts: OpStackFacts): Layer {
  const chain = evmChain(facts.chainNumber);
  return {
    chain,
    name: facts.name,
    kind: 'optimistic-rollup',
    settlesOn: SETTLEMENT,
    blockSeconds: facts.blockSeconds,
    // Safe once its batch is on Ethereum, a few minutes; final 20 to 30 minutes after submission.
    finality: { safeSeconds: 300, finalisedSeconds: facts.finalisedSeconds ?? 1_800 },
    challengeSeconds: 604_800,
    // An output is proposed about every hour. A disputed game resolves up to 3.5 d later than an undisputed one.
    withdrawal: { publicationSeconds: 3_600, isProven: true, extraSeconds: 302_400 },
    assets: [
      ether(chain),
      token(chain, 'WETH', ETH, 18, '0x4200000000000000000000000000000000000006', {
        wrapsNative: true,
        balanceSlot: WETH9_BALANCES,
      }),
      ...(facts.tokens ?? []),
    ],
    contracts: [
      contract(OP_STACK, 'L2StandardBridge', '0x4200000000000000000000000000000000000010', SETTLEMENT),
      contract(OP_STACK, 'L2CrossDomainMessenger', '0x4200000000000000000000000000000000000007', SETTLEMENT),
      contract(OP_STACK, 'L2ToL1MessagePasser', '0x4200000000000000000000000000000000000016', SETTLEMENT),
      ...(facts.contracts ?? []),
    ],
    settlementContracts: [
      contract(OP_STACK, 'L1StandardBridge', facts.settlement.standardBridge),
      contract(OP_STACK, 'L1CrossDomainMessenger', facts.settlement.messenger),
      contract(OP_STACK, 'OptimismPortal', facts.settlement.portal),
    ],
    identifiers: {
      ...(facts.cctpDomain === undefined ? {} : { cctpDomain: facts.cctpDomain }),
      ...facts.identifiers,
    },
    sources: [
      'predeploys: specs.optimism.io/protocol/predeploys',
      'delays: ethereum-optimism/superchain-registry standard parameters (MIT)',
      'outputs: the interval that viem.sh/op-stack/actions/getTimeToProve answers; 1,800 blocks of 2 s before fault proofs',
      'finality: docs.optimism.io/stack/transactions/transaction-finality',
      ...facts.sources,
    ],
  };
}
