export { findKafkaProvider, type KafkaProvider, type Unavailable } from './kafka-provider.js';
export { startKafkaBroker, type KafkaBroker, type KafkaBrokerOptions } from './start-kafka-broker.js';
