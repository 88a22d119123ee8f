import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KAFKA_VERSION } from './kafka-version.js';
import type { Unavailable } from './unavailable.js';

const SLF4J_VERSION = '1.7.36';
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const FETCH_TIMEOUT_MILLISECONDS = 300_000;
const REASON_CHARACTERS = 300;

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>causeway</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>${SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** The folder with the broker's jars, which Maven fetches when it is not there yet. */
export function brokerJars(cacheDirectory: string): { readonly directory: string } | Unavailable {
  const directory = path.resolve(cacheDirectory, KAFKA_VERSION);
  if (existsSync(directory)) return { directory };
  mkdirSync(cacheDirectory, { recursive: true });
  const work = mkdtempSync(path.resolve(cacheDirectory, 'fetching-'));
  try {
    const jars = path.join(work, 'jars');
    writeFileSync(path.join(work, 'pom.xml'), POM);
    const parameters = ['--batch-mode', '--quiet', '--file', path.join(work, 'pom.xml')];
    const maven = spawnSync('mvn', [...parameters, COPY_DEPENDENCIES, `-DoutputDirectory=${jars}`], {
      encoding: 'utf8',
      timeout: FETCH_TIMEOUT_MILLISECONDS,
    });
    if (maven.status !== 0) return { unavailable: reasonOf(maven) };
    moveIntoPlace(jars, directory);
    return { directory };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** In one step, so that a folder which is there is complete; another process may have been faster. */
function moveIntoPlace(jars: string, directory: string): void {
  try {
    renameSync(jars, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

function reasonOf({ error, stdout, stderr }: ReturnType<typeof spawnSync>): string {
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return 'there is no mvn on the path';
  const said = `${error?.message ?? ''}${String(stdout)}${String(stderr)}`.trim().slice(0, REASON_CHARACTERS);
  return `Maven cannot fetch org.apache.kafka:kafka_2.13:${KAFKA_VERSION}: ${said}`;
}
