import { setTimeout as delay } from 'node:timers/promises';
import { tenant } from '@curio/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getImport } from '../src/imports/get-import.ts';
import { trackProgress } from '../src/imports/progress/import-progress.ts';
import { readImport } from '../src/imports/read-import.ts';
import { newProject, startCore, type TestCore, upload } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

it('is written by one statement at a time, also while the row is locked', async () => {
  const projectId = await newProject(core);
  const { id } = await upload(core, projectId, 'items', 'id,title\n1,One\n');
  await core.owner.query(`update imports set phase = 'applying', task = 'apply' where id = $1`, [id]);
  const row = await tenant(core.services.db, core.context, (trx) => readImport(trx, projectId, id));
  await core.owner.query('begin');
  await core.owner.query('select from imports where id = $1 for update', [id]);
  const progress = trackProgress(core.context, row);
  // Each tick has another progress to write.
  let rows = 0;
  const reading = setInterval(() => {
    rows += 1_000;
    progress.read(1, rows);
  }, 50);
  const waiting = async () => {
    // Within a transaction, the statistics would otherwise stay those of its first query.
    await core.owner.query('select pg_stat_clear_snapshot()');
    const found = await core.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return found.rowCount ?? 0;
  };
  while ((await waiting()) === 0) await delay(20);
  await delay(1_600);
  expect(await waiting()).toBe(1);
  await core.owner.query('commit');
  while ((await getImport(core.context, projectId, id)).progress.rowsPerSecond === 0) await delay(20);
  clearInterval(reading);
  progress.stop();
});
