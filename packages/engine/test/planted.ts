import { seeded } from '../src/random.ts';
import { algorithms, type Dataset, DatasetBuilder, type TrainHooks, type TrainOptions } from '../src/train.ts';

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
  ials: { factors: 4, iterations: 10, regularization: 0.1 },
  ease: { regularization: 5 },
  content: { dimensions: 8 },
  ncf: { dimensions: 8, epochs: 60, rate: 0.02 },
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
