import type { HistoryEvent, Query } from '@curio/engine/artifact';

/** The state that one request depends on, read from the database in one round trip. */
export interface RequestState {
  /** Distinguishes this reading from every other one of this process: lists ranked from it are cached under it. */
  id: number;
  liveVersion: number | null;
  /** The user's events, newest first. */
  history: HistoryEvent[];
  /** There may be older events than those in `history`. */
  historyTruncated: boolean;
  /** The user's own fields. */
  user: NonNullable<Query['user']>;
  /** The item whose title is the request's `itemTitle`. */
  titledItem: string | null;
  /** Without a catalogue every item with an interaction can be recommended. */
  hasCatalogue: boolean;
  /** An endpoint of the project subscribes to `recommendation.served`. */
  notifyServed: boolean;
}
