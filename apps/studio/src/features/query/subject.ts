import type { RecommendInput } from '@curio/contracts';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useRecommendations, useUsers } from './queries.ts';

export const views = [
  { value: 'user', label: 'A user' },
  { value: 'item', label: 'An item' },
  { value: 'visitor', label: 'A new visitor' },
] as const;
export type View = (typeof views)[number]['value'];

export interface Subject {
  view: View;
  setView: (view: View) => void;
  userId: string | null;
  setUser: (userId: string) => void;
  itemId: string | null;
  setItem: (itemId: string) => void;
  /** The part of the query that says for whom; null while the first user or item is loading. */
  request: RecommendInput | null;
}

/** For whom recommendations are shown, kept in the URL. Without a choice: the first user, and the most popular item. */
export function useSubject(projectId: string, withoutUsers: boolean): Subject {
  const [chosen, setView] = useQueryState('as', parseAsStringLiteral(views.map(({ value }) => value)));
  const [user, setUser] = useQueryState('user');
  const [item, setItem] = useQueryState('item');
  const view = chosen ?? (withoutUsers ? 'item' : 'user');
  const firstUser = useUsers(projectId, '').data?.data[0]?.userId;
  const wantsPopular = view === 'item' && item === null;
  const popular = useRecommendations(projectId, wantsPopular ? { strategy: 'popular', n: 1 } : null);
  const userId = user ?? firstUser ?? null;
  const itemId = item ?? popular.data?.items[0]?.itemId ?? null;
  const requests: Record<View, RecommendInput | null> = {
    user: userId === null ? null : { userId },
    item: itemId === null ? null : { itemId },
    visitor: {},
  };
  return {
    view,
    setView: (next) => void setView(next),
    userId,
    setUser: (next) => void setUser(next),
    itemId,
    setItem: (next) => void setItem(next),
    request: requests[view],
  };
}
