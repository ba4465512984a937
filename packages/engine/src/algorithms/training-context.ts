import type { Dataset } from '../data/dataset.ts';
import type { Interactions } from '../data/records.ts';
import { type FeatureMatrix, featurise } from '../features/featurise.ts';
import { fieldsOfItem, fieldsOfUser } from '../features/fields.ts';
import { openPool, type Pool } from '../kernels/index.ts';
import { type Backend, openTensors } from '../tensor/tensor.ts';

/**
 * Shared by all fits of one training: the dataset, the worker threads, the tensor library, and a cache of results that
 * several fits need (features of items, spectra of a matrix).
 */
export class TrainingContext {
  readonly dataset: Dataset;
  readonly seed: number;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly users: number;
  readonly items: number;
  backend: Backend | undefined;
  #pool: Promise<Pool> | undefined;
  #itemFeatures: FeatureMatrix | undefined;
  #userFeatures: FeatureMatrix | undefined;
  readonly #cache = new Map<string, Promise<unknown>>();
  readonly #cacheFor = new WeakMap<Interactions, Map<string, Promise<unknown>>>();

  constructor(dataset: Dataset, options: { seed: number; threads: number; signal: AbortSignal }) {
    this.dataset = dataset;
    this.seed = options.seed;
    this.threads = options.threads;
    this.signal = options.signal;
    this.users = dataset.userIds.length;
    this.items = dataset.itemIds.length;
  }

  /** Items × features, TF-IDF rows of length 1; rows of items without features are empty. */
  itemFeatures(): FeatureMatrix {
    this.#itemFeatures ??= featurise(this.dataset.itemRecords.map(fieldsOfItem));
    return this.#itemFeatures;
  }

  /** Users × features of their custom fields; rows of users without any are empty. */
  userFeatures(): FeatureMatrix {
    this.#userFeatures ??= featurise(this.dataset.userRecords.map(fieldsOfUser));
    return this.#userFeatures;
  }

  /** Caches a result that depends on the dataset only. */
  cached<T>(name: string, compute: () => Promise<T>): Promise<T> {
    return fromCache(this.#cache, name, compute);
  }

  /** Caches a result that depends on one part of the interactions, as long as that part is referenced. */
  cachedFor<T>(matrix: Interactions, name: string, compute: () => Promise<T>): Promise<T> {
    const cache = this.#cacheFor.get(matrix) ?? new Map<string, Promise<unknown>>();
    this.#cacheFor.set(matrix, cache);
    return fromCache(cache, name, compute);
  }

  /** The worker threads, started at the first call. */
  pool(): Promise<Pool> {
    this.#pool ??= openPool({ threads: this.threads });
    return this.#pool;
  }

  /** Loads TensorFlow.js; must be awaited before `tf` is used. */
  async tensors(): Promise<Backend> {
    this.backend = await openTensors();
    return this.backend;
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    if (this.#pool) await (await this.#pool).close();
  }
}

function fromCache<T>(cache: Map<string, Promise<unknown>>, name: string, compute: () => Promise<T>): Promise<T> {
  const known = cache.get(name) as Promise<T> | undefined;
  if (known) return known;
  const fresh = compute();
  cache.set(name, fresh);
  // A computation that failed or was aborted is repeated at the next call.
  fresh.catch(() => cache.delete(name));
  return fresh;
}
