// Connection refused or lost, and Postgres starting, stopping or out of connections (SQLSTATE classes 08, 57P, 53300).
const unavailableCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;

/** Whether the error of a query says that there is no connection to Postgres, rather than that the query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    unavailableCodes.test(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}
