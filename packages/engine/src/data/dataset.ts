import type { Interactions, ItemRecord, SignalRules, UserRecord } from './records.ts';

/** Everything that a training sees. Users and items are dense indices; their ids are kept exactly as given. */
export interface Dataset {
  userIds: string[];
  itemIds: string[];
  /** By item index; undefined for an item that only interactions name. */
  itemRecords: (ItemRecord | undefined)[];
  userRecords: (UserRecord | undefined)[];
  /** Users × items, positive and negative confidence, one entry per pair. */
  matrix: Interactions;
  /** Raw rows that were added, before the pairs were summed. */
  interactionCount: number;
  rules: SignalRules;
}
