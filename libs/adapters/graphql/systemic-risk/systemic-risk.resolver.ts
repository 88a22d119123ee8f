import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { ZERO } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import {
  parseStressScenario,
  StressTestInput,
  StressTestModel,
  stressTestModel,
} from './stress-test.model.js';
import { SystemicActionInForceModel, systemicActionModel } from './systemic-action.model.js';
import { SystemicRiskModel, systemicRiskModel } from './systemic-risk.model.js';

/** What fails together, and what would follow. */
@Resolver()
export class SystemicRiskResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => SystemicRiskModel, {
    nullable: true,
    description:
      'Exposure, concentration and correlated breaches by layer, bridge, asset and venue, over all accounts; null before there is an account with a margin.',
  })
  async systemicRisk(): Promise<SystemicRiskModel | undefined> {
    const measured = valueOrThrow(await this.ports.systemicRisk());
    if (measured === undefined) return undefined;
    const { risks, policy, evidence } = measured;
    return systemicRiskModel(risks, policy, evidence, this.ports.clock());
  }

  @Query(() => [SystemicActionInForceModel], {
    description: 'The systemic-risk actions in force, with what triggered them.',
  })
  async systemicActions(): Promise<readonly SystemicActionInForceModel[]> {
    return (await this.ports.systemicActions()).map(systemicActionModel);
  }

  @Query(() => StressTestModel, {
    nullable: true,
    description: 'What a scenario would do to all accounts; null before there is an account with a margin.',
  })
  async stressTest(
    @Args('input', { type: () => StressTestInput, description: 'What is supposed to happen at once.' })
    input: StressTestInput,
  ): Promise<StressTestModel | undefined> {
    const scenario = valueOrThrow(parseStressScenario(this.ports.network, input), 'input');
    const report = valueOrThrow(await this.ports.stressTest(scenario, input.insuranceFund ?? ZERO));
    return report && stressTestModel(report);
  }
}
