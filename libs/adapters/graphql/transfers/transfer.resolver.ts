import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { TransferId } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { storableId } from '../schema/storable-id.js';
import {
  TransferConnectionModel,
  transferFilter,
  TransferFilterInput,
  TransferModel,
  transferModel,
} from './transfer.model.js';

/** Cross-layer transfers. */
@Resolver()
export class TransferResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => TransferModel, {
    nullable: true,
    description: 'One transfer with its history; null when there is no such transfer.',
  })
  async transfer(
    @Args('id', { type: () => ID, description: 'Id of the transfer: bridge / source chain / message id.' })
    id: string,
  ): Promise<TransferModel | undefined> {
    const transfer = await this.ports.reads.transfer(storableId<TransferId>(id, 'id'));
    return transfer && transferModel(this.ports.network, transfer);
  }

  @Query(() => TransferConnectionModel, { description: 'Transfers, page by page.' })
  async transfers(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => TransferFilterInput,
      nullable: true,
      description: 'Which transfers; all of them without it.',
    })
    filter?: TransferFilterInput | null,
  ): Promise<Connection<TransferModel>> {
    const request = pageRequest(page);
    const rows = await this.ports.reads.transfers(transferFilter(filter), request);
    return connection(
      rows,
      request,
      ({ id }) => id,
      (transfer) => transferModel(this.ports.network, transfer),
    );
  }
}
