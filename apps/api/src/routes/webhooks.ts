import { createdEndpointSchema, createEndpointInput, endpointSchema, pageOf, pageQuery } from '@curio/contracts';
import { createEndpoint } from '@curio/core/webhooks/create-endpoint';
import { deleteEndpoint } from '@curio/core/webhooks/delete-endpoint';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import { listEndpoints } from '@curio/core/webhooks/list-endpoints';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';

const tags = ['Webhooks'];

export function webhooks(destinations: DestinationPolicy) {
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
        return c.json(await createEndpoint(c.get('context'), projectId, c.req.valid('json'), destinations), 201);
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
        await deleteEndpoint(c.get('context'), projectId, endpointId);
        return c.body(null, 204);
      },
    );
}
