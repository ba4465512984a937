import type { Import, ImportKind, ImportMode } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchItem } from '../src/catalogue/items/patch-item.ts';
import { deleteUser } from '../src/catalogue/users/delete-user.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { getImport } from '../src/imports/get-import.ts';
import { runImport } from '../src/imports/run-import.ts';
import { undoImport } from '../src/imports/undo-import.ts';
import { getProject } from '../src/projects/get-project.ts';
import { applyRetention } from '../src/retention/apply-retention.ts';
import { mappingsWith } from './import-mappings.ts';
import {
  changesOf,
  importFile,
  jobOf,
  newProject,
  startCore,
  storedInteractions,
  type TestCore,
} from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const mappings = mappingsWith({ tags: { field: 'tags', separator: '|' }, at: { field: 'createdAt' } });
const load = (projectId: string, kind: ImportKind, file: string, mode: ImportMode = 'upsert') =>
  importFile(core, projectId, { kind, file, mode, mapping: mappings[kind] });

async function undo(projectId: string, id: string): Promise<Import> {
  expect((await undoImport(core.context, projectId, id)).phase).toBe('applied');
  await runImport(core.context, jobOf(core, projectId, id, 'undo'), new AbortController().signal);
  return getImport(core.context, projectId, id);
}

/** Every value of every row of the project, times of changes included, and its counts. */
async function contentsOf(projectId: string): Promise<unknown> {
  const ofNumber = 'project_number = (select number from projects where id = $1)';
  const { rows } = await core.owner.query<{ contents: unknown }>(
    `select jsonb_build_array(
      (select has_catalogue from projects where id = $1),
      (select jsonb_agg(i order by item_id) from items i where project_id = $1),
      (select jsonb_agg(u order by user_id) from users u where project_id = $1),
      (select jsonb_agg(x order by user_number, occurred_at, item_number, type_number, ordinal)
        from interactions x where ${ofNumber}),
      (select jsonb_agg(d order by event_id) from event_details d where ${ofNumber}),
      (select jsonb_build_array(coalesce(sum(items), 0), coalesce(sum(users), 0), coalesce(sum(interactions), 0))
        from project_counts where ${ofNumber})) as contents`,
    [projectId],
  );
  return rows[0]?.contents;
}

const files: Record<ImportKind, [first: string, second: string]> = {
  items: [
    'id,title,price,tags,at,colour\n1,Lamp,10.25,a|b,2026-01-02T03:04:05.678Z,red\n2,Chair,20,,,\n3,Desk,30,c,,blue\n',
    'id,title,price,tags,at,colour\n2,Stool,,x|y,2025-05-05,green\n3,Desk,30,c,,blue\n4,Rug,1,,,\n',
  ],
  users: ['id,colour\na,red\nb,blue\nc,\n', 'id,colour\nb,green\nc,\nd,white\n'],
  interactions: [
    'user,item,value,at\na,1,5,2026-01-01\na,1,4,2026-01-01\nb,1,3,\nc,3,2,2026-02-01T00:00:00.123Z\n',
    'user,item,value,at\na,1,1,2026-01-01\nb,1,3,\nd,3,2,2026-01-03\nd,4,2,2026-01-03\n',
  ],
};

describe('an undo', () => {
  const cases = (['items', 'users', 'interactions'] as const).flatMap((kind) =>
    (['append', 'upsert', 'replace'] as const).map((mode) => [kind, mode] as const),
  );
  it.each(cases)('of %s by %s restores every value', async (kind, mode) => {
    const projectId = await newProject(core);
    const [first, second] = files[kind];
    const at = '2026-03-01T00:00:00.000Z';
    const event = { userId: 'e', itemId: '1', type: 'rating', timestamp: at, eventId: 'order-1' };
    if (kind === 'interactions') await sendEvents(core.context, projectId, [event]);
    const empty = await contentsOf(projectId);
    const one = await load(projectId, kind, first);
    const before = await contentsOf(projectId);
    const two = await load(projectId, kind, second, mode);
    expect(await contentsOf(projectId)).not.toEqual(before);
    expect(await undo(projectId, two.id)).toMatchObject({ phase: 'undone', rows: two.rows });
    expect(await contentsOf(projectId)).toEqual(before);
    expect((await changesOf(core, projectId)).at(-1)).toEqual(['c', []]);
    // A repeated request has no effect, and neither has a repeated job.
    expect((await undoImport(core.context, projectId, two.id)).phase).toBe('undone');
    await runImport(core.context, jobOf(core, projectId, two.id, 'undo'), new AbortController().signal);
    expect(await contentsOf(projectId)).toEqual(before);
    await undo(projectId, one.id);
    expect(await contentsOf(projectId)).toEqual(empty);
    // The file can be uploaded and applied again.
    expect((await load(projectId, kind, first)).rows?.new).toBe(one.rows?.new);
  });

  it.each(['items', 'users', 'interactions'] as const)(
    'of %s waits for later imports that wrote its rows, and says which',
    async (kind) => {
      const projectId = await newProject(core);
      const [first, second] = files[kind];
      const one = await load(projectId, kind, first);
      const before = await contentsOf(projectId);
      const two = await load(projectId, kind, second, 'replace');
      await expect(undoImport(core.context, projectId, one.id)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/^A later import, a\.csv, has changed or removed \d rows? of this one\. Undo/),
      });
      // Rows that the second one removed, added again by a third.
      const three = await load(projectId, kind, first, 'append');
      await expect(undoImport(core.context, projectId, two.id)).rejects.toMatchObject({ code: 'conflict' });
      await undo(projectId, three.id);
      await undo(projectId, two.id);
      expect(await contentsOf(projectId)).toEqual(before);
      expect((await undo(projectId, one.id)).phase).toBe('undone');
    },
  );

  it('after later imports of other rows leaves those', async () => {
    const projectId = await newProject(core);
    const one = await load(projectId, 'interactions', 'user,item,value,at\na,1,5,2026-01-01\nb,1,5,2026-01-01\n');
    await load(projectId, 'interactions', 'user,item,value,at\nb,2,5,2026-01-01\nc,2,5,2026-01-01\n');
    await undo(projectId, one.id);
    expect((await storedInteractions(core, projectId)).map((row) => `${row.user_id}${row.item_id}`)).toEqual([
      'b2',
      'c2',
    ]);
    const users = await core.owner.query('select user_id from users where project_id = $1 order by 1', [projectId]);
    expect(users.rows.map((row) => row.user_id)).toEqual(['b', 'c']);
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 2, interactions: 2 });
  });

  it('leaves rows that the API has written since', async () => {
    const projectId = await newProject(core);
    const at = '2026-01-01T00:00:00.000Z';
    const events = await load(projectId, 'interactions', `user,item,value,at\na,1,5,${at}\nb,1,5,${at}\n`);
    await sendEvents(core.context, projectId, [{ userId: 'a', itemId: '1', type: 'rating', value: 2, timestamp: at }]);
    await undo(projectId, events.id);
    expect((await storedInteractions(core, projectId)).map((row) => [row.user_id, row.value])).toEqual([['a', 2]]);
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 1, interactions: 1 });

    const items = await load(projectId, 'items', files.items[0]);
    await patchItem(core.context, projectId, '2', { title: 'Throne' }, async () => undefined);
    await undo(projectId, items.id);
    const left = await core.owner.query('select item_id, title from items where project_id = $1', [projectId]);
    expect(left.rows).toEqual([{ item_id: '2', title: 'Throne' }]);
  });

  it('does not bring back users who were forgotten', async () => {
    const projectId = await newProject(core);
    await load(projectId, 'users', files.users[0]);
    await load(projectId, 'interactions', files.interactions[0]);
    const users = await load(projectId, 'users', 'id,colour\nc,red\n', 'replace');
    const interactions = await load(projectId, 'interactions', 'user,item,value,at\nz,1,1,2026-01-01\n', 'replace');
    await deleteUser(core.context, projectId, 'a', async () => undefined);
    await undo(projectId, interactions.id);
    await undo(projectId, users.id);
    expect((await storedInteractions(core, projectId)).map((row) => row.user_id)).toEqual(['b', 'c']);
    const left = await core.owner.query('select user_id from users where project_id = $1 order by 1', [projectId]);
    expect(left.rows.map((row) => row.user_id)).toEqual(['b', 'c']);
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 2, interactions: 2 });
  });

  it('is refused for an import that is not applied, and after what it needs was deleted', async () => {
    const projectId = await newProject(core);
    const rejected = await load(projectId, 'users', 'id,colour\n,red\n');
    await expect(undoImport(core.context, projectId, rejected.id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'This import is rejected; only an applied import can be undone.',
    });
    await load(projectId, 'users', files.users[0]);
    const old = await load(projectId, 'users', files.users[1]);
    await core.owner.query(
      `insert into auth.organization (id, name, slug, "createdAt") values ('wsp_test', 'x', 'x', now()) on conflict do nothing`,
    );
    await core.owner.query(`update imports set finished_at = now() - interval '5 days' where id = $1`, [old.id]);
    await applyRetention(core.services, {
      days: { uploads: 9, rejections: 9, deliveries: 9, logs: 9, requests: 9, undo: 4 },
      now: new Date(),
      signal: new AbortController().signal,
    });
    await expect(undoImport(core.context, projectId, old.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('can no longer be undone'),
    });
    const { rowCount } = await core.owner.query('select from import_undo_rows where import_id = $1', [old.id]);
    expect(rowCount).toBe(0);
  });
});
