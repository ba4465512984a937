import { type Kysely, sql } from 'kysely';
import { isolateByProject } from '../helpers/isolate-by-project.ts';

/**
 * Changes that API processes apply to their memory: each write appends a row in its transaction, and each process polls
 * (docs/decisions/0801-change-feed.md).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // kind: u(sers), i(tems), c(atalogue: all items and users), p(roject settings). `xid` is the transaction that wrote the row.
  await sql`
    create table changes (
      xid xid8 not null default pg_current_xact_id(),
      changed_at timestamptz not null default clock_timestamp(),
      project_number integer not null references projects (number) on delete cascade,
      kind "char" not null check (kind in ('u', 'i', 'c', 'p')),
      ids text[] not null default '{}')`.execute(db);
  await sql`create index changes_xid on changes (xid)`.execute(db);
  await sql`create index changes_changed_at on changes (changed_at)`.execute(db);
  await isolateByProject(db, 'changes');

  // The changes of these projects that a process with the snapshot `since` could not see: each is read exactly once,
  // however late its transaction commits. Always one row at least, for the snapshot to pass next time. A process reads
  // for all workspaces together, so this bypasses row-level security.
  await sql`
    create function read_changes(since pg_snapshot, of_projects integer[])
    returns table (taken pg_snapshot, project_number integer, kind "char", ids text[])
    language sql stable security definer set search_path = public
    begin atomic
      select pg_current_snapshot(), c.project_number, c.kind, c.ids from (select) once
      left join changes c on c.xid >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(c.xid, since)
        and c.project_number = any (of_projects);
    end`.execute(db);

  await sql`
    create function delete_changes_before(instant timestamptz) returns bigint
    language sql security definer set search_path = public
    begin atomic
      with deleted as (delete from changes where changed_at < instant returning 1) select count(*) from deleted;
    end`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function delete_changes_before(timestamptz)`.execute(db);
  await sql`drop function read_changes(pg_snapshot, integer[])`.execute(db);
  await sql`drop table changes`.execute(db);
}
