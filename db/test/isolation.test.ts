import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/database.ts';
import { createDb, type Db, sql, tenant } from '../src/index.ts';
import { ownerOf, plantRow, type Tenant, type TenantTable, tenantTables } from './tables.ts';

const mine: Tenant = { workspaceId: 'wsp_mine', projectNumber: 1_000_001 };
const theirs: Tenant = { workspaceId: 'wsp_theirs', projectNumber: 1_000_002 };
const quiet = { applicationName: 'test', onConnectionError: () => undefined };

let database: TestDatabase;
let owner: pg.Client;
let role: pg.Client;
let app: Db;
let tables: TenantTable[];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  role = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), role.connect()]);
  app = createDb(database.appUrl, { ...quiet, max: 2 });
  tables = await tenantTables(owner);
  // Without foreign keys: these tests only need rows of two workspaces in every table.
  await owner.query('set session_replication_role = replica');
  for (const table of tables) {
    await plantRow(owner, table, mine, 'mine');
    await plantRow(owner, table, theirs, 'theirs');
  }
  await owner.query('set session_replication_role = origin');
});
afterAll(async () => {
  await app.destroy();
  await Promise.all([owner.end(), role.end()]);
  await database.drop();
});

/** Whose rows the table shows: workspaces, or numbers of projects. */
const ownersIn = (db: Db, { name, column }: TenantTable) =>
  sql<{ owner: string | number }>`select ${sql.ref(column)} as owner from ${sql.table(name)}`
    .execute(db)
    .then(({ rows }) => rows.map((row) => row.owner));
const projects: TenantTable = { name: 'projects', column: 'workspace_id' };

it('covers every tenant table', () => {
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'api_keys',
      'id_numbers',
      'imports',
      'interactions',
      'items',
      'models',
      'projects',
      'users',
    ]),
  );
});

describe('without a workspace', () => {
  it('every tenant table is empty', async () => {
    for (const table of tables) expect(await ownersIn(app, table), table.name).toEqual([]);
  });

  it('also on a connection that has just served a tenant', async () => {
    const one = createDb(database.appUrl, { ...quiet, max: 1 });
    try {
      expect(await tenant(one, mine, (trx) => ownersIn(trx, projects))).toEqual([mine.workspaceId]);
      for (const table of tables) expect(await ownersIn(one, table), table.name).toEqual([]);
      await expect(tenant(one, mine, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
      expect(await ownersIn(one, projects)).toEqual([]);
    } finally {
      await one.destroy();
    }
  });

  it('an empty workspace id matches no row', async () => {
    for (const table of tables)
      expect(await tenant(app, { workspaceId: '' }, (trx) => ownersIn(trx, table)), table.name).toEqual([]);
  });

  it('no row can be written', async () => {
    for (const table of tables)
      await expect(plantRow(role, table, mine, 'new'), table.name).rejects.toThrow(/row-level security/);
  });
});

describe('a tenant', () => {
  it('reads only its own rows of every table', async () => {
    for (const table of tables)
      expect(await tenant(app, mine, (trx) => ownersIn(trx, table)), table.name).toEqual([ownerOf(mine, table)]);
  });

  it('cannot change or delete a row of another tenant, in any table', async () => {
    for (const table of tables) {
      const touched = await tenant(app, mine, async (trx) => {
        const name = sql.table(table.name);
        const column = sql.ref(table.column);
        const where = sql`where ${column} = ${ownerOf(theirs, table)}`;
        const changed = await sql`update ${name} set ${column} = ${column} ${where}`.execute(trx);
        const deleted = await sql`delete from ${name} ${where}`.execute(trx);
        return [changed.numAffectedRows, deleted.numAffectedRows];
      });
      expect(touched, table.name).toEqual([0n, 0n]);
    }
  });

  it('cannot move a row to another tenant or insert one there', async () => {
    const attempt = async (act: () => Promise<unknown>) => {
      await role.query('begin');
      await role.query(`select set_config('curio.workspace_id', $1, true)`, [mine.workspaceId]);
      return act().finally(() => role.query('rollback'));
    };
    for (const table of tables) {
      const put = attempt(() => plantRow(role, table, theirs, 'new'));
      await expect(put, table.name).rejects.toThrow(/row-level security/);
      const give = attempt(() => role.query(`update ${table.name} set ${table.column} = '${ownerOf(theirs, table)}'`));
      await expect(give, table.name).rejects.toThrow(/row-level security/);
    }
  });

  it('cannot read a partition directly', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'interactions'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { name } of rows) {
      const direct = tenant(app, mine, (trx) => sql`select * from ${sql.raw(name)}`.execute(trx));
      await expect(direct, name).rejects.toThrow(/permission denied/);
    }
  });

  it('reads only its own rows in 2,000 transactions that share two connections', async () => {
    const workspaces = Array.from({ length: 20 }, (_, i) => `wsp_${i}`);
    for (const workspaceId of workspaces)
      await tenant(app, { workspaceId }, (trx) =>
        trx
          .insertInto('projects')
          .values({ id: `prj_${workspaceId}`, workspace_id: workspaceId, name: 'x' })
          .execute(),
      );
    const wrong: string[] = [];
    const one = async (i: number) => {
      const workspaceId = workspaces[i % workspaces.length]!;
      const work = tenant(app, { workspaceId }, async (trx) => {
        const seen = await ownersIn(trx, projects);
        if (seen.length !== 1 || seen[0] !== workspaceId) wrong.push(`${workspaceId} saw ${seen}`);
        // Failures give their connection back too.
        if (i % 7 === 0) throw new Error('planned');
      });
      await work.catch((error: Error) => {
        if (error.message !== 'planned') throw error;
      });
      if (i % 50 === 0 && (await ownersIn(app, projects)).length > 0) wrong.push('no workspace, yet rows');
    };
    // A hundred at a time wait for the two connections.
    const streams = Array.from({ length: 100 }, async (_, stream) => {
      for (let i = stream; i < 2_000; i += 100) await one(i);
    });
    await Promise.all(streams);
    expect(wrong).toEqual([]);
  });
});

describe('an API key', () => {
  it('is found by its hash alone, and not once revoked or expired', async () => {
    const find = async () => {
      const { rows } = await sql<{ id: string }>`
        select * from find_api_keys(${[Buffer.from('mine')]}::bytea[])`.execute(app);
      return rows.map((row) => row.id);
    };
    expect(await find()).toEqual(['mine']);
    await owner.query(`update api_keys set expires_at = now() where id = 'mine'`);
    expect(await find()).toEqual([]);
    await owner.query(`update api_keys set expires_at = null, revoked_at = now() where id = 'mine'`);
    expect(await find()).toEqual([]);
  });
});

describe('a function that bypasses row-level security', () => {
  it("can be executed by the app's role alone", async () => {
    const { rows } = await owner.query<{ name: string; app: boolean; everyone: boolean }>(
      `select proname as name, has_function_privilege($1::name, oid, 'execute') as app,
        has_function_privilege('public', oid, 'execute') as everyone
      from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by proname`,
      [new URL(database.appUrl).username],
    );
    expect(rows).toEqual(
      [
        'delete_changes_before',
        'find_api_keys',
        'is_publishable_origin',
        'read_changes',
        'read_usage',
        'record_key_use',
        'record_requests',
        'record_usage',
        'search_items',
      ].map((name) => ({ name, app: true, everyone: false })),
    );
  });
});

describe('accounts', () => {
  it("are read by the app's role without passwords, sessions and tokens", async () => {
    for (const [statement, allowed] of [
      ['select id, name, email from auth."user"', true],
      ['select "organizationId", role from auth.member where "userId" = \'x\'', true],
      ['select id, slug from auth.organization', true],
      ['select password from auth.account', false],
      ['select token from auth.session', false],
      ['select value from auth.verification', false],
      ['select * from auth.invitation', false],
      ['delete from auth.member', false],
    ] as const) {
      const done = role.query(statement);
      if (allowed) await expect(done, statement).resolves.toBeDefined();
      else await expect(done, statement).rejects.toThrow(/permission denied/);
    }
  });
});
