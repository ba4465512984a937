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
}
export type ProjectRow = Selectable<ProjectsTable>;
