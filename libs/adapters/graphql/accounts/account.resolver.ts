import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseAccountId, parseAddress, parseDeskId } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { parseTokenAmountInput } from '../network/token-amount.model.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { AccountChangeModel, OpenAccountInput, parsePositions, SetPositionsInput } from './account.inputs.js';
import {
  AccountConnectionModel,
  accountFilter,
  AccountFilterInput,
  AccountModel,
  accountModel,
} from './account.model.js';
import { MarginExplanationModel, marginExplanationModel } from './margin-explanation.model.js';

/** Accounts with their margin, and what people change about them. */
@Resolver()
export class AccountResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => AccountModel, {
    nullable: true,
    description: 'An account with its margin over all layers; null when there is no such account.',
  })
  async account(
    @Args('id', { type: () => ID, description: 'Id of the account.' }) id: string,
  ): Promise<AccountModel | undefined> {
    const account = valueOrThrow(parseAccountId(id, 'id'));
    const inputs = (await this.ports.reads.marginInputs([account])).get(account);
    return inputs && accountModel(this.ports.network, this.ports.evaluate, inputs);
  }

  @Query(() => MarginExplanationModel, {
    nullable: true,
    description:
      'How the margin of an account is worked out, rule by rule; null when there is no such account.',
  })
  async marginExplanation(
    @Args('account', { type: () => ID, description: 'Id of the account.' }) id: string,
    @Args('rules', {
      type: () => [String],
      nullable: true,
      description: 'Only the steps of these rules, e.g. ["in-transit-credit"]; all of them without it.',
    })
    rules?: readonly string[] | null,
  ): Promise<MarginExplanationModel | undefined> {
    const account = valueOrThrow(parseAccountId(id, 'account'));
    const inputs = (await this.ports.reads.marginInputs([account])).get(account);
    if (inputs === undefined) return undefined;
    const { state, steps } = this.ports.explain(inputs);
    const told =
      rules === undefined || rules === null ? steps : steps.filter(({ rule }) => rules.includes(rule));
    return marginExplanationModel(this.ports.network, { state, steps: told });
  }

  @Query(() => AccountConnectionModel, { description: 'Accounts with their margin, page by page, by id.' })
  async accounts(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => AccountFilterInput,
      nullable: true,
      description: 'Which accounts; all of them without it.',
    })
    filter?: AccountFilterInput | null,
  ): Promise<Connection<AccountModel>> {
    const request = pageRequest(page);
    const rows = await this.ports.reads.accounts(accountFilter(filter), request);
    return connection(
      rows,
      request,
      ({ account }) => account.account,
      (inputs) => accountModel(this.ports.network, this.ports.evaluate, inputs),
    );
  }

  @Mutation(() => AccountChangeModel, {
    description: 'Opens an account with its wallets and first collateral; all or nothing.',
  })
  async openAccount(
    @Args('input', { type: () => OpenAccountInput, description: 'The account to open.' })
    input: OpenAccountInput,
  ): Promise<AccountChangeModel> {
    const { network, commands } = this.ports;
    const account = valueOrThrow(parseAccountId(input.account, 'input.account'));
    const opened = await commands.openAccount({
      account,
      desk: valueOrThrow(parseDeskId(input.desk, 'input.desk')),
      wallets: input.wallets.map((wallet, index) =>
        valueOrThrow(parseAddress(wallet, `input.wallets.${index}`)),
      ),
      deposits: input.deposits.map((deposit, index) =>
        valueOrThrow(parseTokenAmountInput(network, deposit, `input.deposits.${index}`)),
      ),
    });
    return { account, accountSeq: valueOrThrow(opened, 'input').seq };
  }

  @Mutation(() => AccountChangeModel, {
    description:
      'Sets positions of an account; all or nothing. What adds to risk is refused with ACTION_HELD_BACK while `gates` hold it back.',
  })
  async setPositions(
    @Args('input', { type: () => SetPositionsInput, description: 'The account and its positions.' })
    input: SetPositionsInput,
  ): Promise<AccountChangeModel> {
    const { network, commands } = this.ports;
    const account = valueOrThrow(parseAccountId(input.account, 'input.account'));
    const positions = valueOrThrow(parsePositions(network, input.positions), 'input');
    const areExecuted = input.areExecuted === true;
    const set = await commands.setPositions({ account, positions, areExecuted });
    return { account, accountSeq: valueOrThrow(set, 'input').seq };
  }
}
