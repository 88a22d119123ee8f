import { RetryableError, type MissingCode } from '@causeway/application/ports';
import { fail, ok, type ChainId, type Result } from '@causeway/domain/units';
import type { Endpoint } from './endpoint.js';
import { EndpointError, MissingError, RangeRefusedError } from './endpoint-error.js';

/** The endpoints of one chain: asks the one that answered last, and the others in turn when it fails. */
export class Failover {
  private preferred = 0;

  constructor(
    private readonly chain: ChainId,
    private readonly endpoints: readonly Endpoint[],
    private readonly onFailure: (message: string) => void,
  ) {}

  /**
   * The answer of one endpoint to all that `read` asks. A range that is too wide for one is not asked of the next:
   * it is for the caller to narrow it.
   * @throws RetryableError when no endpoint answers
   */
  async ask<Answer>(read: (endpoint: Endpoint) => Promise<Answer>): Promise<Result<Answer, MissingCode>> {
    const failures: EndpointError[] = [];
    const first = this.preferred;
    for (let turn = 0; turn < this.endpoints.length; turn += 1) {
      const index = (first + turn) % this.endpoints.length;
      const endpoint = this.endpoints[index];
      if (endpoint === undefined) throw new Error(`there is no endpoint ${index}`);
      try {
        const answer = await read(endpoint);
        this.preferred = index;
        return ok(answer);
      } catch (error) {
        if (!(error instanceof EndpointError) || error instanceof RangeRefusedError) throw error;
        failures.push(error);
        this.onFailure(`${this.chain} at ${endpoint.host}: ${error.message}`);
      }
    }
    const message = failures.map((failure) => failure.message).join('; ');
    if (failures.every((failure) => failure instanceof MissingError)) return fail('MISSING_BLOCK', message);
    throw new RetryableError(`no endpoint of ${this.chain} answers: ${message}`);
  }
}
