import type { Generated, GeneratedAlways, Selectable } from 'kysely';

export interface ProjectsTable {
  id: string;
  workspace_id: string;
  /** Stands for the project in its interactions. */
  number: GeneratedAlways<number>;
  name: string;
  /** The version that serves (alias `live`). */
  live_version: number | null;
  previous_version: number | null;
  /** The number of the latest version; the next version is one higher. */
  last_version: Generated<number>;
  /** The number of the latest import. */
  last_import: Generated<number>;
  /** The project has had an item: then only items of its catalogue are recommended. */
  has_catalogue: Generated<boolean>;
  created_at: Generated<Date>;
  /** Set when the project is deleted; a job then deletes its rows. */
  deleted_at: Date | null;
}
export type ProjectRow = Selectable<ProjectsTable>;
