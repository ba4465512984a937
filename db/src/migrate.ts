import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { buildIndexes } from '../migrations/helpers/concurrent-indexes.ts';
import { concurrentIndexes, migrations } from '../migrations/index.ts';
import { authRoleOf } from './auth-role.ts';

const lockTimeoutMs = 10_000;

export interface MigrateOptions {
  /** Password of the role that the API and the worker connect as. */
  appPassword: string;
  /** `<database>_app` if left out. */
  appRole?: string;
}

/**
 * Brings the database to the latest schema and creates the app's role, which may read and write rows, owns no table and
 * cannot bypass row-level security. `ownerUrl` is a role that may create tables and roles.
 *
 * @returns the URL that the API and the worker connect with.
 */
export async function migrate(
  ownerUrl: string,
  options: MigrateOptions,
): Promise<{ appUrl: string; applied: string[] }> {
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 2,
    application_name: 'curio migrate',
    // A migration that waits for a lock blocks all later statements on the table: it fails instead, and can be run again.
    lock_timeout: lockTimeoutMs,
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await requireVersion(db);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error) throw error;
    await db.connection().execute(async (connection) => {
      // A concurrent build waits for open transactions, such as a long import, and blocks no other statement meanwhile.
      await sql`set lock_timeout = 0`.execute(connection);
      await buildIndexes(connection, concurrentIndexes);
      await sql`reset lock_timeout`.execute(connection);
    });
    await installQueue(ownerUrl);
    const role = options.appRole ?? `${await databaseName(db)}_app`;
    await grantToApp(db, role, options.appPassword);
    const appUrl = new URL(ownerUrl);
    appUrl.username = encodeURIComponent(role);
    appUrl.password = encodeURIComponent(options.appPassword);
    return { appUrl: appUrl.href, applied: (results ?? []).map((result) => result.migrationName) };
  } finally {
    await db.destroy();
  }
}

/** Brings the tables alone to the migration of that name, or to the latest: for tests of upgrades. */
export async function migrateTables(ownerUrl: string, name?: string): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await (name ? migrator.migrateTo(name) : migrator.migrateToLatest());
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

async function requireVersion(db: Kysely<unknown>): Promise<void> {
  const server = await selectOne(
    db,
    sql<{ number: number; text: string }>`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  if (server.number < 150_000) throw new Error(`Curio needs PostgreSQL 15 or newer; this server is ${server.text}.`);
}

async function databaseName(db: Kysely<unknown>): Promise<string> {
  return (await selectOne(db, sql<{ name: string }>`select current_database() as name`)).name;
}

async function selectOne<Row>(db: Kysely<unknown>, statement: RawBuilder<Row>): Promise<Row> {
  const [row] = (await statement.execute(db)).rows;
  if (row === undefined) throw new Error('The database returned no row.');
  return row;
}

/** Only this step may create or change pg-boss's schema; the processes that use it start with `migrate: false`. */
async function installQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    max: 2,
    application_name: 'curio migrate',
    migrate: true,
    createSchema: true,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.stop({ graceful: false });
}

async function grantToApp(db: Kysely<unknown>, role: string, password: string): Promise<void> {
  const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(db);
  // Role statements take no parameters; sql.id and sql.lit quote.
  if (rows.length === 0) await sql`create role ${sql.id(role)} login`.execute(db);
  await sql`alter role ${sql.id(role)} login password ${sql.lit(password)}`.execute(db);
  for (const schema of ['public', 'pgboss']) await grantSchema(db, schema, role);
  await revokeFromPublic(db);
  await sql`revoke all on table kysely_migration, kysely_migration_lock from ${sql.id(role)}`.execute(db);
  await grantAuth(db, role);
}

async function grantSchema(db: Kysely<unknown>, schema: string, role: string): Promise<void> {
  await sql`grant usage on schema ${sql.id(schema)} to ${sql.id(role)}`.execute(db);
  await sql`grant select, insert, update, delete on all tables in schema ${sql.id(schema)} to ${sql.id(role)}`.execute(
    db,
  );
  await sql`grant execute on all functions in schema ${sql.id(schema)} to ${sql.id(role)}`.execute(db);
  await sql`grant usage, select on all sequences in schema ${sql.id(schema)} to ${sql.id(role)}`.execute(db);
}

/**
 * By default every role that can connect may execute a function. Those that bypass row-level security would let it read
 * rows of tenants.
 */
async function revokeFromPublic(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef`.execute(db);
  for (const { name } of rows) await sql`revoke execute on function ${sql.raw(name)} from public`.execute(db);
}

/**
 * A separate role (`authRoleOf`) has the rights on passwords, sessions and tokens; only the pool of better-auth switches to
 * it. The app's role does not inherit its rights: it can read names and memberships, column by column.
 */
async function grantAuth(db: Kysely<unknown>, appRole: string): Promise<void> {
  const role = authRoleOf(appRole);
  const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(db);
  if (rows.length === 0) await sql`create role ${sql.id(role)} nologin`.execute(db);
  await grantSchema(db, 'auth', role);
  await sql`alter role ${sql.id(appRole)} noinherit`.execute(db);
  await sql`grant ${sql.id(role)} to ${sql.id(appRole)}`.execute(db);
  await sql`grant usage on schema auth to ${sql.id(appRole)}`.execute(db);
  for (const [table, columns] of Object.entries(readByApp))
    await sql`grant select (${sql.join(columns.map((column) => sql.id(column)))}) on ${sql.table(`auth.${table}`)}
      to ${sql.id(appRole)}`.execute(db);
}

const readByApp = {
  user: ['id', 'name', 'email'],
  member: ['id', 'organizationId', 'userId', 'role', 'createdAt'],
  organization: ['id', 'name', 'slug', 'createdAt'],
};
