export { findKafkaProvider, type KafkaProvider } from './kafka-provider.js';
export { startKafkaBroker, type KafkaBroker, type KafkaBrokerOptions } from './start-kafka-broker.js';
export type { Unavailable } from './unavailable.js';
