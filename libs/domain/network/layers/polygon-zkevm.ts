import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { contract, ether, POLYGON_ZKEVM } from './facts.js';

const chain = evmChain(1101);

/** The unified bridge has one address on every layer it serves. */
const UNIFIED_BRIDGE = '0x2a3dd3eb832af982ec71669e178424b10dca2ede';

export const polygonZkevm: Layer = {
  chain,
  name: 'Polygon zkEVM',
  kind: 'validity-rollup',
  settlesOn: evmChain(1),
  blockSeconds: '4',
  finality: { safeSeconds: 600, finalisedSeconds: 3_600 },
  challengeSeconds: 0,
  assets: [ether(chain)],
  contracts: [contract(POLYGON_ZKEVM, 'PolygonZkEVMBridge', UNIFIED_BRIDGE)],
  settlementContracts: [contract(POLYGON_ZKEVM, 'PolygonZkEVMBridge', UNIFIED_BRIDGE)],
  identifiers: {},
  sources: [
    'bridge: emitter in RSS3-Network/Node tests (MIT), docs.polygon.technology/zkEVM/architecture/unified-LxLy',
    'block time: growthepie/gtp-dna (MIT)',
    'finality: batches are proven within 30 to 60 minutes, docs.polygon.technology/zkEVM',
  ],
};
