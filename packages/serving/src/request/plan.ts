import type { HistoryEvent, Query } from '@curio/engine/artifact';
import type { Eligibility } from '../candidates/eligibility.ts';
import { ownedRows } from '../candidates/owned-rows.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { InteractionTypes } from '../project/interaction-types.ts';
import { excludedRows } from '../rules/item-lists.ts';
import type { UserState } from '../users/user-state.ts';
import type { Position } from './cursor.ts';
import type { Settings } from './settings.ts';

/** A request with everything that its answer is computed from: no later step reads the database or the input. */
export interface PlanInput {
  settings: Settings;
  position: Position;
  catalogue: Catalogue;
  types: InteractionTypes;
  /** undefined where the request names no user. */
  user: UserState | undefined;
  /** Rows that a user with a long history has seen, in addition to those of the state. */
  seenBefore: Iterable<number>;
  /** Id of the item to start from; undefined where the request names none, or a title that no item has. */
  fromItem: string | undefined;
  /** One byte per row, not 0 = does not match the filter. */
  mask: Uint8Array | undefined;
}

export interface Plan {
  settings: Settings;
  position: Position;
  query: Query;
  eligibility: Eligibility;
}

export function planRequest(input: PlanInput): Plan {
  const { settings, position, user, fromItem } = input;
  const session: HistoryEvent[] = (settings.history ?? []).map((event) => ({
    itemId: event.itemId,
    type: event.type ?? 'view',
    ...(event.value === undefined ? {} : { value: event.value }),
  }));
  const history = user ? [...eventsOf(user, input), ...session] : session;
  const startingPoint = settings.userId ?? settings.history ?? fromItem ?? settings.itemTitle;
  const strategy = settings.strategy ?? (startingPoint === undefined ? 'popular' : undefined);
  return {
    settings,
    position,
    query: {
      history,
      ...(user ? { user: user.fields as NonNullable<Query['user']> } : {}),
      ...(fromItem === undefined ? {} : { fromItems: [fromItem] }),
      ...(strategy ? { strategy } : {}),
    },
    eligibility: {
      catalogue: input.catalogue,
      removed: removedRows(input, history),
      mask: input.mask,
      included: includedRows(input),
    },
  };
}

/** The user's events, newest first. Those after `asOf` came while the user paged through a list. */
function* eventsOf(user: UserState, { catalogue, types, position }: PlanInput): Iterable<HistoryEvent> {
  const asOf = position.asOf ?? Number.POSITIVE_INFINITY;
  for (let n = 0; n < user.rows.length; n++) {
    const time = user.times[n] ?? 0;
    if (time > asOf) continue;
    const value = user.values[n] ?? Number.NaN;
    const event = { itemId: catalogue.idOf(user.rows[n] ?? -1), type: types.nameOf(user.types[n] ?? -1), time };
    yield Number.isNaN(value) ? event : { ...event, value };
  }
}

/** Impressions alone do not make an item seen. */
function removedRows(input: PlanInput, history: readonly HistoryEvent[]): Set<number> {
  const { settings, catalogue, fromItem, seenBefore } = input;
  const removed = new Set<number>();
  const remove = (row: number) => {
    if (row >= 0) removed.add(row);
  };
  if (fromItem !== undefined) remove(catalogue.rowOf(fromItem));
  for (const row of settings.rules ? excludedRows(settings.rules, catalogue) : []) remove(row);
  if (settings.excludeSeen) {
    for (const { itemId, type } of history) if (type !== 'impression') remove(catalogue.rowOf(itemId));
    for (const row of seenBefore) remove(row);
  }
  if (settings.excludeOwn && settings.userId !== undefined) {
    for (const row of ownedRows(catalogue, settings.userId)) remove(row);
  }
  return removed;
}

function includedRows({ settings, catalogue }: PlanInput): Set<number> | undefined {
  const ids = settings.rules?.include;
  return ids && new Set(ids.map((itemId) => catalogue.rowOf(itemId)).filter((row) => row >= 0));
}
