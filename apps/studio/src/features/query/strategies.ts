import type { Strategy } from '@curio/contracts';

const labels: Record<Strategy, { label: string; note: string }> = {
  personal: { label: 'Personal', note: 'By the user’s interactions, else by the item, else popular items.' },
  similar: { label: 'Similar', note: 'Items like the one that is given, or like the user’s last ones.' },
  popular: { label: 'Popular', note: 'What most users interacted with.' },
  trending: { label: 'Trending', note: 'What gains interactions at present.' },
  latest: { label: 'Latest', note: 'The newest items.' },
};

/** In the order of the API. Not from the contracts: they would bring zod into the page. */
export const strategyNames = ['personal', 'similar', 'popular', 'trending', 'latest'] as const satisfies Strategy[];
export const strategyLabel = (strategy: Strategy): string => labels[strategy].label;
export const strategyNote = (strategy: Strategy): string => labels[strategy].note;
