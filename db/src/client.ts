import { Kysely, type LogEvent, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { authRoleOf } from './auth-role.ts';
import { Copy } from './copy/copy.ts';
import type { Database } from './database.ts';

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

export interface DbOptions {
  /** Maximum number of open connections; 10 by default. */
  max?: number;
  applicationName: string;
  /** Receives the errors of connections that break, for example when Postgres restarts; the pool replaces them. */
  onConnectionError(error: Error): void;
  /** Receives each statement after its end, with its parameters left out. */
  onStatement?: (text: string, milliseconds: number, failed: boolean) => void;
}

export function createDb(url: string, options: DbOptions): Db {
  const { onStatement } = options;
  const dialect = new PostgresDialect({ pool: createPool(url, options), cursor: Copy });
  if (!onStatement) return new Kysely<Database>({ dialect });
  const log = ({ query, queryDurationMillis, level }: LogEvent) =>
    onStatement(query.sql, queryDurationMillis, level === 'error');
  return new Kysely<Database>({ dialect, log });
}

/** The pool of better-auth: it switches to the auth role and sets `search_path` to auth. `url` has the app's role. */
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
  // The pool does not report the errors of connections that are checked out; an `error` event without a listener ends Node.
  pool.on('connect', (client) => client.on('error', options.onConnectionError));
  return pool;
}

// The bigint columns contain counts and sizes, far below 2^53.
const int8 = 20;
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}

/**
 * Runs `work` in one transaction that can read and write only the rows of `workspaceId`: row-level security filters every
 * statement in it.
 */
export async function tenant<T>(db: Db, context: { workspaceId: string }, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('curio.workspace_id', ${context.workspaceId}, true)`.execute(trx);
    return work(trx);
  });
}
