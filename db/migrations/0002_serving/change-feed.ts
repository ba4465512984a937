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
      project_number integer not null references projects (number) on delete cascade,
      kind "char" not null check (kind in ('u', 'i', 'c', 'p')),
      ids text[] not null default '{}')`.execute(db);
  await sql`create index changes_xid on changes (xid)`.execute(db);
  await isolateByProject(db, 'changes');

  // The changes of these projects that a process with the snapshot `since` could not see: each is read exactly once,
  // however late its transaction commits. Such a transaction was not begun at that snapshot, or is one of those that were
  // under way. Always one row at least, for the snapshot to pass next time; without `since`, that row alone. A process
  // reads for all workspaces together, so this bypasses row-level security.
  await sql`
    create function read_changes(since pg_snapshot, of_projects integer[])
    returns table (taken pg_snapshot, project_number integer, kind "char", ids text[])
    language sql stable security definer set search_path = public
    begin atomic
      select pg_current_snapshot(), null::integer, null::"char", null::text[]
      union all
      select null, c.project_number, c.kind, c.ids from changes c
        where c.xid >= pg_snapshot_xmax(since) and c.project_number = any (of_projects)
      union all
      select null, c.project_number, c.kind, c.ids from pg_snapshot_xip(since) running (xid)
        join changes c on c.xid = running.xid and c.project_number = any (of_projects);
    end`.execute(db);

  // Changes of transactions that had ended when the snapshot `at_latest` was taken. Not by a time: a transaction that
  // wrote its change early and committed late would lose it.
  await sql`
    create function delete_changes_before(at_latest pg_snapshot) returns bigint
    language sql security definer set search_path = public
    begin atomic
      with deleted as (delete from changes
        where xid < pg_snapshot_xmax(at_latest) and pg_visible_in_snapshot(xid, at_latest) returning 1)
      select count(*) from deleted;
    end`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function delete_changes_before(pg_snapshot)`.execute(db);
  await sql`drop function read_changes(pg_snapshot, integer[])`.execute(db);
  await sql`drop table changes`.execute(db);
}
