import type { ColdItems, IncumbentComparison, Model, ModelStatus, Segment, TrainingEvent } from '@curio/contracts';
import type { Generated, Selectable } from 'kysely';
import type { Json, JsonOrNull, JsonWithDefault } from './json.ts';

export interface ModelsTable {
  workspace_id: string;
  project_id: string;
  version: number;
  status: ModelStatus;
  requested: Json<Model['requested']>;
  algorithm: string | null;
  kind: Model['kind'];
  params: JsonOrNull<NonNullable<Model['params']>>;
  metrics: JsonOrNull<NonNullable<Model['metrics']>>;
  baseline: JsonOrNull<NonNullable<Model['baseline']>>;
  incumbent: JsonOrNull<IncumbentComparison>;
  segments: JsonWithDefault<Segment[]>;
  cold_items: JsonOrNull<ColdItems>;
  leaderboard: JsonWithDefault<Model['leaderboard']>;
  report: JsonWithDefault<TrainingEvent[]>;
  backend: string | null;
  gate: JsonOrNull<NonNullable<Model['gate']>>;
  snapshot: JsonOrNull<NonNullable<Model['snapshot']>>;
  progress: JsonWithDefault<Model['progress']>;
  log: JsonWithDefault<Model['log']>;
  problem: JsonOrNull<NonNullable<Model['problem']>>;
  /** Counts the starts; every write of an attempt filters by it, so that a late first attempt cannot overwrite a second. */
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
