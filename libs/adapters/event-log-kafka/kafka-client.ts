import { Kafka, logLevel, type ISocketFactory, type LogEntry } from 'kafkajs';

/** How to reach the brokers. */
export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly onWarning: (message: string, cause: unknown) => void;
  /** Opens connections some other way, through a proxy for example. */
  readonly socketFactory?: ISocketFactory | undefined;
}

// A coordinator that is still loading is how every first request to a group may go, and is repeated.
const EXPECTED = /coordinator is (not available|loading)|rebalancing/i;

/** kafkajs repeats a request that timed out on the same connection, though a dead one may be why. */
const REQUEST_TIMEOUT_MILLISECONDS = 12_000;

/**
 * A kafkajs client. Each consumer needs one of its own: kafkajs keeps the offsets that a group has committed in the
 * client, where they outlive the loss of a partition and would be taken up, stale, when it comes back.
 */
export function createKafkaClient({
  brokers,
  clientId,
  onWarning,
  socketFactory,
}: KafkaClientOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    logLevel: logLevel.ERROR,
    logCreator:
      () =>
      ({ namespace, log }: LogEntry) => {
        const reason = String(log['error'] ?? '');
        if (!EXPECTED.test(`${log.message} ${reason}`)) {
          onWarning(`kafkajs ${namespace}: ${log.message} ${reason}`.trim(), undefined);
        }
      },
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 4 },
    ...(socketFactory === undefined ? {} : { socketFactory }),
  });
}
