import type { FeatureValue, ModelKind } from '../data/records.ts';

export type Source = 'personal' | 'similar' | 'popular' | 'trending' | 'latest';
export type Strategy = Source;
/** Rankings of the whole catalogue that are the same for every user. */
export type UserIndependentRanking = 'popular' | 'trending' | 'latest';

export interface HistoryEvent {
  itemId: string;
  /** Index of the item in the model, -1 where the model has no such item: saves the lookup of `itemId`. */
  item?: number;
  type: string;
  value?: number;
  /** Seconds since 1970. */
  time?: number;
}

/**
 * Keeps what a model computes of a history, for as long as its owner keeps the history: queries with the same memo must have the
 * same history and user. It holds the results of one model, the last one that was asked.
 */
export class HistoryMemo {
  /** The model that `value` belongs to. */
  model: object | undefined;
  value: unknown;
}

/** For whom, or from which items, to rank the catalogue. */
export interface Query {
  /** The user's events in any order; where times are missing or equal, a later position counts as newer. */
  history: HistoryEvent[];
  memo?: HistoryMemo;
  /** The user's own fields as imported, for models that learned from them. */
  user?: Record<string, FeatureValue>;
  /** Recommend from these items; together with a history, from both. */
  fromItems?: string[];
  strategy?: Strategy;
}

/** Items that must not be retrieved: the union of both parts. */
export interface Exclusion {
  /** Item indices, in any order, repeats allowed. */
  items: readonly number[];
  /**
   * One byte per item, not 0 = excluded: a compiled filter. Requests share it. It must not change once it was given: a model
   * keeps a copy, for which its identity stands.
   */
  mask?: Uint8Array;
}

export interface Candidate {
  /** Index of the item in the model. */
  item: number;
  itemId: string;
  /** From 0 to 1 before multipliers, falling along the list; comparable within one list only. */
  score: number;
  source: Source;
}

/** Why a user-independent ranking stands in for the ranking that the query asks for. */
export type FallbackReason =
  | 'item-unknown'
  | 'item-without-signal'
  | 'history-missing'
  | 'history-unknown'
  | 'history-without-signal'
  | 'model-has-one-ranking';

export interface Fallback {
  reason: FallbackReason;
  ranking: UserIndependentRanking;
}

export interface Candidates {
  /** Best first. Shorter than asked for only where no further item may be retrieved. */
  items: Candidate[];
  /** Absent where the list is what the query asks for. */
  fallback?: Fallback;
}

export type Reason =
  | { kind: 'history'; itemId: string; share: number }
  /** The score is the user's, but no entry of the history adds to it. */
  | { kind: 'whole-history' }
  | { kind: 'features'; values: string[] }
  | { kind: 'item'; itemId: string }
  | { kind: 'popular'; users: number }
  | { kind: 'trending' }
  | { kind: 'latest' };

export interface Explanation {
  /** The strongest first; at least one. */
  reasons: [Reason, ...Reason[]];
  /** As `ServableModel.sourceOf`. */
  source: Source;
}

/** A loaded model. It scores, retrieves and explains; filtering, paging and texts belong to the serving pipeline. */
export interface ServableModel {
  algorithm: string;
  kind: ModelKind;
  /** Approximate bytes in memory. */
  byteSize: number;
  itemCount: number;
  /** Index of the item, -1 where the model has no such item. */
  indexOf(itemId: string): number;
  /**
   * The best `k` items for the query without the excluded ones. `multipliers` has one factor ≥ 0 per item of the model, 1
   * leaves an item as it is: the score of every item of the catalogue is multiplied (and rounded to single precision) before
   * the best are chosen, ties by the lower index. A factor of 0 moves an item to the end of the list. As for a mask, the
   * array must not change once it was given. `some` has further factors of a few items, by index.
   */
  retrieve(
    query: Query,
    k: number,
    exclusion: Exclusion,
    multipliers?: Float32Array,
    some?: ReadonlyMap<number, number>,
  ): Candidates;
  /** What `similarityOf` compares: the terms of the items, or where no item has any the factors of the model, if it has any. */
  readonly similarityBasis: 'content' | 'factors' | 'none';
  /**
   * Similarity of two items by index, from 0 to 1: the cosine of their TF-IDF vectors over the explanation terms
   * (categories, tags, short custom fields, else words of the title), or of their factors, where negative cosines count as
   * 0. 0 where an item has neither.
   */
  similarityOf(a: number, b: number): number;
  /**
   * What the place of a retrieved candidate is owed to: its source, or `latest` for an item without interactions that shares
   * no term with the liked items of the history.
   */
  sourceOf(query: Query, candidate: Candidate): Source;
  /** One explanation per candidate of this query. Costs more than retrieving: pass only items that are shown. */
  explain(query: Query, candidates: readonly Candidate[]): Explanation[];
}
