import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { promoteModel } from '../src/models/promotion/promote-model.ts';
import { getModel } from '../src/models/registry/get-model.ts';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { createDestinationPolicy } from '../src/webhooks/destination.ts';
import { newProject, plantEvents, startCore, type TestCore, train } from './start-core.ts';

const open = createDestinationPolicy({ allowPrivate: true });
let core: TestCore;
let other: pg.Client;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
  other = new pg.Client({ connectionString: core.database.ownerUrl });
  await other.connect();
  projectId = await newProject(core);
  await plantEvents(core, projectId, 4, 6);
});
afterAll(async () => {
  await open.dispatcher.destroy();
  await other.end();
  await core.stop();
});

const endpoint = () =>
  createEndpoint(
    core.context,
    projectId,
    { url: 'http://localhost:1', events: ['model.promoted', 'model.ready'] },
    open,
  );
const deliveries = async (endpointId: string) => {
  const { rows } = await core.owner.query('select type from webhook_deliveries where endpoint_id = $1', [endpointId]);
  return rows.map(({ type }) => type).sort();
};

/** Runs `act` while another transaction deletes the endpoint, which commits once `act` waits for it. */
async function whileDeleting<T>(endpointId: string, act: () => Promise<T>): Promise<T> {
  await other.query('begin');
  await other.query('delete from webhook_endpoints where id = $1', [endpointId]);
  const acting = act();
  acting.catch(() => undefined);
  try {
    await vi.waitFor(async () => {
      const { rowCount } = await core.owner.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(1);
    });
  } finally {
    await other.query('commit');
  }
  return acting;
}

it('promotes and registers while an endpoint is deleted, and delivers to the endpoints that remain', async () => {
  const first = await train(core, projectId, {});
  const kept = await endpoint();
  const deleted = await endpoint();
  const second = await whileDeleting(deleted.id, () => train(core, projectId, { algorithm: 'latest' }));
  expect(await getModel(core.context, projectId, second)).toMatchObject({ status: 'ready', problem: null });
  expect(await deliveries(kept.id)).toContain('model.ready');

  const also = await endpoint();
  const live = (await getModel(core.context, projectId, first)).alias === 'live' ? second : first;
  const promoted = await whileDeleting(also.id, () => promoteModel(core.context, projectId, live));
  expect(promoted).toMatchObject({ version: live, alias: 'live' });
  expect(await deliveries(kept.id)).toContain('model.promoted');
});

it('shows a version as ready and live in the same moment', async () => {
  const version = await train(core, projectId, {});
  await core.owner.query(`update projects set live_version = 1, previous_version = null where id = $1`, [projectId]);
  await other.query('begin');
  // Reads of models now wait until the version is live.
  await other.query('lock table models in access exclusive mode');
  const reading = getModel(core.context, projectId, version);
  await vi.waitFor(async () => {
    const { rowCount } = await core.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rowCount).toBe(1);
  });
  await other.query('update projects set live_version = $2 where id = $1', [projectId, version]);
  await other.query('commit');
  expect(await reading).toMatchObject({ status: 'ready', alias: 'live' });
});
