import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { topIndices } from '../src/math/top.ts';
import type { History, Scorer } from '../src/scoring/scorer.ts';
import { type BlendMember, blendScorer } from '../src/scoring/scorers/blend.ts';
import { factorScorer } from '../src/scoring/scorers/factors.ts';
import { neighbourScorer } from '../src/scoring/scorers/neighbours.ts';
import { popularScorer } from '../src/scoring/scorers/popular.ts';
import { vectorScorer } from '../src/scoring/scorers/vectors.ts';
import { randomCsr, randomMatrix, relativeError, seededUniform } from './kernels-reference.ts';

// Thousands of items, so that lists are found by the 8-bit pass.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const items = 2600;
const unitRows = (d: number, seed: number) => {
  const rows = randomMatrix(items, d, seed);
  for (let i = 0; i < items; i++) {
    // A tenth of the items has no content.
    const norm = i % 10 === 3 ? Number.POSITIVE_INFINITY : Math.hypot(...rows.subarray(i * d, i * d + d));
    for (let k = 0; k < d; k++) rows[i * d + k] /= norm;
  }
  return rows;
};

/** A blend with cold items at the end of the catalogue, or without any. */
function blendOf(
  countShrinkages: number[],
  coldCount: number,
  popular: boolean,
  byKernels = true,
): Scorer & Required<Pick<Scorer, 'best'>> {
  const uniform = seededUniform(3);
  const userCounts = Uint32Array.from({ length: items }, (_, i) =>
    i >= items - coldCount ? 0 : 1 + Math.floor(50 * uniform() ** 3),
  );
  const factors = randomMatrix(items, 20, 5);
  const neighbours = randomCsr(items, items, 0.02, 9);
  // Nothing but its content is known about a cold item.
  for (let p = 0; p < neighbours.indices.length; p++) neighbours.indices[p] %= items - coldCount;
  const weighting = { regularization: 0.01, regularizationExponent: 1, unobservedWeight: 0.1 };
  const scorers = [
    factorScorer(factors, { ...weighting, factors: 20, recency: 0.2 }),
    neighbourScorer(neighbours, { recency: 0, historyExponent: 0.5 }),
    vectorScorer(unitRows(33, 7), 33, 0),
  ];
  const members: BlendMember[] = scorers.map((scorer, n) => ({
    scorer: byKernels ? scorer : { ...scorer, parts: undefined },
    weight: [1, 0.8, 0.3][n],
    countShrinkage: countShrinkages[n],
  }));
  if (popular) members.push({ scorer: popularScorer(userCounts), weight: 0.1, countShrinkage: 0 });
  const cold = Uint32Array.from({ length: coldCount }, (_, n) => items - coldCount + n);
  const { best, ...blend } = blendScorer(members, userCounts, cold);
  if ((best === undefined) === byKernels) throw new Error('This blend is not ranked as it has to be.');
  return { ...blend, best: best ?? (() => ({ items: new Uint32Array(0), scores: new Float32Array(0) })) };
}

const histories = fc
  .array(fc.record({ item: fc.nat(items - 1), weight: fc.constantFrom(1, 0.3, 2.5, -1) }), { maxLength: 40 })
  .map(
    (events): History => ({
      items: Uint32Array.from(events, ({ item }) => item),
      weights: Float32Array.from(events, ({ weight }) => weight),
    }),
  );

describe.each([
  { name: 'equal weights', shrinkages: [0, 0, 0], coldCount: 0, popular: true },
  { name: 'cold items', shrinkages: [0, 0, 0], coldCount: 300, popular: false },
  { name: 'weights by the number of users, cold items', shrinkages: [3, -20, 20], coldCount: 500, popular: true },
  { name: 'weights by the number of users', shrinkages: [-3, 3, 0], coldCount: 0, popular: false },
])('a blend with $name', ({ shrinkages, coldCount, popular }) => {
  let blend: ReturnType<typeof blendOf>;
  beforeAll(() => {
    blend = blendOf(shrinkages, coldCount, popular);
  });

  test('has the list of a sort of all scores, whatever is excluded', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 90 }), fc.constantFrom(0, 0.3, 0.99), (history, k, share) => {
        const uniform = seededUniform(k);
        const excluded = Uint8Array.from({ length: items }, () => (uniform() < share ? 1 : 0));
        for (const item of history.items) excluded[item] = 1;
        const scores = new Float32Array(items);
        blend.score(history, scores, excluded);
        for (let item = 0; item < items; item++) if (excluded[item] === 1) scores[item] = Number.NEGATIVE_INFINITY;
        const wanted = topIndices(scores, k);
        const got = blend.best(history, k, excluded);
        expect([...got.items]).toEqual([...wanted]);
        expect([...got.scores]).toEqual(Array.from(wanted, (item) => scores[item]));
      }),
      { numRuns: 150 },
    );
  });

  test('scores as a blend does that calls its members one by one', () => {
    const { score: scoreByMember } = blendOf(shrinkages, coldCount, popular, false);
    fc.assert(
      fc.property(histories, (history) => {
        const [scores, wanted] = [new Float32Array(items), new Float32Array(items)];
        blend.score(history, scores);
        scoreByMember(history, wanted);
        const warm = items - coldCount;
        expect(relativeError(scores.subarray(0, warm), wanted.subarray(0, warm))).toBeLessThan(1e-4);
        // Cold items that are alike up to rounding may change places.
        expect(relativeError(scores.slice(warm).sort(), wanted.slice(warm).sort())).toBeLessThan(1e-4);
      }),
      { numRuns: 30 },
    );
  });
});
