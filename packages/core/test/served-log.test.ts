import type { Recommendation } from '@curio/contracts';
import type { Db } from '@curio/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServedLog } from '../src/recommendations/served-log.ts';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { createDestinationPolicy } from '../src/webhooks/destination.ts';
import { newProject, startCore, type TestCore } from './start-core.ts';

const open = createDestinationPolicy({ allowPrivate: true });
let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(async () => {
  await open.dispatcher.destroy();
  await core.stop();
});

interface Tenant {
  core: TestCore;
  project: { workspaceId: string; projectId: string };
}

async function newTenant(workspaceId: string, events: ('recommendation.served' | 'model.ready')[]): Promise<Tenant> {
  const own = { ...core, context: { ...core.context, workspaceId } };
  const projectId = await newProject(own);
  if (events.length > 0) await createEndpoint(own.context, projectId, { url: 'http://127.0.0.1:9/', events }, open);
  return { core: own, project: { workspaceId, projectId } };
}

let answers = 0;
const answer = (): Recommendation => ({
  recommendationId: `rec_${++answers}`,
  items: [{ itemId: 'i1', score: 1, source: 'popular' }],
  model: null,
  nextCursor: null,
});

/** The recommendation ids in each delivery of the project, in the order of their writing. */
async function deliveredTo({ project }: Tenant): Promise<string[][]> {
  const { rows } = await core.owner.query(
    'select workspace_id, payload from webhook_deliveries where project_id = $1 order by created_at, ctid',
    [project.projectId],
  );
  return rows.map(({ workspace_id, payload }) => {
    expect(workspace_id).toBe(project.workspaceId);
    expect(payload).toMatchObject({ type: 'recommendation.served', data: { projectId: project.projectId } });
    return payload.data.recommendations.map((served: { recommendationId: string }) => served.recommendationId);
  });
}

/** A database that counts the statements of the served log. */
function countingStatements(): { db: Db; count(): number } {
  let statements = 0;
  const db = core.services.db.withPlugin({
    transformQuery({ node }) {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { db, count: () => statements };
}

describe('recommendation.served', () => {
  it('is delivered to the endpoints that subscribe, each project its own answers, with a job each', async () => {
    const [first, second, other, none] = await Promise.all([
      newTenant('wsp_a', ['recommendation.served']),
      newTenant('wsp_a', ['recommendation.served']),
      newTenant('wsp_b', ['recommendation.served', 'model.ready']),
      newTenant('wsp_b', ['model.ready']),
    ]);
    const log = createServedLog(core.services);
    const served = [first, second, other, none].map((tenant) => {
      const given = answer();
      log.add(tenant.project, 'u1', given);
      return given.recommendationId;
    });
    // A project under another workspace's name reaches nothing.
    log.add({ ...first.project, workspaceId: 'wsp_b' }, 'u1', answer());
    await log.flush();
    expect(await deliveredTo(first)).toEqual([[served[0]]]);
    expect(await deliveredTo(second)).toEqual([[served[1]]]);
    expect(await deliveredTo(other)).toEqual([[served[2]]]);
    expect(await deliveredTo(none)).toEqual([]);
    const { rows } = await core.owner.query(
      `select j.group_id from webhook_deliveries d join pgboss.job j on j.data->>'deliveryId' = d.id
       where d.project_id = any($1) order by j.group_id`,
      [[first, second, other].map(({ project }) => project.projectId)],
    );
    expect(rows.map((row) => row.group_id)).toEqual(['wsp_a', 'wsp_a', 'wsp_b']);
  });

  it('takes as many statements for ten projects of two workspaces as for one', async () => {
    const tenants = await Promise.all(
      Array.from({ length: 10 }, (_, n) => newTenant(`wsp_${n % 2}`, ['recommendation.served'])),
    );
    const counts = [];
    for (const some of [tenants.slice(0, 1), tenants]) {
      const counting = countingStatements();
      const log = createServedLog({ ...core.services, db: counting.db });
      for (const { project } of some) log.add(project, undefined, answer());
      await log.flush();
      counts.push(counting.count());
    }
    expect(counts[1]).toBe(counts[0]);
    for (const tenant of tenants.slice(1)) expect(await deliveredTo(tenant)).toHaveLength(1);
  });

  it('is written by one flush at a time, and the waiting answers of each project are bounded', async () => {
    const [busy, calm] = await Promise.all([
      newTenant('wsp_busy', ['recommendation.served']),
      newTenant('wsp_calm', ['recommendation.served']),
    ]);
    const log = createServedLog(core.services);
    await core.owner.query('begin; lock table webhook_deliveries in access exclusive mode');
    log.add(busy.project, undefined, answer());
    const flushes = [log.flush()];
    const waiting = async () => {
      const { rows } = await core.owner.query(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0].n;
    };
    await expect.poll(waiting).toBe(1);
    for (let n = 0; n < 6_000; n++) log.add(busy.project, undefined, answer());
    log.add(calm.project, undefined, answer());
    flushes.push(log.flush(), log.flush());
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await waiting()).toBe(1);
    await core.owner.query('commit');
    await Promise.all(flushes);
    const delivered = await deliveredTo(busy);
    expect(delivered.flat()).toHaveLength(5_001);
    expect(Math.max(...delivered.map((ids) => ids.length))).toBe(100);
    expect(await deliveredTo(calm)).toHaveLength(1);
  });

  it('is written for other workspaces where a project is deleted in the meantime', async () => {
    const [gone, left] = await Promise.all([
      newTenant('wsp_gone', ['recommendation.served']),
      newTenant('wsp_left', ['recommendation.served']),
    ]);
    const log = createServedLog(core.services);
    for (const { project } of [gone, left]) log.add(project, undefined, answer());
    await core.owner.query('delete from projects where id = $1', [gone.project.projectId]);
    await log.flush();
    expect(await deliveredTo(left)).toHaveLength(1);
  });
});
