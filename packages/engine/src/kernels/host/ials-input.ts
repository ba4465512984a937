import type { Csr } from '../../data/records.ts';

export interface IalsInput {
  /**
   * Users × items and its transpose. A value v > 0 is the confidence of a positive pair, with loss v (ŷ − 1)². A
   * value v < 0 is a negative pair (a dislike), with loss |v| ŷ²: a stronger pull to 0 than that of an unobserved pair.
   */
  byUser: Csr;
  byItem: Csr;
  /** Dimensions d of the factors. */
  factors: number;
  /** λ of the L2 regularisation. */
  regularization: number;
  /** ν: λ is scaled with (Σ|v| + α₀ · rows of the other side)^ν. 0: the same λ for all, 1: fully frequency-scaled. */
  regularizationExponent: number;
  /** α₀: the weight of every user-item pair with target 0. */
  unobservedWeight: number;
  /** Full iterations: users, then items. */
  iterations: number;
  seed: number;
  /**
   * Preconditioned conjugate gradient steps per half iteration. By default three in the first two iterations, then one:
   * the next iteration starts from there, and at 10M interactions a second step moved NDCG@10 by less than 0.001.
   */
  steps?: number;
  /** Standard deviation of the first item factors times √d, 0.1 by default. */
  initialScale?: number;
  /** Returns no user factors: for models that fold users in at request time. */
  itemsAlone?: boolean;
  /** Called after each iteration (1, 2, …). */
  onIteration?: (iteration: number) => void;
  signal?: AbortSignal;
}
