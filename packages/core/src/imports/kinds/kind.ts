import type { ImportKind, ImportMode, Mapping } from '@curio/contracts';
import type { RawBuilder, Trx } from '@curio/db';
import type { Context } from '../../platform/context.ts';

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
}

/** Numbers of rows that were added, changed and removed; `newUsers`: users added because an interaction refers to them. */
export interface MergeCounts {
  new: number;
  changed: number;
  removed: number;
  newUsers: number;
}

/** The rows that are written to the stage together. */
export interface Batch {
  add(line: number, row: never): void;
  /** Completes the rows outside the transaction; may run while the batch before is written, and ends before `write`. */
  prepare?(): Promise<void>;
  write(trx: Trx): Promise<unknown>;
}

/** The temporary table `stage` of one kind. Its column `line` orders rows with the same id. */
export interface Stage {
  columns: RawBuilder<unknown>;
  /** Returns a function that starts a new batch. */
  open(context: Context, projectNumber: number): () => Batch;
}

export interface Fault {
  code: string;
  reason: string;
}

/** How rows of one kind are checked, staged and merged. */
export interface Kind {
  kind: ImportKind;
  /** The reason why a row that was parsed without an error cannot be stored; undefined if it can. */
  validateRow(row: never): Fault | undefined;
  stage: Stage;
  /** Merges the stage into the table of the kind, in the same transaction. */
  merge(trx: Trx, into: MergeInto): Promise<MergeCounts>;
}
