import { createLinearRanker, type Ranked, type Rows } from './linear-ranker.ts';
import type { SimdBuild } from './load.ts';
import { ModelMemory } from './model-memory.ts';
import { placeRows } from './rows.ts';

export interface TopOptions {
  /** One byte per item: items with a non-zero byte are excluded. */
  exclude?: Uint8Array;
  /** Number of best items to skip (paging). */
  offset?: number;
}

export interface Ranker {
  /** Writes the dot products of all items with the vector (length d) to `out` (length ≥ items). */
  scores(vector: Float32Array, out: Float32Array): void;
  /** The k best. Throws when the vector is not finite or has the wrong length. */
  top(vector: Float32Array, k: number, options?: TopOptions): Ranked;
}

/** A ranker that also ranks by max(0, score) × factor. */
export interface RowRanker extends Ranker {
  /** More than the k best by the products, with their scores and the highest score; undefined where all have to be scored. */
  topMultiplied(
    vector: Float32Array,
    k: number,
    exclude: Uint8Array | undefined,
    factors: { factors: Float32Array; largest: number },
  ): (Ranked & { highest: number }) | undefined;
}

/** Products are ranked in single precision: so many items more make up for its rounding. */
export const roundingMargin = 16;

export interface RankerOptions {
  /**
   * A first pass over 8-bit copies (a quarter more memory): the same lists, several times faster. By default from 2,000
   * items.
   */
  quantized?: boolean;
  build?: SimdBuild;
}

/** Exact ranking of items (items × d, row-major) by dot product, on the calling thread. */
export function createRanker(itemFactors: Float32Array, items: number, d: number, options: RankerOptions = {}): Ranker {
  if (itemFactors.length !== items * d) throw new Error(`${items} items × ${d} need ${items * d} numbers.`);
  const memory = new ModelMemory({ build: options.build });
  const ranker = createRowRanker(memory, '', placeRows(memory, 'rows', itemFactors, d), items, options);
  const padded = new Float32Array(Math.max(8, Math.ceil(d / 8) * 8));
  const pad = (vector: Float32Array) => {
    if (vector.length !== d) throw new Error(`The vector has ${vector.length} numbers instead of ${d}.`);
    padded.set(vector);
    return padded;
  };
  return {
    scores: (vector, out) => ranker.scores(pad(vector), out),
    top: (vector, k, top) => ranker.top(pad(vector), k, top),
  };
}

/** The same for rows in the memory of a model; vectors have the length of the rows. */
export function createRowRanker(
  memory: ModelMemory,
  name: string,
  rows: Rows,
  items: number,
  { quantized }: Pick<RankerOptions, 'quantized'> = {},
): RowRanker {
  const from = quantized === undefined ? {} : { quantizedFrom: quantized ? 0 : Number.POSITIVE_INFINITY };
  const ranker = createLinearRanker(memory, name, { items, members: [{ rows }], terms: [], ...from });
  const requestOf = (vector: Float32Array) => ({ vectors: [vector], factors: [1], scalars: [], offset: 0 });
  return {
    scores: (vector, out) => ranker.scores(requestOf(vector), out),
    topMultiplied(vector, k, exclude, factors) {
      const wanted = k + roundingMargin;
      if (!ranker.isQuantized(wanted)) return undefined;
      const request = requestOf(vector);
      const highest = ranker.top(request, 1, exclude).scores[0];
      if (!(highest > 0)) return undefined;
      return { ...ranker.top(request, wanted, exclude, 'all', { ...factors, low: 0 }), highest };
    },
    top(vector, k, { exclude, offset = 0 } = {}) {
      const { items: found, scores } = ranker.top(requestOf(vector), k > 0 ? k + offset : 0, exclude);
      return offset > 0 ? { items: found.slice(offset), scores: scores.slice(offset) } : { items: found, scores };
    },
  };
}
