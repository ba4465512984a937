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
  const { settings, position, catalogue, fromItem } = input;
  const startingPoint = settings.userId ?? settings.history ?? fromItem ?? settings.itemTitle;
  const strategy = settings.strategy ?? (startingPoint === undefined ? 'popular' : undefined);
  const query = new PlannedQuery(input);
  if (fromItem !== undefined) query.fromItems = [fromItem];
  if (strategy) query.strategy = strategy;
  return {
    settings,
    position,
    query,
    eligibility: {
      catalogue,
      removed: removedRows(input),
      mask: input.mask,
      included: includedRows(input),
    },
  };
}

/** The events are read where the model has not kept what it computes of them. */
class PlannedQuery implements Query {
  readonly #input: PlanInput;
  #history: HistoryEvent[] | undefined;
  readonly memo?: NonNullable<Query['memo']>;
  readonly user?: NonNullable<Query['user']>;
  fromItems?: string[];
  strategy?: NonNullable<Query['strategy']>;

  constructor(input: PlanInput) {
    this.#input = input;
    const { user, settings, position } = input;
    if (!user) return;
    this.user = user.fields as NonNullable<Query['user']>;
    const isWhole = !settings.history && (user.times[0] ?? 0) <= position.asOf;
    if (isWhole) this.memo = user.memo;
  }

  get history(): HistoryEvent[] {
    this.#history ??= readHistory(this.#input);
    return this.#history;
  }
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

/** The user's events, newest first, then those of the session. */
function readHistory({ settings, position, catalogue, types, user, map }: PlanInput): HistoryEvent[] {
  const history: HistoryEvent[] = [];
  for (let n = 0; user && n < user.rows.length; n++) {
    const time = user.times[n] ?? 0;
    // It came while the user paged through the list.
    if (time > position.asOf) continue;
    const row = user.rows[n] ?? -1;
    const type = types.nameOf(user.types[n] ?? -1);
    const value = user.values[n] ?? Number.NaN;
    history.push(new StoredEvent(catalogue, row, { item: map?.itemOf(row) ?? -1, type, value, time }));
  }
  for (const { itemId, type = 'view', value } of settings.history ?? []) {
    history.push({ itemId, type, ...(value === undefined ? {} : { value }) });
  }
  return history;
}

function removedRows(input: PlanInput): Set<number> {
  const { settings, catalogue, fromItem } = input;
  const removed = settings.excludeSeen ? seenRows(input) : new Set<number>();
  if (fromItem !== undefined) removed.add(catalogue.rowOf(fromItem));
  for (const row of settings.rules ? excludedRows(settings.rules, catalogue) : []) removed.add(row);
  if (settings.excludeOwn && settings.userId !== undefined) {
    for (const row of ownedRows(catalogue, settings.userId)) removed.add(row);
  }
  // Of ids that the catalogue does not have.
  removed.delete(-1);
  return removed;
}

/** Rows of all events but impressions. */
function seenRows({ settings, position, catalogue, types, user, seenBefore }: PlanInput): Set<number> {
  const seen = new Set<number>(seenBefore);
  const impressions = types.codeOf(impression);
  for (let n = 0; user && n < user.rows.length; n++) {
    if ((user.times[n] ?? 0) <= position.asOf && user.types[n] !== impressions) seen.add(user.rows[n] ?? -1);
  }
  for (const { itemId, type } of settings.history ?? []) if (type !== impression) seen.add(catalogue.rowOf(itemId));
  return seen;
}

function includedRows({ settings, catalogue }: PlanInput): Set<number> | undefined {
  const ids = settings.rules?.include;
  return ids && new Set(ids.map((itemId) => catalogue.rowOf(itemId)).filter((row) => row >= 0));
}
