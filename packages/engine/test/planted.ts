import { seeded } from '../src/math/random.ts';
import {
  algorithms,
  type BuildOptions,
  type Dataset,
  DatasetBuilder,
  type TrainHooks,
  type TrainOptions,
} from '../src/training/index.ts';

/** Two communities that never cross: even users meet even items, odd users odd items, each most of theirs. */
export function checkerboard(users = 60, items = 40): Dataset {
  const builder = new DatasetBuilder();
  for (let i = 0; i < items; i++)
    builder.addItem({ itemId: `i${i}`, title: `thing ${i}`, tags: [i % 2 ? 'odd' : 'even'] });
  const chance = seeded(3);
  for (let u = 0; u < users; u++) {
    for (let i = u % 2; i < items; i += 2) {
      // One in five is left for the model to find.
      if (chance() < 0.2) continue;
      builder.addInteraction({
        userId: `u${u}`,
        itemId: `i${i}`,
        type: 'view',
        time: 1_600_000_000 + ((u * 31 + i * 17) % 1000),
      });
    }
  }
  return builder.build();
}

export const genres = ['crime', 'romance', 'travel', 'cooking'];

/** Items with a genre in their text, readers of one genre each, and new items of each genre that nobody has met. */
export function plantedGenres(): Dataset {
  const builder = new DatasetBuilder();
  for (let i = 0; i < 80; i++) {
    const genre = genres[i % 4];
    builder.addItem({
      itemId: `book-${i}`,
      title: `${genre} volume ${i}`,
      categories: [genre],
      description: `A book about ${genre}`,
      price: 5 + (i % 7),
      ...(i >= 72 ? { createdAt: 1_700_000_000 } : {}),
    });
  }
  for (let u = 0; u < 80; u++) {
    for (let n = 0; n < 10; n++) {
      const item = 4 * ((u * 5 + n * 3 + (n >> 2)) % 18) + (u % 4);
      builder.addInteraction({
        userId: `reader-${u}`,
        itemId: `book-${item}`,
        type: 'purchase',
        time: 1_650_000_000 + n * 86_400 + u,
      });
    }
  }
  return builder.build();
}

/**
 * Described items of five genres, `newOfTen` tenths of them new. Readers have a favourite genre and within it a series (a
 * planted community that only interactions show); one in five of their items is of any genre.
 */
export function describedCatalogue(items = 300, users = 300, newOfTen = 1): Dataset {
  const builder = new DatasetBuilder();
  const chance = seeded(11);
  const topics = [...genres, 'history'];
  const isNew = (i: number) => (i + 3) % 10 < newOfTen;
  for (let i = 0; i < items; i++) {
    const topic = topics[Math.floor(i / 10) % 5];
    builder.addItem({
      itemId: `${isNew(i) ? 'new' : 'item'}-${i}`,
      title: `${topic} volume ${i}`,
      categories: [topic],
      description: `About ${topic}`,
    });
  }
  for (let u = 0; u < users; u++) {
    const seen = new Set<number>();
    while (seen.size < 20) {
      const decade =
        chance() < 0.2 ? Math.floor((chance() * items) / 10) : (u % 5) + 5 * Math.floor((chance() ** 2 * items) / 50);
      const item =
        10 * decade +
        (chance() < 0.7 ? 2 * (Math.floor(u / 5) % 2) + Math.floor(chance() * 2) : Math.floor(chance() * 10));
      if (item < items && !isNew(item)) seen.add(item);
    }
    [...seen].forEach((i, n) => {
      builder.addInteraction({ userId: `u${u}`, itemId: `item-${i}`, type: 'view', time: 1_650_000_000 + n * 86_400 });
    });
  }
  return builder.build();
}

/** Everybody meets the hit; the rest is chance. */
export function oneHit(): Dataset {
  const builder = new DatasetBuilder();
  for (let u = 0; u < 50; u++) {
    if (u !== 0) builder.addInteraction({ userId: `u${u}`, itemId: 'hit', type: 'view' });
    for (let n = 0; n < 3; n++)
      builder.addInteraction({ userId: `u${u}`, itemId: `other-${(u * 13 + n * 29) % 97}`, type: 'view' });
  }
  return builder.build();
}

export const calmHooks = (): TrainHooks => ({
  onProgress: () => undefined,
  signal: new AbortController().signal,
  now: () => performance.now(),
});

/** Small parameters: the planted data has few items, and the suite runs often. */
const small: Record<string, Record<string, number>> = {
  ials: { factors: 8, iterations: 10, regularization: 0.1 },
  ease: { regularization: 5 },
  content: { dimensions: 8 },
  ncf: { dimensions: 8, epochs: 30, rate: 0.02 },
  'two-tower': { dimensions: 8, epochs: 60, rate: 0.02 },
  'graph-filter': { factors: 8 },
};

export const optionsOf = (algorithm: TrainOptions['algorithm'], seed = 7): TrainOptions => ({
  algorithm,
  params: small[algorithm] ?? {},
  seed,
  budgetSeconds: 60,
  threads: 2,
});

export const names = algorithms.map((algorithm) => algorithm.name);

export interface ShelfSignal {
  strong: { type: string; value?: number; time?: number };
  weak: { type: string; value?: number; time?: number };
  options?: BuildOptions;
}

/**
 * Shelves of twelve books. Readers of the four x books met much of crime by the strong signal and as much of romance by
 * the weak one; readers of the y books the other way round, so that only the signals distinguish these two shelves. Travel
 * and cooking have other readers.
 */
export function plantedShelves({ strong, weak, options }: ShelfSignal): Dataset {
  const builder = new DatasetBuilder();
  const chance = seeded(5);
  for (const shelf of ['crime', 'romance', 'travel', 'cooking']) {
    for (let i = 0; i < 12; i++) {
      builder.addItem({ itemId: `${shelf}-${i}`, title: `${shelf} ${i}`, categories: [shelf] });
    }
  }
  const read = (userId: string, shelf: string, places: number[], event: ShelfSignal['strong']) => {
    for (const n of places) builder.addInteraction({ userId, itemId: `${shelf}-${n}`, ...event });
  };
  for (let u = 0; u < 80; u++) {
    const some = Array.from({ length: 12 }, (_, n) => n).filter(() => chance() < 0.6);
    const [hub, loved, met, only] = u % 2 ? ['y', 'romance', 'crime', 'travel'] : ['x', 'crime', 'romance', 'cooking'];
    read(`reader-${u}`, hub, [0, 1, 2, 3], strong);
    read(`reader-${u}`, loved, some, strong);
    read(`reader-${u}`, met, some, weak);
    if (u < 40) read(`other-${u}`, only, some, strong);
  }
  return builder.build(options);
}
