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
  expires_at: Date | null;
  /** Id of the key that replaces this one, which works until it expires. */
  replaced_by: string | null;
  /** Requests in each window; null for the default limit. */
  rate_limit: number | null;
  rate_window_seconds: number | null;
  /** Origins of the pages that may use the key; null for keys of servers. */
  origins: string[] | null;
}
export type ApiKeyRow = Selectable<ApiKeysTable>;
