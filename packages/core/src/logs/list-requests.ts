import type { LoggedRequestSummary, LogsQuery, Page, StatusClass } from '@curio/contracts';
import { type RawBuilder, sql, tenant } from '@curio/db';
import { authorise } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';
import { createTurns } from '../platform/take-turns.ts';
import { type LoggedRequestRow, reachable, requestColumns, toSummary } from './read-requests.ts';

/** A filter that few rows match reads all of the workspace: up to a second. */
const takeTurns = createTurns(100);

/** Recorded requests, newest first. A cursor goes on in the list with the filters that it is sent with. */
export async function listRequests(context: Context, query: LogsQuery): Promise<Page<LoggedRequestSummary>> {
  authorise(context, 'logs:read');
  const after = readCursor(context, 'logs', query);
  return takeTurns(context.workspaceId, () => readPage(context, query, after));
}

async function readPage(
  context: Context,
  query: LogsQuery,
  after: string[] | undefined,
): Promise<Page<LoggedRequestSummary>> {
  return tenant(context.db, context, async (trx) => {
    const { rows } = await sql<Omit<LoggedRequestRow, 'body' | 'problem'>>`
      select ${requestColumns} from request_logs r
      where ${sql.join([reachable(context), ...conditionsOf(query)], sql` and `)}
        ${after ? sql`and (r.at, r.request_id) < (${after[0]}::timestamptz, ${after[1]}::text collate "C")` : sql``}
      order by r.at desc, r.request_id desc limit ${query.limit + 1}`.execute(trx);
    return toPage(context, 'logs', query, rows, (row) => [row.at.toISOString(), row.requestId], toSummary);
  });
}

const classes: Record<StatusClass, RawBuilder<boolean>> = {
  '2xx': sql`r.status between 200 and 299`,
  '3xx': sql`r.status between 300 and 399`,
  '4xx': sql`r.status >= 400 and r.status < 500`,
  // As the partial index says it.
  '5xx': sql`r.status >= 400 and r.status >= 500`,
  error: sql`r.status >= 400`,
};

function conditionsOf(query: LogsQuery): RawBuilder<unknown>[] {
  const { projectId, method, path, status, caller, minMilliseconds, requestId, from, to } = query;
  const conditions: (RawBuilder<unknown> | undefined)[] = [
    projectId === undefined ? undefined : sql`r.project_id = ${projectId}`,
    method === undefined ? undefined : sql`r.method = ${method}`,
    path === undefined ? undefined : sql`strpos(r.path, ${path}) > 0`,
    status === undefined ? undefined : classes[status],
    caller === undefined ? undefined : callerIs(caller),
    minMilliseconds === undefined ? undefined : sql`r.milliseconds >= ${Math.fround(minMilliseconds)}::real`,
    requestId === undefined ? undefined : sql`r.request_id = ${requestId}`,
    from === undefined ? undefined : sql`r.at >= ${new Date(from)}`,
    to === undefined ? undefined : sql`r.at < ${new Date(to)}`,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

function callerIs(caller: string): RawBuilder<unknown> {
  if (caller === 'keys') return sql`starts_with(r.actor_id, 'key_')`;
  if (caller === 'accounts') return sql`not starts_with(r.actor_id, 'key_')`;
  return sql`r.actor_id = ${caller}`;
}
