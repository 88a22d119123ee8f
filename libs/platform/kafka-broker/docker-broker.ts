import { brokerSettings } from './broker-settings.js';
import { startSupervised } from './supervised-process.js';

const CLIENT_PORT = 9092;
const CONTROLLER_PORT = 9093;
const START_TIMEOUT_MILLISECONDS = 120_000;

/** Starts a broker in a container, which is removed with its data when it stops. @returns how to stop it */
export async function startDockerBroker(image: string, port: number): Promise<() => Promise<void>> {
  const settings = brokerSettings({
    bindHost: '',
    clientPort: CLIENT_PORT,
    controllerPort: CONTROLLER_PORT,
    advertised: `127.0.0.1:${port}`,
  });
  // The image takes each setting as a variable: KAFKA_NODE_ID for node.id.
  const variables = Object.entries(settings).flatMap(([name, value]) => {
    return ['--env', `KAFKA_${name.replaceAll('.', '_').toUpperCase()}=${value}`];
  });
  const publish = ['--publish', `127.0.0.1:${port}:${CLIENT_PORT}`];
  return startSupervised({
    command: 'docker',
    parameters: ['run', '--rm', ...publish, ...variables, image],
    readyText: 'Kafka Server started',
    timeoutMilliseconds: START_TIMEOUT_MILLISECONDS,
  });
}
