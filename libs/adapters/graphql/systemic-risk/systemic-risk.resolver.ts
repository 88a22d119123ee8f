import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { fail, ZERO } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { ApiError, valueOrThrow } from '../errors/api-error.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import {
  actionStepFilter,
  actionStepModel,
  SystemicActionStepConnectionModel,
  SystemicActionStepFilterInput,
  type SystemicActionStepModel,
} from './action-step.model.js';
import {
  parseStressScenario,
  StressTestInput,
  StressTestModel,
  stressTestModel,
} from './stress-test.model.js';
import { SystemicActionInForceModel, systemicActionModel } from './systemic-action.model.js';
import { SystemicRiskModel, systemicRiskModel } from './systemic-risk.model.js';

/** The number of an event and a place in it. */
const STEP_CURSOR = /^[1-9]\d{0,15}\.[1-9]\d{0,8}$/;

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

  @Query(() => SystemicActionStepConnectionModel, {
    description:
      'Every systemic-risk action that came into force or ended, page by page; the newest first, and those of one measurement in the order of the thresholds.',
  })
  async systemicActionHistory(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => SystemicActionStepFilterInput,
      nullable: true,
      description: 'Which steps; all of them without it.',
    })
    filter?: SystemicActionStepFilterInput | null,
  ): Promise<Connection<SystemicActionStepModel>> {
    const request = pageRequest(page);
    if (request.after !== undefined && !STEP_CURSOR.test(request.after)) {
      throw new ApiError(
        fail('INVALID_CURSOR', `${request.after} is no cursor of this list`, 'after').failure,
      );
    }
    const steps = await this.ports.systemicActionHistory(actionStepFilter(filter), request);
    return connection(steps, request, ({ id }) => id, actionStepModel);
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
