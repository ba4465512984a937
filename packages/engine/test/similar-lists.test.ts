import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Catalogue } from '../src/scoring/catalogue.ts';
import { retrieve } from '../src/scoring/retrieve.ts';
import { emptyHistory, type Scorer } from '../src/scoring/scorer.ts';
import { factorScorer } from '../src/scoring/scorers/factors.ts';
import { neighbourScorer } from '../src/scoring/scorers/neighbours.ts';
import { vectorScorer } from '../src/scoring/scorers/vectors.ts';
import { randomCsr, randomMatrix, seededUniform } from './kernels-reference.ts';

// Enough items that lists are found by the 8-bit pass.
vi.setConfig({ testTimeout: 60_000 });

const items = 4000;
const dimensions = 8;
const weighting = { regularization: 0.01, regularizationExponent: 1, unobservedWeight: 0.1, recency: 0 };

/** Norms differ by magnitudes, every seventh row is 0, and every fifth is a copy of the one before. */
function rowsOf(unit: boolean): Float32Array {
  const rows = randomMatrix(items, dimensions, 5);
  for (let item = 0; item < items; item++) {
    const row = rows.subarray(item * dimensions, (item + 1) * dimensions);
    if (item % 5 === 4) row.set(rows.subarray((item - 1) * dimensions, item * dimensions));
    const norm = unit ? Math.hypot(...row) || 1 : 10 ** (item % 4);
    for (let k = 0; k < dimensions; k++) row[k] = item % 7 === 6 ? 0 : row[k] / norm;
  }
  return rows;
}

const scorers: Record<string, Scorer> = {
  factors: factorScorer(rowsOf(false), { ...weighting, factors: dimensions }),
  vectors: vectorScorer(rowsOf(true), dimensions, 0),
  neighbours: neighbourScorer(randomCsr(items, items, 0.01, 9), { recency: 0, historyExponent: 1 }),
};
const order = Uint32Array.from({ length: items }, (_, item) => item);
const catalogue: Catalogue = {
  itemIds: { length: items, at: String },
  indexOf: Number,
  userCounts: new Uint32Array(items).fill(1),
  popular: order,
  trending: order,
  latest: order,
  fallbackRanking: 'popular',
};

describe.each(Object.keys(scorers))('%s', (name) => {
  test('finds the items that are most similar to one as a sort of all similarities does', () => {
    const scorer = scorers[name];
    let found = 0;
    const counted: Scorer = {
      ...scorer,
      bestSimilar(...input) {
        const best = scorer.bestSimilar?.(...input);
        if (best) found++;
        return best;
      },
    };
    const [scores, excluded] = [new Float32Array(items), new Uint8Array(items)];
    fc.assert(
      fc.property(
        fc.nat(items - 1),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(0, 0.3, 0.999),
        fc.boolean(),
        (item, k, share, isListed) => {
          const uniform = seededUniform(k);
          const left = order.filter((other) => uniform() < share || (isListed && other === item));
          const exclusion = { items: [...left] };
          const query = { history: [], fromItems: [String(item)] };
          const rest = { catalogue, scores, excluded, exclusion };
          const input = { query, history: emptyHistory, events: 0, from: [item], ...rest };
          const wanted = retrieve({ ...input, scorer: { ...scorer, bestSimilar: undefined } }, k);
          expect(retrieve({ ...input, scorer: counted }, k)).toEqual(wanted);
        },
      ),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(50);
  });
});
