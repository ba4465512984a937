import { readdirSync, readFileSync } from 'node:fs';
import { applyImport } from '@curio/core/imports/apply-import';
import { getImport } from '@curio/core/imports/get-import';
import { setMapping } from '@curio/core/imports/set-mapping';
import { getModel } from '@curio/core/models/registry/get-model';
import { cancelTraining } from '@curio/core/models/training/cancel-training';
import { requestTraining } from '@curio/core/models/training/request-training';
import { deleteProject } from '@curio/core/projects/delete-project';
import { createEndpoint } from '@curio/core/webhooks/create-endpoint';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { publishEvent } from '@curio/core/webhooks/publish-event';
import { tenant } from '@curio/db';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Receiver, startReceiver, verify } from '../../../packages/core/test/receiver.ts';
import { newProject, plantEvents, startCore, type TestCore, upload } from '../../../packages/core/test/start-core.ts';
import { startWorker, type TestWorker } from './start-worker.ts';

const soon = { timeout: 25_000, interval: 50 };
const open = createDestinationPolicy({ allowPrivate: true });
let core: TestCore;
let worker: TestWorker;
let receiver: Receiver;
beforeAll(async () => {
  [core, receiver] = await Promise.all([startCore(), startReceiver()]);
  worker = await startWorker(core);
});
afterAll(async () => {
  await worker.stop();
  await Promise.all([receiver.close(), open.dispatcher.destroy()]);
  await core.stop();
});

const train = (projectId: string, input: object = {}) =>
  requestTraining(core.context, projectId, { algorithm: 'popular', budgetSeconds: 5, seed: 1, ...input });
const endless = { algorithm: 'ials', params: { factors: 64, iterations: 100 } };
const statusOf = async (projectId: string, version: number) =>
  (await getModel(core.context, projectId, version)).status;

/** Processes that train for this worker. */
function trainings(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
        return (
          Number(parent) === worker.child.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('train-process')
        );
      } catch {
        return false;
      }
    });
}

describe('a worker', () => {
  it('imports, trains and calls back, signed, without a further request', async () => {
    const projectId = await newProject(core);
    const { secret } = await createEndpoint(
      core.context,
      projectId,
      { url: receiver.url, events: ['import.applied', 'import.rejected', 'model.ready', 'model.promoted'] },
      open,
    );
    const rows = Array.from(
      { length: 30 },
      (_, i) => `u${i % 6},i${(i * 5) % 7},2026-01-${String(1 + (i % 28)).padStart(2, '0')}`,
    );
    const good = await upload(core, projectId, 'interactions', `user,item,day\n${rows.join('\n')}\n`);
    const columns = { user: { field: 'userId' }, item: { field: 'itemId' }, day: { field: 'timestamp' } };
    await setAndApply(projectId, good.id, { columns, defaults: { type: 'view' } });
    const bad = await upload(core, projectId, 'interactions', 'user,item,day\n,i,2026-01-01\n');
    await setAndApply(projectId, bad.id, { columns, defaults: { type: 'view' } });
    await vi.waitFor(async () => {
      expect((await getImport(core.context, projectId, good.id)).phase).toBe('applied');
      expect((await getImport(core.context, projectId, bad.id)).phase).toBe('rejected');
    }, soon);
    const { version } = await train(projectId);
    await vi.waitFor(async () => expect(await statusOf(projectId, version)).toBe('ready'), soon);
    const published = () =>
      receiver.received
        .map((message) => verify(secret, message) as { type: string; data: { projectId: string } })
        .filter(({ data }) => data.projectId === projectId);
    await vi.waitFor(() => expect(published()).toHaveLength(4), soon);
    expect(
      published()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['import.applied', 'import.rejected', 'model.promoted', 'model.ready']);
    expect(published().find(({ type }) => type === 'model.ready')?.data).toMatchObject({
      version,
      algorithm: 'popular',
      live: true,
    });
    expect(published().find(({ type }) => type === 'import.applied')?.data).toMatchObject({
      importId: good.id,
      rows: { kept: 30 },
    });
  });

  async function setAndApply(projectId: string, importId: string, mapping: Parameters<typeof setMapping>[3]) {
    await setMapping(core.context, projectId, importId, mapping);
    await applyImport(core.context, projectId, importId, { mode: 'upsert' });
  }

  it('tries a refused delivery again later, by itself, under the same webhook-id', async () => {
    const projectId = await newProject(core);
    await plantEvents(core, projectId, 4, 6);
    const hook = await startReceiver();
    hook.answers.push((response) => response.writeHead(500).end());
    await createEndpoint(core.context, projectId, { url: hook.url, events: ['model.ready'] }, open);
    await train(projectId);
    const { rows } = await vi.waitUntil(async () => {
      const found = await core.owner.query<{ id: string; seconds: number; attempts: number }>(
        `select j.id, extract(epoch from j.start_after - now())::int as seconds, d.attempts
         from webhook_deliveries d join pgboss.job j on j.data ->> 'deliveryId' = d.id
         where d.project_id = $1 and j.state = 'retry'`,
        [projectId],
      );
      return found.rows.length > 0 && found;
    }, soon);
    expect(rows[0]).toMatchObject({ attempts: 1 });
    expect(rows[0]!.seconds).toBeGreaterThan(0);
    // The wait is not for a test to sit through.
    await core.owner.query('update pgboss.job set start_after = now() where id = $1', [rows[0]!.id]);
    await vi.waitFor(() => expect(hook.received).toHaveLength(2), soon);
    expect(hook.received[1]!.headers['webhook-id']).toBe(hook.received[0]!.headers['webhook-id']);
    await vi.waitFor(async () => {
      const done = await core.owner.query('select status, attempts from webhook_deliveries where project_id = $1', [
        projectId,
      ]);
      expect(done.rows).toEqual([{ status: 'delivered', attempts: 2 }]);
    }, soon);
    await hook.close();
  });

  it('delivers a hundred messages that come together, each once, without waiting between them', async () => {
    const projectId = await newProject(core);
    const hook = await startReceiver();
    await createEndpoint(core.context, projectId, { url: hook.url, events: ['model.promoted'] }, open);
    await tenant(core.services.db, core.context, async (trx) => {
      for (let version = 0; version < 100; version++)
        await publishEvent(core.context, trx, projectId, 'model.promoted', { version });
    });
    await vi.waitFor(() => expect(hook.received).toHaveLength(100), soon);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(100);
    await hook.close();
  });

  it('says in one sentence why a training failed', async () => {
    const projectId = await newProject(core);
    await plantEvents(core, projectId, 2, 6);
    const { version } = await train(projectId, { algorithm: 'ials' });
    await vi.waitFor(async () => expect(await statusOf(projectId, version)).toBe('failed'), soon);
    const { problem } = await getModel(core.context, projectId, version);
    expect(problem).toMatchObject({ code: 'data', detail: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('cancels a training that runs within seconds, and one whose project is deleted ends with it', async () => {
    for (const way of ['cancel', 'delete'] as const) {
      const projectId = await newProject(core);
      await plantEvents(core, projectId, 500, 400);
      const { version } = await train(projectId, endless);
      await vi.waitFor(async () => {
        expect((await getModel(core.context, projectId, version)).progress.percent).toBeGreaterThan(5);
      }, soon);
      expect(trainings()).toHaveLength(1);
      if (way === 'cancel') {
        expect((await cancelTraining(core.context, projectId, version)).status).toBe('training');
        await vi.waitFor(async () => expect(await statusOf(projectId, version)).toBe('cancelled'), soon);
        expect((await getModel(core.context, projectId, version)).artifact).toBeNull();
      } else await deleteProject(core.context, projectId);
      await vi.waitFor(() => expect(trainings()).toEqual([]), soon);
    }
  });

  it('deletes the rows and files of a deleted project', async () => {
    const projectId = await newProject(core);
    await plantEvents(core, projectId, 4, 6);
    const { id } = await upload(core, projectId, 'items', 'id,title\n1,One\n');
    await deleteProject(core.context, projectId);
    await vi.waitFor(async () => {
      const { rowCount } = await core.owner.query('select from projects where id = $1', [projectId]);
      expect(rowCount).toBe(0);
    }, soon);
    expect(core.uploads()).not.toContain(id);
  });

  it('gives up an import, a training or a delivery that brought its worker down again and again, and says so', async () => {
    const projectId = await newProject(core);
    await plantEvents(core, projectId, 4, 6);
    const ids = { workspaceId: core.context.workspaceId, projectId };
    const { id } = await upload(core, projectId, 'items', 'id,title\n1,One\n');
    await core.owner.query(`update imports set phase = 'applying', task = 'apply', attempt = 3 where id = $1`, [id]);
    await core.owner.query(
      `insert into models (workspace_id, project_id, version, status, requested, attempt) values ($1, $2, 7, 'training', '{}', 3)`,
      [ids.workspaceId, projectId],
    );
    await core.owner.query(
      `insert into webhook_endpoints (id, workspace_id, project_id, url, events, secret)
       values ('whk_1', $1, $2, 'http://localhost', '{}', '')`,
      [ids.workspaceId, projectId],
    );
    await core.owner.query(
      `insert into webhook_deliveries (id, workspace_id, project_id, endpoint_id, type, payload)
       values ('msg_1', $1, $2, 'whk_1', 'model.ready', '{}')`,
      [ids.workspaceId, projectId],
    );
    const dead = [
      { ...ids, importId: id },
      { ...ids, version: 7 },
      { ...ids, deliveryId: 'msg_1' },
      { nonsense: true },
    ];
    for (const data of dead)
      await core.owner.query(`insert into pgboss.job (name, data) values ('dead-letter', $1)`, [data]);
    await vi.waitFor(async () => {
      expect(await getImport(core.context, projectId, id)).toMatchObject({
        phase: 'failed',
        problem: { code: 'internal' },
      });
      expect(await getModel(core.context, projectId, 7)).toMatchObject({
        status: 'failed',
        problem: { code: 'internal' },
      });
      const { rows } = await core.owner.query(`select status, error from webhook_deliveries where id = 'msg_1'`);
      expect(rows).toEqual([{ status: 'failed', error: 'The last attempt was cut off' }]);
    }, soon);
  });
});
