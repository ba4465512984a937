import type { Interactions, ModelKind } from '../data/records.ts';
import type { FittedModel, ScorerSpec } from '../scoring/spec.ts';
import type { TrainingContext } from './training-context.ts';

export interface DataSize {
  users: number;
  items: number;
  /** Distinct (user, item) pairs: non-zero entries of the matrix. */
  interactions: number;
  /** Σ over the users of |history|²: the number of item pairs that share a user. */
  itemPairs: number;
}

/** One parameter: what the API validates, what the search varies and what the studio shows as "label (symbol)". */
export type ParamDescription = {
  /** Name of the field, such as "L2 regularisation". */
  label: string;
  /** Symbol in the cited paper, such as "λ". */
  symbol?: string;
  /** One sentence: what a larger value does, with the equation where one is short enough. */
  description: string;
  /** `auto` keeps the default: measured to change the ranking very little. */
  fixed?: true;
} & (
  | { type: 'number' | 'integer'; default: number; min: number; max: number; log?: boolean }
  | { type: 'choice'; default: string; choices: readonly string[] }
);

export type Params = Record<string, number | string>;

export interface FitInput {
  context: TrainingContext;
  /** Interactions to train on, users × items; user and item indices as in the dataset. */
  matrix: Interactions;
  params: Params;
  signal: AbortSignal;
  /** `share` is the part done, from 0 to 1. */
  onProgress(share: number, message?: string): void;
}

export interface AlgorithmDefinition {
  /** Lower case with dashes; the value of `algorithm` in the API. */
  name: string;
  /** Shown to users in place of the name. */
  label: string;
  kind: ModelKind;
  /** Shown to users: what it does and when it suits. One or two sentences. */
  description: string;
  needs: { interactions: boolean; itemFeatures: boolean; maxItems?: number };
  /** Estimated peak memory of a fit in bytes, the interactions themselves not included. */
  memory(size: DataSize, params: Params): number;
  /** Estimated seconds of a fit on two cores of 2020; replaced by the measured time after the first fit. */
  seconds(size: DataSize, params: Params): number;
  params: Record<string, ParamDescription>;
  /** Parameters that are applied at request time: `spec` sets them on a fitted model without a new fit. */
  served?: { names: readonly string[]; spec(spec: ScorerSpec, params: Params): ScorerSpec };
  /**
   * Deterministic for (matrix, params, context.seed), for any number of threads. Throws DivergedError when numbers stop
   * being finite, and the signal's reason when aborted.
   */
  fit(input: FitInput): Promise<FittedModel>;
}

export const numberOf = (params: Params, name: string): number => Number(params[name]);
