import { type Kysely, sql } from 'kysely';
import { isolateByProject } from '../helpers/isolate-by-project.ts';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/** The rows that imports changed or removed, as they were before (docs/decisions/0902-undo-of-imports.md). */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Items and users, as JSON: a column that is added later does not concern the rows of before.
  await sql`
    create table import_undo_rows (
      workspace_id text collate "C" not null,
      import_id text collate "C" not null,
      row_id text collate "C" not null,
      removed boolean not null,
      before jsonb not null,
      primary key (import_id, row_id),
      foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade)`.execute(db);
  await isolateByWorkspace(db, 'import_undo_rows');

  // Columns from wide to narrow. import_number is the import that changed the row, before_import the one that had written it.
  await sql`
    create table import_undo_interactions (
      occurred_at timestamptz not null,
      project_number integer not null references projects (number) on delete cascade,
      import_number integer not null,
      user_number integer not null,
      item_number integer not null,
      before_import integer,
      value real,
      type_number smallint not null,
      ordinal smallint not null,
      removed boolean not null,
      event_id text collate "C",
      recommendation_id text)`.execute(db);
  await sql`
    create index import_undo_interactions_import on import_undo_interactions (project_number, import_number)`.execute(
    db,
  );
  await isolateByProject(db, 'import_undo_interactions');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table import_undo_interactions, import_undo_rows`.execute(db);
}
