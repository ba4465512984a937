import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { createKey } from '../src/keys/create-key.ts';
import { isCancelRequested } from '../src/models/training/is-cancel-requested.ts';
import { requestTraining } from '../src/models/training/request-training.ts';
import { createProject } from '../src/projects/create-project.ts';
import { deleteProject } from '../src/projects/delete-project.ts';
import { getProject } from '../src/projects/get-project.ts';
import { listProjects } from '../src/projects/list-projects.ts';
import { purgeProject } from '../src/projects/purge-project.ts';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { createDestinationPolicy } from '../src/webhooks/destination.ts';
import { newProject, plantCheckerboard, purge, startCore, type TestCore, train, upload } from './start-core.ts';

const open = createDestinationPolicy({ allowPrivate: true });
const wanted = { algorithm: 'popular', budgetSeconds: 5, seed: 1 };
let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(async () => {
  await open.dispatcher.destroy();
  await core.stop();
});

async function fullProject(): Promise<string> {
  const projectId = await newProject(core);
  await plantCheckerboard(core, projectId);
  await createEndpoint(core.context, projectId, { url: 'http://localhost:1', events: ['model.promoted'] }, open);
  await train(core, projectId, {});
  await upload(core, projectId, 'items', 'id,title\n1,One\n');
  return projectId;
}

/** Tables that still have rows of the project. What its workspace has used stays: it counts for the month's quota. */
async function remaining(projectId: string): Promise<string[]> {
  const { rows } = await core.owner.query<{ name: string; column: string }>(
    `select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'usage_counts'
       and (a.attname = 'project_id' or (c.relname = 'projects' and a.attname = 'id')) order by 1`,
  );
  const left: string[] = [];
  for (const { name, column } of rows) {
    const { rowCount } = await core.owner.query(`select from ${name} where ${column} = $1 limit 1`, [projectId]);
    if (rowCount) left.push(name);
  }
  return left;
}

it('hides the project immediately, without deleting its rows in the request', async () => {
  const projectId = await fullProject();
  const { version } = await requestTraining(core.context, projectId, wanted);
  const before = await remaining(projectId);
  await deleteProject(core.context, projectId);
  expect(await remaining(projectId)).toEqual(before);

  const gone = { code: 'not-found' };
  const event = { userId: 'u', itemId: 'i', type: 'view' };
  await expect(getProject(core.context, projectId)).rejects.toMatchObject(gone);
  await expect(sendEvents(core.context, projectId, [event])).rejects.toMatchObject(gone);
  await expect(upload(core, projectId, 'items', 'id\n1\n')).rejects.toMatchObject(gone);
  await expect(listItems(core.context, projectId, { limit: 10 })).rejects.toMatchObject(gone);
  await expect(requestTraining(core.context, projectId, wanted)).rejects.toMatchObject(gone);
  await expect(deleteProject(core.context, projectId)).rejects.toMatchObject(gone);
  const { data } = await listProjects(core.context, { limit: 100 });
  expect(data.map(({ id }) => id)).not.toContain(projectId);
  const scoped = { name: 'k', scopes: ['recommend' as const], environment: 'live' as const, projects: [projectId] };
  await expect(createKey(core.context, scoped)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(await isCancelRequested(core.context, { workspaceId: core.context.workspaceId, projectId, version })).toBe(
    true,
  );

  const { rows } = await core.owner.query(`select data from pgboss.job where name = 'project.delete'`);
  expect(rows).toEqual([{ data: { workspaceId: core.context.workspaceId, projectId } }]);
});

it('deletes every row and file in the job, which may be interrupted', async () => {
  const before = core.uploads();
  const projectId = await fullProject();
  const other = await fullProject();
  const untouched = await remaining(other);
  const job = { workspaceId: core.context.workspaceId, projectId };
  // A job for a project that is not marked does nothing.
  await purge(core, other);
  await deleteProject(core.context, projectId);
  const stopped = new AbortController();
  let removed = 0;
  const storage = { ...core.context.storage, remove: async () => void (++removed === 1 && stopped.abort()) };
  await expect(purgeProject({ ...core.context, storage }, job, stopped.signal, 10)).rejects.toThrow();
  expect(await remaining(projectId)).toContain('projects');
  await purgeProject(core.context, job, new AbortController().signal, 10);
  expect(await remaining(projectId)).toEqual([]);
  await purge(core, projectId);
  expect(await remaining(other)).toEqual(untouched);
  expect(core.uploads().length - before.length).toBe(2);
});

it('waits for the transaction of a running import', async () => {
  const projectId = (await createProject(core.context, { name: 'Films' })).id;
  const importing = new pg.Client({ connectionString: core.database.ownerUrl });
  await importing.connect();
  await importing.query('begin');
  await importing.query('select from projects where id = $1 for key share', [projectId]);
  await deleteProject(core.context, projectId);
  const purging = purge(core, projectId);
  await vi.waitFor(async () => {
    const { rowCount } = await core.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rowCount).toBe(1);
  });
  await importing.query(`insert into items (workspace_id, project_id, item_id) values ($1, $2, 'late')`, [
    core.context.workspaceId,
    projectId,
  ]);
  await importing.query('commit');
  await importing.end();
  await purging;
  expect(await remaining(projectId)).toEqual([]);
});
