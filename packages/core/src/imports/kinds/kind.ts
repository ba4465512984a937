import type { ChangedValue, ImportKind, ImportMode, Mapping } from '@curio/contracts';
import type { ImportRow, RawBuilder, Trx } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import type { Cataloguer } from './catalogued-items.ts';

/** The project and the import that rows are merged into. */
export interface MergeInto {
  workspaceId: string;
  projectId: string;
  projectNumber: number;
  importId: string;
  importNumber: number;
  mode: ImportMode;
  mapping: Mapping;
  /** Interactions with the same user, item, type and time count once. */
  deduplicate: boolean;
  /** Items that interactions refer to and the catalogue does not have are added. */
  createItems: boolean;
}

/** Numbers of rows of the kind that were added, changed and removed. */
export interface MergeCounts {
  new: number;
  changed: number;
  removed: number;
}

/** What a merge did; `newUsers`, `newItems`: those added because an interaction refers to them. */
export interface Merged extends MergeCounts {
  newUsers: number;
  newItems: number;
}

/** How many rows an undo deleted from the project's tables, less those that it restored. */
export interface Undone {
  items: number;
  users: number;
  interactions: number;
}

/** A later import, and how many rows of an earlier one it has written or removed. */
export interface Overwriter {
  filename: string;
  rows: number;
}

/** The rows that are written to the stage together. */
export interface Batch {
  add(line: number, row: never): void;
  /**
   * Completes the rows outside of `write`'s transaction; may run while the batch before is written, and ends before
   * `write`. Resolves with the rows that are refused, by their place in the batch: `write` leaves them out.
   */
  prepare?(): Promise<ReadonlyMap<number, Fault>>;
  write(trx: Trx): Promise<unknown>;
}

export interface StageOptions {
  context: Context;
  projectNumber: number;
  /** Finds out which items the catalogue has; undefined where nobody asks. */
  catalogued: Cataloguer | undefined;
  /** Interactions with items that the catalogue does not have are refused. */
  dropUnknown: boolean;
}

/** The temporary table `stage` of one kind. Its column `line` orders rows with the same id. */
export interface Stage {
  columns: RawBuilder<unknown>;
  /** Returns a function that starts a new batch. */
  open(options: StageOptions): () => Batch;
}

export interface Fault {
  code: string;
  reason: string;
  column?: string;
}

/** How rows of one kind are checked, staged, merged and taken back. */
export interface Kind {
  kind: ImportKind;
  /** The reason why a row that was parsed without an error cannot be stored; undefined if it can. */
  validateRow(row: never): Fault | undefined;
  stage: Stage;
  /** Makes the temporary table `incoming` of the stage: the rows of the file as one row per key. Before `count` and `merge`. */
  prepare(trx: Trx, into: MergeInto): Promise<void>;
  /** Counts what `merge` would do now. */
  count(trx: Trx, into: MergeInto): Promise<MergeCounts>;
  /** Some of the values that `merge` would change. */
  sample(trx: Trx, into: MergeInto): Promise<ChangedValue[]>;
  /** Merges the stage into the table of the kind, in the same transaction, and keeps the rows of before for an undo. */
  merge(trx: Trx, into: MergeInto): Promise<Merged>;
  /** Later imports that have written or removed rows of this one, which cannot be undone before them; the last first. */
  findOverwriters(trx: Trx, row: ImportRow, projectNumber: number): Promise<Overwriter[]>;
  /** Deletes what the import added and restores what it changed and removed. */
  undo(trx: Trx, row: ImportRow, projectNumber: number): Promise<Undone>;
}
