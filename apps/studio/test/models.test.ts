import { describe, expect, it } from 'vitest';
import { comparisonsOf } from '../src/features/models/comparisons.ts';
import { formatParams } from '../src/features/models/format-params.ts';

const algorithms = {
  list: [],
  label: (name: string) => ({ ials: 'Matrix factorisation', content: 'Content' })[name] ?? name,
  paramLabel: (_: string, name: string) => ({ factors: 'Latent factors (d)' })[name] ?? name,
};

describe('parameters of a version', () => {
  it('are shown with label and symbol', () => {
    expect(formatParams(algorithms, 'ials', { factors: 64, iterations: 12 })).toBe(
      'Latent factors (d) = 64, iterations = 12',
    );
  });

  it('name the members of an ensemble with weight and parameters', () => {
    const members = [
      { algorithm: 'ials', weight: 1, params: { factors: 64 }, countShrinkage: 2.5 },
      { algorithm: 'content', weight: 0.0213, params: {}, countShrinkage: 0 },
    ];
    expect(formatParams(algorithms, 'hybrid', { members })).toBe(
      'Matrix factorisation × 1 (Latent factors (d) = 64, Count shrinkage = 2.5) + Content × 0.0213',
    );
  });
});

describe('comparisons of a version', () => {
  const metrics = { 'ndcg@10': { value: 0.2, low: 0.1, high: 0.3 } };

  it('are with the version that was live, then with popularity', () => {
    const compared = comparisonsOf({
      incumbent: { version: 3, comparedOn: 'refit', metrics, difference: metrics },
      baseline: { algorithm: 'popular', metrics },
    });
    expect(compared.map(({ label, difference }) => [label, difference !== null])).toEqual([
      ['Version 3', true],
      ['Popularity', false],
    ]);
    expect(comparisonsOf({ incumbent: null, baseline: null })).toEqual([]);
  });
});
