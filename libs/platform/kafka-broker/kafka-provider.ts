import { spawnSync } from 'node:child_process';
import { brokerJars } from './broker-jars.js';
import { KAFKA_VERSION } from './kafka-version.js';
import type { Unavailable } from './unavailable.js';

/** What can provide a broker on this machine. */
export type KafkaProvider =
  | { readonly kind: 'configured'; readonly brokers: readonly string[] }
  | { readonly kind: 'docker'; readonly image: string }
  | { readonly kind: 'java'; readonly jars: string };

const PROBE_TIMEOUT_MILLISECONDS = 5_000;
const PULL_TIMEOUT_MILLISECONDS = 300_000;
const OLDEST_JAVA = 17;

/**
 * Finds what can provide a broker: brokers that are configured, else a Docker engine, else a JDK and Maven. Image
 * and jars are fetched when they are missing, so that the answer can be relied upon. Synchronous, because a test
 * file must know while it is loaded.
 * @param configuredBrokers host:port pairs separated by commas
 * @param cacheDirectory where the broker's jars are kept
 */
export function findKafkaProvider(
  configuredBrokers: string | undefined,
  cacheDirectory: string,
): KafkaProvider | Unavailable {
  const brokers = (configuredBrokers ?? '').split(',').map((each) => each.trim());
  const named = brokers.filter((each) => each !== '');
  if (named.length > 0) return { kind: 'configured', brokers: named };
  const docker = findDocker();
  if ('kind' in docker) return docker;
  const java = findJava(cacheDirectory);
  if ('kind' in java) return java;
  return {
    unavailable: `KAFKA_BROKERS is not set, ${docker.unavailable}, and ${java.unavailable}`,
  };
}

function findDocker(): KafkaProvider | Unavailable {
  const engine = run('docker', ['info', '--format', '{{.ServerVersion}}']);
  if (!engine.isOk) return { unavailable: 'no Docker engine answers' };
  const image = `apache/kafka:${KAFKA_VERSION}`;
  const isThere = run('docker', ['image', 'inspect', image]).isOk;
  if (isThere || run('docker', ['pull', '--quiet', image], PULL_TIMEOUT_MILLISECONDS).isOk) {
    return { kind: 'docker', image };
  }
  return { unavailable: `Docker cannot pull ${image}` };
}

function findJava(cacheDirectory: string): KafkaProvider | Unavailable {
  const java = run('java', ['-version']);
  const version = /version "(\d+)/.exec(java.output)?.[1];
  if (!java.isOk || version === undefined) return { unavailable: 'there is no java on the path' };
  if (Number(version) < OLDEST_JAVA) {
    return { unavailable: `java is version ${version} instead of ${OLDEST_JAVA} or newer` };
  }
  const jars = brokerJars(cacheDirectory);
  return 'unavailable' in jars ? jars : { kind: 'java', jars: jars.directory };
}

function run(
  command: string,
  parameters: readonly string[],
  timeout = PROBE_TIMEOUT_MILLISECONDS,
): { readonly isOk: boolean; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(command, parameters, { timeout, encoding: 'utf8' });
  return { isOk: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` };
}
