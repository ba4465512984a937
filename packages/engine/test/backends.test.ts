import { beforeAll, expect, test, vi } from 'vitest';
import { loadArtifact } from '../src/serve/index.ts';
import { openTensors } from '../src/tensor.ts';
import { train } from '../src/train.ts';
import { calmHooks, genres, optionsOf, plantedGenres } from './planted.ts';

vi.setConfig({ testTimeout: 120_000 });

// Everything else is tested on the backend that is chosen by itself; this file has a process of its own.
beforeAll(async () => {
  expect(await openTensors(true)).toBe('cpu');
});

test.each(['content', 'graph-filter', 'two-tower', 'ncf', 'hybrid'] as const)(
  '%s finds the genres on plain JavaScript too',
  async (name) => {
    const options = optionsOf(name);
    const result = await train(plantedGenres(), options, calmHooks());
    expect(result.backend).toBe('cpu');
    const model = loadArtifact(result.artifact);
    genres.forEach((_, g) => {
      const history = [
        { itemId: `book-${g}`, type: 'purchase' },
        { itemId: `book-${g + 4}`, type: 'purchase' },
      ];
      const { items } = model.recommend({ history, n: 5, offset: 0, excludeSeen: true, explain: false, now: 0 });
      expect(items.map((item) => Number(item.itemId.slice(5)) % 4)).toEqual([g, g, g, g, g]);
    });
  },
);
