/** An error of Fastify or a plugin that is the request's fault. */
export interface RequestFault {
  readonly statusCode: number;
  readonly message: string;
}

const CODE_OF_STATUS: ReadonlyMap<number, string> = new Map([
  [405, 'METHOD_NOT_ALLOWED'],
  [413, 'BODY_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [429, 'RATE_LIMITED'],
]);

/** Whether an error is the request's fault, whose message may be shown. */
export function isRequestFault(error: unknown): error is RequestFault {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** The stable code of a fault, by its HTTP status. */
export function codeOfFault(fault: RequestFault): string {
  return CODE_OF_STATUS.get(fault.statusCode) ?? 'BAD_REQUEST';
}
