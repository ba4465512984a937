import type { ItemFeatures } from '@curio/contracts/fields';

/** Types used throughout the engine. Times are whole seconds since 1970-01-01 UTC; 0 means unknown. */

/** The fields of an item that are features, by the descriptors of contracts. */
export interface ItemRecord extends ItemFeatures {
  custom?: Record<string, FeatureValue>;
}

export interface UserRecord {
  userId: string;
  custom?: Record<string, FeatureValue>;
}

export type FeatureValue = string | number | boolean | string[] | null;

/** One raw interaction. `value` is a rating or a quantity; undefined means 1. */
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
 * The confidence matrix, users × items. A positive value is the confidence of a positive pair; a negative value that of a
 * negative pair (dislike, return); zeros are not stored. `times` is the last interaction of the pair, 0 if unknown.
 */
export interface Interactions extends Csr {
  times: Uint32Array;
}

export interface BuildOptions {
  /** Weight by interaction type: 0 ignores the type, a negative weight counts against the item. */
  typeWeights?: Record<string, number>;
  /** Half-life of an interaction's weight, in days; 0 or absent: no decay. */
  halfLifeDays?: number;
}

/** How raw interactions become confidence. Stored in the artifact, so that histories are weighted as in training. */
export interface ConfidenceRules {
  typeWeights: Record<string, number>;
  /** 0: no decay. */
  halfLifeDays: number;
  /** Time of the newest interaction of the data, from which ages are counted. */
  referenceTime: number;
  /** Range and mean of the ratings; null when there are none. */
  ratings: { low: number; high: number; mean: number } | null;
}
