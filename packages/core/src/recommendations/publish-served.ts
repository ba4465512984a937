import type { WebhookPayload } from '@curio/contracts';
import { sql } from '@curio/db';
import type { ProjectRef } from '@curio/serving/state/project';
import type { Services } from '../platform/context.ts';

export interface ServedRecommendation {
  recommendationId: string;
  userId: string | null;
  itemIds: string[];
  modelVersion: number | null;
  servedAt: string;
}

export interface ServedBatch {
  project: ProjectRef;
  recommendations: ServedRecommendation[];
}

const maxPerDelivery = 100;

/**
 * Writes the deliveries of `recommendation.served` and their jobs, for every workspace in one transaction of two
 * statements. The SQL function sets the workspace of each batch in turn, so that row-level security holds.
 */
export async function publishServed(
  { db, jobs }: Pick<Services, 'db' | 'jobs'>,
  batches: readonly ServedBatch[],
): Promise<void> {
  const messages = batches.flatMap(messagesOf);
  const workspaceIds = messages.map(({ project }) => project.workspaceId);
  const projectIds = messages.map(({ project }) => project.projectId);
  const payloads = messages.map(({ payload }) => JSON.stringify(payload));
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ workspace_id: string; project_id: string; delivery_id: string }>`
      select * from publish_served(${workspaceIds}::text[], ${projectIds}::text[], ${payloads}::jsonb[])`.execute(trx);
    await jobs.sendDeliveries(
      trx,
      rows.map((row) => ({ workspaceId: row.workspace_id, projectId: row.project_id, deliveryId: row.delivery_id })),
    );
  });
}

function messagesOf({ project, recommendations }: ServedBatch): { project: ProjectRef; payload: WebhookPayload }[] {
  const timestamp = new Date().toISOString();
  const messages = [];
  for (let at = 0; at < recommendations.length; at += maxPerDelivery) {
    const data = { projectId: project.projectId, recommendations: recommendations.slice(at, at + maxPerDelivery) };
    messages.push({ project, payload: { type: 'recommendation.served' as const, timestamp, data } });
  }
  return messages;
}
