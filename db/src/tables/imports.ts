import type { Import, ImportKind, ImportMode, ImportPhase } from '@curio/contracts';
import type { Generated, Selectable } from 'kysely';
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

export interface ImportRejectionsTable {
  workspace_id: string;
  import_id: string;
  line: number;
  column_name: string | null;
  reason: string;
  cells: string[];
}
