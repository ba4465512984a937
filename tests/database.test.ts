import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([one.drop(), other.drop()]));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('gives each test file a separate migrated database', async () => {
  await query(one.ownerUrl, 'create table only_here (id int)');
  const tables = async (url: string) =>
    (await query(url, `select tablename from pg_tables where schemaname = 'public'`)).map(({ tablename }) => tablename);
  expect(await tables(one.ownerUrl)).toContain('only_here');
  expect(await tables(other.ownerUrl)).not.toContain('only_here');
  expect((await tables(other.ownerUrl)).length).toBeGreaterThan(3);
});

it('connects the product as a role that owns nothing and cannot bypass row-level security', async () => {
  const [role] = await query(
    one.appUrl,
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, current_database() as database,
       (select count(*)::int from pg_tables where tableowner = current_user) as owned
     from pg_roles where rolname = current_user`,
  );
  expect(role).toMatchObject({
    rolsuper: false,
    rolbypassrls: false,
    rolcreatedb: false,
    rolcreaterole: false,
    owned: 0,
  });
  expect(one.ownerUrl).toContain(String(role?.database));
  await expect(query(one.appUrl, 'create table intruder (id int)')).rejects.toThrow(/permission denied/);
});
