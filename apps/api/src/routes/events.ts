import { pageQuery, sendEventsInput, sendEventsResult, storedEventsPage } from '@curio/contracts';
import { listEvents } from '@curio/core/events/list-events';
import { sendEvents } from '@curio/core/events/send-events';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';

const tags = ['Events'];
/** Ten thousand events with ids and values of common length. */
const maxBatchBytes = 8 << 20;

/** An event counts in the very next recommendation of the process that took it. */
export function events({ serving }: RecommendServices) {
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
        { maxBodyBytes: maxBatchBytes },
      ),
      async (c) => {
        const input = c.req.valid('json');
        const list = 'events' in input ? input.events : [input];
        const context = c.get('context');
        const { projectId } = c.req.valid('param');
        const forget = (userIds: Set<string>) =>
          serving.requestStates.forget({ workspaceId: context.workspaceId, projectId }, userIds);
        return c.json(await sendEvents(context, projectId, list, forget), 202);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/users/{userId}/events',
        tags,
        summary: "A user's events",
        request: { params: projectParam.extend({ userId: z.string() }), query: pageQuery },
        responses: { 200: json(storedEventsPage, 'Newest first') },
      }),
      async (c) => {
        const { projectId, userId } = c.req.valid('param');
        return c.json(await listEvents(c.get('context'), projectId, userId, c.req.valid('query')), 200);
      },
    );
}
