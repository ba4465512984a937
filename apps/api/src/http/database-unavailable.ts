import { type Db, sql } from '@curio/db';

// Connection refused or lost, and Postgres starting, stopping or out of connections (SQLSTATE classes 08, 57P, 53300).
const awayCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;

export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    awayCodes.test(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}

/** better-auth says no more than that it failed. Where the database is away this throws that, and otherwise nothing. */
export async function throwIfDatabaseUnavailable(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
