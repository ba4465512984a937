/**
 * Whether this machine's worker is connected to its queue: exit 0 when PostgreSQL lists a queue connection from this address.
 * For a container's health check, since a worker listens on no port. Reads DATABASE_URL.
 */
import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 4_000 });
client.on('error', () => {});
try {
  await client.connect();
  const { rowCount } = await client.query(
    `select from pg_stat_activity where application_name = 'curio worker queue' and client_addr = inet_client_addr()
       and datname = current_database()`,
  );
  await client.end();
  process.exitCode = rowCount ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
