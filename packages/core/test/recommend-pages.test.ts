import { type RecommendInput, type Rules, recommendInput } from '@curio/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { type PlantedShop, plantShop } from './planted-shop.ts';

let shop: PlantedShop;
let idsOf: PlantedShop['idsOf'];
beforeAll(async () => {
  shop = await plantShop();
  idsOf = shop.idsOf;
});
afterAll(() => shop.close());

const hide = async (itemId: string, hidden: boolean) => {
  await shop.core.owner.query('update items set hidden = $1 where project_id = $2 and item_id = $3', [
    hidden,
    shop.projectId,
    itemId,
  ]);
  const { workspaceId } = shop.core.context;
  await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'item', [itemId]);
};

describe('pages', () => {
  const pagesOf = async (query: RecommendInput, between?: (page: number) => Promise<void>) => {
    const pages: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 50; page++) {
      const answer = await shop.ask({ ...query, ...(cursor ? { cursor } : {}) });
      pages.push(...answer.items.map((item) => item.itemId));
      if (!answer.nextCursor) return pages;
      cursor = answer.nextCursor;
      await between?.(page);
    }
    throw new Error('The list has no end');
  };

  it('by cursor and by offset are parts of one list, whatever changes its order', async () => {
    const settings = fc.record(
      {
        diversity: fc.constantFrom(0, 0.5, 1),
        filter: fc.constantFrom({ field: 'price', lte: 30 }, { field: 'categories', contains: 'Crime' }),
        rules: fc.constantFrom<Rules>(
          { pin: [{ itemId: 'b39', position: 5 }] },
          { boost: [{ filter: { field: 'price', gt: 20 }, factor: 4 }], exclude: ['b3'] },
        ),
        strategy: fc.constantFrom('popular' as const, 'latest' as const, 'personal' as const),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(settings, fc.integer({ min: 1, max: 17 }), async (more, n) => {
        const query = { userId: 'r4', ...more };
        const whole = await idsOf({ ...query, n: 500 });
        expect(await pagesOf({ ...query, n })).toEqual(whole);
        expect(await idsOf({ ...query, n, offset: n })).toEqual(whole.slice(n, 2 * n));
      }),
      { numRuns: 25 },
    );
  });

  it.each([[[1]], [[4]], [[2, 3, 4]]])(
    'skip and repeat nothing where items of an earlier page are hidden meanwhile: %j',
    async (places) => {
      const whole = await idsOf({ userId: 'r4', n: 500 });
      const hidden = places.map((place) => whole[place] ?? '');
      const pages = await pagesOf({ userId: 'r4', n: 5 }, async (page) => {
        if (page === 0) for (const itemId of hidden) await hide(itemId, true);
      });
      for (const itemId of hidden) await hide(itemId, false);
      expect(pages).toEqual(whole);
    },
  );

  it('count on every page what another clock has dated later than the first one', async () => {
    const timestamp = new Date(Date.now() + 60_000).toISOString();
    const event = { userId: 'early', itemId: 'b1', type: 'purchase', timestamp };
    await sendEvents(shop.core.context, shop.projectId, [event]);
    const { workspaceId } = shop.core.context;
    await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'user', ['early']);
    expect(await pagesOf({ userId: 'early', n: 5 })).toEqual(await idsOf({ userId: 'early', n: 500 }));
  });

  it('outlive the first promotion of a project', async () => {
    const project = { workspaceId: shop.core.context.workspaceId, projectId: shop.projectId };
    const setLive = async (version: number | null) => {
      await shop.core.owner.query('update projects set live_version = $1 where id = $2', [version, shop.projectId]);
      await shop.services.serving.changes.applyLocal(project, 'project');
    };
    const { model } = await shop.ask({ n: 1 });
    await setLive(null);
    const whole = await idsOf({ userId: 'r4', n: 500 });
    const pages = await pagesOf({ userId: 'r4', n: 5 }, async (page) => {
      if (page === 0) await setLive(model?.version ?? null);
    });
    expect(pages).toEqual(whole);
    expect(await idsOf({ userId: 'r4', n: 500 })).not.toEqual(whole);
  });

  it('start either where a cursor says or at an offset', async () => {
    const { nextCursor } = await shop.ask({ n: 1 });
    expect(await shop.refusal({ cursor: nextCursor ?? '', offset: 1 })).toEqual(['invalid-input', '/offset']);
  });

  it('are those of the query that the cursor came from', async () => {
    const query = recommendInput.parse({ userId: 'r4', n: 5, filter: { field: 'price', lte: 30, gte: 2 } });
    const { nextCursor } = await shop.ask(query);
    const next = (more: RecommendInput) => ({ ...query, ...more, cursor: nextCursor ?? '' });
    const others: RecommendInput[] = [
      { userId: 'r5' },
      { itemId: 'b1' },
      { itemTitle: 'Book 1' },
      { history: [{ itemId: 'b1' }] },
      { modelVersion: 1 },
      { strategy: 'popular' },
      { filter: { field: 'price', lte: 31, gte: 2 } },
      { rules: { exclude: ['b1'] } },
      { excludeSeen: false },
      { excludeOwn: false },
      { diversity: 0.5 },
      { rotation: 0.5 },
    ];
    for (const other of others) {
      expect(await shop.refusal(next(other)), JSON.stringify(other)).toEqual(['invalid-input', '/cursor']);
    }
    const shown: RecommendInput = { n: 7, explain: true, fields: ['price'] };
    expect((await shop.ask(next(shown))).items).toHaveLength(7);
    // Another order of keys is the same query.
    const parsed = recommendInput.parse({
      cursor: nextCursor,
      filter: { gte: 2, lte: 30, field: 'price' },
      userId: 'r4',
    });
    expect((await shop.ask(parsed)).items.length).toBeGreaterThan(0);
  });

  it.each([
    ['view', { userId: 'r6' }],
    ['impression', { userId: 'r8', rotation: 1 }],
  ])('leave out what the user does while paging: %s', async (type, query) => {
    const { userId } = query;
    const whole = await idsOf({ ...query, n: 500 });
    const { workspaceId } = shop.core.context;
    const pages = await pagesOf({ ...query, n: 5 }, async (page) => {
      if (page > 0) return;
      const events = whole.slice(0, 5).map((itemId) => ({ userId, itemId, type }));
      await sendEvents(shop.core.context, shop.projectId, events);
      await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'user', [userId]);
    });
    expect(pages).toEqual(whole);
  });

  it('by offset leave out what the user was shown while paging, where rotation counts it', async () => {
    const query = { userId: 'r10', rotation: 1 };
    const { workspaceId } = shop.core.context;
    const whole = await idsOf({ ...query, n: 500 });
    const pages: string[] = [];
    for (let offset = 0; offset < 20; offset += 5) {
      const page = await idsOf({ ...query, limit: 5, offset });
      pages.push(...page);
      const events = page.map((itemId) => ({ userId: query.userId, itemId, type: 'impression' }));
      await sendEvents(shop.core.context, shop.projectId, events);
      await shop.services.serving.changes.applyLocal({ workspaceId, projectId: shop.projectId }, 'user', [
        query.userId,
      ]);
    }
    expect(pages).toEqual(whole.slice(0, 20));
    // The next first page counts them.
    expect(await idsOf({ ...query, limit: 5, offset: 0 })).not.toEqual(whole.slice(0, 5));
  });
});
