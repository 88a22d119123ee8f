import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '@causeway/domain/units';
import { codeOfFault, isRequestFault } from '../errors/request-fault.js';
import { reportUnexpectedError } from '../errors/unexpected-error.js';

/** The body of every refused request outside GraphQL. */
export function failureBody(failure: Failure): { readonly error: Failure } {
  return { error: failure };
}

/** Answers what a route threw: a fault of the request with its own message, anything else masked and logged. */
export function sendHttpFailure(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isRequestFault(error)) {
    return reply
      .code(error.statusCode)
      .send(failureBody({ code: codeOfFault(error), message: error.message }));
  }
  return reply.code(500).send(failureBody(reportUnexpectedError(error, request.log)));
}
