import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build/kernels.ts';
import {
  balancedBounds,
  gram,
  invertSpd,
  matmul,
  openPool,
  type Pool,
  productTopK,
  solveSpd,
  spmm,
  transposeCsr,
} from '../src/kernels/index.ts';
import { symmetricEigen } from '../src/math/eigen.ts';
import { multiply, randomCsr, randomMatrix, relativeError, toDense, topOf, transpose } from './kernels-reference.ts';

const pools: Pool[] = [];

beforeAll(async () => {
  await buildKernels();
  for (const threads of [1, 3]) pools.push(await openPool({ threads }));
  pools.push(await openPool({ threads: 2, build: 'plain' }));
});

afterAll(async () => {
  for (const pool of pools) await pool.close();
});

const size = (max: number) => fc.integer({ min: 0, max });
const seed = fc.integer({ min: 1, max: 1e6 });

describe('sparse rows', () => {
  it('transpose to the same matrix', () => {
    fc.assert(
      fc.property(size(30), size(30), seed, (rows, columns, s) => {
        const csr = randomCsr(rows, columns, 0.3, s);
        expect(toDense(transposeCsr(csr, columns), rows)).toEqual(transpose(toDense(csr, columns), rows, columns));
      }),
    );
  });

  it('fall into chunks that cover every row once', () => {
    fc.assert(
      fc.property(size(200), size(8), fc.integer({ min: 1, max: 40 }), seed, (rows, perRow, chunks, s) => {
        const bounds = balancedBounds(randomCsr(rows, 20, 0.4, s).indptr, perRow, chunks);
        expect([bounds[0], bounds.at(-1)]).toEqual([0, rows]);
        for (let c = 1; c < bounds.length; c++) expect(bounds[c]).toBeGreaterThan(bounds[c - 1]);
      }),
    );
  });

  it('multiply a dense matrix', async () => {
    await fc.assert(
      fc.asyncProperty(size(40), size(30), fc.integer({ min: 1, max: 70 }), seed, async (rows, columns, k, s) => {
        const csr = randomCsr(rows, columns, 0.3, s, true);
        const dense = randomMatrix(columns, k, s + 1);
        const wanted = multiply(toDense(csr, columns), dense, rows, columns, k);
        for (const pool of pools) expect(relativeError(await spmm(pool, csr, dense, k), wanted)).toBeLessThan(1e-5);
      }),
      { numRuns: 25 },
    );
  });

  it('multiply each other and keep the best of each row', async () => {
    const options = fc.record({ shrinkage: fc.constantFrom(0, 2.5), skipDiagonal: fc.boolean() });
    const widths = fc.integer({ min: 0, max: 9 });
    await fc.assert(
      fc.asyncProperty(
        size(30),
        size(25),
        size(9),
        widths,
        options,
        seed,
        async (items, users, k, width, option, s) => {
          const a = randomCsr(items, users, 0.3, s);
          const norm = randomMatrix(items, 1, s + 1).map((value) => Math.abs(value) + 0.5);
          const columnScale = randomMatrix(items, 1, s + 2).map((value) => value + 2);
          const dense = toDense(a, users);
          const products = multiply(dense, transpose(dense, items, users), items, users, items);
          const [left, right] = [randomMatrix(items, width, s + 3), randomMatrix(items, width, s + 4)];
          const added = multiply(left, transpose(right, items, width), items, width, items);
          const thin = { left, right, width };
          const weighted = { ...option, rowNorm: norm, columnNorm: norm, columnScale, thin };
          for (const pool of pools) {
            const got = await productTopK(pool, a, transposeCsr(a, users), items, k, weighted);
            for (let row = 0; row < items; row++) {
              const scores = Array.from({ length: items }, (_, column) => {
                const below = norm[row] * norm[column] + option.shrinkage;
                const product = products[row * items + column];
                return product === 0 ? 0 : ((product + added[row * items + column]) * columnScale[column]) / below;
              });
              const open = (column: number) => scores[column] !== 0 && !(option.skipDiagonal && column === row);
              const wanted = topOf(scores, k, open).map((column) => scores[column]);
              const values = got.values.slice(got.indptr[row], got.indptr[row + 1]);
              expect(relativeError(values, wanted)).toBeLessThan(1e-5);
              const kept = got.indices.slice(got.indptr[row], got.indptr[row + 1]);
              expect(
                relativeError(
                  values,
                  Array.from(kept, (column) => scores[column]),
                ),
              ).toBeLessThan(1e-5);
              expect(new Set(kept).size).toBe(kept.length);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('dense matrices', () => {
  it('have the Gram matrix of the definition, the same for any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(size(700), fc.integer({ min: 1, max: 35 }), seed, async (rows, d, s) => {
        const factors = randomMatrix(rows, d, s);
        const wanted = multiply(transpose(factors, rows, d), factors, d, rows, d);
        const results = await Promise.all(pools.map((pool) => gram(pool, factors, d)));
        for (const got of results) expect(relativeError(got, wanted)).toBeLessThan(1e-5);
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 20 },
    );
  });

  it('multiply', async () => {
    await fc.assert(
      fc.asyncProperty(size(120), size(300), size(40), seed, async (m, k, n, s) => {
        const [a, b] = [randomMatrix(m, k, s), randomMatrix(k, n, s + 1)];
        const wanted = multiply(a, b, m, k, n);
        for (const pool of pools) expect(relativeError(await matmul(pool, a, b, m, k, n), wanted)).toBeLessThan(1e-4);
      }),
      { numRuns: 15 },
    );
  });

  it('have orthonormal eigenvectors that make them diagonal, eigenvalues rising', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), seed, (n, s) => {
        const x = randomMatrix(n + 3, n, s);
        const a = multiply(transpose(x, n + 3, n), x, n, n + 3, n);
        const { values, vectors: q } = symmetricEigen(a, n);
        const rotated = multiply(multiply(transpose(q, n, n), a, n, n, n), q, n, n, n);
        const diagonal = rotated.map((_, at) => (at % (n + 1) === 0 ? values[at / (n + 1)] : 0));
        expect(relativeError(rotated, diagonal)).toBeLessThan(1e-10);
        expect([...values].sort((x, y) => x - y)).toEqual([...values]);
        const identity = rotated.map((_, at) => (at % (n + 1) === 0 ? 1 : 0));
        expect(relativeError(multiply(transpose(q, n, n), q, n, n, n), identity)).toBeLessThan(1e-10);
      }),
    );
  });

  it.each([1, 5, 96, 97, 200, 288])('invert and solve when positive definite, n = %i', async (n) => {
    const x = randomMatrix(n + 20, n, n);
    const a = Float32Array.from(multiply(transpose(x, n + 20, n), x, n, n + 20, n));
    for (let i = 0; i < n; i++) a[i * n + i] += 2;
    const b = randomMatrix(n, 3, n + 1);
    const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
    const results: Float32Array[] = [];
    for (const pool of pools) {
      const inverse = await invertSpd(pool, Float32Array.from(a), n);
      expect(relativeError(multiply(a, inverse, n, n, n), identity)).toBeLessThan(1e-4);
      const solution = await solveSpd(pool, a, b, n, 3);
      expect(relativeError(multiply(a, solution, n, n, 3), b)).toBeLessThan(1e-5);
      results.push(inverse);
    }
    expect(results[1]).toEqual(results[0]);
  });

  it('invert in place when the pool holds them', async () => {
    const matrix = pools[0].float32(192 * 192);
    for (let i = 0; i < 192; i++) matrix[i * 192 + i] = i + 1;
    expect(await invertSpd(pools[0], matrix, 192)).toBe(matrix);
    expect(matrix[191 * 192 + 191]).toBeCloseTo(1 / 192, 7);
    pools[0].release(matrix);
  });

  it('refuse when not positive definite', async () => {
    const singular = new Float32Array(9).fill(1);
    await expect(invertSpd(pools[0], singular, 3)).rejects.toThrow('not positive definite');
  });
});
