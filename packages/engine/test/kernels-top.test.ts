import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build/kernels.ts';
import { createRanker, openPool, type Pool, topAll } from '../src/kernels/index.ts';
import {
  multiply,
  randomCsr,
  randomMatrix,
  relativeError,
  seededUniform,
  topOf,
  transpose,
} from './kernels-reference.ts';

const pools: Pool[] = [];

beforeAll(async () => {
  await buildKernels();
  for (const threads of [1, 3]) pools.push(await openPool({ threads }));
  pools.push(await openPool({ threads: 2, build: 'plain' }));
});

afterAll(async () => {
  for (const pool of pools) await pool.close();
});

const variants = (['relaxed', 'plain'] as const).flatMap((build) => [
  { build, quantized: true },
  { build, quantized: false },
]);

/** Small integers over 8: every sum is exact in f32, so that ties are real and lists are the same in each build. */
function exactMatrix(rows: number, columns: number, seed: number): Float32Array {
  const uniform = seededUniform(seed);
  return Float32Array.from({ length: rows * columns }, () => Math.round(uniform() * 16 - 8) / 8);
}

const sizes = fc.record({
  items: fc.integer({ min: 0, max: 150 }),
  d: fc.integer({ min: 1, max: 21 }),
  k: fc.integer({ min: 0, max: 40 }),
  offset: fc.integer({ min: 0, max: 12 }),
  excluded: fc.constantFrom(0, 0.3, 0.95, 1),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe('createRanker', () => {
  it('gives the list of a full sort, with ties by index, masks and pages, in every build', () => {
    fc.assert(
      fc.property(sizes, ({ items, d, k, offset, excluded, seed }) => {
        const factors = exactMatrix(items, d, seed);
        const vector = exactMatrix(1, d, seed + 1);
        const uniform = seededUniform(seed);
        const exclude = Uint8Array.from({ length: items }, () => (uniform() < excluded ? 1 : 0));
        const scores = multiply(factors, vector, items, d, 1);
        const wanted = topOf(scores, k + offset, (item) => exclude[item] === 0).slice(offset);
        for (const variant of variants) {
          const got = createRanker(factors, items, d, variant).top(vector, k, { exclude, offset });
          expect([...got.items]).toEqual(wanted);
          expect([...got.scores]).toEqual(wanted.map((item) => scores[item]));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds the same list with and without the 8-bit pass among 30,000 items of very different norms', () => {
    const [items, d] = [30000, 40];
    const factors = randomMatrix(items, d, 11);
    const uniform = seededUniform(12);
    for (let item = 0; item < items; item++) {
      const norm = item % 7 === 0 ? 0 : 10 ** (uniform() * 4 - 2);
      for (let k = 0; k < d; k++) factors[item * d + k] *= norm;
    }
    for (const build of ['relaxed', 'plain'] as const) {
      const plain = createRanker(factors, items, d, { build, quantized: false });
      const fast = createRanker(factors, items, d, { build, quantized: true });
      for (let query = 0; query < 25; query++) {
        const vector = randomMatrix(1, d, 100 + query);
        expect(fast.top(vector, 50)).toEqual(plain.top(vector, 50));
      }
    }
  });

  it('ranks equal items by index, and a zero vector too', () => {
    for (const variant of variants) {
      const ranker = createRanker(new Float32Array(500 * 6).fill(0.5), 500, 6, variant);
      expect([...ranker.top(new Float32Array(6).fill(1), 3).items]).toEqual([0, 1, 2]);
      expect([...ranker.top(new Float32Array(6), 3).items]).toEqual([0, 1, 2]);
    }
  });

  it('scores every item', () => {
    const factors = randomMatrix(77, 13, 3);
    const vector = randomMatrix(1, 13, 4);
    const out = new Float32Array(77);
    createRanker(factors, 77, 13).scores(vector, out);
    expect(relativeError(out, multiply(factors, vector, 77, 13, 1))).toBeLessThan(1e-5);
  });

  it('refuses a vector of the wrong length or not finite', () => {
    const ranker = createRanker(randomMatrix(10, 4, 1), 10, 4);
    expect(() => ranker.top(new Float32Array(5), 3)).toThrow('5 numbers instead of 4');
    expect(() => ranker.top(Float32Array.of(1, Number.NaN, 0, 0), 3)).toThrow('not finite');
  });
});

describe('topAll', () => {
  it.each([
    [0, 10, 4, 5],
    [1, 1, 1, 3],
    [13, 0, 4, 2],
    [100, 300, 9, 20],
    [97, 700, 16, 40],
  ])('gives %i users × %i items (d = %i) the lists of their rankers', async (users, items, d, k) => {
    const userFactors = randomMatrix(users, d, 5);
    const itemFactors = randomMatrix(items, d, 6);
    const seen = randomCsr(users, items, 0.3, 7);
    for (const pool of pools) {
      const all = await topAll(pool, userFactors, itemFactors, d, seen, k);
      const ranker = createRanker(itemFactors, items, d, { build: pool.build });
      for (let user = 0; user < users; user++) {
        const exclude = new Uint8Array(items);
        for (let at = seen.indptr[user]; at < seen.indptr[user + 1]; at++) exclude[seen.indices[at]] = 1;
        const one = ranker.top(userFactors.subarray(user * d, user * d + d), k, { exclude });
        expect(all.counts[user]).toBe(one.items.length);
        expect(all.items.slice(user * k, user * k + one.items.length)).toEqual(one.items);
        expect(relativeError(all.scores.slice(user * k, user * k + one.items.length), one.scores)).toBeLessThan(1e-6);
      }
    }
  });

  it('agrees with a sort of all scores when nothing is seen', async () => {
    const [users, items, d] = [20, 60, 7];
    const [a, b] = [exactMatrix(users, d, 1), exactMatrix(items, d, 2)];
    const scores = multiply(a, transpose(b, items, d), users, d, items);
    for (const pool of pools) {
      const all = await topAll(pool, a, b, d, null, 10);
      for (let user = 0; user < users; user++) {
        const wanted = topOf(scores.slice(user * items, user * items + items), 10);
        expect([...all.items.slice(user * 10, user * 10 + 10)]).toEqual(wanted);
      }
    }
  });
});
