import type { HistoryEvent, Query } from '@curio/engine/artifact';
import type { Eligibility } from '../candidates/eligibility.ts';
import type { ItemMap } from '../candidates/item-map.ts';
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
  position: Position & { asOf: number };
  catalogue: Catalogue;
  types: InteractionTypes;
  /** Of the model; undefined without one. */
  map: ItemMap | undefined;
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

/** An event of this type alone does not make an item seen. */
const impression = 'impression';

export function planRequest(input: PlanInput): Plan {
  const { settings, position, catalogue, user, fromItem } = input;
  const { history, seen } = readHistory(input);
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
      catalogue,
      removed: removedRows(input, seen),
      mask: input.mask,
      included: includedRows(input),
    },
  };
}

/** An event in memory; its id is decoded only where it is read. */
class StoredEvent implements HistoryEvent {
  readonly #catalogue: Catalogue;
  readonly #row: number;
  readonly item: number;
  readonly type: string;
  readonly time: number;
  readonly value?: number;

  constructor(catalogue: Catalogue, row: number, event: Required<Omit<HistoryEvent, 'itemId'>>) {
    this.#catalogue = catalogue;
    this.#row = row;
    this.item = event.item;
    this.type = event.type;
    this.time = event.time;
    if (!Number.isNaN(event.value)) this.value = event.value;
  }

  get itemId(): string {
    return this.#catalogue.idOf(this.#row);
  }
}

/** The user's events, newest first, then those of the session; and their rows, except those of impressions. */
function readHistory(input: PlanInput): { history: HistoryEvent[]; seen: Set<number> } {
  const { settings, position, catalogue, types, user, map } = input;
  const history: HistoryEvent[] = [];
  const seen = new Set<number>();
  for (let n = 0; user && n < user.rows.length; n++) {
    const time = user.times[n] ?? 0;
    // It came while the user paged through the list.
    if (time > position.asOf) continue;
    const row = user.rows[n] ?? -1;
    const type = types.nameOf(user.types[n] ?? -1);
    const value = user.values[n] ?? Number.NaN;
    history.push(new StoredEvent(catalogue, row, { item: map?.itemOf(row) ?? -1, type, value, time }));
    if (type !== impression) seen.add(row);
  }
  for (const { itemId, type = 'view', value } of settings.history ?? []) {
    history.push({ itemId, type, ...(value === undefined ? {} : { value }) });
    if (type !== impression) seen.add(catalogue.rowOf(itemId));
  }
  return { history, seen };
}

/** `seen` becomes part of the result where the request excludes it. */
function removedRows({ settings, catalogue, fromItem, seenBefore }: PlanInput, seen: Set<number>): Set<number> {
  const removed = settings.excludeSeen ? seen : new Set<number>();
  if (settings.excludeSeen) for (const row of seenBefore) removed.add(row);
  if (fromItem !== undefined) removed.add(catalogue.rowOf(fromItem));
  for (const row of settings.rules ? excludedRows(settings.rules, catalogue) : []) removed.add(row);
  if (settings.excludeOwn && settings.userId !== undefined) {
    for (const row of ownedRows(catalogue, settings.userId)) removed.add(row);
  }
  // Of ids that the catalogue does not have.
  removed.delete(-1);
  return removed;
}

function includedRows({ settings, catalogue }: PlanInput): Set<number> | undefined {
  const ids = settings.rules?.include;
  return ids && new Set(ids.map((itemId) => catalogue.rowOf(itemId)).filter((row) => row >= 0));
}
