import type { ColumnType, Generated, Selectable } from 'kysely';

/** jsonb columns are written as JSON text and read as values; the shapes are those of contracts' `importSchema`. */
type Json = ColumnType<unknown, string, string>;
type JsonWithDefault = ColumnType<unknown, string | undefined, string>;

export interface ImportsTable {
  id: string;
  workspace_id: string;
  project_id: string;
  kind: string;
  mode: string | null;
  filename: string;
  bytes: number;
  /** Where the uploaded bytes lie in storage. */
  storage_key: string;
  phase: string;
  detected: Json;
  columns: Json;
  preview: Json;
  mapping: Json;
  /** Counts the starts; every write of an attempt names it, so that a late first attempt cannot overwrite a second. */
  attempt: Generated<number>;
  progress: JsonWithDefault;
  rows: ColumnType<unknown, string | null | undefined, string | null>;
  rejections: JsonWithDefault;
  left_out: JsonWithDefault;
  problem: ColumnType<unknown, string | null | undefined, string | null>;
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
