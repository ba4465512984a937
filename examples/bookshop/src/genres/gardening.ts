import type { Genre } from '../types/bookshop.ts';

export const gardening: Genre = {
  id: 'gardening',
  name: 'Gardening',
  subgenres: ['Kitchen garden', 'Wildlife garden', 'Small spaces', 'Trees and shrubs'],
  themes: ['vegetables', 'roses', 'compost', 'seeds', 'pollinators', 'pruning', 'balcony', 'soil'],
  palettes: [
    ['#e3f1d4', '#274029', '#c8553d'],
    ['#f3f7e9', '#2d4739', '#8f5db7'],
    ['#fdf0d5', '#33491f', '#e09f3e'],
  ],
  titles: [
    'The {adjective} {plot}',
    '{plant} for Everyone',
    'Growing {plant}',
    'A {plot} for {creature}',
    'The {plot} Year',
    '{number} Ways with {plant}',
    'The {plant} Handbook',
    'From Seed to {plant}',
  ],
  plots: [
    'How to grow {plant} in poor soil, half shade and one hour a week. {who} goes through the year month by month.',
    'A {plot} that feeds {creature} as well as the family: sowing plans, compost recipes and forgiving plants.',
    '{who} has killed every plant at least once. This handbook of {plant} tells what was learned, from seed to pruning.',
    'Turn a bare yard into a {plot}. Pots, seeds, water and {plant}, drawn step by step.',
  ],
  closings: [
    'With sowing calendars for three climates.',
    'Muddy knees guaranteed.',
    'Practical, pretty and kind to bees.',
    'The only book on compost that one reads for pleasure.',
  ],
  words: {
    adjective: ['Wild', 'Patient', 'Edible', 'Walled', 'Tiny', 'Lazy', 'Organic', 'Winter', 'Shady', 'Fragrant'],
    plot: ['Garden', 'Allotment', 'Meadow', 'Orchard', 'Balcony', 'Greenhouse', 'Border', 'Hedge'],
    plant: ['Roses', 'Tomatoes', 'Herbs', 'Dahlias', 'Beans', 'Lavender', 'Ferns', 'Apples', 'Tulips', 'Squash'],
    creature: ['Bees', 'Hedgehogs', 'Butterflies', 'Birds', 'Frogs', 'Moths'],
    number: ['Thirty', 'Fifty', 'Twenty', 'Forty'],
    who: [
      'A head gardener',
      'A soil scientist',
      'A city balcony grower',
      'A seed saver',
      'A tree surgeon',
      'An allotment champion',
    ],
  },
  price: [12, 30],
  pages: [120, 300],
  season: [3, 4, 5],
};
