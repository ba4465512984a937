import type { Generated, Selectable } from 'kysely';

export interface ProjectsTable {
  id: string;
  workspace_id: string;
  name: string;
  /** The alias `live`: which version serves. */
  live_version: number | null;
  previous_version: number | null;
  /** The number given last; the next version is one higher. */
  last_version: Generated<number>;
  created_at: Generated<Date>;
  /** Set when the project is deleted; a job then deletes its rows. */
  deleted_at: Date | null;
}
export type ProjectRow = Selectable<ProjectsTable>;
