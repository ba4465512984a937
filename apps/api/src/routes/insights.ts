import { insightsPage, insightsQuery } from '@curio/contracts';
import { listInsights } from '@curio/core/insights/list-insights';
import { createRouter, json, projectParam, route } from '../http/openapi.ts';

export const insights = createRouter().openapi(
  route({
    method: 'get',
    path: '/projects/{projectId}/insights',
    tags: ['Insights'],
    summary: 'How often recommendations were shown, clicked and converted',
    request: { params: projectParam, query: insightsQuery },
    responses: { 200: json(insightsPage, 'By placement, model version and day, newest first') },
  }),
  async (c) => c.json(await listInsights(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
);
