import { instantiate, kernelMemory, kernelModule, type SimdBuild } from './load.ts';

export interface TopOptions {
  /** One byte per item; not 0 means that the item must not appear. */
  exclude?: Uint8Array;
  /** How many of the best to leave out at the front (pages). */
  offset?: number;
}

export interface Ranked {
  /** Best first; equal scores: lower index first. Shorter than k when fewer items are allowed. */
  items: Uint32Array;
  scores: Float32Array;
}

export interface Ranker {
  /** All items' dot products with the vector (length d) into `out` (length ≥ items). */
  scores(vector: Float32Array, out: Float32Array): void;
  /** The k best. Throws when the vector is not finite or has the wrong length. */
  top(vector: Float32Array, k: number, options?: TopOptions): Ranked;
}

export interface RankerOptions {
  /** A first pass over 8-bit copies (a quarter more memory): the same lists, several times faster. By default from 2,000 items. */
  quantized?: boolean;
  build?: SimdBuild;
}

const QUANTIZED_FROM = 2000;
const QUERY_LEVELS = 63;

/**
 * Exact ranking of items (items × d, row-major) by dot product, on the calling thread, over a copy of the factors in its own
 * memory; dropped with the ranker. The 8-bit pass only discards items that provably cannot be in the list.
 */
export function createRanker(itemFactors: Float32Array, items: number, d: number, options: RankerOptions = {}): Ranker {
  if (itemFactors.length !== items * d) throw new Error(`${items} items × ${d} need ${items * d} numbers.`);
  const quantized = options.quantized ?? items >= QUANTIZED_FROM;
  const groups = Math.ceil(items / 8);
  const padded = groups * 8;
  const chunks = Math.ceil(d / 4);
  let end = 64;
  const reserve = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const packed = reserve(padded * d * 4);
  const vectorAt = reserve(d * 4);
  const excludeAt = reserve(padded);
  const scoresAt = reserve(padded * 4);
  const indicesAt = reserve(padded * 4);
  const heap = reserve(padded * 8 + 64) + 64;
  const room = Math.min(padded, 65536) + 8;
  const codes = reserve(quantized ? padded * chunks * 4 : 0);
  const scales = reserve(quantized ? padded * 4 : 0);
  const shifts = reserve(quantized ? padded * 4 : 0);
  const bounds = reserve(quantized ? groups * 8 : 0);
  const query = reserve(chunks * 16);
  const candidates = reserve(quantized ? room * 8 : 0);
  const stage = reserve(8 * d * 4);
  const memory = kernelMemory(end, end);
  const kernel = instantiate(kernelModule(options.build), memory);
  const f32 = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  // Packed group by group, so that the row-major copy never exists twice.
  for (let group = 0; group < groups; group++) {
    const rows = itemFactors.subarray(group * 8 * d, Math.min(items, group * 8 + 8) * d);
    f32(stage, rows.length).set(rows);
    kernel('packItems')(0, 1, 0, stage, rows.length / d, d, packed + group * d * 32);
  }
  if (quantized) kernel('quantizeItems')(0, groups, 0, packed, d, codes, scales, shifts, bounds);
  const [topScan, topQuantized, scoreGroups] = [kernel('topScan'), kernel('topQuantized'), kernel('scoreGroups')];

  const setVector = (vector: Float32Array): void => {
    if (vector.length !== d) throw new Error(`The vector has ${vector.length} numbers instead of ${d}.`);
    for (const value of vector)
      if (!Number.isFinite(value)) throw new Error('The vector holds a number that is not finite.');
    f32(vectorAt, d).set(vector);
  };

  return {
    scores(vector, out) {
      setVector(vector);
      scoreGroups(0, groups, packed, d, vectorAt, scoresAt);
      out.set(f32(scoresAt, items));
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
      const mask = exclude === undefined ? 0 : excludeAt;
      let found = -1;
      if (quantized) {
        const { step, a, b } = quantizeQuery(vector, new Uint8Array(memory.buffer, query, chunks * 16));
        const list = [packed, items, d, vectorAt, mask, wanted, heap, indicesAt, scoresAt];
        found = topQuantized(...list, codes, scales, shifts, bounds, query, step, a, b, candidates, room);
      }
      if (found < 0) found = topScan(packed, items, d, vectorAt, mask, wanted, heap, indicesAt, scoresAt);
      const length = Math.max(0, found - offset);
      return {
        items: new Uint32Array(new Uint32Array(memory.buffer, indicesAt + offset * 4, length)),
        scores: new Float32Array(f32(scoresAt + offset * 4, length)),
      };
    },
  };
}

/**
 * The query as codes −63 … 63 shifted to 1 … 127, each chunk of four repeated four times, its step, and the two factors of
 * the bound |score − approximation| ≤ ‖y‖ a + ‖y − s q‖ b (Cauchy–Schwarz), with room for the rounding of the f32 sums.
 */
function quantizeQuery(vector: Float32Array, out: Uint8Array): { step: number; a: number; b: number } {
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
  return { step, a: (Math.sqrt(error) + rounding * Math.sqrt(norm)) * 1.000001, b: Math.sqrt(coded) * 1.00001 };
}
