import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brokerSettings } from './broker-settings.js';
import { startSupervised } from './supervised-process.js';

/** Any 16 bytes in base64; it only has to stay the same for a data folder. */
const CLUSTER_ID = 'causewaydevelopment00A';
const JVM_FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m'];
const LOG_FLAGS = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
];
const START_TIMEOUT_MILLISECONDS = 90_000;

/** Starts a broker in a JVM on the loopback interface. @returns how to stop it */
export async function startJavaBroker(
  jars: string,
  directory: string,
  clientPort: number,
  controllerPort: number,
): Promise<() => Promise<void>> {
  const data = path.resolve(directory, 'data');
  mkdirSync(data, { recursive: true });
  const bindHost = '127.0.0.1';
  const settings = brokerSettings({
    bindHost,
    clientPort,
    controllerPort,
    advertised: `${bindHost}:${clientPort}`,
  });
  const properties = path.resolve(directory, 'server.properties');
  const lines = Object.entries({ ...settings, 'log.dirs': data }).map(([name, value]) => `${name}=${value}`);
  writeFileSync(properties, `${lines.join('\n')}\n`);
  const java = [...JVM_FLAGS, ...LOG_FLAGS, '-cp', path.join(jars, '*')];
  if (!existsSync(path.join(data, 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties];
    await promisify(execFile)('java', [...java, ...format], { timeout: START_TIMEOUT_MILLISECONDS });
  }
  return startSupervised({
    command: 'java',
    parameters: [...java, 'kafka.Kafka', properties],
    readyText: 'Kafka Server started',
    timeoutMilliseconds: START_TIMEOUT_MILLISECONDS,
  });
}
