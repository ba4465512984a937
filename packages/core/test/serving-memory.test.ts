import { appendChange, type ChangeKind, type Db, type Trx, tenant } from '@curio/db';
import { createServing, type Serving, type ServingOptions } from '@curio/serving/serving';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteItem } from '../src/catalogue/items/delete-item.ts';
import { patchItem } from '../src/catalogue/items/patch-item.ts';
import { putItem } from '../src/catalogue/items/put-item.ts';
import { deleteUser } from '../src/catalogue/users/delete-user.ts';
import { putUser } from '../src/catalogue/users/put-user.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { moveLive } from '../src/models/promotion/promote-model.ts';
import { deleteProject } from '../src/projects/delete-project.ts';
import { createEndpoint } from '../src/webhooks/create-endpoint.ts';
import { createDestinationPolicy } from '../src/webhooks/destination.ts';
import { importFile, newProject, startCore, type TestCore, train } from './start-core.ts';

/** The promise of the product: a write counts in every process within a second. */
const within = { timeout: 1_000, interval: 20 };

let core: TestCore;
let projectId: string;
let opened: Serving[];
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
beforeEach(async () => {
  opened = [];
  projectId = await newProject(core);
});
afterEach(async () => {
  for (const serving of opened) await serving.changes.close();
});

const ref = () => ({ workspaceId: core.context.workspaceId, projectId });

/** A process: what it knows of writes, it has from the database. */
function start(options: Partial<ServingOptions> = {}): Serving {
  const serving = createServing({ db: core.services.db, log: core.services.log, maxModelMegabytes: 64, ...options });
  opened.push(serving);
  return serving;
}

async function memoryOf(serving: Serving) {
  const memory = await serving.projects.get(ref());
  if (!memory) throw new Error('The project is not found');
  return memory;
}

const numberOf = async () => {
  const { rows } = await core.owner.query<{ number: number }>('select number from projects where id = $1', [projectId]);
  return rows[0]?.number ?? 0;
};

/** What a verb does with a change of another process: this one reads it from the database. */
const elsewhere = () => {};

/** A write of another process, in the transaction of its change. */
async function write(kind: ChangeKind, ids: string[], work: (trx: Trx) => Promise<unknown>): Promise<void> {
  const number = await numberOf();
  await tenant(core.services.db, core.context, async (trx) => {
    await work(trx);
    await appendChange(trx, number, kind, ids);
  });
}

const catalogueFile = (items: number) =>
  [
    'id,title,genre,price',
    ...Array.from({ length: items }, (_, i) => `i${i},Thing ${i},${i % 2 ? 'odd' : 'even'},${i}`),
  ].join('\n');
const importItems = (file: string) =>
  importFile(core, projectId, {
    kind: 'items',
    file,
    mapping: {
      columns: {
        id: { field: 'itemId' },
        title: { field: 'title' },
        genre: { field: 'categories' },
        price: { field: 'price' },
      },
    },
  });

const itemIdsOf = async (serving: Serving, userId: string) => {
  const memory = await memoryOf(serving);
  const { rows } = await serving.users.read(memory, userId);
  return Array.from(rows, (row) => memory.catalogue.idOf(row));
};
const visibleIds = async (serving: Serving) => {
  const { catalogue } = await memoryOf(serving);
  return Array.from(catalogue.latest(), (row) => catalogue.idOf(row));
};

describe('a write of another process counts within a second', () => {
  it('an event', async () => {
    const serving = start();
    expect(await itemIdsOf(serving, 'ada')).toEqual([]);
    await sendEvents(core.context, projectId, [{ userId: 'ada', itemId: 'new item', type: 'new type', value: 2.5 }]);
    await expect.poll(() => itemIdsOf(serving, 'ada'), within).toEqual(['new item']);
    const memory = await memoryOf(serving);
    const { types, values, times } = await serving.users.read(memory, 'ada');
    expect(memory.types.nameOf(types[0] ?? 0)).toBe('new type');
    expect(values[0]).toBe(2.5);
    expect(Math.abs((times[0] ?? 0) * 1000 - Date.now())).toBeLessThan(60_000);
  });

  it('an item that is hidden, shown, changed, added or deleted', async () => {
    await importItems(catalogueFile(3));
    const serving = start();
    const { catalogue } = await memoryOf(serving);
    await catalogue.ensureColumns(['title', 'price']);
    const values = (field: string) => {
      const column = catalogue.column(field);
      return column?.type === 'text' || column?.type === 'number' ? column.values : [];
    };
    expect(await visibleIds(serving)).toEqual(['i0', 'i1', 'i2']);

    const revision = catalogue.revision;
    await patchItem(core.context, projectId, 'i1', { hidden: true, price: 99 }, elsewhere);
    await expect.poll(() => visibleIds(serving), within).toEqual(['i0', 'i2']);
    expect(values('price')[catalogue.rowOf('i1')]).toBe(99);
    expect([...catalogue.rowsChangedSince(revision)]).toEqual([catalogue.rowOf('i1')]);

    await patchItem(core.context, projectId, 'i1', { hidden: false, createdAt: '2026-01-01T00:00:00Z' }, elsewhere);
    await expect.poll(() => visibleIds(serving), within).toEqual(['i1', 'i0', 'i2']);

    await putItem(core.context, projectId, 'i9', { title: 'Late' }, elsewhere);
    await expect.poll(() => visibleIds(serving), within).toEqual(['i1', 'i0', 'i2', 'i9']);
    expect(values('title')[catalogue.rowOf('i9')]).toBe('Late');

    await deleteItem(core.context, projectId, 'i0', elsewhere);
    await expect.poll(() => visibleIds(serving), within).toEqual(['i1', 'i2', 'i9']);
    expect(values('title')[catalogue.rowOf('i0')]).toBeNull();
    expect(catalogue.idOf(0)).toBe('i0');
  });

  it('an import of items and one of interactions', async () => {
    await importItems(catalogueFile(3));
    const serving = start();
    const { catalogue } = await memoryOf(serving);
    await catalogue.ensureColumns(['categories']);
    expect(await itemIdsOf(serving, 'u1')).toEqual([]);
    await importFile(core, projectId, {
      kind: 'items',
      mode: 'replace',
      file: 'id,genre\ni2,war\ni3,peace',
      mapping: { columns: { id: { field: 'itemId' }, genre: { field: 'categories' } } },
    });
    await expect.poll(() => visibleIds(serving), within).toEqual(['i2', 'i3']);
    const column = catalogue.column('categories');
    expect(column?.type === 'list' && column.values[catalogue.rowOf('i2')]).toEqual(['war']);
    await importFile(core, projectId, {
      kind: 'interactions',
      file: 'user,item,type,time\nu1,i3,view,2026-01-01T00:00:00Z\nu1,i8,view,2026-01-02T00:00:00Z',
    });
    await expect.poll(() => itemIdsOf(serving, 'u1'), within).toEqual(['i8', 'i3']);
  });

  it('fields of a user, and that the user is deleted', async () => {
    const serving = start();
    const fieldsOf = async () => (await serving.users.read(await memoryOf(serving), 'eva')).fields;
    expect(await fieldsOf()).toEqual({});
    await putUser(core.context, projectId, 'eva', { custom: { age: 40 } }, elsewhere);
    await sendEvents(core.context, projectId, [{ userId: 'eva', itemId: 'i1', type: 'view' }]);
    await expect.poll(fieldsOf, within).toEqual({ age: 40 });
    await expect.poll(() => itemIdsOf(serving, 'eva'), within).toEqual(['i1']);
    expect((await memoryOf(serving)).userFieldTypes.get('age')).toBe('number');
    await deleteUser(core.context, projectId, 'eva', elsewhere);
    await expect.poll(fieldsOf, within).toEqual({});
    expect(await itemIdsOf(serving, 'eva')).toEqual([]);
  });

  it('a promoted version, a placement, an own field, a webhook and the deletion of the project', async () => {
    await importItems(catalogueFile(12));
    const serving = start();
    expect(await memoryOf(serving)).toMatchObject({ liveVersion: null, notifyServed: false });
    const versions = [await train(core, projectId, {}), await train(core, projectId, {})];
    await expect.poll(async () => (await memoryOf(serving)).liveVersion, within).toBe(versions[1]);
    await tenant(core.services.db, core.context, (trx) => moveLive(core.context, trx, projectId, versions[0] ?? 0));
    await expect.poll(async () => (await memoryOf(serving)).liveVersion, within).toBe(versions[0]);

    await write('project', [], async (trx) => {
      await trx
        .insertInto('placements')
        .values({ ...names(), name: 'home', settings: '{"n":3}' })
        .execute();
      await trx
        .insertInto('custom_fields')
        .values({ ...names(), kind: 'i', name: 'shelf', type: 'category' })
        .execute();
    });
    await expect.poll(async () => (await memoryOf(serving)).placements.get('home'), within).toEqual({ n: 3 });
    expect((await memoryOf(serving)).itemFieldTypes.get('shelf')).toBe('text');
    expect((await memoryOf(serving)).itemFieldTypes.get('price')).toBe('number');

    const endpoint = { url: 'https://example.com/', events: ['recommendation.served' as const] };
    await createEndpoint(core.context, projectId, endpoint, createDestinationPolicy({ allowPrivate: true }));
    await expect.poll(async () => (await memoryOf(serving)).notifyServed, within).toBe(true);

    await deleteProject(core.context, projectId);
    await expect.poll(() => serving.projects.get(ref()), within).toBeUndefined();
  });
});

const names = () => ({ workspace_id: ref().workspaceId, project_id: projectId });

describe('the change feed', () => {
  it('loses nothing of a transaction that began before others and commits after them', async () => {
    const serving = start();
    const number = await numberOf();
    for (const user of ['early', 'late']) expect(await itemIdsOf(serving, user)).toEqual([]);
    await tenant(core.services.db, core.context, async (trx) => {
      // Takes its transaction id, and is overtaken by events of others for longer than several polls.
      await appendChange(trx, number, 'user', ['late']);
      for (let round = 0; round < 3; round++) {
        const itemId = `i${round}`;
        await sendEvents(core.context, projectId, [{ userId: 'early', itemId, type: 'view' }]);
        await expect.poll(() => itemIdsOf(serving, 'early'), within).toContain(itemId);
      }
      await trx
        .insertInto('users')
        .values({ ...names(), user_id: 'late', custom: '{"seen":true}', import_id: null })
        .execute();
    });
    const fields = async () => (await serving.users.read(await memoryOf(serving), 'late')).fields;
    await expect.poll(fields, within).toEqual({ seen: true });
  });

  it('does not keep a state that was read while an event of the user was stored', async () => {
    const serving = start();
    const memory = await memoryOf(serving);
    for (let round = 1; round <= 20; round++) {
      const reading = serving.users.read(memory, 'busy');
      await sendEvents(core.context, projectId, [{ userId: 'busy', itemId: `i${round}`, type: 'view' }]);
      await serving.changes.applyLocal(ref(), 'user', ['busy']);
      expect((await reading).rows.length).toBeLessThanOrEqual(round);
      expect((await serving.users.read(memory, 'busy')).rows.length).toBe(round);
    }
  });

  it('counts a local write in the very next answer', async () => {
    await importItems(catalogueFile(3));
    const serving = start();
    expect(await visibleIds(serving)).toHaveLength(3);
    for (const hidden of [true, false]) {
      await core.owner.query('update items set hidden = $1 where project_id = $2 and item_id = $3', [
        hidden,
        projectId,
        'i1',
      ]);
      await serving.changes.applyLocal(ref(), 'item', ['i1']);
      expect(await visibleIds(serving)).toHaveLength(hidden ? 2 : 3);
    }
  });

  it('does not answer for a project of another workspace', async () => {
    const serving = start();
    await memoryOf(serving);
    expect(await serving.projects.get({ workspaceId: 'wsp_other', projectId })).toBeUndefined();
  });
});

/** The statements that a process sends. */
function countQueries(): { db: Db; queries: () => number } {
  let count = 0;
  const db = core.services.db.withPlugin({
    transformQuery: ({ node }) => {
      count++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { db, queries: () => count };
}

describe('users in memory', () => {
  it('are read by few queries where a thousand ask for the first time together, and by none afterwards', async () => {
    const users = Array.from({ length: 1_000 }, (_, i) => `u${i}`);
    await sendEvents(
      core.context,
      projectId,
      users.map((userId, i) => ({ userId, itemId: `i${i % 7}`, type: 'view' })),
    );
    const { db, queries } = countQueries();
    const serving = start({ db });
    const memory = await memoryOf(serving);
    const readAll = () => Promise.all(users.map((userId) => serving.users.read(memory, userId)));
    const before = queries();
    const states = await readAll();
    expect(queries() - before).toBeLessThan(20);
    expect(states.map(({ rows }) => memory.catalogue.idOf(rows[0] ?? -1))).toEqual(users.map((_, i) => `i${i % 7}`));
    expect(await readAll()).toEqual(states);
    expect(users.every((userId) => serving.users.peek(memory, userId))).toBe(true);
  });

  it('with more events than are kept, have a list of everything that they have seen', async () => {
    const at = (i: number) => new Date(1.6e12 + i * 1000).toISOString();
    const events = Array.from({ length: 1_000 }, (_, i) => ({
      userId: 'tireless',
      itemId: `i${i % 800}`,
      type: i % 800 === 5 ? 'impression' : 'view',
      timestamp: at(i),
    }));
    await sendEvents(core.context, projectId, events);
    const serving = start();
    const memory = await memoryOf(serving);
    const state = await serving.users.read(memory, 'tireless');
    expect(state).toMatchObject({ truncated: true });
    expect(Array.from(state.rows, memory.catalogue.idOf)).toEqual(
      events
        .slice(-512)
        .map(({ itemId }) => itemId)
        .toReversed(),
    );
    const seen = await serving.users.readSeen(memory, 'tireless', state);
    expect(new Set(seen).size).toBe(799);
    expect(seen).not.toContain(memory.catalogue.rowOf('i5'));
  });

  it('take no more memory than their bound: those not asked for lately are read again', async () => {
    const serving = start({ maxUserMegabytes: 1 / 64 });
    const memory = await memoryOf(serving);
    for (let i = 0; i < 100; i++) await serving.users.read(memory, `u${i}`);
    const kept = Array.from({ length: 100 }, (_, i) => i).filter((i) => serving.users.peek(memory, `u${i}`));
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.length).toBeLessThan(30);
    expect(kept.at(-1)).toBe(99);
  });
});

describe('projects in memory', () => {
  it('take no more memory than their bound, and one that is loaded again is current', async () => {
    const small = projectId;
    await importItems(catalogueFile(50));
    const serving = start({ maxCatalogueMegabytes: 1 / 8 });
    expect(await visibleIds(serving)).toHaveLength(50);
    const others = [];
    for (let n = 0; n < 3; n++) {
      projectId = await newProject(core);
      others.push(projectId);
      await memoryOf(serving);
    }
    projectId = small;
    expect(serving.projects.peek(ref())).toBeUndefined();
    projectId = others[2] ?? '';
    expect(serving.projects.peek(ref())).toBeDefined();
    projectId = small;
    await importItems('id,title,genre,price\nlate,Late,,');
    expect(await visibleIds(serving)).toHaveLength(51);
  });

  it('are loaded once for concurrent requests', async () => {
    const serving = start();
    const memories = await Promise.all(Array.from({ length: 10 }, () => memoryOf(serving)));
    expect(new Set(memories.map(({ loaded }) => loaded)).size).toBe(1);
  });
});
