import type { RecommendInput } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainItem } from '../src/recommendations/explain-item.ts';
import { type PlantedShop, plantShop, readBy, shopItem } from './planted-shop.ts';

let shop: PlantedShop;
beforeAll(async () => {
  shop = await plantShop();
});
afterAll(() => shop.close());

describe('the explanation of an item', () => {
  const explain = (itemId: string, more: Omit<RecommendInput, 'n'> = {}) =>
    explainItem(shop.core.context, shop.services, shop.projectId, { userId: 'r0', ...more, itemId });

  it('gives the rank and score that the item has in the list', async () => {
    const { items } = await shop.ask({ userId: 'r0', n: 500 });
    for (const place of [0, 3, items.length - 1]) {
      const { itemId = '', score } = items[place] ?? {};
      const explained = await explain(itemId);
      expect(explained).toMatchObject({ itemId, rank: place + 1, score, eligible: true, removedBy: null });
      expect(explained.reasons.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['seen', readBy(0).find((id) => shopItem(id).ownerId !== 'r0' && !shopItem(id).hidden) ?? '', {}],
    ['hidden', 'b6', {}],
    ['unknown', 'no-such-item', {}],
    ['own', 'b10', {}],
    ['filter', 'b35', { filter: { field: 'price', lte: 20 } }],
    ['rule', 'b2', { rules: { exclude: ['b2'] } }],
    ['rule', 'b2', { rules: { include: ['b4'] } }],
  ])('says that it is removed: %s', async (kind, itemId, more) => {
    const { rank, score, eligible, removedBy } = await explain(itemId, more);
    expect({ rank, score, eligible, kind: removedBy?.kind }).toEqual({
      rank: null,
      score: null,
      eligible: false,
      kind,
    });
    if (kind === 'filter') expect(removedBy?.detail).toBe('price 36 is not ≤ 20');
  });

  it('gives a pinned item the rank of its position', async () => {
    const explained = await explain('b39', { rules: { pin: [{ itemId: 'b39', position: 2 }] } });
    expect(explained).toMatchObject({ rank: 2, removedBy: null });
    expect(explained.reasons.map((reason) => reason.text)).toContain('Pinned at position 2');
  });
});
