import type { ItemFeatures } from '@curio/contracts/fields';

/** The shapes that every part of the engine shares. Times are whole seconds since 1970-01-01 UTC; 0 means unknown. */

/** The fields of an item that are features, by the descriptors of contracts. */
export interface ItemRecord extends ItemFeatures {
  custom?: Record<string, FeatureValue>;
}

export interface UserRecord {
  userId: string;
  custom?: Record<string, FeatureValue>;
}

export type FeatureValue = string | number | boolean | string[] | null;

/** One raw interaction. `value` is the rating, quantity or weight that the owner mapped; undefined means 1. */
export interface InteractionRecord {
  userId: string;
  itemId: string;
  type: string;
  value?: number;
  time?: number;
}

/** Reports how far a training is: a stage in plain words, percent of the whole from 0 to 100. */
export interface Progress {
  stage: string;
  percent: number;
  message?: string;
}

export interface Estimate {
  value: number;
  /** 95 % bootstrap interval over users. */
  low: number;
  high: number;
}

/** Keys are `ndcg@10`, `recall@20`, `coverage@10`, … */
export type Metrics = Record<string, Estimate>;

export type ModelKind = 'baseline' | 'content' | 'collaborative' | 'hybrid';

/**
 * A sparse matrix in compressed rows: row r holds indices[indptr[r] .. indptr[r + 1]) with their values. Within a row
 * the indices rise.
 */
export interface Csr {
  indptr: Uint32Array;
  indices: Uint32Array;
  values: Float32Array;
}

/**
 * The one confidence matrix, users × items. A value above 0 is a positive of that confidence; below 0 a negative
 * (dislike, return) of confidence |value|; there are no zeros. `times` is the last event of the pair, 0 where unknown.
 */
export interface Interactions extends Csr {
  times: Uint32Array;
}

/** How raw events become confidence; kept in the artifact, so that a request's history is weighed as training's was. */
export interface SignalRules {
  typeWeights: Record<string, number>;
  /** 0 switches the decay off. */
  halfLifeDays: number;
  /** The newest event of the data, seconds: the time from which ages count. */
  referenceTime: number;
  /** What the ratings of the data look like; null where there are none. */
  ratings: { low: number; high: number; mean: number } | null;
}
