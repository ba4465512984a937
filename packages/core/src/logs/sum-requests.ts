import type { RequestCounts } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Requests by API keys and their errors in the last 24 hours: of a project, or of all that the caller may see. */
export async function sumRequests(context: Context, projectId: string | undefined): Promise<RequestCounts> {
  authorise(context, 'logs:read');
  if (projectId !== undefined && !mayReach(context, projectId)) throw notFound('project');
  const { actor } = context;
  const limited = projectId === undefined ? (actor.kind === 'key' ? actor.projectIds : null) : [projectId];
  return tenant(context.db, context, async (trx) => {
    const { rows } = await sql<{ hour: Date; requests: number; errors: number }>`
      select hour, sum(requests)::bigint as requests, sum(errors)::bigint as errors from request_counts
      where hour > now() - interval '24 hours' and hour <= now()
        ${limited === null ? sql`` : sql`and project_id = any (${limited}::text[])`}
      group by hour order by hour`.execute(trx);
    const total = (name: 'requests' | 'errors') => rows.reduce((sum, row) => sum + row[name], 0);
    return {
      requests: total('requests'),
      errors: total('errors'),
      hours: rows.map((row) => ({ ...row, hour: row.hour.toISOString() })),
    };
  });
}
