import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { PolicyRecord } from '@causeway/application/ports';
import { expectOk, parseAccountId, parsePolicyVersion } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { JsonScalar } from '../schema/scalars.js';
import { OPERATOR_ARGUMENT, parseOperator } from '../schema/operator.js';
import { PolicySimulationModel, policySimulationModel } from './policy-simulation.model.js';
import { RiskPolicyModel, riskPolicyModel } from './risk-policy.model.js';

/** Versions of the risk policy. */
@Resolver()
export class RiskPolicyResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => RiskPolicyModel, {
    nullable: true,
    description: 'The risk policy in effect; null before one was ever activated.',
  })
  async riskPolicy(): Promise<RiskPolicyModel | undefined> {
    const active = (await this.ports.policies.all()).find(({ status }) => status === 'active');
    return active && this.model(active);
  }

  @Query(() => [RiskPolicyModel], { description: 'Every version of the risk policy, newest first.' })
  async riskPolicies(): Promise<readonly RiskPolicyModel[]> {
    return (await this.ports.policies.all()).map((record) => this.model(record)).reverse();
  }

  @Query(() => PolicySimulationModel, {
    description:
      'Who would be warned, called and liquidated under a proposed policy, beside the one in force. It changes nothing.',
  })
  async simulatePolicy(
    @Args('document', {
      type: () => JsonScalar,
      description: 'The policy, a document of causeway.margin-policy/2; a refusal names its field.',
    })
    document: unknown,
    @Args('accounts', {
      type: () => [ID],
      nullable: true,
      description: 'Accounts to evaluate; all of them without it.',
    })
    accounts?: readonly string[] | null,
  ): Promise<PolicySimulationModel> {
    const named = accounts?.map((id, index) => valueOrThrow(parseAccountId(id, `accounts.${index}`)));
    return policySimulationModel(valueOrThrow(await this.ports.simulatePolicy(document, named)));
  }

  @Mutation(() => RiskPolicyModel, {
    description: 'Writes a policy down as the next version. It changes no figure before it is activated.',
  })
  async proposePolicy(
    @Args('document', {
      type: () => JsonScalar,
      description: 'The policy, a document of causeway.margin-policy/2; a refusal names its field.',
    })
    document: unknown,
    @Args('by', OPERATOR_ARGUMENT) by: string,
  ): Promise<RiskPolicyModel> {
    const proposed = await this.ports.commands.proposePolicy({ document, by: parseOperator(by) });
    return this.model(valueOrThrow(proposed));
  }

  @Mutation(() => RiskPolicyModel, {
    description: 'Puts a proposed version into effect; engines apply it at its place in the policy stream.',
  })
  async activatePolicy(
    @Args('version', { type: () => Int, description: 'The version to activate.' }) version: number,
    @Args('by', OPERATOR_ARGUMENT) by: string,
  ): Promise<RiskPolicyModel> {
    const activated = await this.ports.commands.activatePolicy({
      version: valueOrThrow(parsePolicyVersion(version, 'version')),
      by: parseOperator(by),
    });
    return this.model(valueOrThrow(activated));
  }

  /** A stored document that cannot be read is a bug: it was read before it was stored. */
  private model(record: PolicyRecord): RiskPolicyModel {
    return riskPolicyModel(record, expectOk(this.ports.parsePolicy(record.document, record.version)));
  }
}
