import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { securityOfBalance } from '@causeway/domain/network';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { BridgeModel, bridgeModel } from './bridge.model.js';
import { LayerModel, layerModel } from './layer.model.js';

/** The layers and bridges this service knows, which are constant while it runs, and how far each layer is known. */
@Resolver()
export class NetworkResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => [LayerModel], { description: 'Every layer that collateral can lie on, with its assets.' })
  async layers(): Promise<readonly LayerModel[]> {
    const { network, reads } = this.ports;
    const followed = new Map((await reads.followedChains()).map((chain) => [chain.chain, chain]));
    return [...network.layers.values()].map((layer) =>
      layerModel(layer, securityOfBalance(network, layer.chain), followed.get(layer.chain)),
    );
  }

  @Query(() => [BridgeModel], {
    description: 'Every bridge that is followed, with its security and latency.',
  })
  bridges(): readonly BridgeModel[] {
    return [...this.ports.network.bridges.values()].map(bridgeModel);
  }
}
