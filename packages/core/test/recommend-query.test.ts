import type { RecommendInput } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { randomItems } from '../src/recommendations/random-items.ts';
import { recommend } from '../src/recommendations/recommend.ts';
import { recommendBatch } from '../src/recommendations/recommend-batch.ts';
import { type PlantedShop, plantShop, readBy, shopItem, shopItems, visibleIds } from './planted-shop.ts';
import { importFile, newProject } from './start-core.ts';

let shop: PlantedShop;
let idsOf: PlantedShop['idsOf'];
beforeAll(async () => {
  shop = await plantShop();
  idsOf = shop.idsOf;
});
afterAll(() => shop.close());

const everything = { strategy: 'latest', n: 500, excludeSeen: false, excludeOwn: false } as const;
const genreOf = (itemId: string) => shopItem(itemId).genre;
const meanPlace = (ids: string[], wanted: (id: string) => boolean) => {
  const places = ids.flatMap((id, place) => (wanted(id) ? [place] : []));
  return places.reduce((sum, place) => sum + place, 0) / places.length;
};
const put = (itemId: string, title: string) =>
  shop.core.owner.query(
    `insert into items (workspace_id, project_id, item_id, title, categories) values ($1, $2, $3, $4, '{Crime}')`,
    [shop.core.context.workspaceId, shop.projectId, itemId, title],
  );
describe('a list', () => {
  it('has every visible item once, with its title, where more are asked for than there are', async () => {
    const { items } = await shop.ask(everything);
    expect(items.map((item) => item.itemId).sort()).toEqual([...visibleIds].sort());
    for (const { itemId, fields } of items) expect(fields).toEqual({ title: shopItem(itemId).title });
  });

  it('of a reader starts with the own genre, without what was read and what the reader owns', async () => {
    const { items, fallback } = await shop.ask({ userId: 'r0', n: 8 });
    expect(fallback).toBeUndefined();
    const read = new Set(readBy(0));
    for (const { itemId, source } of items) {
      expect(genreOf(itemId)).toBe('Crime');
      expect(source).toBe('personal');
      expect(read.has(itemId)).toBe(false);
      expect(shopItem(itemId).ownerId).not.toBe('r0');
    }
    const all = await idsOf({ userId: 'r0', n: 500 });
    expect(all.sort()).toEqual(visibleIds.filter((id) => !read.has(id) && shopItem(id).ownerId !== 'r0').sort());
  });

  it.each([
    ['excludeSeen', { excludeSeen: false }, (id: string) => readBy(0).includes(id) && shopItem(id).ownerId !== 'r0'],
    ['excludeOwn', { excludeOwn: false }, (id: string) => shopItem(id).ownerId === 'r0' && !readBy(0).includes(id)],
  ])('%s: false brings back what it leaves out', async (_, settings, isBack) => {
    const before = await idsOf({ userId: 'r0', n: 500 });
    const after = await idsOf({ userId: 'r0', n: 500, ...settings });
    expect(after.filter((id) => !before.includes(id)).sort()).toEqual(visibleIds.filter(isBack).sort());
  });

  it('gives the fields that were asked for, and refuses unknown ones with a pointer', async () => {
    const { items } = await shop.ask({
      userId: 'r0',
      n: 3,
      fields: ['price', 'createdAt', 'description', 'categories'],
    });
    for (const { itemId, fields } of items) {
      const { price, createdAt, genre } = shopItem(itemId);
      expect(fields).toEqual({ price, createdAt, description: null, categories: [genre] });
    }
    expect((await shop.ask({ fields: [], n: 1 })).items[0]?.fields).toEqual({});
    expect(await shop.refusal({ fields: ['title', 'colour'] })).toEqual(['invalid-input', '/fields/1']);
  });
});

describe('a filter', () => {
  it('leaves the order of the others as it is', async () => {
    const long = await idsOf({ userId: 'r0', n: 500 });
    const cheap = await idsOf({ userId: 'r0', n: 10, filter: { field: 'price', lte: 20 } });
    expect(cheap).toEqual(long.filter((id) => shopItem(id).price <= 20).slice(0, 10));
  });

  it('applies to every strategy, to similar items and without a user', async () => {
    const filter = { field: 'categories', contains: 'Poetry' };
    for (const query of [
      { strategy: 'popular' },
      { strategy: 'latest' },
      { itemId: 'b0' },
      {},
      { userId: 'nobody' },
    ] as const) {
      const ids = await idsOf({ ...query, n: 500, excludeSeen: false, filter });
      expect(ids.sort()).toEqual(visibleIds.filter((id) => genreOf(id) === 'Poetry').sort());
    }
  });

  it('that nothing passes gives an empty list and says why', async () => {
    const answer = await shop.ask({ userId: 'r0', filter: { field: 'price', gt: 1e6 } });
    expect(answer.items).toEqual([]);
    expect(answer.fallback).toMatch(/filter/);
    expect(answer.nextCursor).toBeNull();
  });

  it('of an unknown field or a wrong type is refused with a pointer', async () => {
    expect(
      await shop.refusal({
        filter: {
          and: [
            { field: 'price', gt: 1 },
            { field: 'prize', gt: 1 },
          ],
        },
      }),
    ).toEqual(['invalid-input', '/filter/and/1/field']);
    expect(await shop.refusal({ filter: { field: 'price', gt: 'cheap' } })).toEqual(['invalid-input', '/filter/gt']);
  });
});

describe('rules', () => {
  const query = { userId: 'r0', n: 500 };

  it('boost and bury rules move items and remove none', async () => {
    const plain = await idsOf(query);
    const filter = { field: 'categories', contains: 'Poetry' };
    const isPoetry = (id: string) => genreOf(id) === 'Poetry';
    const boosted = await idsOf({ ...query, rules: { boost: [{ filter, factor: 1000 }] } });
    expect(meanPlace(boosted, isPoetry)).toBeLessThan(meanPlace(plain, isPoetry) - 5);
    const crime = { field: 'categories', contains: 'Crime' };
    const lowered = await idsOf({ ...query, rules: { bury: [{ filter: crime, factor: 0 }] } });
    expect(meanPlace(lowered, isPoetry)).toBeLessThan(meanPlace(plain, isPoetry) - 5);
    expect([...boosted].sort()).toEqual([...plain].sort());
    expect([...lowered].sort()).toEqual([...plain].sort());
  });

  it('a decay from a price puts the items near it first', async () => {
    // The newest are the cheapest.
    const rules = { boost: [{ field: 'price', decay: { origin: 40, scale: 1 } }] };
    const ids = await idsOf({ ...everything, rules });
    const isDear = (id: string) => shopItem(id).price > 30;
    expect(meanPlace(await idsOf(everything), isDear)).toBeGreaterThan(25);
    expect(meanPlace(ids, isDear)).toBeLessThan(6);
  });

  it('pins stand at their positions, also what was read or does not match the filter, but not what is hidden', async () => {
    const pin = [
      { itemId: 'b39', position: 1 },
      { itemId: readBy(0)[0] ?? '', position: 4 },
      { itemId: 'b6', position: 2 },
    ];
    const { items } = await shop.ask({ ...query, n: 10, filter: { field: 'price', lt: 39 }, rules: { pin } });
    const ids = items.map((item) => item.itemId);
    expect([ids[0], ids[3]]).toEqual(['b39', readBy(0)[0]]);
    expect(items.map((item) => item.source === 'pinned').flatMap((isPinned, n) => (isPinned ? [n] : []))).toEqual([
      0, 3,
    ]);
    expect(ids).not.toContain('b6');
    const plain = await idsOf({ ...query, filter: { field: 'price', lt: 39 } });
    expect(ids.filter((_, n) => n !== 0 && n !== 3)).toEqual(plain.slice(0, 8));
  });

  it('include lists only these, in the order of their scores; exclude never these', async () => {
    const plain = await idsOf(query);
    const some = plain.filter((_, n) => n % 4 === 1);
    expect(await idsOf({ ...query, rules: { include: [...some, readBy(0)[0] ?? ''] } })).toEqual(some);
    const exclude = [plain[0] ?? '', plain[2] ?? ''];
    expect(await idsOf({ ...query, rules: { exclude } })).toEqual(plain.filter((id) => !exclude.includes(id)));
  });

  it('are refused with a pointer where they name an unknown field', async () => {
    const rules = { boost: [{ filter: { field: 'zzz', eq: 1 }, factor: 2 }] };
    expect(await shop.refusal({ ...query, rules })).toEqual(['invalid-input', '/rules/boost/0/filter/field']);
  });

  it('that changed an item are among its reasons', async () => {
    const rules = { boost: [{ filter: { field: 'price', lte: 20 }, factor: 3 }] };
    const { items } = await shop.ask({ ...query, n: 20, rules, explain: true });
    for (const { itemId, reasons = [] } of items) {
      const texts = reasons.filter((reason) => reason.kind === 'rule').map((reason) => reason.text);
      expect(texts).toEqual(shopItem(itemId).price <= 20 ? ['Boosted × 3: price is ≤ 20'] : []);
    }
  });
});

describe('diversity and rotation', () => {
  it('diversity brings the other genre into the first places', async () => {
    const genres = async (diversity: number) => new Set((await idsOf({ userId: 'r0', n: 6, diversity })).map(genreOf));
    expect((await genres(0)).size).toBe(1);
    expect((await genres(0.9)).size).toBe(2);
  });

  it('rotation lowers what the user was shown lately, and an impression alone is not seen', async () => {
    const before = await idsOf({ userId: 'r2', n: 500 });
    const shown = before.slice(0, 3);
    const events = shown.map((itemId) => ({ userId: 'r2', itemId, type: 'impression' }));
    await sendEvents(shop.core.context, shop.projectId, events);
    const { workspaceId } = shop.core.context;
    await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'user', ['r2']);
    const rotated = await idsOf({ userId: 'r2', n: 500, rotation: 1 });
    // Below everything but the two items that nobody has read.
    expect(rotated.slice(-5).filter((id) => shown.includes(id))).toHaveLength(3);
    expect([...rotated].sort()).toEqual([...before].sort());
  });
});

describe('an item that the model does not have', () => {
  it('is listed last, first by date, boosted to the front, and explained as new', async () => {
    await put('new-1', 'Fresh');
    const { workspaceId } = shop.core.context;
    await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'item', ['new-1']);
    expect((await idsOf({ userId: 'r0', n: 500 })).at(-1)).toBe('new-1');
    const rules = { boost: [{ filter: { field: 'title', eq: 'Fresh' }, factor: 10_000 }] };
    const { items } = await shop.ask({ userId: 'r0', n: 3, rules, explain: true });
    expect(items[0]).toMatchObject({ itemId: 'new-1', source: 'latest', fields: { title: 'Fresh' } });
    expect(items[0]?.reasons?.[0]?.kind).toBe('latest');
  });

  it('has similar items by their categories, with the reason', async () => {
    const { items, fallback } = await shop.ask({ itemId: 'new-1', n: 500, explain: true });
    expect(fallback).toMatch(/not in the model yet, so these are items with the same categories/);
    const similar = items.filter(({ source }) => source === 'similar');
    const crime = visibleIds.filter((id) => genreOf(id) === 'Crime');
    expect(similar.map((item) => item.itemId).sort()).toEqual(crime.sort());
    for (const { reasons } of similar) expect(reasons?.[0]).toMatchObject({ kind: 'features', text: 'Shares Crime' });
    // The others follow, with scores that go on falling.
    expect(items.slice(0, crime.length)).toEqual(similar);
    expect(items.map((item) => item.score)).toEqual(items.map((item) => item.score).toSorted((a, b) => b - a));
    expect(items.map((item) => item.itemId).sort()).toEqual([...visibleIds].sort());
  });

  it('is gone once it is deleted', async () => {
    const { workspaceId } = shop.core.context;
    await shop.core.owner.query(`delete from items where project_id = $1 and item_id = 'new-1'`, [shop.projectId]);
    await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'item', ['new-1']);
    expect(await idsOf(everything)).not.toContain('new-1');
  });
});

describe('a project whose first items another process imports', () => {
  it('lists them in the very next answer', async () => {
    const projectId = await newProject(shop.core);
    const ask = () => recommend(shop.core.context, shop.services, projectId, { userId: 'r0' });
    expect(await ask()).toMatchObject({ items: [], fallback: 'The project has no item that can be shown' });
    await importFile(shop.core, projectId, { kind: 'items', file: 'id,title\nfirst,First' });
    expect(await ask()).toMatchObject({ items: [{ itemId: 'first' }], fallback: 'No model is ready yet' });
  });
});

describe('a batch', () => {
  it('answers each query as it would be answered alone, and refuses an invalid one in its place', async () => {
    const queries: RecommendInput[] = [
      { userId: 'r0', n: 3 },
      { itemId: 'b2', n: 3 },
      { placement: 'nowhere' },
      { userId: 'r1', n: 3 },
    ];
    const answers = await recommendBatch(shop.core.context, shop.services, shop.projectId, queries);
    for (const n of [0, 1, 3]) {
      const answer = answers[n];
      if (answer === undefined || answer instanceof Error) throw new Error(`query ${n} was refused`);
      expect(answer.items.map((item) => item.itemId)).toEqual(await idsOf(queries[n] ?? {}));
    }
    expect(answers[2]).toMatchObject({ code: 'invalid-input', inputs: [{ pointer: '/placement' }] });
  });

  it('is refused where its answers would have too many items', async () => {
    const queries = Array.from({ length: 101 }, (_, n) => ({ userId: `r${n}`, n: 500 }));
    const batch = recommendBatch(shop.core.context, shop.services, shop.projectId, queries);
    await expect(batch).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('random items', () => {
  it('are different visible items, others in each answer', async () => {
    const draw = async () =>
      (await randomItems(shop.core.context, shop.services, shop.projectId, 20)).data.map((item) => item.itemId);
    const [first, second] = [await draw(), await draw()];
    expect(new Set(first).size).toBe(20);
    expect(first).not.toEqual(second);
    expect(first.every((id) => visibleIds.includes(id))).toBe(true);
    expect(shopItems.length).toBeGreaterThan(20);
  });
});

it('a placement whose version is not ready is named by the error', async () => {
  const project = { workspaceId: shop.core.context.workspaceId, projectId: shop.projectId };
  await shop.core.owner.query(
    `insert into placements (workspace_id, project_id, name, settings) values ($1, $2, 'pinned', '{"modelVersion": 9}')`,
    [project.workspaceId, project.projectId],
  );
  await shop.services.serving.changes.applyLocal(project, 'project');
  expect(await shop.refusal({ placement: 'pinned' })).toEqual(['invalid-input', '/placement']);
  expect(await shop.refusal({ placement: 'pinned', modelVersion: 8 })).toEqual(['invalid-input', '/modelVersion']);
  expect(await shop.ask({ placement: 'pinned', modelVersion: 1, n: 1 })).toMatchObject({ model: { version: 1 } });
});
