import { startDockerBroker } from './docker-broker.js';
import { freePorts } from './free-ports.js';
import { startJavaBroker } from './java-broker.js';
import { findKafkaProvider, type KafkaProvider } from './kafka-provider.js';
import type { Unavailable } from './unavailable.js';

/** How to start a broker. */
export interface KafkaBrokerOptions {
  /** Where a broker of our own keeps its files; a container keeps them to itself. */
  readonly directory: string;
  /** Where the broker's jars are kept. */
  readonly cacheDirectory: string;
  /** Brokers that are running already, as host:port pairs separated by commas. */
  readonly configuredBrokers?: string | undefined;
  /** A free port when left out. */
  readonly port?: number;
}

/** A broker that accepts connections. */
export interface KafkaBroker {
  /** host:port pairs. */
  readonly brokers: readonly string[];
  readonly provider: KafkaProvider['kind'];
  /** Stops the broker, unless it was running already. */
  stop(): Promise<void>;
}

/**
 * Starts one Apache Kafka broker in KRaft mode, by whatever this machine has; it dies with this process.
 * @throws Error with the broker's own words when it does not start
 */
export async function startKafkaBroker(options: KafkaBrokerOptions): Promise<KafkaBroker | Unavailable> {
  const { directory, cacheDirectory, configuredBrokers } = options;
  const provider = findKafkaProvider(configuredBrokers, cacheDirectory);
  if ('unavailable' in provider) return provider;
  if (provider.kind === 'configured') {
    return { brokers: provider.brokers, provider: 'configured', stop: async () => undefined };
  }
  const [clientPort = 0, controllerPort = 0] = await freePorts(2);
  const port = options.port ?? clientPort;
  const stop =
    provider.kind === 'docker'
      ? await startDockerBroker(provider.image, port)
      : await startJavaBroker(provider.jars, directory, port, controllerPort);
  return { brokers: [`127.0.0.1:${port}`], provider: provider.kind, stop };
}
