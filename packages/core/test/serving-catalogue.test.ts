import type { ItemInput } from '@curio/contracts';
import type { Db } from '@curio/db';
import type { Catalogue } from '@curio/serving/catalogue/catalogue';
import { fieldValue } from '@curio/serving/catalogue/field-value';
import { createServing, type Serving } from '@curio/serving/serving';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteItem } from '../src/catalogue/items/delete-item.ts';
import { patchItem } from '../src/catalogue/items/patch-item.ts';
import { putItem } from '../src/catalogue/items/put-item.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { runImport } from '../src/imports/run-import.ts';
import { undoImport } from '../src/imports/undo-import.ts';
import { importFile, jobOf, newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
let projectId: string;
let serving: Serving;
let queries = 0;
beforeAll(async () => {
  core = await startCore();
  serving = createServing({ db: counted(core.services.db), log: core.services.log, maxModelMegabytes: 16 });
});
afterAll(async () => {
  await serving.changes.close();
  await core.stop();
});
beforeEach(async () => {
  projectId = await newProject(core);
});

const counted = (db: Db): Db =>
  db.withPlugin({
    transformQuery: ({ node }) => {
      queries++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });

const ref = () => ({ workspaceId: core.context.workspaceId, projectId });
const put = (itemId: string, input: ItemInput) =>
  putItem(core.context, projectId, itemId, input, (kind, ids) => serving.changes.applyLocal(ref(), kind, ids));
async function memory() {
  const known = await serving.projects.get(ref());
  if (!known) throw new Error('The project is not found');
  return known;
}
const valueIn = (catalogue: Catalogue, itemId: string, field: string) => {
  const column = catalogue.column(field);
  return column && fieldValue(column, catalogue.rowOf(itemId));
};

const full: ItemInput = {
  title: 'The “Quiet” Harbour, part 1',
  description: 'A keeper returns.\nTo the sea.',
  categories: ['novel', 'sea, coast', 'novel "x"'],
  tags: ['a'],
  price: 14.9,
  imageUrl: 'https://example.com/1.jpg',
  url: 'https://example.com/1',
  ownerId: '007',
  createdAt: '2026-01-15T10:20:30.123Z',
  hidden: true,
  custom: { colour: 'red', weight: 1.5, used: false, since: '2020-05-06T00:00:00.000Z', sizes: ['S', 'M'] },
};
const empty = {
  title: null,
  description: null,
  categories: null,
  tags: null,
  price: null,
  imageUrl: null,
  url: null,
  ownerId: null,
  createdAt: null,
  hidden: false,
};

describe('the columns of a catalogue', () => {
  it('have every field as it was written, whether they were loaded before or after the item', async () => {
    await importFile(core, projectId, {
      kind: 'items',
      file: 'id,place,colour\ngeo,"52.5,13.4",blue',
      mapping: {
        columns: {
          id: { field: 'itemId' },
          place: { field: 'custom', name: 'place', type: 'geo' },
          colour: { field: 'custom', name: 'colour', type: 'category' },
        },
      },
    });
    await put('before', full);
    await put('bare', {});
    const { catalogue, itemFieldTypes } = await memory();
    const { custom = {}, ...builtIn } = full;
    const names = [...Object.keys(builtIn), ...Object.keys(custom), 'place', 'itemId'];
    await catalogue.ensureColumns([...names, 'no such field']);
    await put('after', full);
    for (const name of names) expect(itemFieldTypes.has(name), name).toBe(true);
    expect(catalogue.column('no such field')).toBeUndefined();
    for (const itemId of ['before', 'after']) {
      const given = { ...builtIn, ...custom, place: null, itemId };
      for (const [name, value] of Object.entries(given)) expect(valueIn(catalogue, itemId, name), name).toEqual(value);
      expect(catalogue.visible[catalogue.rowOf(itemId)]).toBe(0);
    }
    for (const [name, value] of Object.entries(empty)) expect(valueIn(catalogue, 'bare', name), name).toBe(value);
    for (const name of Object.keys(custom)) expect(valueIn(catalogue, 'bare', name), name).toBeNull();
    expect(valueIn(catalogue, 'geo', 'place')).toEqual({ lat: 52.5, lon: 13.4 });
    expect(valueIn(catalogue, 'geo', 'colour')).toBe('blue');
  });

  it('have no value where the stored one does not fit the type, and are loaded again after the type has changed', async () => {
    await put('a', { custom: { size: 'large' } });
    const { catalogue } = await memory();
    await catalogue.ensureColumns(['size']);
    expect(valueIn(catalogue, 'a', 'size')).toBe('large');
    await importFile(core, projectId, {
      kind: 'items',
      file: 'id,size\nb,12',
      mapping: {
        columns: { id: { field: 'itemId' }, size: { field: 'custom', name: 'size', type: 'number' } },
      },
    });
    await serving.changes.applyLocal(ref(), 'catalogue');
    expect((await memory()).itemFieldTypes.get('size')).toBe('number');
    expect(catalogue.column('size')).toBeUndefined();
    await catalogue.ensureColumns(['size']);
    expect(valueIn(catalogue, 'a', 'size')).toBeNull();
    expect(valueIn(catalogue, 'b', 'size')).toBe(12);
  });

  it('are loaded once, together, and by no query afterwards', async () => {
    await put('a', { title: 'A', price: 3 });
    const { catalogue } = await memory();
    const before = queries;
    await Promise.all(Array.from({ length: 20 }, () => catalogue.ensureColumns(['title', 'price', 'tags'])));
    // A transaction: its workspace, its memory for sorting, and the rows of all three. A poll may come between.
    expect(queries - before).toBeLessThanOrEqual(4);
    const afterwards = queries;
    await catalogue.ensureColumns(['tags', 'title']);
    await serving.projects.get(ref());
    // Without a live version the change feed is polled, so that the first one counts immediately.
    expect(queries - afterwards).toBeLessThanOrEqual(2);
  });

  it('miss no change that is made while they are loaded', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => `i${i},Title ${i},${i}`);
    await importFile(core, projectId, { kind: 'items', file: ['id,title,price', ...rows].join('\n') });
    const { catalogue } = await memory();
    const fields = ['title', 'price', 'tags', 'categories', 'ownerId', 'url'];
    const loads = fields.map((field) => catalogue.ensureColumns([field]));
    for (let i = 0; i < 40; i++) {
      const itemId = `i${i * 70}`;
      const apply = (kind: 'item' | 'project' | 'user' | 'catalogue', ids: readonly string[]) => {
        void serving.changes.applyLocal(ref(), kind, ids);
        if (i % 10 === 0) void serving.changes.applyLocal(ref(), 'catalogue');
      };
      if (i % 2) await patchItem(core.context, projectId, itemId, { title: `New ${i}`, tags: [`t${i}`] }, apply);
      else await putItem(core.context, projectId, `added ${i}`, { title: `New ${i}`, price: i }, apply);
    }
    await Promise.all(loads);
    await serving.changes.applyLocal(ref(), 'catalogue');
    await catalogue.ensureColumns(fields);
    for (let i = 0; i < 40; i++) {
      const itemId = i % 2 ? `i${i * 70}` : `added ${i}`;
      expect(valueIn(catalogue, itemId, 'title')).toBe(`New ${i}`);
      if (i % 2) expect(valueIn(catalogue, itemId, 'tags')).toEqual([`t${i}`]);
      else expect(valueIn(catalogue, itemId, 'price')).toBe(i);
    }
    for (let i = 1; i < 3_000; i += 7) {
      if (i % 70)
        expect([valueIn(catalogue, `i${i}`, 'title'), valueIn(catalogue, `i${i}`, 'price')]).toEqual([`Title ${i}`, i]);
    }
    expect(catalogue.latest()).toHaveLength(3_020);
  });
});

it('finds an item by its title, the visible one of two, and again after a change', async () => {
  await put('a', { title: 'Same', hidden: true });
  await put('b', { title: 'Same' });
  const project = await memory();
  const find = async (title: string) => {
    const row = await serving.findItemByTitle(project, title);
    return row < 0 ? undefined : project.catalogue.idOf(row);
  };
  expect(await find('Same')).toBe('b');
  expect(await find('Other')).toBeUndefined();
  const before = queries;
  expect(await find('Other')).toBeUndefined();
  expect(queries - before).toBeLessThanOrEqual(1);
  await put('b', { title: 'Other' });
  expect(await find('Same')).toBe('a');
  expect(await find('Other')).toBe('b');
});

describe('a project whose items were all deleted', () => {
  const apply = (kind: 'item' | 'project' | 'user' | 'catalogue', ids: readonly string[]) =>
    serving.changes.applyLocal(ref(), kind, ids);
  const shownBy = async (process: Serving) => {
    const { catalogue } = (await process.projects.get(ref())) ?? (await memory());
    return Array.from(catalogue.latest(), catalogue.idOf);
  };
  const another = () => createServing({ db: core.services.db, log: core.services.log, maxModelMegabytes: 16 });

  it.each(['written', 'imported'])('shows none of them again, nor items of events: %s', async (how) => {
    await sendEvents(core.context, projectId, [
      { userId: 'u', itemId: 'a', type: 'view' },
      { userId: 'u', itemId: 'b', type: 'view' },
    ]);
    const replica = another();
    expect((await shownBy(serving)).sort()).toEqual(['a', 'b']);
    expect((await shownBy(replica)).sort()).toEqual(['a', 'b']);
    if (how === 'written') await put('a', { title: 'A' });
    else {
      await importFile(core, projectId, { kind: 'items', file: 'id,title\na,A' });
      await apply('catalogue', []);
    }
    await deleteItem(core.context, projectId, 'a', apply);
    expect(await shownBy(serving)).toEqual([]);
    await expect.poll(() => shownBy(replica), { timeout: 2_000 }).toEqual([]);
    await sendEvents(core.context, projectId, [{ userId: 'u', itemId: 'c', type: 'view' }], apply);
    expect(await shownBy(serving)).toEqual([]);
    const started = another();
    expect(await shownBy(started)).toEqual([]);
    await put('b', { title: 'B' });
    expect(await shownBy(serving)).toEqual(['b']);
    for (const process of [replica, started]) {
      await expect.poll(() => shownBy(process), { timeout: 2_000 }).toEqual(['b']);
      await process.changes.close();
    }
  });

  it('shows the items of events again where the import that made the catalogue was undone', async () => {
    await sendEvents(core.context, projectId, [{ userId: 'u', itemId: 'a', type: 'view' }]);
    const replica = another();
    const { id } = await importFile(core, projectId, { kind: 'items', file: 'id,title\nb,B' });
    for (const process of [serving, replica]) expect(await shownBy(process)).toEqual(['b']);
    await undoImport(core.context, projectId, id);
    await runImport(core.context, jobOf(core, projectId, id, 'undo'), new AbortController().signal);
    for (const process of [serving, replica]) {
      await expect.poll(() => shownBy(process).then((ids) => ids.includes('a')), { timeout: 2_000 }).toBe(true);
    }
    await replica.changes.close();
  });
});
