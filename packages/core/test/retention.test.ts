import { tenant } from '@curio/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyImport } from '../src/imports/apply-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { completeUpload } from '../src/imports/uploads/complete-upload.ts';
import { createUpload } from '../src/imports/uploads/create-upload.ts';
import { getModel } from '../src/models/registry/get-model.ts';
import { createProject } from '../src/projects/create-project.ts';
import { applyRetention } from '../src/retention/apply-retention.ts';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { createDestinationPolicy } from '../src/webhooks/destination.ts';
import { publishEvent } from '../src/webhooks/publish-event.ts';
import { importFile, newProject, plantEvents, startCore, type TestCore, train, upload } from './start-core.ts';

const open = createDestinationPolicy({ allowPrivate: true });
const days = { uploads: 10, rejections: 20, undo: 20, deliveries: 10, logs: 20, requests: 5 };
let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
  for (const id of ['wsp_test', 'wsp_other', 'wsp_empty'])
    await core.owner.query(
      `insert into auth.organization (id, name, slug, "createdAt") values ($1, $1, $1, now()) on conflict do nothing`,
      [id],
    );
  projectId = await newProject(core);
});
afterAll(async () => {
  await open.dispatcher.destroy();
  await core.stop();
});

const apply = (batch?: number, signal = new AbortController().signal) =>
  applyRetention(core.services, { days, now: new Date(), signal, ...(batch ? { batch } : {}) });
const age = (table: string, column: string, count: number) =>
  core.owner.query(`update ${table} set ${column} = now() - make_interval(days => $1)`, [count]);
const count = async (table: string) => (await core.owner.query(`select from ${table}`)).rowCount;
const rejected = 'id,title\n,no id\n1,One\n';

it('deletes the files of finished imports after their days, then the rejected rows; the counts stay', async () => {
  const done = await importFile(core, projectId, { kind: 'items', file: rejected });
  const failed = await importFile(core, projectId, { kind: 'items', file: 'id,title\n,no id\n' });
  const waiting = await upload(core, projectId, 'items', rejected);
  expect([done.phase, failed.phase]).toEqual(['applied', 'rejected']);
  await age('imports', 'created_at', 9);
  await apply();
  expect(core.uploads().sort()).toEqual([done.id, failed.id, waiting.id].sort());

  await core.owner.query(`update imports set finished_at = now() - interval '11 days' where finished_at is not null`);
  await apply();
  expect(core.uploads()).toEqual([waiting.id]);
  expect(await count('import_rejections')).toBe(2);
  expect(await getImport(core.context, projectId, done.id)).toMatchObject({ phase: 'applied', rows: { kept: 1 } });
  const again = { code: 'conflict', message: expect.stringMatching(/Upload it again/) };
  const mapping = { columns: { id: { field: 'itemId' as const } } };
  await expect(setMapping(core.context, projectId, failed.id, mapping)).rejects.toMatchObject(again);
  await expect(applyImport(core.context, projectId, failed.id, { mode: 'upsert' })).rejects.toMatchObject(again);

  await core.owner.query(`update imports set finished_at = now() - interval '21 days' where finished_at is not null`);
  await apply();
  expect(await count('import_rejections')).toBe(0);
  await applyImport(core.context, projectId, waiting.id, { mode: 'upsert' });
});

it('deletes uploads that were not finished within a day, and keeps the files of those that became imports', async () => {
  const bytes = Buffer.from(rejected);
  const start = async () => {
    const given = { filename: 'a.csv', bytes: bytes.length, idempotencyKey: undefined };
    const { id } = await createUpload(core.context, projectId, given);
    const body = (async function* () {
      yield bytes;
    })();
    await core.services.storage.append(id, 0, body, bytes.length);
    return id;
  };
  const [old, recent, finished] = [await start(), await start(), await start()];
  await completeUpload(core.context, projectId, finished);
  await core.owner.query(`update uploads set created_at = now() - interval '25 hours' where id <> $1`, [recent]);
  await apply();
  expect(await core.services.storage.pending(old)).toBe(0);
  expect(await core.services.storage.pending(recent)).toBe(bytes.length);
  expect(core.uploads()).toContain(finished);
  expect(await count('uploads')).toBe(1);
  await core.owner.query(`delete from imports where id = $1`, [finished]);
  for (const id of [recent, finished]) await core.services.storage.remove(id);
});

it('deletes files that were never applied, and marks their imports as failed', async () => {
  const days = (count: number, id: string) =>
    core.owner.query('update imports set created_at = now() - make_interval(days => $1) where id = $2', [count, id]);
  const mapping = { columns: { id: { field: 'itemId' as const } } };
  const [uploaded, mapped, recent, queued] = await Promise.all(
    Array.from({ length: 4 }, () => upload(core, projectId, 'items', rejected)),
  );
  if (!(uploaded && mapped && recent && queued)) throw new Error('not uploaded');
  await setMapping(core.context, projectId, mapped.id, mapping);
  await applyImport(core.context, projectId, queued.id, { mode: 'upsert' });
  for (const { id } of [uploaded, mapped, queued]) await days(11, id);
  // Its first attempt failed a day ago and it was mapped again: its days count from that.
  const again = await importFile(core, projectId, { kind: 'items', file: 'id,title\n,no id\n' });
  await setMapping(core.context, projectId, again.id, mapping);
  await days(11, again.id);
  await days(9, recent.id);
  const before = core.uploads();
  // In batches of 1 the workspace needs two rounds.
  await apply(1);
  expect(core.uploads().sort()).toEqual(before.filter((id) => id !== uploaded.id && id !== mapped.id).sort());
  for (const { id } of [uploaded, mapped]) {
    const expired = await getImport(core.context, projectId, id);
    expect(expired).toMatchObject({ phase: 'failed', problem: { code: 'expired' } });
    expect(expired.finishedAt).not.toBeNull();
    await expect(applyImport(core.context, projectId, id, { mode: 'upsert' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Upload it again/),
    });
  }
  for (const [{ id }, phase] of [
    [recent, 'uploaded'],
    [again, 'mapped'],
    [queued, 'queued'],
  ] as const)
    expect((await getImport(core.context, projectId, id)).phase).toBe(phase);
});

it('goes on with the next workspace when the rows of one cannot be deleted', async () => {
  const contexts = ['wsp_other', 'wsp_test'].map((workspaceId) => ({ ...core.context, workspaceId }));
  const ids: string[] = [];
  for (const context of contexts) {
    const project = await createProject(context, { name: 'Films' });
    ids.push((await upload({ ...core, context }, project.id, 'items', rejected)).id);
  }
  await core.owner.query(`update imports set created_at = now() - interval '11 days' where id = any ($1)`, [ids]);
  await core.owner.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`);
  await core.owner.query(`
    create trigger refuse before update on imports for each row when (old.workspace_id = 'wsp_other')
    execute function refuse()`);
  const phases = async () =>
    (
      await core.owner.query<{ phase: string }>('select phase from imports where id = any ($1) order by workspace_id', [
        ids,
      ])
    ).rows.map(({ phase }) => phase);
  await apply();
  expect(await phases()).toEqual(['uploaded', 'failed']);
  await core.owner.query('drop trigger refuse on imports');
  await apply();
  expect(await phases()).toEqual(['failed', 'failed']);
});

it('deletes finished deliveries of every workspace, and keeps pending and recent ones', async () => {
  for (const workspaceId of ['wsp_test', 'wsp_other']) {
    const context = { ...core.context, workspaceId };
    const { id } = await createProject(context, { name: 'Films' });
    await createEndpoint(context, id, { url: 'http://localhost:1', events: ['model.promoted'] }, open);
    await tenant(core.services.db, context, async (trx) => {
      for (let version = 0; version < 10; version++)
        await publishEvent(context, trx, id, 'model.promoted', { version });
    });
  }
  await age('webhook_deliveries', 'created_at', 11);
  await apply();
  expect(await count('webhook_deliveries')).toBe(20);
  await core.owner.query(
    `update webhook_deliveries set status = 'delivered' where payload -> 'data' ->> 'version' < '8'`,
  );
  await core.owner.query(
    `update webhook_deliveries set created_at = now() where payload -> 'data' ->> 'version' = '0'`,
  );
  // In batches of 3 each workspace needs several rounds.
  await apply(3);
  const { rows } = await core.owner.query(
    `select workspace_id, count(*)::int as left from webhook_deliveries group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { workspace_id: 'wsp_other', left: 3 },
    { workspace_id: 'wsp_test', left: 3 },
  ]);
});

it('clears the logs of old trainings, and keeps their other columns', async () => {
  await plantEvents(core, projectId, 4, 6);
  const version = await train(core, projectId, {});
  const before = await getModel(core.context, projectId, version);
  expect(before.log.length).toBeGreaterThan(0);
  await apply();
  expect(await getModel(core.context, projectId, version)).toEqual(before);
  await core.owner.query('alter table models disable trigger immutable');
  await age('models', 'created_at', 21);
  await core.owner.query('alter table models enable trigger immutable');
  await apply();
  const after = await getModel(core.context, projectId, version);
  expect(after).toEqual({ ...before, log: [], createdAt: after.createdAt });
});

it('deletes answers kept for an Idempotency-Key after 24 hours, and rate limits whose windows are over', async () => {
  for (const workspaceId of ['wsp_test', 'wsp_other'])
    for (const [i, hours] of [1, 23, 25, 26, 300].entries())
      await core.owner.query(
        `insert into idempotency_keys (workspace_id, actor_id, key, request_hash, attempt, locked_until, created_at)
         values ($1, 'acc_1', $2, '', '', now(), now() - make_interval(hours => $3))`,
        [workspaceId, `key-${i}`, hours],
      );
  await core.owner.query(`insert into rate_limits values ('over', 1, $1), ('running', 1, $2)`, [
    Date.now() - 1,
    Date.now() + 60_000,
  ]);
  await apply(1);
  const { rows } = await core.owner.query('select distinct key from idempotency_keys order by key');
  expect(rows).toEqual([{ key: 'key-0' }, { key: 'key-1' }]);
  expect(await count('idempotency_keys')).toBe(4);
  expect((await core.owner.query('select key from rate_limits')).rows).toEqual([{ key: 'running' }]);
});

it('stops between two batches when its process stops', async () => {
  await expect(apply(3, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
});

it('deletes old requests of the log and their counts', async () => {
  await core.owner.query(`
    insert into request_logs (at, milliseconds, status, workspace_id, request_id, actor_id, method, route, path)
    select now() - make_interval(days => day, hours => 1), 1, 200, 'wsp_test', 'req_' || day, 'key_1', 'GET', '/v1/me', '/v1/me'
    from generate_series(0, 9) day`);
  await core.owner.query(`
    insert into request_counts (requests, errors, workspace_id, hour, project_id)
    select 1, 0, 'wsp_test', now() - make_interval(days => day, hours => 1), '' from generate_series(0, 9) day`);
  await apply(2);
  for (const table of ['request_logs', 'request_counts'])
    expect((await core.owner.query(`select count(*)::int as n from ${table}`)).rows).toEqual([{ n: 5 }]);
});
