import type { Import, ImportKind, ImportMode, ImportPhase, ImportTask, UnknownItems } from '@curio/contracts';
import type { Generated, Selectable, Updateable } from 'kysely';
import type { Json, JsonOrNull, JsonWithDefault } from './json.ts';

export interface ImportsTable {
  id: string;
  workspace_id: string;
  project_id: string;
  /** Number within the project: interactions refer to their import by it. */
  number: number;
  kind: ImportKind;
  mode: ImportMode | null;
  /** Interactions only: rows with the same user, item, type and time count once, the last one of the file. */
  deduplicate: Generated<boolean>;
  /** Interactions only: what happens to rows whose item is not in the catalogue. */
  unknown_items: Generated<UnknownItems>;
  /** What is queued or running for it; null for nothing. */
  task: ImportTask | null;
  dry_run: JsonOrNull<NonNullable<Import['dryRun']>>;
  /** `now()` of the transaction that applied it. */
  applied_at: Date | null;
  /** The project had no catalogue before it. */
  made_catalogue: Generated<boolean>;
  /** When the rows of before were deleted: the import can no longer be undone. */
  undo_deleted_at: Date | null;
  filename: string;
  bytes: number;
  /** Key of the uploaded bytes in storage. */
  storage_key: string;
  /** When retention deleted the uploaded bytes: the import can no longer be applied again. */
  upload_deleted_at: Date | null;
  phase: ImportPhase;
  /** With what was recognised, absent from imports of earlier versions. */
  detected: Json<Import['detected'] & { recognised?: Import['recognised'] }>;
  columns: Json<Import['columns']>;
  preview: Json<Import['preview']>;
  mapping: Json<Import['mapping']>;
  /** Counts the starts; every write of an attempt filters by it, so that a late first attempt cannot overwrite a second. */
  attempt: Generated<number>;
  progress: JsonWithDefault<Import['progress']>;
  rows: JsonOrNull<NonNullable<Import['rows']>>;
  rejections: JsonWithDefault<Import['rejections']>;
  left_out: JsonWithDefault<Import['leftOut']>;
  problem: JsonOrNull<NonNullable<Import['problem']>>;
  created_by: string | null;
  created_at: Generated<Date>;
  finished_at: Date | null;
}
export type ImportRow = Selectable<ImportsTable>;
export type ImportUpdate = Updateable<ImportsTable>;

export interface ImportRejectionsTable {
  workspace_id: string;
  import_id: string;
  line: number;
  column_name: string | null;
  code: string;
  reason: string;
  cells: string[];
  /** The row was imported without the cell. */
  kept: boolean;
}

/** Items and users that an import changed or removed, as they were before. */
export interface ImportUndoRowsTable {
  workspace_id: string;
  import_id: string;
  row_id: string;
  removed: boolean;
  before: Json<Record<string, unknown>>;
}

/** As `ImportUndoRowsTable`, for interactions. */
export interface ImportUndoInteractionsTable {
  occurred_at: Date;
  project_number: number;
  /** The import that changed or removed the row. */
  import_number: number;
  user_number: number;
  item_number: number;
  /** The import that had written the row before; null for an event of the API. */
  before_import: number | null;
  value: number | null;
  type_number: number;
  ordinal: number;
  removed: boolean;
  event_id: string | null;
  recommendation_id: string | null;
}

/** A file that arrives in several requests; `id` is that of its import. */
export interface UploadsTable {
  id: string;
  workspace_id: string;
  project_id: string;
  /** null: recognised from the columns. */
  kind: ImportKind | null;
  filename: string;
  bytes: number;
  idempotency_key: string | null;
  /** The request that writes, until `locked_until`; another one asks it to stop. */
  lock_id: Generated<string | null>;
  locked_until: Generated<Date>;
  release_asked: Generated<boolean>;
  created_at: Generated<Date>;
}
export type UploadRow = Selectable<UploadsTable>;
