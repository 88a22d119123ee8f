// npm run kafka: one Apache Kafka broker for development, until Ctrl-C.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import './typescript/register.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9092' },
    directory: { type: 'string', default: path.join(ROOT, '.data', 'kafka') },
  },
});

const { startKafkaBroker } = await import('../libs/platform/kafka-broker/index.ts');
console.log('Looking for a Kafka broker: KAFKA_BROKERS, Docker, or a JDK with Maven (fetches 43 MB once) …');
try {
  const broker = await startKafkaBroker({
    directory: values.directory,
    cacheDirectory: path.join(ROOT, '.cache', 'kafka'),
    configuredBrokers: process.env.KAFKA_BROKERS,
    port: Number(values.port),
  });
  if ('unavailable' in broker) throw new Error(broker.unavailable);
  console.log(`KAFKA_BROKERS=${broker.brokers.join(',')} (${broker.provider})`);
  if (broker.provider !== 'configured') keepUntilInterrupted(broker);
} catch (error) {
  console.error(`No Kafka broker: ${error.message}`);
  process.exitCode = 1;
}

function keepUntilInterrupted(broker) {
  const idle = setInterval(() => undefined, 1 << 30);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await broker.stop();
      clearInterval(idle);
    });
  }
}
