import type { RecommendInput, Strategy } from '@curio/contracts';
import type { HistoryEvent } from '@curio/engine/artifact';
import type { RequestState } from './request-state.ts';

/** A request with its defaults applied and its names resolved: every later step reads this and not the input. */
export interface Plan {
  /** Id of the state that the plan was made from. */
  stateId: number;
  /** The user's stored events, newest first, then those of the session. */
  history: HistoryEvent[];
  /** Events that came with the request and are stored nowhere. */
  session: HistoryEvent[];
  userId: string | undefined;
  /** The user's own fields. */
  user: RequestState['user'];
  /** The item to start from; undefined where the request names none, or a title that no item has. */
  fromItem: string | undefined;
  /** The request names a title that no item has. */
  unknownTitle: boolean;
  strategy: Strategy | undefined;
  /** Items on the page, and items on the pages before it. */
  n: number;
  offset: number;
  excludeSeen: boolean;
  /** The stored history may be longer than what was read: items seen before must be looked up. */
  historyTruncated: boolean;
  explain: boolean;
  /** Item fields to return; undefined for none. */
  fields: string[] | undefined;
  /** Item fields that the answer needs. */
  read: string[];
}

/** Reads the request and the user's state; no step after it reads either. */
export function planRequest(input: RecommendInput, state: RequestState, offset: number): Plan {
  const session: HistoryEvent[] = (input.history ?? []).map((event) => ({
    itemId: event.itemId,
    type: event.type ?? 'view',
    ...(event.value === undefined ? {} : { value: event.value }),
  }));
  const fromItem = input.itemId ?? state.titledItem ?? undefined;
  const startingPoint = input.userId ?? input.history ?? fromItem ?? input.itemTitle;
  return {
    stateId: state.id,
    history: [...state.history, ...session],
    session,
    userId: input.userId,
    user: state.user,
    fromItem,
    unknownTitle: input.itemTitle !== undefined && fromItem === undefined,
    strategy: input.strategy ?? (startingPoint === undefined ? 'popular' : undefined),
    n: input.n ?? input.limit ?? 10,
    offset,
    excludeSeen: input.excludeSeen,
    historyTruncated: input.userId !== undefined && state.historyTruncated,
    explain: input.explain,
    fields: input.fields,
    read: [...(input.fields ?? []), ...(input.explain ? ['title'] : [])],
  };
}
