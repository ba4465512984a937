import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { authRoleOf } from './auth-role.ts';
import { Copy } from './copy/copy.ts';
import type { Database } from './database.ts';

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

export interface DbOptions {
  /** Connections held at most. */
  max?: number;
  applicationName: string;
  /** Connections that break while idle, as in a restart of Postgres, are told here; the pool replaces them. */
  onConnectionError(error: Error): void;
}

export function createDb(url: string, options: DbOptions): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool(url, options), cursor: Copy }) });
}

/** The pool of better-auth: with its role, and its schema first. `url` has the app's role. */
export function createAuthPool(url: string, options: DbOptions): pg.Pool {
  const role = authRoleOf(decodeURIComponent(new URL(url).username));
  return createPool(url, options, `-c search_path=auth -c role=${role.replaceAll(/[\\ ]/g, '\\$&')}`);
}

function createPool(url: string, options: DbOptions, serverOptions?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    ...(serverOptions ? { options: serverOptions } : {}),
    types: { getTypeParser },
  });
  pool.on('error', options.onConnectionError);
  // A connection that breaks while it is checked out tells only its own listeners; without one Node stops.
  pool.on('connect', (client) => client.on('error', options.onConnectionError));
  return pool;
}

// bigint columns here are counts and sizes, far below 2^53.
const int8 = 20;
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}

/**
 * Runs `work` in one transaction that sees and writes only the rows of `workspaceId`. Row-level security holds it to
 * that whatever the statements say.
 */
export async function tenant<T>(db: Db, context: { workspaceId: string }, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('curio.workspace_id', ${context.workspaceId}, true)`.execute(trx);
    return work(trx);
  });
}
