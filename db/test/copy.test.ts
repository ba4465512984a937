import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/database.ts';
import { copyFrom, copyTo, createDb, type Db, sql, tenant } from '../src/index.ts';
import { plantRow } from './tables.ts';

let database: TestDatabase;
let owner: pg.Client;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // One connection, so that the statement after a COPY uses the same one.
  db = createDb(database.appUrl, { max: 1, applicationName: 'copy test', onConnectionError: () => undefined });
});
afterAll(async () => {
  await db.destroy();
  await owner.end();
  await database.drop();
});

const mine = { workspaceId: 'wsp_mine' };
const numbers = (count: number) => sql`copy (select generate_series(1, ${sql.lit(count)})) to stdout`;
const one = async () => (await sql<{ one: number }>`select 1 as one`.execute(db)).rows;

it('a copy into a table writes every row', async () => {
  const rows = await tenant(db, mine, async (trx) => {
    await sql`create temporary table t (id text, n int) on commit drop`.execute(trx);
    await copyFrom(trx, sql`copy t from stdin`, Buffer.from('a\t1\nb\t\\N\n'));
    await copyFrom(trx, sql`copy t from stdin`, Buffer.from('é\t3\n'));
    return (await sql`select * from t order by n`.execute(trx)).rows;
  });
  expect(rows).toEqual([
    { id: 'a', n: 1 },
    { id: 'é', n: 3 },
    { id: 'b', n: null },
  ]);
});

it('a copy out returns every row once, and blocks end at row ends', async () => {
  const count = 300_000;
  let next = 1;
  await tenant(db, mine, async (trx) => {
    for await (const block of copyTo(trx, numbers(count))) {
      for (const line of block.toString().trimEnd().split('\n')) expect(Number(line)).toBe(next++);
    }
  });
  expect(next).toBe(count + 1);
});

it('a reader that stops early leaves the connection ready for the next statement', async () => {
  await tenant(db, mine, async (trx) => {
    for await (const block of copyTo(trx, numbers(1_000_000))) {
      expect(block.length).toBeGreaterThan(0);
      break;
    }
    expect((await sql`select 2 as two`.execute(trx)).rows).toEqual([{ two: 2 }]);
  });
  expect(await one()).toEqual([{ one: 1 }]);
});

it('a row that the table refuses fails only its transaction', async () => {
  const bad = tenant(db, mine, async (trx) => {
    await sql`create temporary table t (n int) on commit drop`.execute(trx);
    await copyFrom(trx, sql`copy t from stdin`, Buffer.from('1\nno number\n'));
  });
  await expect(bad).rejects.toThrow(/no number/);
  const unknown = tenant(db, mine, (trx) => copyFrom(trx, sql`copy nowhere from stdin`, Buffer.from('1\n')));
  await expect(unknown).rejects.toThrow(/nowhere/);
  expect(await one()).toEqual([{ one: 1 }]);
});

it('a connection that breaks in the middle of a copy is an error', async () => {
  const broken = tenant(db, mine, async (trx) => {
    for await (const _ of copyTo(trx, numbers(50_000_000)))
      await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'copy test'`);
  });
  await expect(broken).rejects.toThrow();
  expect(await one()).toEqual([{ one: 1 }]);
});

it('a copy out contains only rows of its workspace', async () => {
  for (const [workspaceId, projectNumber] of [
    ['wsp_mine', 1_000_001],
    ['wsp_theirs', 1_000_002],
  ] as const)
    for (const [name, column] of [
      ['projects', 'workspace_id'],
      ['interactions', 'project_number'],
    ] as const)
      await plantRow(owner, { name, column }, { workspaceId, projectNumber }, workspaceId);
  const seen = await tenant(db, mine, async (trx) => {
    let text = '';
    for await (const block of copyTo(trx, sql`copy (select project_number from interactions) to stdout`)) text += block;
    return text;
  });
  expect(seen).toBe('1000001\n');
});
