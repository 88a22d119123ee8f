/** The Apache Kafka that development and tests run against. */
export const KAFKA_VERSION = '4.1.0';
