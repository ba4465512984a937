import type { ColumnType, Generated, Selectable } from 'kysely';

/** jsonb columns are written as JSON text and read as values; the shapes are those of contracts' `modelSchema`. */
type Json = ColumnType<unknown, string, string>;
type JsonWithDefault = ColumnType<unknown, string | undefined, string>;
type JsonOrNull = ColumnType<unknown, string | null | undefined, string | null>;

export interface ModelsTable {
  workspace_id: string;
  project_id: string;
  version: number;
  status: string;
  requested: Json;
  algorithm: string | null;
  kind: string | null;
  params: JsonOrNull;
  metrics: JsonOrNull;
  baseline: JsonOrNull;
  candidates: JsonWithDefault;
  explanation: JsonWithDefault;
  gate: JsonOrNull;
  snapshot: JsonOrNull;
  progress: JsonWithDefault;
  log: JsonWithDefault;
  problem: JsonOrNull;
  /** Counts the starts; every write of an attempt names it, so that a late first attempt cannot overwrite a second. */
  attempt: Generated<number>;
  cancel_requested: Generated<boolean>;
  artifact_bytes: number | null;
  artifact_sha256: string | null;
  created_by: string | null;
  created_at: Generated<Date>;
  trained_at: Date | null;
}
export type ModelRow = Selectable<ModelsTable>;

export interface ModelChunksTable {
  workspace_id: string;
  project_id: string;
  version: number;
  sequence: number;
  bytes: Buffer;
}
