import type { Fallback, FallbackReason, Query, UserIndependentRanking } from '@curio/engine/artifact';

const itemsOf: Record<UserIndependentRanking, string> = {
  popular: 'popular items',
  trending: 'trending items',
  latest: 'the newest items',
};
const criterionOf: Record<UserIndependentRanking, string> = {
  popular: 'popularity',
  trending: 'recent popularity',
  latest: 'date',
};
const sentences: Record<Exclude<FallbackReason, 'model-has-one-ranking'>, string> = {
  'item-unknown': 'The model does not know the item',
  'item-without-signal': 'Too little is known about the item',
  'history-missing': 'Nothing is known about this user yet',
  'history-unknown': 'The model contains none of the items in this history',
  'history-without-signal': 'This history is too little to rank by',
};

/** Why another ranking stands in, and which; undefined where the list is what was asked for. */
export function describeFallback(fallback: Fallback | undefined, query: Pick<Query, 'user'>): string | undefined {
  if (!fallback) return undefined;
  return `${describeCause(fallback, query)}, so these are ${itemsOf[fallback.ranking]}`;
}

function describeCause({ reason, ranking }: Fallback, { user }: Pick<Query, 'user'>): string {
  if (reason === 'model-has-one-ranking') return `This model ranks by ${criterionOf[ranking]} alone`;
  if (reason === 'history-missing' && !user) return 'The query has no user, no item and no history to rank by';
  return sentences[reason];
}
