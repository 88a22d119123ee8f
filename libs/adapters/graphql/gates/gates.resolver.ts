import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { GateAnswerModel, GateQuestionInput, parseGateQuestion } from './gates.model.js';

/** Whether what adds to risk may be done now. */
@Resolver()
export class GatesResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => GateAnswerModel, {
    description:
      'Whether an action of an account is permitted now, and what holds it back. Actions that lower risk always are.',
  })
  async gates(
    @Args('input', { type: () => GateQuestionInput, description: 'What is wanted.' })
    input: GateQuestionInput,
  ): Promise<GateAnswerModel> {
    return this.ports.gates(valueOrThrow(parseGateQuestion(this.ports.network, input), 'input'));
  }
}
