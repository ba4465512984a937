// Without zod, so that a page may name the algorithms and stay small.
export const algorithms = [
  'auto',
  'popular',
  'trending',
  'latest',
  'content',
  'item-knn',
  'ease',
  'graph-filter',
  'ials',
  'ncf',
  'two-tower',
  'hybrid',
] as const;
export type Algorithm = (typeof algorithms)[number];
/** What people read instead of the name. */
export const algorithmLabels: Readonly<Record<Algorithm, string>> = {
  auto: 'Automatic',
  popular: 'Popular',
  trending: 'Trending',
  latest: 'Latest',
  content: 'Content',
  'item-knn': 'Item neighbours',
  ease: 'EASE',
  'graph-filter': 'Graph filter',
  ials: 'Matrix factorisation',
  ncf: 'Neural (NCF)',
  'two-tower': 'Two towers',
  hybrid: 'Hybrid',
};
