import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between a collector and a node that can be cut. */
export interface TcpRelay {
  readonly url: string;
  connections(): number;
  /** Breaks all connections; new ones are possible at once. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a relay to a node. */
export async function startTcpRelay(node: URL): Promise<TcpRelay> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(node.port), node.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    open.add(near);
    near.on('close', () => open.delete(near));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => open.size,
    cut,
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
