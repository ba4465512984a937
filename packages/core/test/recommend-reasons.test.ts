import type { RecommendInput, Scope } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/platform/context.ts';
import { explainItem } from '../src/recommendations/explain-item.ts';
import { recommend } from '../src/recommendations/recommend.ts';
import { type PlantedShop, plantShop, readBy } from './planted-shop.ts';
import { train } from './start-core.ts';

let shop: PlantedShop;
beforeAll(async () => {
  shop = await plantShop();
});
afterAll(() => shop.close());

const withKey = (...scopes: Scope[]): Context => ({
  ...shop.core.context,
  actor: { kind: 'key', id: 'key_test', scopes, projectIds: null },
});
const reasonsFor = async (context: Context, input: RecommendInput) => {
  const { items } = await recommend(context, shop.services, shop.projectId, { ...input, explain: true });
  expect(items.length).toBeGreaterThan(0);
  return items.flatMap((item) => item.reasons ?? []);
};
const named = (reasons: { itemId?: string | undefined }[]) => new Set(reasons.flatMap((reason) => reason.itemId ?? []));
const general = 'Similar to items that this user chose';

describe('reasons for a caller who may not read users', () => {
  it.each(['personal', 'similar'] as const)('name no item of a stored history: %s', async (strategy) => {
    const input = { userId: 'r0', strategy };
    expect(named(await reasonsFor(withKey('recommend', 'users:read'), input)).size).toBeGreaterThan(0);
    expect(named(await reasonsFor(shop.core.context, input)).size).toBeGreaterThan(0);
    expect(named(await reasonsFor(withKey('admin'), input)).size).toBeGreaterThan(0);
    const reasons = await reasonsFor(withKey('recommend'), input);
    expect(named(reasons).size).toBe(0);
    expect(reasons.map((reason) => reason.text)).toContain(general);
    for (const itemId of readBy(0)) expect(JSON.stringify(reasons)).not.toContain(`Book ${itemId.slice(1)}”`);
  });

  it('say the general sentence once for an item, and as its explanation alone', async () => {
    const context = withKey('recommend');
    const answer = await recommend(context, shop.services, shop.projectId, { userId: 'r0', explain: true });
    const personal = answer.items.filter((item) => item.source === 'personal');
    expect(personal.length).toBeGreaterThan(0);
    for (const { reasons = [] } of personal) {
      expect(reasons.filter((reason) => reason.text === general)).toHaveLength(1);
    }
    const itemId = answer.items[0]?.itemId ?? '';
    const { reasons } = await explainItem(context, shop.services, shop.projectId, { userId: 'r0', itemId });
    expect(reasons).toEqual(answer.items[0]?.reasons);
  });

  it('name what the request itself contains', async () => {
    const [, , known = '', other = ''] = readBy(0);
    const session = { history: [{ itemId: known }, { itemId: other }] };
    expect(named(await reasonsFor(withKey('recommend'), session))).toEqual(new Set([known, other]));
    const both = named(await reasonsFor(withKey('recommend'), { ...session, userId: 'r2' }));
    expect(both.size).toBeGreaterThan(0);
    for (const itemId of both) expect([known, other]).toContain(itemId);
    expect(named(await reasonsFor(withKey('recommend'), { itemId: 'b1', userId: 'r0' }))).toEqual(new Set(['b1']));
  });
});

describe('the source of an item', () => {
  it.each(['item-knn', 'ials', 'hybrid'] as const)(
    'is the same with and without reasons, which agree: %s',
    async (algorithm) => {
      await train(shop.core, shop.projectId, { algorithm });
      const kinds = {
        personal: ['history', 'features'],
        similar: ['item', 'features'],
        popular: ['popular'],
        trending: ['trending'],
        latest: ['latest'],
        pinned: ['pinned'],
      };
      for (const query of [{ userId: 'r0' }, { userId: 'r1', itemId: 'b3' }, { history: [{ itemId: 'b39' }] }, {}]) {
        const plain = await shop.ask({ ...query, n: 500 });
        const explained = await shop.ask({ ...query, n: 500, explain: true });
        expect(plain.items.map((item) => item.source)).toEqual(explained.items.map((item) => item.source));
        for (const { source, reasons = [] } of explained.items) {
          expect(reasons.length).toBeGreaterThan(0);
          for (const reason of reasons) expect(kinds[source]).toContain(reason.kind);
        }
      }
    },
  );
});
