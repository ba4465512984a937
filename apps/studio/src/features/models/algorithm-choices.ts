import { type Algorithm, algorithmLabels } from '@curio/contracts/algorithms';

const notes: Record<Algorithm, string> = {
  auto: 'Tries what the data allows and keeps the best',
  popular: 'The same for everybody; the yardstick',
  trending: 'What most people chose lately; the same for everybody',
  latest: 'The newest items first; the same for everybody',
  content: 'By likeness of titles, texts and categories; works without interactions',
  'item-knn': 'People who chose this also chose that',
  ease: 'Item to item, in closed form; catalogues up to about 12,000',
  'graph-filter': 'For sparse, wide catalogues',
  ials: 'iALS: tastes as factors; fast at any size',
  ncf: 'A neural network over users and items; slow to train',
  'two-tower': 'A neural network over features; knows new items',
  hybrid: 'Tastes and content together',
};

export const algorithmChoices = (Object.keys(notes) as Algorithm[]).map((value) => {
  return { value, label: value === 'auto' ? 'Choose for me' : algorithmLabels[value], note: notes[value] };
});

export function algorithmLabel(name: string): string {
  return (algorithmLabels as Record<string, string | undefined>)[name] ?? name;
}
