import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build/kernels.ts';
import type { Csr } from '../src/data/records.ts';
import {
  createFoldIn,
  fitIals,
  ModelMemory,
  openPool,
  type Pool,
  seededFactors,
  transposeCsr,
} from '../src/kernels/index.ts';
import { multiply, randomCsr, relativeError, seededUniform, solveRows, transpose } from './kernels-reference.ts';

const weighting = { regularization: 0.02, regularizationExponent: 0.8, unobservedWeight: 0.3 };
const pools: Record<string, Pool> = {};

beforeAll(async () => {
  await buildKernels();
  pools.one = await openPool({ threads: 1 });
  pools.three = await openPool({ threads: 3 });
  pools.plain = await openPool({ threads: 2, build: 'plain' });
});

afterAll(async () => {
  for (const pool of Object.values(pools)) await pool.close();
});

function input(byUser: Csr, items: number, factors: number, more: { iterations?: number; steps?: number } = {}) {
  const byItem = transposeCsr(byUser, items);
  return {
    byUser,
    byItem,
    factors,
    ...weighting,
    iterations: 2,
    seed: 7,
    initialScale: 1,
    steps: factors + 8,
    ...more,
  };
}

/** Two groups of users and items that never mix, with `noise` of the pairs missing. */
function checkerboard(users: number, items: number): Csr {
  const uniform = seededUniform(3);
  const [indptr, indices]: [number[], number[]] = [[0], []];
  for (let user = 0; user < users; user++) {
    for (let item = user % 2; item < items; item += 2) if (uniform() < 0.7) indices.push(item);
    indptr.push(indices.length);
  }
  const values = new Float32Array(indices.length).fill(1);
  return { indptr: Uint32Array.from(indptr), indices: Uint32Array.from(indices), values };
}

/** Products of such numbers are subnormal. */
const tinyOf = (numbers: Float32Array) => [...numbers].filter((x) => x !== 0 && Math.abs(x) < 2 ** -60);

describe('fitIals', () => {
  it.each([
    [1, 1, 1],
    [7, 1, 3],
    [1, 9, 5],
    [30, 25, 8],
    [40, 33, 16],
    [50, 40, 17],
    [60, 70, 32],
    [220, 150, 9],
  ])('solves %i users × %i items at d = %i as the normal equations do', async (users, items, d) => {
    const byUser = randomCsr(users, items, 0.3, users * 31 + d, true);
    const byItem = transposeCsr(byUser, items);
    let itemFactors: ArrayLike<number> = seededFactors(items, d, 1 / Math.sqrt(d), 7);
    let userFactors: ArrayLike<number> = [];
    for (let iteration = 0; iteration < 2; iteration++) {
      userFactors = solveRows(byUser, itemFactors, d, weighting);
      itemFactors = solveRows(byItem, userFactors, d, weighting);
    }
    // The basis is the kernel's own choice: what must agree are the scores.
    const wanted = multiply(userFactors, transpose(itemFactors, items, d), users, d, items);
    for (const pool of Object.values(pools)) {
      const got = await fitIals(pool, input(byUser, items, d));
      const scores = multiply(got.userFactors, transpose(got.itemFactors, items, d), users, d, items);
      expect(relativeError(scores, wanted)).toBeLessThan(3e-3);
    }
  });

  it('gives the same bits for one and three threads', async () => {
    const byUser = randomCsr(700, 300, 0.05, 5, true);
    const wanted = await fitIals(pools.one!, input(byUser, 300, 24, { iterations: 4, steps: 1 }));
    const got = await fitIals(pools.three!, input(byUser, 300, 24, { iterations: 4, steps: 1 }));
    expect(got).toEqual(wanted);
  });

  it('solves histories that are longer than the packed rows', async () => {
    const byUser = randomCsr(25000, 2, 0.95, 9);
    const items = transposeCsr(byUser, 2);
    const fitted = await fitIals(pools.one!, input(byUser, 2, 4, { iterations: 1 }));
    const wanted = solveRows(items, fitted.userFactors, 4, weighting);
    expect(relativeError(fitted.itemFactors, wanted)).toBeLessThan(2e-3);
  });

  it('leaves users without interactions at zero and survives a matrix with none', async () => {
    const empty: Csr = { indptr: new Uint32Array(4), indices: new Uint32Array(0), values: new Float32Array(0) };
    const { userFactors, itemFactors } = await fitIals(pools.three!, input(empty, 5, 8));
    expect([...userFactors, ...itemFactors].every((value) => value === 0)).toBe(true);
  });

  it('finds planted communities', async () => {
    const byUser = checkerboard(60, 40);
    const fitted = await fitIals(pools.one!, input(byUser, 40, 2, { iterations: 8, steps: 3 }));
    for (let user = 0; user < 60; user++) {
      const scores = Array.from({ length: 40 }, (_, item) => {
        let sum = 0;
        for (let k = 0; k < 2; k++) sum += fitted.userFactors[user * 2 + k] * fitted.itemFactors[item * 2 + k];
        return sum;
      });
      const own = scores.filter((_, item) => item % 2 === user % 2);
      const other = scores.filter((_, item) => item % 2 !== user % 2);
      expect(Math.min(...own)).toBeGreaterThan(Math.max(...other));
    }
  });

  it('scores a disliked item below an untouched one', async () => {
    const byUser = checkerboard(60, 40);
    const disliked = byUser.indices[byUser.indptr[0]];
    const run = async (value: number) => {
      byUser.values[0] = value;
      const fitted = await fitIals(pools.one!, input(byUser, 40, 8, { iterations: 8 }));
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += fitted.userFactors[k] * fitted.itemFactors[disliked * 8 + k];
      return sum;
    };
    const [liked, untouched, hated] = [await run(1), await run(0), await run(-5)];
    expect(liked).toBeGreaterThan(untouched);
    expect(hated).toBeLessThan(untouched);
  });

  it('ends dimensions that the regularisation removes at 0, not at subnormal numbers', async () => {
    const { plain, one } = pools;
    for (const pool of [plain, one]) {
      const board = input(checkerboard(120, 200), 200, 16, { iterations: 16, steps: 3 });
      const { itemFactors, userFactors } = await fitIals(pool, { ...board, regularization: 0.5, initialScale: 0.1 });
      expect([itemFactors, userFactors].flatMap(tinyOf)).toEqual([]);
    }
  });

  it('stops when aborted, and the pool goes on working', async () => {
    const abort = new AbortController();
    const onIteration = () => abort.abort(new Error('enough'));
    const running = fitIals(pools.one!, { ...input(checkerboard(9, 8), 8, 4), onIteration, signal: abort.signal });
    await expect(running).rejects.toThrow('enough');
    await expect(fitIals(pools.one!, input(checkerboard(9, 8), 8, 4))).resolves.toBeDefined();
  });

  it('refuses values that are not finite and indices outside', async () => {
    const bad = checkerboard(4, 4);
    bad.values[0] = Number.NaN;
    await expect(async () => fitIals(pools.one!, input(bad, 4, 4))).rejects.toThrow('not a finite number');
    const outside = { ...input(checkerboard(4, 4), 4, 4), byUser: checkerboard(4, 9) };
    await expect(async () => fitIals(pools.one!, outside)).rejects.toThrow('outside');
  });
});

describe('createFoldIn', () => {
  const scoresOf = (user: ArrayLike<number>, factors: ArrayLike<number>, items: number, d: number) =>
    multiply(user, transpose(factors, items, d), 1, d, items);

  it('scores for a trained user as the factors do that solve his equations', async () => {
    const byUser = randomCsr(50, 40, 0.3, 77, true);
    const { itemFactors } = await fitIals(pools.one!, input(byUser, 40, 12));
    const wanted = solveRows(byUser, itemFactors, 12, weighting);
    const model = createFoldIn(itemFactors, 12, weighting);
    for (let user = 0; user < 50; user++) {
      const [from, to] = [byUser.indptr[user], byUser.indptr[user + 1]];
      const folded = model.user({ items: byUser.indices.slice(from, to), values: byUser.values.slice(from, to) });
      if (!folded) {
        expect(from).toBe(to);
        continue;
      }
      const scores = scoresOf(folded, model.factors, 40, model.stride);
      const exact = scoresOf(wanted.slice(user * 12, user * 12 + 12), itemFactors, 40, 12);
      expect(relativeError(scores, exact)).toBeLessThan(1e-5);
    }
  });

  it.each(['relaxed', 'plain'] as const)('solves any length of history at any d (%s SIMD)', (build) => {
    for (const [items, d] of [
      [9, 1],
      [60, 7],
      [300, 16],
      [300, 33],
      [700, 64],
    ] as const) {
      const itemFactors = seededFactors(items, d, 1, 3);
      const weights = { ...weighting, unobservedWeight: 0.003 };
      const model = createFoldIn(itemFactors, d, weights, { memory: new ModelMemory({ build }) });
      const histories = randomCsr(40, items, 0.5, items, true);
      for (const share of [0.02, 0.2, 0.5, 1]) {
        const [from, to] = [histories.indptr[1], histories.indptr[2]];
        const length = Math.ceil(share * (to - from));
        const part = {
          indptr: Uint32Array.of(0, length),
          indices: histories.indices.slice(from, from + length),
          values: histories.values.slice(from, from + length),
        };
        if (length === 0) continue;
        const exact = scoresOf(solveRows(part, itemFactors, d, weights), itemFactors, items, d);
        const history = { items: part.indices, values: part.values };
        const scores = scoresOf(model.user(history)!, model.factors, items, model.stride);
        expect(relativeError(scores, exact)).toBeLessThan(1e-4);
        // What the entries of the history add is the score.
        for (let item = 0; item < items; item += 7) {
          const sum = model.contributions(history, item).reduce((total, part) => total + part, 0);
          expect(Math.abs(sum - exact[item])).toBeLessThanOrEqual(1e-4 * Math.max(...exact.map(Math.abs)));
        }
      }
    }
  });

  it('sets tiny factors of models that are stored to 0, in the basis that they lie in and in the eigenbasis', () => {
    const scores = ({ factors, stride, user }: ReturnType<typeof createFoldIn>) => {
      const vector = user({ items: Uint32Array.of(1, 7), values: Float32Array.of(1, 1) }) ?? [];
      return Array.from({ length: 50 }, (_, item) => {
        let sum = 0;
        for (let k = 0; k < stride; k++) sum += (vector[k] ?? 0) * factors[item * stride + k];
        return sum;
      });
    };
    const small = seededFactors(50, 8, 1, 3).map((x, at) => (at % 8 < 3 ? x * 1e-30 : x));
    const none = small.map((x) => (Math.abs(x) < 1e-25 ? 0 : x));
    const spectrum = Float32Array.from({ length: 8 }, (_, k) => 1 + k);
    for (const options of [{}, { spectrum }]) {
      const model = createFoldIn(small, 8, weighting, options);
      expect(tinyOf(model.factors)).toEqual([]);
      expect(scores(model)).toEqual(scores(createFoldIn(none, 8, weighting, options)));
    }
  });

  it('leaves undetermined directions at zero', () => {
    const itemFactors = Float32Array.from({ length: 20 * 3 }, (_, at) => (at % 3 === 2 ? 0 : (at * 7) % 5) - 1);
    const free = { regularization: 0, regularizationExponent: 1, unobservedWeight: 0.1 };
    const model = createFoldIn(itemFactors, 3, free);
    const folded = model.user({ items: Uint32Array.of(4, 5), values: Float32Array.of(1, 2) });
    expect(folded?.every(Number.isFinite)).toBe(true);
  });

  it('refuses items outside and values that are not finite', () => {
    const model = createFoldIn(seededFactors(10, 4, 1, 1), 4, weighting);
    expect(() => model.user({ items: Uint32Array.of(10), values: Float32Array.of(1) })).toThrow('outside');
    expect(() => model.user({ items: Uint32Array.of(1), values: Float32Array.of(Number.NaN) })).toThrow('not finite');
  });
});
