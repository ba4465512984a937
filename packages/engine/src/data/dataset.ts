import type { ConfidenceRules, Interactions, ItemRecord, UserRecord } from './records.ts';

/** Input of a training. Users and items are dense indices; their ids are kept exactly as given. */
export interface Dataset {
  userIds: string[];
  itemIds: string[];
  /** By item index; undefined for an item without a catalogue record. */
  itemRecords: (ItemRecord | undefined)[];
  userRecords: (UserRecord | undefined)[];
  /** Users × items, positive and negative confidence, one entry per pair. */
  matrix: Interactions;
  /** Number of raw interactions, before aggregation to pairs. */
  interactionCount: number;
  rules: ConfidenceRules;
}
