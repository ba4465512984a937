import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** The users for whom a tenant requests recommendations; the accounts of the studio are in `auth.user`. */
export interface UsersTable {
  workspace_id: string;
  project_id: string;
  user_id: string;
  custom: JSONColumnType<Record<string, unknown>>;
  import_id: string | null;
  updated_at: Generated<Date>;
}
export type UserTableRow = Selectable<UsersTable>;
