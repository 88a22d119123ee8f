/** Where a broker listens. */
export interface BrokerEndpoints {
  /** The address it binds, as a listener: empty for every interface. */
  readonly bindHost: string;
  readonly clientPort: number;
  readonly controllerPort: number;
  /** What clients are told to connect to. */
  readonly advertised: string;
}

/** The settings of a single broker in KRaft mode that starts, recovers and rebalances quickly. */
export function brokerSettings(endpoints: BrokerEndpoints): Readonly<Record<string, string>> {
  const { bindHost, clientPort, controllerPort, advertised } = endpoints;
  return {
    'node.id': '1',
    'process.roles': 'broker,controller',
    'controller.quorum.voters': `1@${bindHost === '' ? 'localhost' : bindHost}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${bindHost}:${clientPort},CONTROLLER://${bindHost}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${advertised}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    // After a kill, the restart waits until the dead broker's session has expired.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',
  };
}
