import type { Csr, FeatureValue } from '../data/records.ts';

/** One user's interactions: item indices with their confidence (below 0: disliked), newest first. */
export interface History {
  items: Uint32Array;
  weights: Float32Array;
  /** The user's own fields, for models that learned from them. */
  user?: Record<string, FeatureValue>;
  /** What scorers have computed of the history; only where it outlives the query. */
  kept?: KeptVectors;
}

/** A few vectors, each with the scorer that it belongs to: many thousands of histories have one, and a Map is larger. */
interface KeptVectors {
  first: { owner: object; vector: Float32Array | undefined; next: KeptVectors['first'] } | undefined;
}

/** The vector that `compute` makes of a history, kept by the history where it keeps any. `owner` distinguishes the scorers. */
export function keptVector(
  history: History,
  owner: object,
  compute: (history: History) => Float32Array | undefined,
): Float32Array | undefined {
  const { kept } = history;
  if (!kept) return compute(history);
  for (let entry = kept.first; entry; entry = entry.next) if (entry.owner === owner) return entry.vector;
  const vector = compute(history);
  kept.first = { owner, vector, next: kept.first };
  return vector;
}

export const emptyHistory: History = { items: new Uint32Array(0), weights: new Float32Array(0) };

/**
 * The arrays of a fitted model, ready to score. Evaluation scores with the same code, so that its figures are those of
 * what is served. Scores are comparable within one call only. Implementations reuse scratch arrays: calls must not run
 * concurrently.
 */
export interface Scorer {
  /**
   * Fills `out`, one score per item. Items whose byte in `excluded` is 1 are no candidates for the list: their scores
   * have no meaning, and no rank is given to them.
   */
  score(history: History, out: Float32Array, excluded?: Uint8Array): void;
  /**
   * The k items that `score` ranks highest among those whose byte in `excluded` is 0, with their scores, ties by the lower
   * index. Only of scorers that find them without scoring every item.
   */
  best?(history: History, k: number, excluded: Uint8Array): { items: Uint32Array; scores: Float32Array };
  /**
   * Items among which the k best by max(0, score − lowest) × factor are, without excluded ones, with their scores, and the highest
   * score of any item. Undefined where every item has to be scored.
   */
  bestMultiplied?(history: History, k: number, excluded: Uint8Array, factors: ItemFactors): MultipliedBest | undefined;
  /** The score that is 0 in a list of `best`: that of an item without any signal. 0 where left out. */
  readonly lowest?: number;
  /** Fills `out` with the similarity of every item to `item`; `excluded` as for `score`. False where it has none. */
  similar(item: number, out: Float32Array, excluded?: Uint8Array): boolean;
  /**
   * The k other items that are most similar to `item`, without excluded ones, with their similarities as `similar` fills them
   * in, ties by the lower index, and the highest similarity of any other item. Undefined where all have to be scored.
   */
  bestSimilar?(item: number, k: number, excluded: Uint8Array): MultipliedBest | undefined;
  /** Cosine of the factors of two items, by index; only of scorers with factors. */
  cosine?(a: number, b: number): number;
  /** For each of the items the addend of each entry of the history to its score; not normalised, may be negative. */
  contributions(history: History, items: Uint32Array): Float32Array[];
  /** Computes what the first request would otherwise compute. Called for a model that serves, not for members of blends. */
  prepare?(): void;
  /** How a blend computes these scores together with those of its other members; undefined where it calls `score`. */
  readonly parts?: ScoreParts;
  /** True where scores depend on neither the history nor the user. */
  readonly constant?: boolean;
  /** True where the user's own fields count: an empty history with fields can then be scored. */
  readonly readsUser?: boolean;
  /** True where a score of exactly 0 means that the model has no signal for the item, rather than a middling score. */
  readonly zeroIsUnknown: boolean;
}

/** Scores as sums that kernels compute for several members of a blend in one pass. */
export type ScoreParts =
  /**
   * The dot product of an item's row (row-major, `stride` numbers each, a multiple of 8) with the vector of a history;
   * undefined: every score is 0.
   */
  | { type: 'dot'; rows: Float32Array; stride: number; vector(history: History): Float32Array | undefined }
  /** The sum over the history of weight × similarity; the neighbours of each item as a CSR matrix. */
  | { type: 'neighbours'; neighbours: Neighbours; weights(history: History): Float32Array };

/** Row j of a CSR matrix: the neighbours of item j and their similarities, as numbers or as half-precision codes. */
export type Neighbours = Omit<Csr, 'values'> & { values: Float32Array | Uint16Array };

/** One factor ≥ 0 per item, and the largest of them, or more. */
export interface ItemFactors {
  factors: Float32Array;
  largest: number;
}

export interface MultipliedBest {
  items: Uint32Array;
  scores: Float32Array;
  highest: number;
}
