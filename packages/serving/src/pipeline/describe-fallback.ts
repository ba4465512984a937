import type { Fallback, FallbackReason, UserIndependentRanking } from '@curio/engine/artifact';

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
  'item-unknown': 'The item is not known',
  'item-without-signal': 'Too little is known about the item',
  'history-missing': 'Nothing is known about this user yet',
  'history-unknown': 'The model contains none of the items in this history',
  'history-without-signal': 'This history is too little to rank by',
};

/** Why another ranking stands in, and which; undefined where the list is what was asked for. */
export function describeFallback(fallback: Fallback | undefined): string | undefined {
  if (!fallback) return undefined;
  const { reason, ranking } = fallback;
  const why =
    reason === 'model-has-one-ranking' ? `This model ranks by ${criterionOf[ranking]} alone` : sentences[reason];
  return `${why}, so these are ${itemsOf[ranking]}`;
}
