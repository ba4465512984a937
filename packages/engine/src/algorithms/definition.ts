import type { Interactions, ModelKind } from '../data/records.ts';
import type { FittedModel, ScorerSpec } from '../scoring/spec.ts';
import type { TrainingContext } from './training-context.ts';

export type AlgorithmName =
  | 'popular'
  | 'trending'
  | 'latest'
  | 'content'
  | 'item-knn'
  | 'ease'
  | 'graph-filter'
  | 'ials'
  | 'ncf'
  | 'two-tower'
  | 'hybrid';

export interface DataSize {
  users: number;
  items: number;
  /** Pairs of user and item. */
  interactions: number;
  /** Pairs of items that one user met, counted for every user: the sum of the squared lengths of the histories. */
  itemPairs: number;
}

/** `fixed`: auto leaves it at its default, because it hardly changes the ranking. */
export type ParamDescription = { fixed?: true } & (
  | { type: 'number' | 'integer'; default: number; min: number; max: number; log?: boolean; description: string }
  | { type: 'choice'; default: string; choices: readonly string[]; description: string }
);

export type Params = Record<string, number | string>;

export interface FitInput {
  context: TrainingContext;
  /** The part of the interactions to learn from; users and items as in the dataset. */
  matrix: Interactions;
  params: Params;
  signal: AbortSignal;
  /** Share done, 0 to 1. */
  onProgress(share: number, message?: string): void;
}

export interface AlgorithmDefinition {
  name: AlgorithmName;
  kind: ModelKind;
  /** For people: what it does and when it suits. */
  description: string;
  needs: { interactions: boolean; itemFeatures: boolean; mostItems?: number };
  /** Bytes at the peak of a fit, about, the interactions themselves not counted. */
  memory(size: DataSize, params: Params): number;
  /** Seconds of a fit on two cores of 2020's kind, about; once one fit has been timed that is used instead. */
  seconds(size: DataSize, params: Params): number;
  params: Record<string, ParamDescription>;
  /** Parameters that change how a fitted model is used, not what it learned: `spec` applies them. */
  served?: { names: readonly string[]; spec(spec: ScorerSpec, params: Params): ScorerSpec };
  /**
   * Deterministic for (matrix, params, seed of the context). Throws DivergedError where numbers stop being finite, the
   * signal's reason when aborted.
   */
  fit(input: FitInput): Promise<FittedModel>;
}

export const numberOf = (params: Params, name: string): number => Number(params[name]);
