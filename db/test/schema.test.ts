import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/database.ts';
import { migrations } from '../migrations/index.ts';
import { createDb, type Db, type ModelRow, sql, tenant } from '../src/index.ts';

const mine = { workspaceId: 'wsp_mine' };

let database: TestDatabase;
let app: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  app = createDb(database.appUrl, { max: 4, applicationName: 'test', onConnectionError: () => undefined });
});
afterAll(async () => {
  await app.destroy();
  await database.drop();
});

async function addModel(version: number, status: string): Promise<void> {
  await tenant(app, mine, async (trx) => {
    await trx
      .insertInto('projects')
      .values({ id: 'prj_1', workspace_id: mine.workspaceId, name: 'Films' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await sql`insert into models (workspace_id, project_id, version, status, requested)
      values (${mine.workspaceId}, 'prj_1', ${version}, ${status}, '{}')`.execute(trx);
  });
}

describe('a model', () => {
  it('can be changed while it trains, and no longer when it is ready', async () => {
    await addModel(1, 'training');
    const set = (status: ModelRow['status']) =>
      tenant(app, mine, (trx) =>
        trx.updateTable('models').set({ status }).where('project_id', '=', 'prj_1').where('version', '=', 1).execute(),
      );
    await set('ready');
    await expect(set('failed')).rejects.toThrow(/version 1 is ready and cannot be changed/);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await expect(owner.query(`update models set metrics = '{}'`)).rejects.toThrow(/cannot be changed/);
    await owner.end();
  });

  it('notifies every listener once when it goes live, after the commit', async () => {
    await addModel(2, 'ready');
    const listener = new pg.Client({ connectionString: database.appUrl });
    await listener.connect();
    await listener.query('listen curio_live');
    const received: unknown[] = [];
    listener.on('notification', ({ payload }) => received.push(JSON.parse(payload ?? '')));
    const move = (version: number, fail = false) =>
      tenant(app, mine, async (trx) => {
        await trx.updateTable('projects').set({ live_version: version }).where('id', '=', 'prj_1').execute();
        if (fail) throw new Error('planned');
      });
    await expect(move(1, true)).rejects.toThrow('planned');
    await move(2);
    await move(2);
    await listener.query('select 1');
    expect(received).toEqual([{ workspaceId: mine.workspaceId, projectId: 'prj_1', version: 2 }]);
    await listener.end();
  });

  it('is deleted with its project, as are its bytes', async () => {
    const chunk = { workspace_id: mine.workspaceId, project_id: 'prj_1', version: 2, sequence: 0 };
    await tenant(app, mine, async (trx) => {
      await trx
        .insertInto('model_chunks')
        .values({ ...chunk, bytes: Buffer.from('x') })
        .execute();
      await trx.deleteFrom('projects').where('id', '=', 'prj_1').execute();
    });
    const left = await tenant(app, mine, async (trx) => [
      ...(await trx.selectFrom('models').select('version').execute()),
      ...(await trx.selectFrom('model_chunks').select('version').execute()),
    ]);
    expect(left).toEqual([]);
  });
});

describe('ids of a tenant', () => {
  it('that differ in normal form, leading zeros, case or trailing blanks are different ids', async () => {
    const ids = [
      'é',
      'e\u0301',
      '123',
      '00123',
      'a',
      'A',
      'a ',
      '9007199254740993',
      '9007199254740992',
      '😀',
      'ﬁ',
      'fi',
    ];
    await tenant(app, mine, async (trx) => {
      await trx.insertInto('projects').values({ id: 'prj_ids', workspace_id: mine.workspaceId, name: 'Ids' }).execute();
      await trx
        .insertInto('items')
        .values(ids.map((id) => ({ workspace_id: mine.workspaceId, project_id: 'prj_ids', item_id: id, custom: '{}' })))
        .execute();
      const rows = await trx.selectFrom('items').select('item_id').where('project_id', '=', 'prj_ids').execute();
      expect(rows.map((row) => row.item_id).sort()).toEqual([...ids].sort());
    });
  });
});

describe('the migrations', () => {
  it('run down to an empty schema and up again to the same tables', async () => {
    const fresh = await createTestDatabase();
    const pool = new pg.Pool({ connectionString: fresh.ownerUrl, max: 2 });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const rowsOf = async (statement: string) => (await pool.query(statement)).rows as unknown[];
    const describeSchema = async () => ({
      columns: await rowsOf(`
        select table_schema, table_name, column_name, data_type, column_default, is_nullable, collation_name
        from information_schema.columns
        where table_schema in ('public', 'auth', 'partitions') and table_name not like 'kysely%' order by 1, 2, 3`),
      policies: await rowsOf('select * from pg_policies order by tablename'),
      indexes: await rowsOf(`
        select schemaname, indexdef from pg_indexes
        where schemaname in ('public', 'auth', 'partitions') and tablename not like 'kysely%' order by 2`),
      routines: await rowsOf(
        `select proname, prosecdef from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
      ),
    });
    const before = await describeSchema();
    for (let i = 0; i < Object.keys(migrations).length; i++)
      expect((await migrator.migrateDown()).error).toBeUndefined();
    expect(await describeSchema()).toEqual({ columns: [], policies: [], indexes: [], routines: [] });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    expect(await describeSchema()).toEqual(before);
    await db.destroy();
    await fresh.drop();
  });

  it('are listed in the order of their names, each with a down migration', () => {
    const names = Object.keys(migrations);
    expect(names).toEqual([...names].sort());
    for (const migration of Object.values(migrations)) expect(migration.down).toBeTypeOf('function');
  });
});
