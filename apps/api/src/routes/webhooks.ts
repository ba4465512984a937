import { createdEndpointSchema, createEndpointInput, endpointSchema, pageOf, pageQuery } from '@curio/contracts';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { createEndpoint } from '@curio/core/webhooks/create-endpoint';
import { deleteEndpoint } from '@curio/core/webhooks/delete-endpoint';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import { listEndpoints } from '@curio/core/webhooks/list-endpoints';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';

const tags = ['Webhooks'];

export function webhooks(destinations: DestinationPolicy, services: RecommendServices) {
  return createRouter()
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/webhooks',
        tags,
        summary: 'Make an endpoint; its secret is shown once',
        request: { params: projectParam, body: body(createEndpointInput) },
        responses: { 201: json(createdEndpointSchema, 'The endpoint') },
      }),
      async (c) => {
        const { projectId } = c.req.valid('param');
        const context = c.get('context');
        const endpoint = await createEndpoint(context, projectId, c.req.valid('json'), destinations);
        await applyChange(services, context, projectId)('project', []);
        return c.json(endpoint, 201);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/webhooks',
        tags,
        summary: 'List endpoints',
        request: { params: projectParam, query: pageQuery },
        responses: { 200: json(pageOf(endpointSchema), 'Newest first') },
      }),
      async (c) =>
        c.json(await listEndpoints(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}/webhooks/{endpointId}',
        tags,
        summary: 'Delete an endpoint with its deliveries',
        request: { params: projectParam.extend({ endpointId: z.string() }) },
        responses: { 204: { description: 'Deleted' } },
      }),
      async (c) => {
        const { projectId, endpointId } = c.req.valid('param');
        const context = c.get('context');
        await deleteEndpoint(context, projectId, endpointId);
        await applyChange(services, context, projectId)('project', []);
        return c.body(null, 204);
      },
    );
}
