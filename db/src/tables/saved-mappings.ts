import type { ImportKind, Mapping } from '@curio/contracts';
import type { Generated, Selectable } from 'kysely';
import type { Json } from './json.ts';

export interface SavedMappingsTable {
  id: string;
  workspace_id: string;
  /** Unique within the workspace. */
  name: string;
  kind: ImportKind;
  /** SHA-256 of the names of the columns, in any order. */
  signature: string;
  mapping: Json<Mapping>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}
export type SavedMappingRow = Selectable<SavedMappingsTable>;
