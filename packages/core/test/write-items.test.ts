import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteItem } from '../src/catalogue/items/delete-item.ts';
import { getItem } from '../src/catalogue/items/get-item.ts';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { patchItem } from '../src/catalogue/items/patch-item.ts';
import { putItem } from '../src/catalogue/items/put-item.ts';
import { putItems } from '../src/catalogue/items/put-items.ts';
import { getProject } from '../src/projects/get-project.ts';
import { changesOf, customFieldsOf, importFile, newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const none = () => {};
const put = (id: string, input: Parameters<typeof putItem>[3]) => putItem(core.context, projectId, id, input, none);
const patch = (id: string, input: Parameters<typeof putItem>[3]) => patchItem(core.context, projectId, id, input, none);
const bulk = (rows: unknown[]) => putItems(core.context, projectId, rows, none);
const get = (id: string) => getItem(core.context, projectId, id);
const items = async () => (await getProject(core.context, projectId)).counts.items;

const full = {
  title: 'The Quiet Harbour',
  description: 'A keeper returns.',
  categories: ['Novel', 'Sea', 'Novel'],
  tags: ['harbour'],
  price: 12.5,
  imageUrl: 'https://example.com/1.jpg',
  url: 'https://example.com/1',
  ownerId: '007',
  createdAt: '2026-01-15T10:00:00+02:00',
  hidden: false,
  custom: { pages: 100, colour: 'red', signed: true, genre: ['Drama'], place: { lat: 52.5, lon: 13.4 } },
};
const stored = { ...full, itemId: 'a', categories: ['Novel', 'Sea'], createdAt: '2026-01-15T08:00:00.000Z' };

describe('an item', () => {
  it('is made, read with every field, and replaced as a whole', async () => {
    projectId = await newProject(core);
    expect(await put('a', full)).toEqual({ item: stored, created: true });
    expect(await get('a')).toEqual(stored);
    const replaced = await put('a', { title: 'Only a title' });
    expect(replaced).toMatchObject({ created: false, item: { title: 'Only a title', price: null, custom: {} } });
    // What was read can be written.
    const read = await get('a');
    expect((await put('a', read)).item).toEqual(read);
    expect(await items()).toBe(1);
  });

  it('is changed field by field, own fields too; null removes a value', async () => {
    projectId = await newProject(core);
    await put('a', full);
    const custom = { pages: 101, colour: null, signed: true, place: { lat: 1, lon: 2 } };
    const changed = await patch('a', { price: 99, description: null, categories: null, custom });
    expect(changed).toEqual({
      ...stored,
      price: 99,
      description: null,
      categories: [],
      custom: { pages: 101, signed: true, genre: ['Drama'], place: { lat: 1, lon: 2 } },
    });
    expect(await get('a')).toEqual(changed);
    expect(await patch('a', {})).toEqual(changed);
    expect((await patch('a', { hidden: true })).hidden).toBe(true);
    expect((await patch('a', { hidden: null })).hidden).toBe(false);
  });

  it('that is not there is not found, neither read nor changed', async () => {
    projectId = await newProject(core);
    await expect(get('x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(patch('x', { price: 1, custom: { fresh: 1 } })).rejects.toMatchObject({ code: 'not-found' });
    expect(await customFieldsOf(core, projectId)).toEqual([]);
  });

  it('is deleted once or twice, and counted out once', async () => {
    projectId = await newProject(core);
    await Promise.all(['a', 'b', 'a', 'c', 'a'].map((id) => put(id, full)));
    expect(await items()).toBe(3);
    await Promise.all(Array.from({ length: 3 }, () => deleteItem(core.context, projectId, 'a', none)));
    expect(await items()).toBe(2);
    await expect(get('a')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('has the id of the path', async () => {
    projectId = await newProject(core);
    await expect(put('a', { ...full, itemId: 'b' })).rejects.toMatchObject({ inputs: [{ pointer: '/itemId' }] });
    expect((await put('a', { ...full, itemId: 'a' })).created).toBe(true);
  });

  it('is announced to every process, and applied to this one after the commit', async () => {
    projectId = await newProject(core);
    const applied: unknown[] = [];
    const apply = async (...change: unknown[]) => {
      applied.push([...change, (await items()) > 0]);
    };
    await putItem(core.context, projectId, 'a', full, apply);
    await patchItem(core.context, projectId, 'a', { price: 1 }, apply);
    expect(applied).toEqual([
      ['project', [], true],
      ['item', ['a'], true],
      ['item', ['a'], true],
    ]);
    expect(await changesOf(core, projectId)).toEqual([
      // The types of the own fields; that the project has a catalogue.
      ['p', []],
      ['p', []],
      ['i', ['a']],
      ['i', ['a']],
    ]);
  });
});

describe('own fields', () => {
  it('take the type of their first value, and no other afterwards', async () => {
    projectId = await newProject(core);
    await put('a', { custom: { ...full.custom, note: '2026-01-15' } });
    expect(await customFieldsOf(core, projectId)).toEqual([
      ['colour', 'category'],
      ['genre', 'list'],
      ['note', 'category'],
      ['pages', 'number'],
      ['place', 'geo'],
      ['signed', 'boolean'],
    ]);
    for (const [name, value] of Object.entries({
      pages: 'many',
      colour: 5,
      signed: 'yes',
      genre: 'Drama',
      place: { lat: 99, lon: 1 },
      'a/b~c': {},
      price: 3,
    })) {
      const wrong = { title: 'x', custom: { [name]: value } };
      const pointer = `/custom/${name.replace('~', '~0').replace('/', '~1')}`;
      const error = { code: 'invalid-input', inputs: [{ pointer: expect.stringContaining(pointer) }] };
      await expect(put('b', wrong), name).rejects.toMatchObject(error);
      await expect(patch('a', wrong), name).rejects.toMatchObject(error);
    }
    await expect(get('b')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keep the types that a file gave them; dates are dates there', async () => {
    projectId = await newProject(core);
    await importFile(core, projectId, {
      kind: 'items',
      file: 'id,released,pages,price2\n1,2026-01-15,100,5\n',
      mapping: {
        columns: {
          id: { field: 'itemId' },
          released: { field: 'custom', name: 'released', type: 'date' },
          pages: { field: 'custom', name: 'pages', type: 'number' },
          price2: { field: 'custom', name: 'price', type: 'text' },
        },
      },
    });
    expect(await customFieldsOf(core, projectId)).toEqual([
      ['pages', 'number'],
      ['price', 'text'],
      ['released', 'date'],
    ]);
    const { item } = await put('2', { custom: { released: '2026-02-01', pages: 5, price: 'high' } });
    expect(item.custom).toEqual({ released: '2026-02-01T00:00:00.000Z', pages: 5, price: 'high' });
    await expect(put('2', { custom: { released: 'soon' } })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(put('2', { custom: { pages: 'many' } })).rejects.toMatchObject({ code: 'invalid-input' });
    // Its column is mapped otherwise in the next file.
    await importFile(core, projectId, {
      kind: 'items',
      file: 'id,pages\n1,many\n',
      mapping: { columns: { id: { field: 'itemId' }, pages: { field: 'custom', name: 'pages', type: 'category' } } },
    });
    expect((await put('3', { custom: { pages: 'few' } })).item.custom).toEqual({ pages: 'few' });
  });

  it('of concurrent requests have one type, and the rows of the other type are refused', async () => {
    projectId = await newProject(core);
    const answers = await Promise.allSettled(
      Array.from({ length: 16 }, (_, i) =>
        put(`${i}`, { custom: { size: i % 2 ? 'large' : 5, [`own${i % 3}`]: true } }),
      ),
    );
    const [[, type] = []] = (await customFieldsOf(core, projectId)).filter(([name]) => name === 'size');
    for (const [i, answer] of answers.entries()) {
      const fits = type === (i % 2 ? 'category' : 'number');
      expect(answer.status).toBe(fits ? 'fulfilled' : 'rejected');
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ inputs: [{ pointer: '/custom/size' }] });
    }
    expect(await items()).toBe(8);
  });
});

describe('many items', () => {
  it('are stored row by row: the bad ones by index with a reason, the last of one id', async () => {
    projectId = await newProject(core);
    await put('b', full);
    const result = await bulk([
      { itemId: 'a', title: 'One', custom: { pages: 5 } },
      { itemId: 'x', title: 'Two', price: 'dear' },
      { itemId: 'b', title: 'Three' },
      { title: 'No id' },
      { itemId: 'y', custom: { pages: 'many' } },
      'z',
      { itemId: 'a', title: 'One again', custom: { pages: 6, weight: 1 } },
      { itemId: 'y', custom: { weight: 'heavy' } },
      { itemId: 'c', unknown: 1 },
    ]);
    expect(result.accepted).toBe(3);
    expect(result.rejected.map(({ index }) => index)).toEqual([1, 3, 4, 5, 7, 8]);
    expect(result.rejected.map(({ reason }) => reason.split(':')[0])).toEqual([
      'price',
      'itemId',
      'custom.pages',
      expect.any(String),
      'custom.weight',
      expect.any(String),
    ]);
    const { data } = await listItems(core.context, projectId, { limit: 10 });
    expect(data.map((item) => [item.itemId, item.title, item.price, item.custom])).toEqual([
      ['a', 'One again', null, { pages: 6, weight: 1 }],
      ['b', 'Three', null, {}],
    ]);
    expect(await items()).toBe(2);
    expect((await changesOf(core, projectId)).at(-1)).toEqual(['i', ['a', 'b']]);
  });

  it('in opposite orders by concurrent requests do not fail, and are counted once', async () => {
    projectId = await newProject(core);
    const rows = Array.from({ length: 300 }, (_, i) => ({
      itemId: `i${i}`,
      title: `${i}`,
      custom: { [`f${i % 7}`]: i },
    }));
    const sent = await Promise.all(Array.from({ length: 8 }, (_, i) => bulk(i % 2 ? rows : rows.toReversed())));
    for (const answer of sent) expect(answer).toEqual({ accepted: 300, rejected: [] });
    expect(await items()).toBe(300);
  });

  it('are at most 10,000', async () => {
    projectId = await newProject(core);
    const rows = Array.from({ length: 10_001 }, (_, i) => ({ itemId: `${i}` }));
    await expect(bulk(rows)).rejects.toMatchObject({ code: 'too-large' });
    expect(await bulk(rows.slice(1))).toEqual({ accepted: 10_000, rejected: [] });
  });
});
