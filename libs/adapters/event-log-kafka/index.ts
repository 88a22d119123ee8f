export { kafkaConfiguration } from './kafka-configuration.js';
export { KafkaEventLog, type KafkaEventLogOptions } from './kafka-event-log.js';
