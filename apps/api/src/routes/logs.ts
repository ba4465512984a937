import { loggedRequestSchema, logsPage, logsQuery, requestCountsQuery, requestCountsSchema } from '@curio/contracts';
import { getRequest } from '@curio/core/logs/get-request';
import { listRequests } from '@curio/core/logs/list-requests';
import { sumRequests } from '@curio/core/logs/sum-requests';
import { createRouter, json, route, z } from '../http/openapi.ts';

const tags = ['Logs'];

export const logs = createRouter()
  .openapi(
    route({
      method: 'get',
      path: '/logs',
      tags,
      summary: 'Requests to the API: every error and a sample of the successes, within bounds',
      request: { query: logsQuery },
      responses: { 200: json(logsPage, 'Newest first; about a second old') },
    }),
    async (c) => c.json(await listRequests(c.get('context'), c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/logs/{requestId}',
      tags,
      summary: 'One request, by the id that its answer had',
      request: { params: z.object({ requestId: z.string() }) },
      responses: { 200: json(loggedRequestSchema, 'The request; of an error its body and answer too') },
    }),
    async (c) => c.json(await getRequest(c.get('context'), c.req.valid('param').requestId), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/request-counts',
      tags,
      summary: 'How many requests and errors there were in the last 24 hours',
      request: { query: requestCountsQuery },
      responses: { 200: json(requestCountsSchema, 'Requests of API keys; about a second old') },
    }),
    async (c) => c.json(await sumRequests(c.get('context'), c.req.valid('query').projectId), 200),
  );
