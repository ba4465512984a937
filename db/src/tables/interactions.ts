import type { Generated, Selectable } from 'kysely';

/** In the order of the columns' widths. The numbers stand for the ids in `id_numbers` of the same project. */
export interface InteractionsTable {
  /** 1970-01-01 where the time is unknown. */
  occurred_at: Date;
  project_number: number;
  user_number: number;
  item_number: number;
  /** `imports.number` of the file that wrote the row last; null for an event of the API. */
  import_number: number | null;
  value: number | null;
  type_number: number;
  /** 0 for the first row of this user, item, type and time, 1 for the second, … */
  ordinal: Generated<number>;
}
export type InteractionTableRow = Selectable<InteractionsTable>;

export type IdKind = 'u' | 'i' | 't';

/** The dictionary of a project: the ids of users and items and the names of interaction types, each with its number. */
export interface IdNumbersTable {
  project_number: number;
  number: number;
  /** u(ser), i(tem) or t(ype). */
  kind: IdKind;
  id: string;
}

/** For interactions that were sent as events: the caller's event id, and the recommendation that led to the event. */
export interface EventDetailsTable {
  occurred_at: Date;
  project_number: number;
  user_number: number;
  item_number: number;
  type_number: number;
  ordinal: Generated<number>;
  event_id: string | null;
  recommendation_id: string | null;
}

/** How many rows a project has: the sums over its slots. */
export interface ProjectCountsTable {
  items: number;
  users: number;
  interactions: number;
  project_number: number;
  slot: number;
}
