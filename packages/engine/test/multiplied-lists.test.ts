import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Catalogue } from '../src/scoring/catalogue.ts';
import { retrieve } from '../src/scoring/retrieve.ts';
import type { History, Scorer } from '../src/scoring/scorer.ts';
import { blendScorer } from '../src/scoring/scorers/blend.ts';
import { factorScorer } from '../src/scoring/scorers/factors.ts';
import { popularScorer } from '../src/scoring/scorers/popular.ts';
import { vectorScorer } from '../src/scoring/scorers/vectors.ts';
import { randomMatrix, seededUniform } from './kernels-reference.ts';

// Enough items that lists with multipliers are found by the 8-bit pass, also where cold items are placed in them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const weighting = { regularization: 0.01, regularizationExponent: 1, unobservedWeight: 0.1, recency: 0 };

function scorersOf(items: number, coldCount: number): Record<string, Scorer> {
  const userCounts = Uint32Array.from({ length: items }, (_, i) => (i < coldCount ? 0 : 1 + (i % 50)));
  const factors = factorScorer(randomMatrix(items, 8, 5), { ...weighting, factors: 8 });
  const content = vectorScorer(randomMatrix(items, 8, 7), 8, 0);
  const members = [
    { scorer: factors, weight: 1, countShrinkage: 3 },
    { scorer: content, weight: 0.3, countShrinkage: 0 },
    { scorer: popularScorer(userCounts), weight: 0.1, countShrinkage: 0 },
  ];
  const cold = Uint32Array.from({ length: coldCount }, (_, n) => n);
  return { factors, blend: blendScorer(members, userCounts, cold) };
}

describe.each([
  { items: 3000, coldCount: 0 },
  { items: 90_000, coldCount: 40 },
  { items: 90_000, coldCount: 9000 },
])('$items items, $coldCount of them cold', ({ items, coldCount }) => {
  const order = Uint32Array.from({ length: items }, (_, i) => i);
  const catalogue: Catalogue = {
    itemIds: { length: items, at: String },
    indexOf: Number,
    userCounts: new Uint32Array(items).fill(1),
    popular: order,
    trending: order,
    latest: order,
    fallbackRanking: 'popular',
  };
  const scorers = scorersOf(items, coldCount);
  const [scores, excluded, products] = [new Float32Array(items), new Uint8Array(items), new Float32Array(items)];

  test.each(Object.keys(scorers))('%s: the list of list scores × multipliers', (name) => {
    const scorer = scorers[name];
    let fast = 0;
    const counted: Scorer = {
      ...scorer,
      bestMultiplied(...input) {
        const best = scorer.bestMultiplied?.(...input);
        if (best) fast++;
        return best;
      },
    };
    const event = fc.record({ item: fc.nat(items - 1), weight: fc.constantFrom(1, 0.5, -1) });
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { minLength: 1, maxLength: 20, selector: ({ item }) => item }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('few', 'decay', 'all'),
        fc.nat(1000),
        (events, k, kind, seed) => {
          const uniform = seededUniform(seed);
          const factors = Float32Array.from({ length: items }, () => {
            if (kind === 'few') return uniform() < 0.01 ? 3 : 1;
            return kind === 'all' ? (uniform() < 0.5 ? 0 : 2 * uniform()) : uniform() ** 3;
          });
          const history: History = {
            items: Uint32Array.from(events, ({ item }) => item),
            weights: Float32Array.from(events, ({ weight }) => weight),
          };
          const exclusion = { items: events.map(({ item }) => item) };
          const query = { history: events.map(({ item }) => ({ itemId: String(item), type: 'view' })) };
          const input = { query, history, events: events.length, from: [], catalogue, scores, excluded, exclusion };
          const all = retrieve({ ...input, scorer }, items);
          const wanted = all.items
            .map((entry) => ({ ...entry, score: Math.fround(entry.score * factors[entry.item]) }))
            .sort((a, b) => b.score - a.score || a.item - b.item)
            .slice(0, k);
          const got = retrieve({ ...input, scorer: counted }, k, { factors, largest: 3, products });
          expect(got).toEqual({ ...all, items: wanted });
        },
      ),
      { numRuns: items > 10_000 ? 12 : 60 },
    );
    expect(fast).toBeGreaterThan(0);
  });
});
