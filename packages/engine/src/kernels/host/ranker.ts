import { DivergedError } from '../../data/errors.ts';
import { instantiate, kernelMemory, kernelModule, type SimdBuild } from './load.ts';

export interface TopOptions {
  /** One byte per item: items with a non-zero byte are excluded. */
  exclude?: Uint8Array;
  /** Number of best items to skip (paging). */
  offset?: number;
}

export interface Ranked {
  /** Best first; equal scores: lower index first. Shorter than k when fewer items are allowed. */
  items: Uint32Array;
  scores: Float32Array;
}

export interface Ranker {
  /** Writes the dot products of all items with the vector (length d) to `out` (length ≥ items). */
  scores(vector: Float32Array, out: Float32Array): void;
  /** The k best. Throws when the vector is not finite or has the wrong length. */
  top(vector: Float32Array, k: number, options?: TopOptions): Ranked;
}

export interface RankerOptions {
  /**
   * A first pass over 8-bit copies (a quarter more memory): the same lists, several times faster. By default from 2,000
   * items.
   */
  quantized?: boolean;
  build?: SimdBuild;
}

const BLOCK = 32;
const QUANTIZED_FROM = 2000;
/** For lists longer than a fortieth of the catalogue the 8-bit pass discards too few items. */
const QUANTIZED_SHARE = 40;
const QUERY_LEVELS = 63;
const NO_ITEM = 0xffffffff;

/**
 * Exact ranking of items (items × d, row-major) by dot product, on the calling thread, over a copy of the factors in
 * its own memory; dropped with the ranker. The 8-bit pass only discards items that provably cannot be in the list.
 */
export function createRanker(itemFactors: Float32Array, items: number, d: number, options: RankerOptions = {}): Ranker {
  if (itemFactors.length !== items * d) throw new Error(`${items} items × ${d} need ${items * d} numbers.`);
  const quantized = options.quantized ?? items >= QUANTIZED_FROM;
  const blocks = Math.ceil(items / BLOCK);
  const slots = blocks * BLOCK;
  const chunks = Math.ceil(d / 4);
  let end = 64;
  const reserve = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const packed = reserve(slots * d * 4);
  const idsAt = reserve(slots * 4);
  const vectorAt = reserve(d * 4);
  const excludeAt = reserve(items);
  const scoresAt = reserve(slots * 4);
  const indicesAt = reserve(slots * 4);
  // The kernels keep scores in the bytes before the heap.
  const heap = reserve(slots * 8 + 192) + 192;
  const codes = reserve(quantized ? slots * chunks * 4 : 0);
  const scales = reserve(quantized ? slots * 4 : 0);
  const shifts = reserve(quantized ? slots * 4 : 0);
  const bounds = reserve(quantized ? blocks * 8 : 0);
  const uppers = reserve(quantized ? blocks * 4 : 0);
  const query = reserve(chunks * 16);
  const memory = kernelMemory(end, end);
  const kernel = instantiate(kernelModule(options.build), memory);
  const f32 = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  const ids = new Uint32Array(memory.buffer, idsAt, slots).fill(NO_ITEM);
  ids.set(byFallingNorm(itemFactors, items, d));
  const slotsView = f32(packed, slots * d);
  for (let slot = 0; slot < items; slot++) {
    let to = (slot >> 3) * 8 * d + (slot & 7);
    for (let from = ids[slot] * d, stop = from + d; from < stop; from++, to += 8) slotsView[to] = itemFactors[from];
  }
  if (quantized) kernel('quantizeItems')(0, blocks, 0, packed, d, chunks, codes, scales, shifts, bounds);
  const [topScan, topQuantized, scorePairs] = [kernel('topScan'), kernel('topQuantized'), kernel('scorePairs')];

  const setVector = (vector: Float32Array): void => {
    if (vector.length !== d) throw new Error(`The vector has ${vector.length} numbers instead of ${d}.`);
    for (const value of vector)
      if (!Number.isFinite(value)) throw new DivergedError('The vector holds a number that is not finite.');
    f32(vectorAt, d).set(vector);
  };

  return {
    scores(vector, out) {
      setVector(vector);
      scorePairs(0, slots / 16, packed, d, vectorAt, scoresAt);
      const scores = f32(scoresAt, items);
      for (let slot = 0; slot < items; slot++) out[ids[slot]] = scores[slot];
    },
    top(vector, k, { exclude, offset = 0 } = {}) {
      setVector(vector);
      const wanted = Math.min(items, k + offset);
      if (wanted <= offset) return { items: new Uint32Array(0), scores: new Float32Array(0) };
      if (exclude !== undefined) {
        if (exclude.length < items) throw new Error(`exclude has ${exclude.length} bytes for ${items} items.`);
        new Uint8Array(memory.buffer, excludeAt, items).set(
          exclude.length === items ? exclude : exclude.subarray(0, items),
        );
      }
      const request = [vectorAt, exclude === undefined ? 0 : excludeAt, wanted, heap, indicesAt, scoresAt];
      let found: number;
      if (quantized && wanted * QUANTIZED_SHARE <= items) {
        const { step, a, b, norm } = quantizeQuery(vector, new Uint8Array(memory.buffer, query, chunks * 16));
        const approximation = [chunks, codes, scales, shifts, bounds, query, step, a, b, norm, uppers];
        found = topQuantized(packed, idsAt, blocks, d, ...request, ...approximation);
      } else found = topScan(packed, idsAt, slots / 8, d, ...request);
      const length = Math.max(0, found - offset);
      return {
        items: new Uint32Array(new Uint32Array(memory.buffer, indicesAt + offset * 4, length)),
        scores: new Float32Array(f32(scoresAt + offset * 4, length)),
      };
    },
  };
}

/** Items by falling norm: the list fills early, and the items of a block have similar norms. */
function byFallingNorm(itemFactors: Float32Array, items: number, d: number): Uint32Array {
  // 64-bit sort keys with the bits of the norm above the item index: positive floats sort like their bits.
  const keys = new BigUint64Array(items);
  const words = new Uint32Array(keys.buffer);
  const norms = new Float32Array(keys.buffer);
  for (let item = 0; item < items; item++) {
    let sum = 0;
    for (let at = item * d; at < item * d + d; at++) sum += itemFactors[at] * itemFactors[at];
    norms[item * 2 + 1] = sum;
    words[item * 2 + 1] = ~words[item * 2 + 1];
    words[item * 2] = item;
  }
  keys.sort();
  return Uint32Array.from({ length: items }, (_, slot) => words[slot * 2]);
}

interface QuantizedQuery {
  step: number;
  a: number;
  b: number;
  norm: number;
}

/**
 * The query as codes −63 … 63 shifted to 1 … 127, each chunk of four repeated four times, its step, its norm, and the
 * two factors of the bound |score − approximation| ≤ ‖y‖ a + ‖y − s q‖ b (Cauchy–Schwarz), with room for the rounding
 * of the f32 sums.
 */
function quantizeQuery(vector: Float32Array, out: Uint8Array): QuantizedQuery {
  let top = 0;
  let norm = 0;
  for (const value of vector) {
    top = Math.max(top, Math.abs(value));
    norm += value * value;
  }
  const step = Math.fround(top / QUERY_LEVELS);
  let error = 0;
  let coded = 0;
  for (let chunk = 0; chunk * 16 < out.length; chunk++) {
    for (let k = 0; k < 4; k++) {
      const value = vector[chunk * 4 + k] ?? 0;
      const code = step > 0 ? Math.max(-QUERY_LEVELS, Math.min(QUERY_LEVELS, Math.round(value / step))) : 0;
      error += (value - step * code) ** 2;
      coded += (step * code) ** 2;
      for (let copy = 0; copy < 4; copy++) out[chunk * 16 + copy * 4 + k] = code + 64;
    }
  }
  const rounding = (vector.length + 8) * 2 ** -23;
  const a = (Math.sqrt(error) + rounding * Math.sqrt(norm)) * 1.000001;
  return { step, a, b: Math.sqrt(coded) * 1.00001, norm: Math.sqrt(norm) * (1.00001 + rounding) };
}
