import type { Key, Scope } from '@curio/contracts';
import type { Generated, Selectable } from 'kysely';

export interface ApiKeysTable {
  id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  prefix: string;
  last4: string;
  scopes: Scope[];
  /** null: all projects of the workspace. */
  project_ids: string[] | null;
  environment: Key['environment'];
  created_by: string | null;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
}
export type ApiKeyRow = Selectable<ApiKeysTable>;
