import { appendChange, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Deletes the endpoint with its deliveries. Jobs of pending deliveries then do nothing. */
export async function deleteEndpoint(context: Context, projectId: string, endpointId: string): Promise<void> {
  await tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'webhooks:write', projectId);
    const result = await trx
      .deleteFrom('webhook_endpoints')
      .where('id', '=', endpointId)
      .where('project_id', '=', projectId)
      .executeTakeFirst();
    if (result.numDeletedRows === 0n) throw notFound('webhook');
    await appendChange(trx, project.number, 'project');
  });
}
