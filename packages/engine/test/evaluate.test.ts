import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interactions } from '../src/data/records.ts';
import { splitInPlace, splitInteractions } from '../src/data/split.ts';
import { evaluate } from '../src/evaluation/evaluate.ts';
import { historyOf } from '../src/evaluation/history.ts';
import { seededFactors } from '../src/kernels/index.ts';
import { topIndices } from '../src/math/top.ts';
import type { Scorer } from '../src/scoring/scorer.ts';
import { factorScorer } from '../src/scoring/scorers/factors.ts';

const matrixOf = (rows: number[][], times?: number[][]): Interactions => {
  const indptr = new Uint32Array(rows.length + 1);
  rows.forEach((row, u) => {
    indptr[u + 1] = indptr[u] + row.length;
  });
  const indices = Uint32Array.from(rows.flat());
  return {
    indptr,
    indices,
    values: new Float32Array(indices.length).fill(1),
    times: Uint32Array.from(times?.flat() ?? rows.flat().fill(0)),
  };
};

/** Scores every item by a fixed list. */
const fixed = (scores: number[]): Scorer => ({
  zeroIsUnknown: false,
  score: (_, out) => out.set(scores),
  similar: () => false,
  contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
});

const options = { items: 6, maxUsers: 100, seed: 1, resamples: 50 };

describe('the metrics', () => {
  test('are those calculated by hand', async () => {
    // User 0 met item 0; 1 and 3 are held out. The ranking of the rest is 1, 2, 3, 4, 5.
    const { metrics } = await evaluate(fixed([9, 5, 4, 3, 2, 1]), matrixOf([[0]]), matrixOf([[1, 3]]), options);
    const ideal = 1 + 1 / Math.log2(3);
    expect(metrics['ndcg@10'].value).toBeCloseTo((1 + 1 / Math.log2(4)) / ideal, 6);
    expect(metrics['recall@10'].value).toBe(1);
    expect(metrics['precision@10'].value).toBeCloseTo(0.2, 6);
    expect(metrics['map@10'].value).toBeCloseTo((1 + 2 / 3) / 2, 6);
    expect(metrics['mrr@10'].value).toBe(1);
    expect(metrics['hit-rate@10'].value).toBe(1);
    expect(metrics['coverage@10'].value).toBeCloseTo(5 / 6, 6);
  });

  test('leave out the items of the training part, and count no item twice', async () => {
    const { metrics } = await evaluate(fixed([9, 8, 7, 0, 0, 0]), matrixOf([[0, 1]]), matrixOf([[2]]), options);
    expect(metrics['mrr@10'].value).toBe(1);
  });

  test('have an interval around each value', async () => {
    const train = matrixOf(Array.from({ length: 40 }, () => [0]));
    const test = matrixOf(Array.from({ length: 40 }, (_, u) => [1 + (u % 5)]));
    const { metrics } = await evaluate(fixed([0, 5, 4, 3, 2, 1]), train, test, options);
    const { value, low, high } = metrics['ndcg@10'];
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high - low).toBeLessThan(0.3);
  });

  test('are refused for scores that are not numbers', async () => {
    const broken = evaluate(fixed([Number.NaN, 1, 1, 1, 1, 1]), matrixOf([[1]]), matrixOf([[2]]), {
      ...options,
      items: 6,
    });
    await expect(broken).rejects.toThrow(/not numbers/);
  });
});

describe('the split', () => {
  const rows = fc.array(
    fc.uniqueArray(fc.nat(20), { maxLength: 12 }).map((row) => row.sort((a, b) => a - b)),
    { maxLength: 20 },
  );

  test('puts each pair into one part, and leaves every user a training pair', () => {
    fc.assert(
      fc.property(
        rows,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (given, seed, share, max) => {
          const { train, test } = splitInteractions(matrixOf(given), { share, max, seed });
          given.forEach((row, u) => {
            const kept = [...train.indices.subarray(train.indptr[u], train.indptr[u + 1])];
            const heldOut = [...test.indices.subarray(test.indptr[u], test.indptr[u + 1])];
            expect([...kept, ...heldOut].sort((a, b) => a - b)).toEqual(row);
            expect(heldOut.length).toBeLessThanOrEqual(max);
            if (row.length > 1) expect(Math.min(kept.length, heldOut.length)).toBeGreaterThan(0);
          });
        },
      ),
    );
  });

  test('is the same in place, and the matrix is restored afterwards', () => {
    const cells = fc.array(
      fc
        .uniqueArray(fc.tuple(fc.nat(20), fc.constantFrom(-1, 1, 2), fc.nat(3)), {
          maxLength: 12,
          selector: ([i]) => i,
        })
        .map((row) => row.sort((a, b) => a[0] - b[0])),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(cells, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (rows, seed, share) => {
        const build = () => {
          const matrix = matrixOf(
            rows.map((row) => row.map(([item]) => item)),
            rows.map((row) => row.map(([, , time]) => time)),
          );
          matrix.values.set(rows.flat().map(([, value]) => value));
          return matrix;
        };
        const matrix = build();
        const { split, restore } = splitInPlace(matrix, { share, max: 5, seed });
        expect(split).toEqual(splitInteractions(build(), { share, max: 5, seed }));
        restore();
        restore();
        expect(matrix).toEqual(build());
      }),
    );
  });

  test('holds out the newest interaction where there are times', () => {
    const { test, how } = splitInteractions(matrixOf([[3, 5, 9]], [[30, 50, 10]]), { share: 0, max: 1, seed: 1 });
    expect([...test.indices]).toEqual([5]);
    expect(how).toBe('temporal');
  });

  test('never holds out a dislike', () => {
    const matrix = matrixOf([[1, 2, 3]], [[1, 2, 3]]);
    matrix.values[2] = -1;
    expect([...splitInteractions(matrix, { share: 0, max: 1, seed: 1 }).test.indices]).toEqual([2]);
  });
});

test('the best k are those of a full sort', () => {
  const scores = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NEGATIVE_INFINITY)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(scores, fc.nat(70), (values, k) => {
      const sorted = values.map((value, i) => ({ value, i })).filter((x) => x.value > Number.NEGATIVE_INFINITY);
      sorted.sort((a, b) => b.value - a.value || a.i - b.i);
      expect([...topIndices(Float32Array.from(values), k)]).toEqual(sorted.slice(0, k).map((x) => x.i));
    }),
  );
});

test('a history is read newest first, equal times in the order of the row', () => {
  const row = fc.array(fc.constantFrom(0, 1, 5, 0xffffffff), { maxLength: 40 });
  fc.assert(
    fc.property(row, (times) => {
      const matrix = matrixOf([times.map((_, item) => item)], [times]);
      const wanted = times.map((time, item) => ({ time, item })).sort((a, b) => b.time - a.time || a.item - b.item);
      expect([...historyOf(matrix, 0).items]).toEqual(wanted.map(({ item }) => item));
    }),
  );
});

test.each([2500, 60])('the top list of a factor model is the order of its scores, %i items', (items) => {
  for (const factors of [7, 16]) {
    const spec = { factors, regularization: 0.01, regularizationExponent: 1, unobservedWeight: 0.1, recency: 0.5 };
    const scorer = factorScorer(seededFactors(items, factors, 1, 1), spec);
    for (const met of [[], [3], [8, 4, 2, 16, 32]]) {
      const history = { items: Uint32Array.from(met), weights: new Float32Array(met.length).fill(1) };
      const scores = new Float32Array(items);
      scorer.score(history, scores);
      const excluded = new Uint8Array(items);
      for (const item of met) {
        scores[item] = Number.NEGATIVE_INFINITY;
        excluded[item] = 1;
      }
      expect(scorer.best?.(history, 20, excluded).items).toEqual(topIndices(scores, 20));
    }
  }
});
