import type { Algorithm } from '@curio/contracts';

const words: Record<Algorithm, { label: string; note: string }> = {
  auto: { label: 'Choose for me', note: 'Tries what the data allows and keeps the best' },
  popular: { label: 'Popular', note: 'The same for everybody; the yardstick' },
  trending: { label: 'Trending', note: 'What most people chose lately; the same for everybody' },
  latest: { label: 'Latest', note: 'The newest items first; the same for everybody' },
  content: { label: 'Content', note: 'By likeness of titles, texts and categories; works without interactions' },
  'item-knn': { label: 'Item neighbours', note: 'People who chose this also chose that' },
  ease: { label: 'EASE', note: 'Item to item, in closed form; catalogues up to about 12,000' },
  'graph-filter': { label: 'Graph filter', note: 'For sparse, wide catalogues' },
  ials: { label: 'Matrix factorisation', note: 'iALS: tastes as factors; fast at any size' },
  ncf: { label: 'Neural (NCF)', note: 'A neural network over users and items; slow to train' },
  'two-tower': { label: 'Two towers', note: 'A neural network over features; knows new items' },
  hybrid: { label: 'Hybrid', note: 'Tastes and content together' },
};

export const algorithmChoices = (Object.keys(words) as Algorithm[]).map((value) => ({ value, ...words[value] }));

export function algorithmLabel(name: string): string {
  if (name === 'auto') return 'Automatic';
  return (words as Record<string, { label: string } | undefined>)[name]?.label ?? name;
}
