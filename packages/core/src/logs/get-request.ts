import type { LoggedRequest } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authorise } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { type LoggedRequestRow, reachable, requestColumns, toLoggedRequest } from './read-requests.ts';

/** A recorded request, with its body and the answer where that was an error. */
export async function getRequest(context: Context, requestId: string): Promise<LoggedRequest> {
  authorise(context, 'logs:read');
  return tenant(context.db, context, async (trx) => {
    const { rows } = await sql<LoggedRequestRow>`
      select ${requestColumns}, r.body, r.problem from request_logs r
      where r.request_id = ${requestId} and ${reachable(context)}`.execute(trx);
    if (!rows[0]) throw notFound('request in the log');
    return toLoggedRequest(rows[0]);
  });
}
