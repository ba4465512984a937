import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/database.ts';
import {
  appendChange,
  changeRetentionMs,
  createChangePruner,
  createDb,
  type Db,
  readChanges,
  tenant,
} from '../src/index.ts';

let database: TestDatabase;
let owner: pg.Client;
let db: Db;
let mine: number;
let theirs: number;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  db = createDb(database.appUrl, { applicationName: 'test', onConnectionError: () => undefined });
  const plant = async (workspace: string) => {
    const { rows } = await owner.query<{ number: number }>(
      `insert into projects (id, workspace_id, name) values ('prj_' || $1, $1, $1) returning number`,
      [workspace],
    );
    return rows[0]?.number ?? 0;
  };
  mine = await plant('wsp_mine');
  theirs = await plant('wsp_theirs');
});
afterAll(async () => {
  await db.destroy();
  await owner.end();
  await database.drop();
});
beforeEach(async () => {
  await owner.query('delete from changes');
});

const append = (id: string, workspaceId = 'wsp_mine', number = mine) =>
  tenant(db, { workspaceId }, (trx) => appendChange(trx, number, 'user', [id, id]));
const idsOf = ({ changes }: Awaited<ReturnType<typeof readChanges>>) => changes.flatMap(({ ids }) => ids).sort();

it('reports each change of the projects asked for once, and none from before', async () => {
  await append('before');
  const first = await readChanges(db, undefined, [mine]);
  expect(first.changes).toEqual([]);
  await append('a');
  await append('b', 'wsp_theirs', theirs);
  const second = await readChanges(db, first.taken, [mine]);
  expect(second.changes).toEqual([{ projectNumber: mine, kind: 'user', ids: ['a'] }]);
  expect((await readChanges(db, second.taken, [mine, theirs])).changes).toEqual([]);
  expect(idsOf(await readChanges(db, first.taken, [mine, theirs]))).toEqual(['a', 'b']);
});

it('reports a change once in whatever order transactions begin, write and commit', async () => {
  let { taken } = await readChanges(db, undefined, [mine]);
  const reported: string[] = [];
  const poll = async () => {
    const read = await readChanges(db, taken, [mine]);
    taken = read.taken;
    reported.push(...idsOf(read));
  };
  const lanes = Array.from({ length: 6 }, async (_, lane) => {
    for (let round = 0; round < 15; round++) {
      await tenant(db, { workspaceId: 'wsp_mine' }, async (trx) => {
        const early = (lane + round) % 2 === 0;
        if (early) await appendChange(trx, mine, 'user', [`${lane} ${round}`]);
        await new Promise((resolve) => setTimeout(resolve, (lane * 7 + round * 3) % 20));
        if (!early) await appendChange(trx, mine, 'user', [`${lane} ${round}`]);
      });
    }
  });
  let running = true;
  const all = Promise.all(lanes).finally(() => {
    running = false;
  });
  while (running) await poll();
  await all;
  await poll();
  const expected = lanes.flatMap((_, lane) => Array.from({ length: 15 }, (_none, round) => `${lane} ${round}`));
  expect(reported.sort()).toEqual(expected.sort());
});

it('does not report what was rolled back', async () => {
  const { taken } = await readChanges(db, undefined, [mine]);
  const failing = tenant(db, { workspaceId: 'wsp_mine' }, async (trx) => {
    await appendChange(trx, mine, 'user', ['never']);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await readChanges(db, taken, [mine])).changes).toEqual([]);
});

it('refuses a change of a project of another workspace', async () => {
  await expect(append('x', 'wsp_mine', theirs)).rejects.toThrow(/row-level security/);
});

it('keeps changes for ten minutes after their transaction has ended, however early it wrote them', async () => {
  const pruner = createChangePruner(db);
  const start = Date.now();
  const at = (minutes: number) => new Date(start + minutes * 60_000);
  const kept = async () =>
    (await owner.query<{ ids: string[] }>('select ids from changes')).rows.flatMap((row) => row.ids);
  await append('old');
  await tenant(db, { workspaceId: 'wsp_mine' }, async (trx) => {
    await appendChange(trx, mine, 'user', ['slow']);
    expect(await pruner.prune(at(0))).toBe(0);
    expect(await pruner.prune(at(5))).toBe(0);
    expect(await pruner.prune(new Date(start + changeRetentionMs))).toBe(1);
    expect(await kept()).toEqual([]);
  });
  expect(await pruner.prune(at(11))).toBe(0);
  expect(await kept()).toEqual(['slow']);
  expect(await pruner.prune(at(21))).toBe(1);
  expect(await kept()).toEqual([]);
});

it('deletes old changes in batches, a bounded number per call, and by one process at a time', async () => {
  const [pruner, other] = [createChangePruner(db, { batch: 2, maxBatches: 2 }), createChangePruner(db)];
  const start = Date.now();
  const later = new Date(start + changeRetentionMs);
  for (let n = 0; n < 7; n++) await append(`n${n}`);
  for (const each of [pruner, other]) expect(await each.prune(new Date(start))).toBe(0);
  await owner.query('begin');
  await owner.query(`select pg_advisory_xact_lock(hashtextextended('delete_changes_before', 0))`);
  expect(await pruner.prune(later)).toBe(0);
  await owner.query('commit');
  expect(await pruner.prune(later)).toBe(4);
  expect(await other.prune(later)).toBe(3);
  expect(await pruner.prune(later)).toBe(0);
});
