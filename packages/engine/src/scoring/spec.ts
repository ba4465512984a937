import type { Vocabulary } from '../features/vocabulary.ts';

/** How a scorer is made from named arrays; part of an artifact's manifest. */
export type ScorerSpec =
  | { type: 'popular' }
  | { type: 'order'; by: 'trending' | 'latest' }
  | {
      type: 'factors';
      factors: number;
      regularization: number;
      regularizationExponent: number;
      unobservedWeight: number;
      recency: number;
      /** The factors lie in the eigenbasis of FᵀF, and `spectrum` has its eigenvalues. */
      rotated?: boolean;
    }
  | { type: 'vectors'; dimensions: number; recency: number }
  | { type: 'neighbours'; recency: number; historyExponent: number }
  | {
      type: 'towers';
      dimensions: number;
      historyExponent?: number;
      recency: number;
      userNumbers: Vocabulary['numbers'];
    }
  | { type: 'neural'; dimensions: number; historyExponent?: number; width: number; hidden: number; recency: number }
  | { type: 'blend'; parts: BlendPart[] };

export interface BlendPart {
  name: string;
  weight: number;
  /**
   * Shrinks or raises the weight by an item's number of users n: for s above 0 it is weight · n / (n + s), less for items with
   * few users; below 0 weight · (1 + |s| / (n + |s|)), more for them; at 0 the same for every item.
   */
  countShrinkage: number;
  spec: ScorerSpec;
}

export type NamedArray = { shape: number[] } & (
  | {
      dtype: 'float32';
      data: Float32Array;
      half?: boolean /** The half-precision numbers, as integers. */;
      bits?: Uint16Array;
    }
  | { dtype: 'int32'; data: Uint32Array }
  | { dtype: 'bool'; data: Uint8Array }
  | { dtype: 'string'; data: string[] }
);

/** The result of a fit: its arrays by name (those of a blend's part with the part's name and a slash in front) and their use. */
export interface FittedModel {
  spec: ScorerSpec;
  arrays: Map<string, NamedArray>;
}
