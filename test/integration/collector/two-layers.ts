import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { anvilProgram } from './anvil.js';
import {
  startTestCollector,
  type CollectorUnderTest,
  type Installation,
  type RunningCollector,
} from './collecting.js';
import { startExampleLayer, type ExampleLayer } from './example-layer.js';
import { startRpcProxy, type RpcProxy } from './rpc-proxy.js';

export const HALTED = 'causeway_collector_halted';

/** Two layers, each run by a node of its own, for as long as a group of tests runs. */
export interface TwoLayers {
  readonly first: ExampleLayer;
  readonly second: ExampleLayer;
  readonly layers: readonly ExampleLayer[];
  /** A number no deposit had before. */
  newDeposit(): number;
  lastDeposit(): number;
  /** Deposits on the first layer, final at once; their transactions. */
  deposits(count: number): Promise<readonly string[]>;
  /** A collector, of both layers unless others are named, that stops after the test. */
  start(under: Omit<CollectorUnderTest, 'layers'> & Partial<CollectorUnderTest>): RunningCollector;
  /** An endpoint in front of a layer's node that closes after the test. */
  proxyOf(layer: ExampleLayer): Promise<RpcProxy>;
  /** What to free after the test, the newest first. */
  afterwards(free: () => Promise<void>): void;
}

/** Describes tests that need two running nodes; skipped, and said so, where the node is not installed. */
export function describeLayers(name: string, tests: (at: TwoLayers) => void, slotsInAnEpoch = 1): void {
  const isInstalled = anvilProgram() !== undefined;
  if (!isInstalled) console.warn(`skipped: ${name}: the EVM node anvil is installed for Linux on x64 only`);
  (isInstalled ? describe : describe.skip)(name, () => {
    let layers: readonly ExampleLayer[] = [];
    const cleanUp: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      layers = await Promise.all([901, 902].map((number) => startExampleLayer(number, slotsInAnEpoch)));
    });
    afterEach(async () => {
      for (const free of cleanUp.splice(0).reverse()) await free();
    });
    afterAll(async () => {
      await Promise.all(layers.map((layer) => layer.stop()));
    });
    tests(twoLayers(() => layers, cleanUp));
  });
}

function twoLayers(running: () => readonly ExampleLayer[], cleanUp: (() => Promise<void>)[]): TwoLayers {
  let depositId = 0;
  const layer = (index: number): ExampleLayer => {
    const found = running()[index];
    if (found === undefined) throw new Error('the layers run while tests do');
    return found;
  };
  const at: TwoLayers = {
    get first() {
      return layer(0);
    },
    get second() {
      return layer(1);
    },
    get layers() {
      return running();
    },
    newDeposit: () => (depositId += 1),
    lastDeposit: () => depositId,
    deposits: async (count) => {
      const hashes: string[] = [];
      for (let each = 0; each < count; each += 1) {
        hashes.push(await at.first.deposit(at.second, at.newDeposit(), 1_000n));
      }
      await at.first.mine(2);
      return hashes;
    },
    start: (under) => {
      const collector = startTestCollector({ layers: running(), ...under });
      cleanUp.push(collector.stop);
      return collector;
    },
    proxyOf: async ({ url }) => {
      const proxy = await startRpcProxy(url);
      cleanUp.push(proxy.close);
      return proxy;
    },
    afterwards: (free) => cleanUp.push(free),
  };
  return at;
}

/** The transactions of a layer in the log, in its order. */
export async function hashesOf(installation: Installation, layer: ExampleLayer): Promise<readonly string[]> {
  return (await installation.collected())
    .filter(({ chain }) => chain === layer.chain)
    .map(({ transactionHash }) => transactionHash);
}
