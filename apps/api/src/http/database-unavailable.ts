import { type Db, sql } from '@curio/db';

// Connection refused or lost, and Postgres starting, stopping or out of connections (SQLSTATE classes 08, 57P, 53300).
const unavailableCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;

export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    unavailableCodes.test(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}

/** Throws the database's error where it is unavailable: better-auth answers only that something failed. */
export async function throwIfDatabaseUnavailable(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
