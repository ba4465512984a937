import type { Csr } from '../packages/engine/src/kernels/index.ts';

export interface Planted {
  users: number;
  items: number;
  /** Users × items, all values 1, columns ascending. */
  train: Csr;
  /** Held-out interactions of the first users, none of them in `train`. */
  heldOut: Csr;
}

const CLUSTERS = 150;
const TASTES = 4;

/** A generator of numbers in [0, 1) (mulberry32). */
export function uniformNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * About `interactions` pairs with planted structure: items belong to 150 clusters, and their popularity follows a power
 * law. A user prefers four clusters: 80 % of the interactions are with items of these, 20 % with items of any cluster. Activity
 * is log-normal. For every fifth user, 20 % of the interactions are held-out.
 */
export function plantInteractions(users: number, items: number, interactions: number, seed: number): Planted {
  const uniform = uniformNumbers(seed);
  const activity = Float64Array.from({ length: users }, () => Math.exp(2 * (uniform() + uniform() + uniform() - 1.5)));
  const total = activity.reduce((sum, value) => sum + value, 0);
  const perCluster = Math.floor(items / CLUSTERS);
  const pick = (count: number) => Math.floor(count * uniform() ** 2.2);
  const [indptr, testIndptr] = [new Uint32Array(users + 1), new Uint32Array(users + 1)];
  const indices = new Uint32Array(Math.ceil(interactions * 1.2) + users * 8);
  const testItems: number[] = [];
  const taken = new Int32Array(items).fill(-1);
  let end = 0;
  for (let user = 0; user < users; user++) {
    const wanted = Math.min(items >> 2, Math.max(2, Math.round((activity[user]! / total) * interactions)));
    const tastes = Array.from({ length: TASTES }, () => Math.floor(uniform() * CLUSTERS));
    const begin = end;
    for (let count = 0, tries = 0; count < wanted && tries < wanted * 4; tries++) {
      const cluster = tastes[Math.floor(TASTES * uniform() ** 1.5)]!;
      // Rank r of cluster c is item r × clusters + c, so that the popular items of all clusters come first.
      const item = uniform() < 0.8 ? pick(perCluster) * CLUSTERS + cluster : pick(items);
      if (taken[item] === user) continue;
      taken[item] = user;
      count++;
      if (user % 5 === 0 && uniform() < 0.2) testItems.push(item);
      else indices[end++] = item;
    }
    indices.subarray(begin, end).sort();
    indptr[user + 1] = end;
    testIndptr[user + 1] = testItems.length;
  }
  const train = { indptr, indices: indices.slice(0, end), values: new Float32Array(end).fill(1) };
  const heldOut = {
    indptr: testIndptr,
    indices: Uint32Array.from(testItems),
    values: new Float32Array(testItems.length).fill(1),
  };
  return { users, items, train, heldOut };
}
