import { describe, expect, test } from 'vitest';
import { loadArtifact } from '../src/artifact/index.ts';
import type { Backend } from '../src/tensor/tensor.ts';
import { type AlgorithmDefinition, train } from '../src/training/index.ts';
import { calmHooks, optionsOf, plantedShelves, type ShelfSignal } from './planted.ts';
import { recommend } from './recommend.ts';

const year = 365 * 86_400;
const now = 1_700_000_000;

/** Pairs of a strong and a weak signal. The second is the first with the owner's type weights reversed. */
const signals: Record<string, ShelfSignal> = {
  'that a purchase has more weight than a view': {
    strong: { type: 'purchase' },
    weak: { type: 'view' },
    options: { typeWeights: { purchase: 1, view: 0.1 } },
  },
  'that a view has more weight than a purchase, as configured': {
    strong: { type: 'view' },
    weak: { type: 'purchase' },
    options: { typeWeights: { purchase: 0.1, view: 1 } },
  },
  'a dislike as a negative signal': { strong: { type: 'purchase' }, weak: { type: 'dislike' } },
  'that a high rating has more weight than a low one': {
    strong: { type: 'rating', value: 5 },
    weak: { type: 'rating', value: 2 },
  },
  'that a new interaction has more weight than an old one, with a half-life': {
    strong: { type: 'purchase', time: now },
    weak: { type: 'purchase', time: now - 2 * year },
    options: { halfLifeDays: 150 },
  },
};

/** Each signal must move both the trained model and the answer for one history in the right direction. */
export function signalsSuite(learning: readonly AlgorithmDefinition[], backend: Backend): void {
  describe.each(learning.map(({ name }) => name))(`%s (${backend}) learns`, (name) => {
    test.each(Object.keys(signals))('%s', async (said) => {
      const signal = signals[said];
      const dataset = plantedShelves(signal);
      const exclude = dataset.itemIds.filter((itemId) => /^[xy]-/.test(itemId));
      const { artifact } = await train(dataset, optionsOf(name), calmHooks());
      const model = loadArtifact(artifact);
      const shelves = (history: { itemId: string; type: string }[]) => {
        const { items } = recommend(model, { history, n: 4, exclude });
        return items.map(({ itemId }) => itemId.split('-')[0]);
      };
      const expectMostly = (history: { itemId: string; type: string }[], shelf: string) => {
        const shown = shelves(history);
        expect(shown[0]).toBe(shelf);
        expect(shown.filter((other) => other === shelf).length).toBeGreaterThan(2);
      };
      // What somebody did themselves: more of what they wanted more.
      for (const [loved, met] of [
        ['travel', 'cooking'],
        ['cooking', 'travel'],
      ]) {
        const did = [0, 1].flatMap((n) => [
          { itemId: `${met}-${n}`, ...signal.weak },
          { itemId: `${loved}-${n}`, ...signal.strong },
        ]);
        expectMostly(did, loved);
      }
      // What others did: known to models that learn from interactions.
      if (name === 'content') return;
      for (const [hub, shelf] of [
        ['x', 'crime'],
        ['y', 'romance'],
      ]) {
        const did = [0, 1, 2, 3].map((n) => ({ itemId: `${hub}-${n}`, ...signal.strong }));
        expectMostly(did, shelf);
      }
    });
  });
}
