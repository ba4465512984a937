import type { Dataset } from '../packages/engine/src/training/index.ts';
import { DatasetBuilder } from '../packages/engine/src/training/index.ts';
import { plantInteractions, uniformNumbers } from './planted-interactions.ts';

/** A generated catalogue with users and their events: the clusters of the planted interactions are the items' categories. */
export interface World {
  dataset: Dataset;
  userIds: string[];
  itemsCsv(): AsyncIterable<Uint8Array>;
  eventsCsv(): AsyncIterable<Uint8Array>;
}

const clusters = 150;
const linesPerBlock = 20_000;
const adjectives = ['quiet', 'long', 'red', 'early', 'hidden', 'northern', 'second', 'broken', 'slow', 'last'];
const nouns = ['harbour', 'garden', 'winter', 'bridge', 'letter', 'island', 'kitchen', 'orchard', 'train', 'map'];

const itemOf = (item: number) => ({
  itemId: `item-${item}`,
  title: `The ${adjectives[item % 10]} ${nouns[Math.floor(item / 10) % 10]} of ${nouns[(item % clusters) % 10]} ${item}`,
  categories: [`Category ${item % clusters}`, `Group ${(item % clusters) % 12}`],
  price: 5 + ((item * 7919) % 5_000) / 100,
});

export function createWorld(users: number, items: number, interactions: number): World {
  const { train } = plantInteractions(users, items, interactions, 1);
  const builder = new DatasetBuilder();
  for (let item = 0; item < items; item++) builder.addItem(itemOf(item));
  const userIds: string[] = [];
  for (let user = 0; user < users; user++) {
    const userId = `user-${user}`;
    userIds.push(userId);
    for (let at = train.indptr[user]; at < train.indptr[user + 1]; at++)
      builder.addInteraction({ userId, itemId: `item-${train.indices[at]}`, type: 'view', time: timeOf(at) });
  }
  return {
    dataset: builder.build(),
    userIds,
    itemsCsv: () =>
      blocks('id,title,categories,price', items, (item) => {
        const { itemId, title, categories, price } = itemOf(item);
        return `${itemId},${title},${categories.join('|')},${price.toFixed(2)}\n`;
      }),
    eventsCsv() {
      let user = 0;
      return blocks('user,item,type,time', train.indices.length, (at) => {
        while (at >= train.indptr[user + 1]) user++;
        return `user-${user},item-${train.indices[at]},view,${new Date(timeOf(at) * 1000).toISOString()}\n`;
      });
    },
  };
}

const timeOf = (at: number) => 1_700_000_000 + ((at * 7919) % 50_000_000);

async function* blocks(header: string, count: number, line: (index: number) => string): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${header}\n`);
  for (let from = 0; from < count; from += linesPerBlock) {
    let text = '';
    for (let index = from; index < Math.min(count, from + linesPerBlock); index++) text += line(index);
    yield encoder.encode(text);
  }
}

/** The values in random order (Fisher–Yates, seeded). */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const uniform = uniformNumbers(seed);
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}

/** `count` draws from the values, the k-th with probability proportional to 1 / k (Zipf, exponent 1). */
export function drawByZipf<T>(values: readonly T[], count: number, seed: number): T[] {
  const uniform = uniformNumbers(seed);
  const cumulative = new Float64Array(values.length);
  let total = 0;
  for (let rank = 0; rank < values.length; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return Array.from({ length: count }, () => {
    const target = uniform() * total;
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < target) low = middle + 1;
      else high = middle;
    }
    return values[low];
  });
}
