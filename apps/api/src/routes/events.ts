import { ownId, pageQuery, sendEventsInput, sendEventsResult, storedEventsPage } from '@curio/contracts';
import { deleteEvents } from '@curio/core/events/delete-events';
import { listEvents } from '@curio/core/events/list-events';
import { takeEvents } from '@curio/core/events/take-events';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';
import { maxBulkBytes } from './max-bulk-bytes.ts';

const tags = ['Events'];
const oneUser = projectParam.extend({ userId: ownId });

/** An event counts in the very next recommendation of the process that took it. */
export function events(services: RecommendServices) {
  return createRouter()
    .openapi(
      route(
        {
          method: 'post',
          path: '/projects/{projectId}/events',
          tags,
          summary: 'Send one event, or up to 10,000',
          request: { params: projectParam, body: body(sendEventsInput) },
          responses: { 202: json(sendEventsResult, 'How many were taken, and why others were not') },
        },
        { maxBodyBytes: maxBulkBytes },
      ),
      async (c) => {
        const context = c.get('context');
        const { projectId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await takeEvents(context, services.gatherer, projectId, c.req.valid('json'), apply), 202);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/users/{userId}/events',
        tags,
        summary: "A user's events",
        request: { params: oneUser, query: pageQuery },
        responses: { 200: json(storedEventsPage, 'Newest first') },
      }),
      async (c) => {
        const { projectId, userId } = c.req.valid('param');
        return c.json(await listEvents(c.get('context'), projectId, userId, c.req.valid('query')), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}/users/{userId}/events',
        tags,
        summary: "Delete a user's events; the user stays",
        request: { params: oneUser },
        responses: { 204: { description: 'Deleted, now or before' } },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, userId } = c.req.valid('param');
        await deleteEvents(context, projectId, userId, applyChange(services, context, projectId));
        return c.body(null, 204);
      },
    );
}
