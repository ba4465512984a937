import { DivergedError } from '../../data/errors.ts';
import type { ModelMemory } from './model-memory.ts';

/** Rows of a matrix in the model's memory: row-major f32, `stride` numbers each, a multiple of 8. */
export interface Rows {
  at: number;
  stride: number;
}

export interface LinearMember {
  rows: Rows;
  /** Weight of each item; 1 where left out. */
  weights?: (item: number) => number;
}

export interface LinearModel {
  items: number;
  members: LinearMember[];
  /** A number of each item; a term without them is zeros, for the caller to fill by slot. */
  terms: (((item: number) => number) | undefined)[];
  /** Items that are ranked apart, by separate ranges of slots. */
  coldItems?: Uint32Array;
  /** From this many items on, lists are found by a first pass over 8-bit copies. By default 2,000. */
  quantizedFrom?: number;
}

/** What changes with every request. */
export interface LinearRequest {
  /** True where the weights of items do not count, as for cold items. */
  unweighted?: boolean;
  /** A vector of the length of the rows for each member, or undefined where the member does not count. */
  vectors: (Float32Array | undefined)[];
  /** Of each member and of each term. */
  factors: readonly number[];
  scalars: readonly number[];
  offset: number;
  /** Largest magnitude of the numbers of the terms without numbers; 0 where left out. */
  largestTerm?: number;
}

/** Which items: the cold ones, all others, or both. */
export type Part = 'all' | 'others' | 'cold';

export interface Ranked {
  /** Best first; equal scores: lower index first. Shorter than k when fewer items are allowed. */
  items: Uint32Array;
  scores: Float32Array;
}

/** Ranks by max(0, score − low) × factor of the item, in single precision. Factors are ≥ 0 and at most `largest`. */
export interface Multiplied {
  factors: Float32Array;
  largest: number;
  low: number;
}

export interface LinearRanker {
  /** Slot of each item, and where the first cold slot is; byte offset of `slots`. */
  readonly slots: { at: number; firstCold: number; count: number };
  /** Byte offset of the numbers of each term, by slot. */
  readonly terms: readonly number[];
  /** Writes the score of every item, or of each item of `list`, to `out`. */
  scores(request: LinearRequest, out: Float32Array, list?: Uint32Array): void;
  /** Whether a list of k items is found by the 8-bit pass; only then can it be of a part of the items. */
  isQuantized(k: number): boolean;
  /** The k best. With `multiplied`, which only the 8-bit pass knows, by the products; their scores are those without factors. */
  top(request: LinearRequest, k: number, exclude: Uint8Array | undefined, part?: Part, multiplied?: Multiplied): Ranked;
}

const BLOCK = 32;
const noMultipliers = [0, 0, 1] as const;
const MEMBER_WORDS = 16;
const QUERY_LEVELS = 63;
const NO_ITEM = 0xffffffff;
const defaultQuantizedFrom = 2000;
/** For lists longer than a fortieth of the catalogue the 8-bit pass discards too few items. */
const quantizedShare = 40;

/**
 * Exact ranking by linear scores (kernels/wasm/linear.ts), on the calling thread, in the memory of a model. Its arrays have
 * names that begin with `name`.
 */
export function createLinearRanker(memory: ModelMemory, name: string, model: LinearModel): LinearRanker {
  const { items, members } = model;
  const quantized = items >= (model.quantizedFrom ?? defaultQuantizedFrom);
  const coldCount = model.coldItems?.length ?? 0;
  const firstCold = Math.ceil((items - coldCount) / BLOCK) * BLOCK;
  const blocks = firstCold / BLOCK + Math.ceil(coldCount / BLOCK);
  const slotCount = blocks * BLOCK;
  const needsSlots = model.terms.length > 0 || coldCount > 0 || members.some(({ weights }) => weights);

  const ids = memory.derive(`${name}ids`, quantized || needsSlots ? slotCount * 4 : 0, (at) => {
    if (!quantized && !needsSlots) return;
    orderSlots(memory, members[0]?.rows, model, firstCold, memory.u32(at, slotCount).fill(NO_ITEM));
  });
  const slots = memory.derive(`${name}slots`, needsSlots ? items * 4 : 0, (at) => {
    if (!needsSlots) return;
    const out = memory.u32(at, items);
    memory.u32(ids, slotCount).forEach((item, slot) => {
      if (item !== NO_ITEM) out[item] = slot;
    });
  });
  const bySlot = (key: string, numberOf: ((item: number) => number) | undefined) =>
    memory.derive(`${name}${key}`, slotCount * 4, (at) => {
      if (!numberOf) return;
      const out = memory.f32(at, slotCount);
      memory.u32(ids, slotCount).forEach((item, slot) => {
        if (item !== NO_ITEM) out[slot] = numberOf(item);
      });
    });
  const terms = model.terms.map((numbers, n) => bySlot(`term ${n}`, numbers));
  const largestOfTerms = memory.derive(`${name}largest terms`, terms.length * 4, (at) => {
    memory.f32(at, terms.length).set(
      terms.map((term) => {
        let largest = 0;
        for (const x of memory.f32(term, slotCount)) largest = Math.max(largest, Math.abs(x));
        return largest;
      }),
    );
  });
  const places = members.map(({ rows, weights }, n) => {
    const chunks = rows.stride / 4;
    const weightsAt = weights ? bySlot(`weights ${n}`, weights) : 0;
    // Cold items are also ranked without weights: their bounds hold for both.
    const boundWeights =
      weights && coldCount > 0
        ? memory.derive(`${name}bound weights ${n}`, slotCount * 4, (at) => {
            const own = memory.f32(weightsAt, slotCount);
            memory.f32(at, slotCount).set(own.map((w, slot) => (slot < firstCold ? w : Math.max(1, Math.abs(w)))));
          })
        : weightsAt;
    const part = (key: string, bytes: number) => memory.derive(`${name}${key} ${n}`, quantized ? bytes : 0);
    const codes = part('codes', slotCount * chunks * 4);
    const scales = part('scales', slotCount * 4);
    const shifts = part('shifts', slotCount * 4);
    const bounds = memory.derive(`${name}bounds ${n}`, quantized ? blocks * 8 : 0, (at) => {
      if (!quantized) return;
      const args = [rows.at, rows.stride * 4, ids, boundWeights, codes, scales, shifts, at];
      memory.kernel('quantizeRows')(0, blocks, ...args);
    });
    const query = memory.derive(`${name}query ${n}`, chunks * 16);
    const vector = memory.derive(`${name}vector ${n}`, rows.stride * 4);
    let largestNorm = 0;
    const boundsOfBlocks = memory.f32(bounds, quantized ? blocks * 2 : 0);
    for (let b = 0; b < boundsOfBlocks.length; b += 2) largestNorm = Math.max(largestNorm, boundsOfBlocks[b]);
    return { rows, chunks, weightsAt, codes, scales, shifts, bounds, query, vector, largestNorm };
  });

  const table = memory.derive(`${name}members`, members.length * MEMBER_WORDS * 4);
  const termTable = memory.derive(`${name}terms`, terms.length * 8);
  const excludeAt = memory.derive('excluded', items);
  const listAt = memory.derive(`${name}list`, coldCount * 4);
  const scoresAt = memory.derive('scores', items * 4);
  const indicesAt = memory.derive(`${name}indices`, items * 4);
  const heap = memory.derive(`${name}heap`, items * 8 + 128) + 128;
  const rest = memory.derive(`${name}rest`, quantized ? slotCount * 8 : 0);
  const words = memory.u32(table, members.length * MEMBER_WORDS);
  const floats = memory.f32(table, members.length * MEMBER_WORDS);
  const termWords = memory.u32(termTable, terms.length * 2);
  const termFloats = memory.f32(termTable, terms.length * 2);
  const largestTerms = memory.f32(largestOfTerms, terms.length);
  const vectors = places.map(({ rows, vector }) => memory.f32(vector, rows.stride));
  const queries = places.map(({ chunks, query }) => memory.u8(query, chunks * 16));
  const excludeBytes = memory.u8(excludeAt, items);
  const [linearTop, linearScores, topOfScores] = [
    memory.kernel('linearTop'),
    memory.kernel('linearScores'),
    memory.kernel('topOfScores'),
  ];

  /** Writes the members and terms that count; with `codes` also what the 8-bit pass needs. */
  const prepare = (request: LinearRequest, codes: boolean) => {
    const { vectors: given, factors, scalars, offset, largestTerm = 0, unweighted = false } = request;
    let memberCount = 0;
    let magnitude = Math.abs(offset);
    for (let n = 0; n < places.length; n++) {
      const vector = given[n];
      if (vector === undefined) continue;
      const place = places[n];
      setVector(vectors[n], vector);
      const w = memberCount++ * MEMBER_WORDS;
      words[w] = place.rows.at;
      words[w + 1] = place.rows.stride * 4;
      words[w + 2] = place.vector;
      words[w + 9] = unweighted ? 0 : place.weightsAt;
      floats[w + 11] = factors[n];
      if (!codes) continue;
      words[w + 3] = place.codes;
      words[w + 4] = place.chunks;
      words[w + 5] = place.scales;
      words[w + 6] = place.shifts;
      words[w + 7] = place.bounds;
      words[w + 8] = place.query;
      const { step, a, b, norm } = quantizeQuery(vectors[n], queries[n]);
      const size = Math.abs(factors[n]) * 1.000001;
      floats[w + 10] = step * factors[n];
      floats[w + 12] = a * size;
      floats[w + 13] = b * size;
      floats[w + 14] = norm * size;
      magnitude += norm * size * place.largestNorm;
    }
    let termCount = 0;
    for (let n = 0; n < terms.length; n++) {
      if (scalars[n] === 0) continue;
      termWords[termCount * 2] = terms[n];
      termFloats[termCount * 2 + 1] = scalars[n];
      magnitude += Math.abs(scalars[n]) * (model.terms[n] ? largestTerms[n] : largestTerm);
      termCount++;
    }
    // Sums of a few f32 numbers of this magnitude differ by less than this, in whatever order. A single product is no sum, and
    // the factors of its bound have room for its rounding: relative to the norm of its row, so that small rows are ranked as well.
    const epsilon = memberCount === 1 && termCount === 0 && offset === 0 ? 0 : magnitude * 2 ** -20;
    return { shared: [table, memberCount, termTable, termCount, offset], epsilon };
  };

  const scoreAll = (request: LinearRequest, at: number, list?: Uint32Array) => {
    const { shared } = prepare(request, false);
    let from = 0;
    if (list) {
      from = memory.owns(list) ? list.byteOffset : listAt;
      if (from === listAt) memory.u32(listAt, list.length).set(list);
    }
    linearScores(0, list?.length ?? items, from, needsSlots ? slots : 0, ...shared, at);
  };

  return {
    slots: { at: slots, firstCold, count: slotCount },
    terms,
    isQuantized,
    scores(request, out, list) {
      const length = list?.length ?? items;
      const at = memory.owns(out) ? out.byteOffset : scoresAt;
      scoreAll(request, at, list);
      if (at === scoresAt && !memory.owns(out)) out.set(memory.f32(scoresAt, length));
    },
    top(request, k, exclude, part = 'all', multiplied) {
      const [first, last] =
        part === 'cold' ? [firstCold / BLOCK, blocks] : [0, part === 'others' ? firstCold / BLOCK : blocks];
      const wanted = Math.min(items, k);
      if (wanted <= 0 || first === last) return { items: new Uint32Array(0), scores: new Float32Array(0) };
      let excluded = 0;
      if (exclude) {
        if (exclude.length < items) throw new Error(`exclude has ${exclude.length} bytes for ${items} items.`);
        excluded = memory.owns(exclude) ? exclude.byteOffset : excludeAt;
        if (excluded === excludeAt && !memory.owns(exclude)) {
          excludeBytes.set(exclude.length === items ? exclude : exclude.subarray(0, items));
        }
      }
      let found: number;
      if (part !== 'all' || multiplied || isQuantized(wanted)) {
        const { shared, epsilon } = prepare(request, true);
        const products = multiplied ? placeMultipliers(multiplied) : noMultipliers;
        const room = [heap, rest, indicesAt, scoresAt] as const;
        found = linearTop(first, last, ids, ...shared, epsilon, excluded, wanted, ...room, ...products);
        if (multiplied) linearScores(0, found, indicesAt, needsSlots ? slots : 0, ...shared, scoresAt);
      } else {
        scoreAll(request, scoresAt);
        found = topOfScores(scoresAt, items, excluded, wanted, heap, indicesAt, scoresAt);
      }
      return {
        items: new Uint32Array(memory.u32(indicesAt, found)),
        scores: new Float32Array(memory.f32(scoresAt, found)),
      };
    },
  };

  function placeMultipliers({ factors, largest, low }: Multiplied): [number, number, number] {
    let at = factors.byteOffset;
    if (!memory.owns(factors)) {
      at = memory.derive('multipliers', items * 4);
      memory.f32(at, items).set(factors.length === items ? factors : factors.subarray(0, items));
    }
    return [at, low, largest];
  }

  function isQuantized(wanted: number): boolean {
    return quantized && wanted * quantizedShare <= items;
  }
}

function setVector(to: Float32Array, vector: Float32Array): void {
  if (vector.length !== to.length) throw new Error(`The vector has ${vector.length} numbers instead of ${to.length}.`);
  for (let k = 0; k < vector.length; k++) {
    const value = vector[k];
    // Not finite.
    if (!(value - value === 0)) throw new DivergedError('The vector holds a number that is not finite.');
    to[k] = value;
  }
}

/**
 * Items by falling norm of their rows, so that lists fill early and the items of a block have similar norms; the cold ones
 * from `firstCold` on.
 */
function orderSlots(
  memory: ModelMemory,
  rows: Rows | undefined,
  { items, coldItems }: LinearModel,
  firstCold: number,
  out: Uint32Array,
): void {
  const isCold = new Uint8Array(items);
  for (const item of coldItems ?? []) isCold[item] = 1;
  let next = 0;
  let nextCold = firstCold;
  const add = (item: number) => {
    if (isCold[item] === 1) out[nextCold++] = item;
    else out[next++] = item;
  };
  if (!rows) for (let item = 0; item < items; item++) add(item);
  else for (const item of byFallingNorm(squaredNorms(memory, rows, items))) add(item);
}

/** In the memory's space for scores of items, until something else is computed there. */
export function squaredNorms(memory: ModelMemory, { at, stride }: Rows, items: number): Float32Array {
  const out = memory.derive('scores', items * 4);
  memory.kernel('squaredNorms')(at, items, stride * 4, out);
  return memory.f32(out, items);
}

function byFallingNorm(squares: Float32Array): Uint32Array {
  const items = squares.length;
  // 64-bit sort keys with the bits of the norm above the item index: positive floats sort like their bits.
  const keys = new BigUint64Array(items);
  const words = new Uint32Array(keys.buffer);
  const norms = new Float32Array(keys.buffer);
  for (let item = 0; item < items; item++) {
    norms[item * 2 + 1] = squares[item];
    words[item * 2 + 1] = ~words[item * 2 + 1];
    words[item * 2] = item;
  }
  keys.sort();
  const out = new Uint32Array(items);
  for (let slot = 0; slot < items; slot++) out[slot] = words[slot * 2];
  return out;
}

/**
 * The query as codes −63 … 63 shifted to 1 … 127, each chunk of four repeated four times, its step, its norm, and the two
 * factors of the bound |score − approximation| ≤ ‖y‖ a + ‖y − s q‖ b (Cauchy–Schwarz), with room for the rounding of the f32
 * sums.
 */
function quantizeQuery(vector: Float32Array, out: Uint8Array): { step: number; a: number; b: number; norm: number } {
  let top = 0;
  let norm = 0;
  for (let k = 0; k < vector.length; k++) {
    const value = vector[k];
    top = Math.max(top, Math.abs(value));
    norm += value * value;
  }
  const step = Math.fround(top / QUERY_LEVELS);
  const inverse = step > 0 ? 1 / step : 0;
  let error = 0;
  let coded = 0;
  for (let k = 0; k < vector.length; k++) {
    const code = Math.max(-QUERY_LEVELS, Math.min(QUERY_LEVELS, Math.round(vector[k] * inverse)));
    const approximation = step * code;
    error += (vector[k] - approximation) ** 2;
    coded += approximation * approximation;
    const at = (k >> 2) * 16 + (k & 3);
    out[at] = out[at + 4] = out[at + 8] = out[at + 12] = code + 64;
  }
  const rounding = (vector.length + 8) * 2 ** -23;
  const a = (Math.sqrt(error) + rounding * Math.sqrt(norm)) * 1.000001;
  return { step, a, b: Math.sqrt(coded) * 1.00001, norm: Math.sqrt(norm) * (1.00001 + rounding) };
}
