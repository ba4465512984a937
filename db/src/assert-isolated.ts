import { sql } from 'kysely';
import type { Db } from './client.ts';

/**
 * Refuses to run where row-level security would not hold: as a superuser, with BYPASSRLS, as the owner of a table, or
 * with a tenant table that has no policy. Called once at the start of every process that serves tenants.
 */
export async function assertIsolated(db: Db): Promise<void> {
  const { rows } = await sql<{ role: string; powerful: boolean; owned: string[]; open: string[] }>`
    select current_user as role,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as powerful,
      coalesce((select array_agg(relname::text) from pg_class where relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace and pg_has_role(current_user, relowner, 'member')), '{}') as owned,
      coalesce((select array_agg(c.relname::text) from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))), '{}') as open`.execute(
    db,
  );
  const { role, powerful, owned, open } = rows[0]!;
  if (powerful || owned.length > 0) {
    throw new Error(
      `The database role "${role}" could see every tenant's rows (it is a superuser, has BYPASSRLS, or owns the tables). ` +
        'Point DATABASE_URL of the API and the worker at the app role that the migration prints.',
    );
  }
  if (open.length > 0)
    throw new Error(`These tables have no row-level security: ${open.join(', ')}. Run the migrations.`);
}
