import type { Fallback, FallbackReason, UserIndependentRanking } from '@curio/engine/artifact';
import type { Plan } from '../request/plan.ts';

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

/** Why the answer is not what was asked for, and what it is instead; undefined where it is what was asked for. */
export function describeFallback(plan: Plan, fallback: Fallback | undefined): string | undefined {
  if (plan.unknownTitle) return 'no item has this title';
  if (!fallback) return undefined;
  const { reason, ranking } = fallback;
  const why =
    reason === 'model-has-one-ranking' ? `This model ranks by ${criterionOf[ranking]} alone` : sentences[reason];
  return `${why}, so these are ${itemsOf[ranking]}`;
}

/** Why the first page is empty. */
export function describeNothing({ excludeSeen, userId, session }: Plan): string {
  return excludeSeen && (userId !== undefined || session.length > 0)
    ? 'Every item that can be shown was seen already; excludeSeen: false shows them again'
    : 'No item can be shown';
}
