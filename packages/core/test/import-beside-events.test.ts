import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deleteUser } from '../src/catalogue/users/delete-user.ts';
import { getProject } from '../src/projects/get-project.ts';
import { importFile, newProject, startCore, storedInteractions, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const mapping = {
  columns: { u: { field: 'userId' }, i: { field: 'itemId' }, v: { field: 'value' }, t: { field: 'timestamp' } },
  defaults: { type: 'rating' },
};

it('an event that comes in while the first file is applied, and is in it too, is there once', async () => {
  const projectId = await newProject(core);
  const { number } = (await core.owner.query('select number from projects where id = $1', [projectId])).rows[0];
  for (const [kind, id] of [
    ['u', 'b'],
    ['i', 'i1'],
    ['t', 'rating'],
  ])
    await core.owner.query('select number_ids($1, $2, $3)', [number, kind, [id]]);
  await core.owner.query('begin');
  await core.owner.query(
    `insert into interactions (project_number, user_number, occurred_at, item_number, type_number, value)
     values ($1, 1, '2024-01-01T00:00:00Z', 1, 1, 5)`,
    [number],
  );
  const lines = ['a,i1,1', 'b,i1,5', 'c,i1,2'].map((row) => `${row},2024-01-01T00:00:00Z`);
  const importing = importFile(core, projectId, {
    kind: 'interactions',
    mapping,
    file: ['u,i,v,t', ...lines].join('\n'),
  });
  try {
    // Its insert waits to see what becomes of the same row.
    await vi.waitUntil(
      async () => {
        const waiting = await core.owner.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.rowCount === 1;
      },
      { timeout: 10_000 },
    );
  } finally {
    await core.owner.query('commit');
  }
  const { phase, rows } = await importing;
  expect(phase).toBe('applied');
  expect(rows).toMatchObject({ read: 3, kept: 3, new: 2, changed: 0, unchanged: 1 });
  const kept = await storedInteractions(core, projectId);
  expect(kept.map((row) => row.user_id)).toEqual(['a', 'b', 'c']);
  const users = await core.owner.query('select user_id from users where project_id = $1 order by 1', [projectId]);
  expect(users.rows.map((row) => row.user_id)).toEqual(['a', 'b', 'c']);
});

it('times far from ours are kept to the millisecond', async () => {
  const projectId = await newProject(core);
  const times = [
    '1000-01-01T00:00:00.001Z',
    '1969-12-31T23:59:59.999Z',
    '2024-02-29T12:00:00.5Z',
    '9999-12-31T23:59:59.999Z',
  ];
  const file = ['u,i,v,t', ...times.map((time, n) => `u${n},i,1,${time}`)].join('\n');
  await importFile(core, projectId, { kind: 'interactions', mapping, file });
  const kept = await storedInteractions(core, projectId);
  expect(kept.map((row) => row.occurred_at.getTime())).toEqual(times.map((time) => Date.parse(time)));
});

describe('a user who is forgotten while an import with rows of theirs', () => {
  const waiting = (count: number) =>
    vi.waitUntil(
      async () => {
        const { rowCount } = await core.owner.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rowCount === count;
      },
      { timeout: 10_000 },
    );
  const forget = (projectId: string) => deleteUser(core.context, projectId, 'a', () => {});
  const start = async () => {
    const projectId = await newProject(core);
    const rows = (users: string[]) => ['u,i,v,t', ...users.map((u) => `${u},i1,1,2024-01-01T00:00:00Z`)].join('\n');
    await importFile(core, projectId, { kind: 'interactions', mapping, file: rows(['x', 'y']) });
    const { number } = (await core.owner.query('select number from projects where id = $1', [projectId])).rows[0];
    const importing = () =>
      importFile(core, projectId, { kind: 'interactions', mapping, mode: 'append', file: rows(['a', 'b', 'c', 'x']) });
    return { projectId, number: number as number, importing };
  };
  const left = async (projectId: string) => {
    const users = await core.owner.query<{ user_id: string }>('select user_id from users where project_id = $1', [
      projectId,
    ]);
    return {
      rows: (await storedInteractions(core, projectId)).map((row) => row.user_id),
      users: users.rows.map((row) => row.user_id).sort(),
      counts: (await getProject(core.context, projectId)).counts,
    };
  };

  it('writes its rows leaves nothing behind', async () => {
    const { projectId, number, importing } = await start();
    // The import waits at the row of another user, after it has given numbers to all of them.
    await core.owner.query('select number_ids($1, $2, $3)', [number, 'u', ['b']]);
    await core.owner.query('begin');
    await core.owner.query(
      `insert into interactions (project_number, user_number, occurred_at, item_number, type_number, value)
       select project_number, (select number from id_numbers n where n.project_number = $1 and n.id = 'b'), occurred_at,
         item_number, type_number, 5
       from interactions where project_number = $1 limit 1`,
      [number],
    );
    const applied = importing();
    await waiting(1);
    await forget(projectId);
    await core.owner.query('rollback');
    expect((await applied).rows).toMatchObject({ read: 4, kept: 4, new: 2 });
    expect(await left(projectId)).toEqual({
      rows: ['b', 'c', 'x', 'y'],
      users: ['b', 'c', 'x', 'y'],
      counts: { items: 0, users: 4, interactions: 4 },
    });
  });

  it('is about to commit is forgotten after it', async () => {
    const { projectId, importing } = await start();
    await core.owner.query('begin');
    await core.owner.query(`insert into users (workspace_id, project_id, user_id) values ($1, $2, 'c')`, [
      core.context.workspaceId,
      projectId,
    ]);
    const applied = importing();
    await waiting(1);
    const forgetting = forget(projectId);
    await waiting(2);
    await core.owner.query('rollback');
    expect((await applied).rows).toMatchObject({ new: 3 });
    await forgetting;
    expect(await left(projectId)).toEqual({
      rows: ['b', 'c', 'x', 'y'],
      users: ['b', 'c', 'x', 'y'],
      counts: { items: 0, users: 4, interactions: 4 },
    });
  });
});
