import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/database.ts';
import { assertIsolated, createDb } from '../src/index.ts';

let database: TestDatabase;
let owner: pg.Client;
const roles: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  for (const role of roles.reverse()) {
    await owner.query(`drop owned by ${role}`);
    await owner.query(`drop role ${role}`);
  }
  await owner.end();
  await database.drop();
});

/** Starts as the role would, and stops. */
async function check(url: string): Promise<void> {
  const db = createDb(url, { max: 1, applicationName: 'test', onConnectionError: () => undefined });
  try {
    await assertIsolated(db);
  } finally {
    await db.destroy();
  }
}

async function makeRole(how: string): Promise<{ role: string; url: string }> {
  const name = new URL(database.ownerUrl).pathname.slice(1);
  const role = `${name}_role${roles.length}`;
  await owner.query(`create role ${role} login password 'secret' ${how}`);
  await owner.query(`grant connect on database ${name} to ${role}`);
  roles.push(role);
  const url = new URL(database.appUrl);
  url.username = role;
  url.password = 'secret';
  return { role, url: url.href };
}

const sees = /could see every tenant's rows/;

it('a process starts as the role of the app', async () => {
  await expect(check(database.appUrl)).resolves.toBeUndefined();
});

it('a process is refused as the owner of the tables', async () => {
  await expect(check(database.ownerUrl)).rejects.toThrow(sees);
});

it('a process is refused as a superuser', async () => {
  await expect(check((await makeRole('superuser')).url)).rejects.toThrow(sees);
});

it('a process is refused as a role that bypasses row-level security', async () => {
  await expect(check((await makeRole('bypassrls')).url)).rejects.toThrow(sees);
});

it('a process is refused as a role that owns one table, or may become one that does', async () => {
  const holder = await makeRole('');
  const member = await makeRole(`in role ${holder.role}`);
  await owner.query('create table owned (id int)');
  await owner.query(`grant create on schema public to ${holder.role}`);
  await owner.query(`alter table owned owner to ${holder.role}`);
  await expect(check(holder.url)).rejects.toThrow(sees);
  await expect(check(member.url)).rejects.toThrow(sees);
});

it('a process is refused as a role that may become one that bypasses row-level security', async () => {
  const chief = await makeRole('bypassrls');
  await expect(check((await makeRole(`in role ${chief.role}`)).url)).rejects.toThrow(sees);
});

it.each([
  ['a table without a policy', 'table', '(workspace_id text); alter table leaky enable row level security'],
  ['a table with row-level security switched off', 'table', '(workspace_id text)'],
  [
    'a table whose policy lets everything through',
    'table',
    `(workspace_id text); alter table leaky enable row level security; create policy tenant on leaky using (true)`,
  ],
  ['a view with the rights of its owner', 'view', 'as select * from projects'],
  ['a materialised view', 'materialized view', 'as select * from projects'],
])('a process is refused where there is %s', async (_, kind, definition) => {
  await owner.query(`create ${kind} leaky ${definition}; grant select on leaky to public`);
  try {
    await expect(check(database.appUrl)).rejects.toThrow(/no row-level security: leaky/);
  } finally {
    await owner.query(`drop ${kind} leaky`);
  }
});

it('a process starts where a view asks with the rights of its reader', async () => {
  await owner.query(
    'create view careful with (security_invoker = true) as select * from projects; grant select on careful to public',
  );
  await expect(check(database.appUrl)).resolves.toBeUndefined();
});
