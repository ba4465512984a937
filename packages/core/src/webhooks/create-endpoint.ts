import { randomBytes } from 'node:crypto';
import { type CreatedEndpoint, type CreateEndpointInput, newId } from '@curio/contracts';
import { appendChange, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import type { DestinationPolicy } from './destination.ts';
import { toEndpoint } from './list-endpoints.ts';

/** Creates an endpoint with a new signing secret, which only this answer contains. */
export async function createEndpoint(
  context: Context,
  projectId: string,
  input: CreateEndpointInput,
  destinations: DestinationPolicy,
): Promise<CreatedEndpoint> {
  destinations.checkUrl(input.url);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'webhooks:write', projectId, true);
    const row = await trx
      .insertInto('webhook_endpoints')
      .values({
        id: newId('endpoint'),
        workspace_id: context.workspaceId,
        project_id: projectId,
        url: input.url,
        events: [...new Set(input.events)],
        secret: context.secrets.encrypt(secret),
        disabled_at: null,
        disabled_reason: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await appendChange(trx, project.number, 'project');
    return { ...toEndpoint(row, undefined), secret };
  });
}
