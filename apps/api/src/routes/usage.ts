import { usagePage, usageQuery } from '@curio/contracts';
import { listUsage } from '@curio/core/usage/list-usage';
import { createRouter, json, route } from '../http/openapi.ts';

export const usage = createRouter().openapi(
  route({
    method: 'get',
    path: '/usage',
    tags: ['Workspace'],
    summary: 'What the workspace used, by day and project, and its quotas',
    request: { query: usageQuery },
    responses: { 200: json(usagePage, 'Oldest day first; a few seconds old') },
  }),
  async (c) => c.json(await listUsage(c.get('context'), c.req.valid('query')), 200),
);
