import { type Kysely, sql } from 'kysely';

/**
 * Old changes are deleted in batches, and by one process at a time: API processes do it as well, and after a time without
 * any there can be millions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function delete_changes_before(at_latest pg_snapshot, at_most integer) returns integer
    language plpgsql security definer set search_path = public as $$
    declare
      deleted integer;
    begin
      if not pg_try_advisory_xact_lock(hashtextextended('delete_changes_before', 0)) then return 0; end if;
      delete from changes where ctid = any (array(
        select c.ctid from changes c
        where c.xid < pg_snapshot_xmax(at_latest) and pg_visible_in_snapshot(c.xid, at_latest)
        order by c.xid limit at_most));
      get diagnostics deleted = row_count;
      return deleted;
    end $$`.execute(db);
  await sql`drop function delete_changes_before(pg_snapshot)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function delete_changes_before(at_latest pg_snapshot) returns bigint
    language sql security definer set search_path = public
    begin atomic
      with deleted as (delete from changes
        where xid < pg_snapshot_xmax(at_latest) and pg_visible_in_snapshot(xid, at_latest) returning 1)
      select count(*) from deleted;
    end`.execute(db);
  await sql`drop function delete_changes_before(pg_snapshot, integer)`.execute(db);
}
