import type { Dataset } from '../data/dataset.ts';
import type { Interactions } from '../data/records.ts';
import { type FeatureMatrix, featurise } from '../features/featurise.ts';
import { fieldsOfItem, fieldsOfUser } from '../features/fields.ts';
import { openPool, type Pool } from '../kernels/index.ts';
import { type Backend, openTensors } from '../tensor/tensor.ts';

/**
 * What every fit of one training uses: the data, the threads, the tensor library; and what is the same for every part of
 * the interactions (features of items), made once.
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
  #made = new Map<string, Promise<unknown>>();
  #madeFor = new WeakMap<Interactions, Map<string, Promise<unknown>>>();

  constructor(dataset: Dataset, options: { seed: number; threads: number; signal: AbortSignal }) {
    this.dataset = dataset;
    this.seed = options.seed;
    this.threads = options.threads;
    this.signal = options.signal;
    this.users = dataset.userIds.length;
    this.items = dataset.itemIds.length;
  }

  itemFeatures(): FeatureMatrix {
    this.#itemFeatures ??= featurise(this.dataset.itemRecords.map(fieldsOfItem));
    return this.#itemFeatures;
  }

  /** Users by their own fields; rows of users without any are empty. */
  userFeatures(): FeatureMatrix {
    this.#userFeatures ??= featurise(this.dataset.userRecords.map(fieldsOfUser));
    return this.#userFeatures;
  }

  /** Something that depends on the dataset alone, made at the first call under its name. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = (this.#made.get(name) as Promise<T> | undefined) ?? make();
    this.#made.set(name, made);
    return made;
  }

  /** Something that depends on one part of the interactions: kept as long as that part is. */
  onceFor<T>(matrix: Interactions, name: string, make: () => Promise<T>): Promise<T> {
    const made = this.#madeFor.get(matrix) ?? new Map<string, Promise<unknown>>();
    this.#madeFor.set(matrix, made);
    const known = made.get(name) as Promise<T> | undefined;
    if (known) return known;
    const fresh = make();
    made.set(name, fresh);
    // One that was stopped is made anew when it is asked for again.
    fresh.catch(() => made.delete(name));
    return fresh;
  }

  pool(): Promise<Pool> {
    this.#pool ??= openPool({ threads: this.threads });
    return this.#pool;
  }

  async tensors(): Promise<Backend> {
    this.backend = await openTensors();
    return this.backend;
  }

  async close(): Promise<void> {
    if (this.#pool) await (await this.#pool).close();
  }
}
