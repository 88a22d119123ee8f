import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { DeadLetterStatus } from '@causeway/application/ports';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { OPERATOR_ARGUMENT, parseOperator } from '../schema/operator.js';
import { storableId } from '../schema/storable-id.js';
import {
  DeadLetterConnectionModel,
  DeadLetterModel,
  deadLetterModel,
  DeadLetterStatusEnum,
} from './dead-letter.model.js';

const ID_ARGUMENT = { type: () => ID, description: 'Id of the dead letter.' };
const REASON_ARGUMENT = { type: () => String, description: 'Why, for the audit.' };

/** Input that could not be read, and what operators do about it. */
@Resolver()
export class DeadLetterResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => DeadLetterConnectionModel, { description: 'Input that could not be read, page by page.' })
  async deadLetters(
    @Args() page: PageArguments,
    @Args('status', {
      type: () => DeadLetterStatusEnum,
      nullable: true,
      description: 'Those in this status; all of them without it.',
    })
    status?: DeadLetterStatus | null,
  ): Promise<Connection<DeadLetterModel>> {
    const request = pageRequest(page);
    const rows = await this.ports.reads.deadLetters(status ? { status } : {}, request);
    return connection(rows, request, ({ id }) => id, deadLetterModel);
  }

  @Mutation(() => DeadLetterModel, {
    description:
      'Has a waiting dead letter read once more, e.g. after its bridge was added. Leaves an audit row.',
  })
  async retryDeadLetter(
    @Args('id', ID_ARGUMENT) id: string,
    @Args('by', OPERATOR_ARGUMENT) by: string,
    @Args('reason', REASON_ARGUMENT) reason: string,
  ): Promise<DeadLetterModel> {
    const retried = await this.ports.commands.retryDeadLetter({
      id: storableId(id, 'id'),
      by: parseOperator(by),
      reason,
    });
    return deadLetterModel(valueOrThrow(retried));
  }

  @Mutation(() => DeadLetterModel, {
    description: 'Gives up a waiting dead letter; its input stays readable. Leaves an audit row.',
  })
  async skipDeadLetter(
    @Args('id', ID_ARGUMENT) id: string,
    @Args('by', OPERATOR_ARGUMENT) by: string,
    @Args('reason', REASON_ARGUMENT) reason: string,
  ): Promise<DeadLetterModel> {
    const skipped = await this.ports.commands.skipDeadLetter({
      id: storableId(id, 'id'),
      by: parseOperator(by),
      reason,
    });
    return deadLetterModel(valueOrThrow(skipped));
  }
}
