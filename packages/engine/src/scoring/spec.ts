import type { Vocabulary } from '../features/vocabulary.ts';

/** How a model is put together from named arrays; the manifest of an artifact holds it. */
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
   * Trust in this part by how often an item was met, n: weight · (n / (n + trust)) for trust above 0; for trust below 0
   * weight · (1 + |trust| / (n + |trust|)), more for the rare; 0 trusts it everywhere alike.
   */
  trust: number;
  spec: ScorerSpec;
}

export type NamedArray = { shape: number[] } & (
  | { dtype: 'float32'; data: Float32Array; half?: boolean }
  | { dtype: 'int32'; data: Uint32Array }
  | { dtype: 'bool'; data: Uint8Array }
  | { dtype: 'string'; data: string[] }
);

/** What a fit returns: the arrays by name (a part of a blend has its name and a slash before) and how to use them. */
export interface FittedModel {
  spec: ScorerSpec;
  arrays: Map<string, NamedArray>;
}
