import { applyImport } from '@curio/core/imports/apply-import';
import { getImport } from '@curio/core/imports/get-import';
import { getModel } from '@curio/core/models/registry/get-model';
import { requestTraining } from '@curio/core/models/training/request-training';
import { getProject } from '@curio/core/projects/get-project';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  newProject,
  plantCheckerboard,
  startCore,
  type TestCore,
  train,
  upload,
} from '../../../packages/core/test/start-core.ts';
import { readArtifact } from '../../../packages/serving/src/models/artifact-store.ts';
import { startWorker, type TestWorker } from './start-worker.ts';

let core: TestCore;
const workers: TestWorker[] = [];
beforeAll(async () => {
  core = await startCore();
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await core.stop();
});

it('a worker killed in the middle of an import and of a training: another finishes both, once', async () => {
  const [importing, training] = [await newProject(core), await newProject(core)];
  await plantCheckerboard(core, training, 20, 12);
  const old = await train(core, training, {});
  const rows = Array.from({ length: 5_000 }, (_, i) => `${i},Title ${i}`).join('\n');
  const { id } = await upload(core, importing, 'items', `id,title\n${rows}\n`);

  // The last writes of both wait for this lock, so that the worker is killed in the middle of them.
  const holder = new pg.Client({ connectionString: core.database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table items, model_chunks in share row exclusive mode');

  const first = await startWorker(core);
  workers.push(first);
  await applyImport(core.context, importing, id, { mode: 'append' });
  const wanted = { algorithm: 'ials' as const, params: { factors: 4 }, budgetSeconds: 5, seed: 1 };
  const { version } = await requestTraining(core.context, training, wanted);
  await vi.waitFor(
    async () => {
      const { rows: waiting } = await core.owner.query<{ name: string }>(
        `select distinct application_name as name from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' order by 1`,
      );
      expect(waiting.map(({ name }) => name)).toEqual(['curio training', 'curio worker']);
    },
    { timeout: 30_000, interval: 100 },
  );
  expect((await getImport(core.context, importing, id)).phase).toBe('applying');
  expect((await getModel(core.context, training, version)).status).toBe('training');

  expect(await first.stop('SIGKILL')).toBe('SIGKILL');
  await holder.query('rollback');
  await holder.end();
  // Meanwhile nothing is half-written, and the version before serves.
  expect((await getProject(core.context, importing)).counts.items).toBe(0);
  expect((await getProject(core.context, training)).liveVersion).toBe(old);

  const second = await startWorker(core);
  workers.push(second);
  await vi.waitFor(
    async () => {
      expect((await getImport(core.context, importing, id)).phase).toBe('applied');
      expect((await getModel(core.context, training, version)).status).toBe('ready');
    },
    { timeout: 45_000, interval: 200 },
  );

  const done = await getImport(core.context, importing, id);
  expect(done.rows).toMatchObject({ read: 5_000, kept: 5_000, new: 5_000, changed: 0, rejected: 0 });
  expect((await getProject(core.context, importing)).counts.items).toBe(5_000);
  const model = await getModel(core.context, training, version);
  expect(model).toMatchObject({ status: 'ready', problem: null });
  const bytes = await readArtifact(core.services.db, {
    workspaceId: core.context.workspaceId,
    projectId: training,
    version,
  });
  expect(bytes.length).toBe(model.artifact?.bytes);
  const { rows: attempts } = await core.owner.query(
    'select (select attempt from imports where id = $1) as import, (select attempt from models where project_id = $2 and version = $3) as model',
    [id, training, version],
  );
  expect(attempts).toEqual([{ import: 2, model: 2 }]);
}, 120_000);

it('a worker that receives SIGTERM requeues its jobs and exits with 0', async () => {
  const projectId = await newProject(core);
  const { id } = await upload(core, projectId, 'items', 'id,title\n1,One\n2,Two\n');
  const worker = await startWorker(core);
  workers.push(worker);
  await applyImport(core.context, projectId, id, { mode: 'append' });
  expect(await worker.stop()).toBe(0);
  const other = await startWorker(core);
  workers.push(other);
  await vi.waitFor(async () => expect((await getImport(core.context, projectId, id)).phase).toBe('applied'), {
    timeout: 30_000,
  });
  expect((await getImport(core.context, projectId, id)).rows?.new).toBe(2);
}, 60_000);

it('a training is not marked as failed, however often its worker is stopped', async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  const projectId = await newProject(core);
  await plantCheckerboard(core, projectId, 20, 12);
  const holder = new pg.Client({ connectionString: core.database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table model_chunks in share row exclusive mode');
  const wanted = { algorithm: 'ials' as const, params: { factors: 4 }, budgetSeconds: 5, seed: 1 };
  const { version } = await requestTraining(core.context, projectId, wanted);
  for (let stops = 1; stops <= 4; stops++) {
    const worker = await startWorker(core);
    workers.push(worker);
    await vi.waitFor(
      async () => {
        const { rows } = await core.owner.query('select attempt from models where project_id = $1', [projectId]);
        expect(rows).toEqual([{ attempt: stops }]);
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(await worker.stop()).toBe(0);
  }
  await holder.query('rollback');
  await holder.end();
  workers.push(await startWorker(core));
  await vi.waitFor(
    async () =>
      expect(await getModel(core.context, projectId, version)).toMatchObject({ status: 'ready', alias: 'live' }),
    { timeout: 30_000, interval: 200 },
  );
}, 120_000);

it.concurrent.each([
  [{ DATABASE_URL: '' }, /DATABASE_URL/],
  [{ CURIO_SECRET: 'short' }, /CURIO_SECRET must have at least 32 characters/],
  [{ CURIO_TRAINING_THREADS: 'many' }, /CURIO_TRAINING_THREADS must be a whole number, 1 or more/],
  [{ CURIO_WEBHOOKS_ALLOW_PRIVATE: 'perhaps' }, /CURIO_WEBHOOKS_ALLOW_PRIVATE must be true or false/],
  [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /DATABASE_URL: cannot use the database none at 127.0.0.1:1/],
])('a worker with %o stops with one sentence and no stack', async (env, sentence) => {
  const failed = await startWorker(core, env).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  expect((failed as Error).message).toMatch(sentence);
  expect((failed as Error).message).not.toMatch(/\n\s+at /);
});
