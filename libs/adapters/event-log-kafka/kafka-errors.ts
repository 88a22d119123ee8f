import { FatalError, RetryableError } from '@causeway/application/ports';

/** Answers and failures that pass, although kafkajs does not repeat the request by itself. */
const PASSING = new Set([
  'COORDINATOR_LOAD_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'INVALID_PRODUCER_EPOCH',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'REBALANCE_IN_PROGRESS',
  'UNKNOWN_MEMBER_ID',
  'UNKNOWN_PRODUCER_ID',
  'KafkaJSBrokerNotFound',
  'KafkaJSConnectionClosedError',
  'KafkaJSConnectionError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSTimeout',
]);

/** Does something on the brokers. @throws RetryableError when it may succeed later, FatalError when it will not */
export async function translateErrors<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw translateError(doing, cause);
  }
}

/** What an adapter throws for an error of kafkajs. */
export function translateError(doing: string, cause: unknown): FatalError | RetryableError {
  if (cause instanceof FatalError || cause instanceof RetryableError) return cause;
  const message = `${doing} failed: ${cause instanceof Error ? cause.message : String(cause)}`;
  return isRetryable(cause) ? new RetryableError(message, { cause }) : new FatalError(message, { cause });
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (PASSING.has(error.name) || ('type' in error && PASSING.has(String(error.type)))) return true;
  // After its own attempts kafkajs calls anything final, and keeps the reason as the cause.
  if (error.cause !== undefined) return isRetryable(error.cause);
  return 'retriable' in error && error.retriable === true;
}
