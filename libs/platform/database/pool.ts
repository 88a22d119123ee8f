import pg from 'pg';

/** How a pool behaves. */
export interface PoolOptions {
  /** Told of an idle connection that broke. The pool replaces it; unheard, it would end the process. */
  readonly onError: (error: Error) => void;
  /** The most connections open at once; pg's default is 10. */
  readonly maximumConnections?: number;
  /** The name under which the connections appear in `pg_stat_activity`. */
  readonly applicationName?: string;
}

/** A pg connection pool whose sessions reckon in UTC, because the Prisma adapter takes every timestamp as UTC. */
export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    options: '-c TimeZone=UTC',
    ...(options.maximumConnections === undefined ? {} : { max: options.maximumConnections }),
    ...(options.applicationName === undefined ? {} : { application_name: options.applicationName }),
  });
  pool.on('error', options.onError);
  return pool;
}
