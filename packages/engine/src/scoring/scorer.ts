import type { FeatureValue } from '../data/records.ts';

/** One user's past: item indices with their confidence (below 0: disliked), newest first. */
export interface History {
  items: Uint32Array;
  weights: Float32Array;
  /** The user's own fields, for models that learned from such. */
  user?: Record<string, FeatureValue>;
}

/**
 * A model as it serves: arrays and nothing else. Evaluation scores with the very same code, so the figures that the
 * owner reads are those of what is served. Scores are comparable within one call only.
 */
export interface Scorer {
  /**
   * Fills `out` (one per item); an item about which the model has no opinion gets exactly 0 where `silent` is true. Items
   * whose byte in `excluded` is 1 are no candidates for the list: their scores mean nothing, and no rank is given to them.
   */
  score(history: History, out: Float32Array, excluded?: Uint8Array): void;
  /**
   * The k items that `score` ranks highest among those whose byte in `excluded` is 0, and their scores, ties by the lower
   * index: only of models that know them without the scores of all, and to which 0 is what an item is worth that nothing
   * speaks for.
   */
  best?(history: History, k: number, excluded: Uint8Array): { items: Uint32Array; scores: Float32Array };
  /** Fills `out` with the similarity of every item to one; `excluded` as for `score`. Returns false where the model has none. */
  similar(item: number, out: Float32Array, excluded?: Uint8Array): boolean;
  /** For each of the items how much each entry of the history adds to its score; not normalised, may be negative. */
  contributions(history: History, items: Uint32Array): Float32Array[];
  /** True where the history and the user do not matter: everybody gets the same scores. */
  readonly constant?: boolean;
  /** True where the user's own fields count, so that an empty history with fields is not nothing. */
  readonly readsUser?: boolean;
  /** True where 0 means "no opinion" rather than a middling score. */
  readonly silent: boolean;
}
