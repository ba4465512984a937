import { uniformNumbers } from './planted-interactions.ts';

const clusters = 150;
const tastes = 4;

/** Receives one row: text ids, seconds since 1970. */
export type AddRow = (userId: string, itemId: string, time: number) => void;

/**
 * About `interactions` rows of distinct pairs with the planted structure of planted-interactions.ts (clusters, four preferred
 * ones per user, popularity by a power law, log-normal activity), user by user, the oldest first. Rows are passed one at a
 * time, so that the measured memory contains no generated data.
 */
export function plantRows(users: number, items: number, interactions: number, seed: number, add: AddRow): void {
  const uniform = uniformNumbers(seed);
  const activity = Float64Array.from({ length: users }, () => Math.exp(2 * (uniform() + uniform() + uniform() - 1.5)));
  const total = activity.reduce((sum, value) => sum + value, 0);
  const perCluster = Math.floor(items / clusters);
  const pick = (count: number) => Math.floor(count * uniform() ** 2.2);
  const taken = new Int32Array(items).fill(-1);
  const liked = new Uint32Array(tastes);
  for (let user = 0; user < users; user++) {
    const wanted = Math.min(items >> 2, Math.max(2, Math.round((activity[user]! / total) * interactions)));
    for (let n = 0; n < tastes; n++) liked[n] = Math.floor(uniform() * clusters);
    for (let count = 0, tries = 0; count < wanted && tries < wanted * 4; tries++) {
      const cluster = liked[Math.floor(tastes * uniform() ** 1.5)]!;
      const item = uniform() < 0.8 ? pick(perCluster) * clusters + cluster : pick(items);
      if (taken[item] === user) continue;
      taken[item] = user;
      count++;
      add(`user-${user}`, `item-${item}`, 1_600_000_000 + count * 3600);
    }
  }
}
