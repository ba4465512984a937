import { applyImport } from '@curio/core/imports/apply-import';
import { getImport } from '@curio/core/imports/get-import';
import { getModel } from '@curio/core/models/registry/get-model';
import { requestTraining } from '@curio/core/models/training/request-training';
import type { Context } from '@curio/core/platform/context';
import { createProject } from '@curio/core/projects/create-project';
import { createEndpoint } from '@curio/core/webhooks/create-endpoint';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { publishEvent } from '@curio/core/webhooks/publish-event';
import { tenant } from '@curio/db';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startReceiver } from '../../../packages/core/test/receiver.ts';
import { plantEvents, startCore, type TestCore, upload } from '../../../packages/core/test/start-core.ts';
import { startWorker, type TestWorker } from './start-worker.ts';

const soon = { timeout: 60_000, interval: 100 };
const queued = 20;
const open = createDestinationPolicy({ allowPrivate: true });
let core: TestCore;
let worker: TestWorker;
let busy: TestCore;
let quiet: TestCore;
beforeAll(async () => {
  core = await startCore();
  busy = inWorkspace('wsp_busy');
  quiet = inWorkspace('wsp_quiet');
});
afterEach(async () => {
  await worker.stop();
  await core.owner.query('delete from pgboss.job');
});
afterAll(async () => {
  await open.dispatcher.destroy();
  await core.stop();
});

function inWorkspace(workspaceId: string): TestCore {
  const context: Context = { ...core.context, workspaceId };
  return { ...core, context };
}
const newProjectOf = async ({ context }: TestCore) => (await createProject(context, { name: 'Films' })).id;
const finished = async (table: string, column: string, workspaceId: string) => {
  const { rows } = await core.owner.query<{ at: Date }>(
    `select ${column} as at from ${table} where workspace_id = $1 and ${column} is not null`,
    [workspaceId],
  );
  return rows.map(({ at }) => at.getTime());
};

it('trains the first model of one workspace before the second of another that has twenty queued', async () => {
  const [ofBusy, ofQuiet] = [await newProjectOf(busy), await newProjectOf(quiet)];
  await plantEvents(busy, ofBusy, 4, 6);
  await plantEvents(quiet, ofQuiet, 4, 6);
  const wanted = { algorithm: 'popular' as const, budgetSeconds: 5, seed: 1 };
  for (let i = 0; i < queued; i++) await requestTraining(busy.context, ofBusy, wanted);
  const { version } = await requestTraining(quiet.context, ofQuiet, wanted);
  worker = await startWorker(core, { CURIO_TRAININGS_AT_ONCE: '1' });
  await vi.waitFor(async () => {
    expect((await getModel(quiet.context, ofQuiet, version)).status).toBe('ready');
  }, soon);
  const [done] = await finished('models', 'trained_at', 'wsp_quiet');
  const before = (await finished('models', 'trained_at', 'wsp_busy')).filter((at) => at <= (done ?? 0));
  expect(before.length).toBeLessThanOrEqual(1);
}, 90_000);

it('applies the import of one workspace beside those of another that has twenty queued', async () => {
  const [ofBusy, ofQuiet] = [await newProjectOf(busy), await newProjectOf(quiet)];
  const queue = async (of: TestCore, projectId: string) => {
    const { id } = await upload(of, projectId, 'items', 'id,title\n1,One\n2,Two\n');
    await applyImport(of.context, projectId, id, { mode: 'append' });
    return id;
  };
  for (let i = 0; i < queued; i++) await queue(busy, ofBusy);
  const id = await queue(quiet, ofQuiet);
  worker = await startWorker(core, { CURIO_IMPORTS_AT_ONCE: '2' });
  await vi.waitFor(async () => expect((await getImport(quiet.context, ofQuiet, id)).phase).toBe('applied'), soon);
  const [done] = await finished('imports', 'finished_at', 'wsp_quiet');
  const before = (await finished('imports', 'finished_at', 'wsp_busy')).filter((at) => at <= (done ?? 0));
  // One slot is for the busy workspace, the other is free; the second import of the busy one may have begun meanwhile.
  expect(before.length).toBeLessThanOrEqual(2);
}, 90_000);

it('delivers the webhook of one workspace while twenty receivers of another hang', async () => {
  const [hanging, answering] = [await startReceiver(), await startReceiver()];
  for (let i = 0; i < queued; i++) hanging.answers.push(() => undefined);
  const publish = async ({ context }: TestCore, url: string, count: number) => {
    const projectId = (await createProject(context, { name: 'Films' })).id;
    await createEndpoint(context, projectId, { url, events: ['model.promoted'] }, open);
    await tenant(core.services.db, context, async (trx) => {
      for (let version = 0; version < count; version++)
        await publishEvent(context, trx, projectId, 'model.promoted', { version });
    });
  };
  await publish(busy, hanging.url, queued);
  worker = await startWorker(core);
  await vi.waitFor(() => expect(hanging.received.length).toBeGreaterThanOrEqual(4), soon);
  const begun = hanging.received.length;
  await publish(quiet, answering.url, 1);
  await vi.waitFor(() => expect(answering.received).toHaveLength(1), soon);
  // None of those that hang had to end first.
  expect(hanging.received.length).toBe(begun);
  expect(begun).toBeLessThan(queued);
  await Promise.all([hanging.close(), answering.close()]);
}, 90_000);
