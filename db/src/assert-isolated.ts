import { sql } from 'kysely';
import type { Db } from './client.ts';

/**
 * Throws where row-level security would not apply: the role is a superuser, has BYPASSRLS or owns a table (directly or
 * through another role); a policy of a tenant table does not compare the workspace; or a view over tenant rows runs with
 * its owner's rights. Called once at the start of every process that serves tenants.
 */
export async function assertIsolated(db: Db): Promise<void> {
  const { rows } = await sql<{ role: string; powerful: boolean; owned: string[]; open: string[] }>`
    select current_user as role,
      exists (select from pg_roles where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')) as powerful,
      coalesce((select array_agg(relname::text) from pg_class where relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace and pg_has_role(current_user, relowner, 'member')), '{}') as owned,
      coalesce((select array_agg(distinct c.relname::text) from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname in ('workspace_id', 'project_number')
        where c.relnamespace = 'public'::regnamespace and case
          when c.relkind in ('r', 'p') then not c.relrowsecurity
            or not exists (select from pg_policy p where p.polrelid = c.oid)
            or exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive
              and coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), '')
                !~ 'current_(workspace|projects)[(][)]')
          when c.relkind in ('v', 'm') then has_table_privilege(c.oid, 'select')
            and not coalesce('security_invoker=true' = any (c.reloptions), false)
          else false end), '{}') as open`.execute(db);
  const [found] = rows;
  if (!found) throw new Error('The database did not describe its roles.');
  const { role, powerful, owned, open } = found;
  if (powerful || owned.length > 0) {
    throw new Error(
      `The database role "${role}" could see every tenant's rows (it is a superuser, has BYPASSRLS, or owns the tables). ` +
        'Point DATABASE_URL of the API and the worker at the app role that the migration prints.',
    );
  }
  if (open.length > 0)
    throw new Error(`These tables have no row-level security: ${open.join(', ')}. Run the migrations.`);
}
