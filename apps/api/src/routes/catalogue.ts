import { catalogueQuery, itemSchema, pageOf, userSchema } from '@curio/contracts';
import { listItems } from '@curio/core/catalogue/items/list-items';
import { listUsers } from '@curio/core/catalogue/users/list-users';
import { createRouter, json, projectParam, route } from '../http/openapi.ts';

const tags = ['Catalogue'];

export const catalogue = createRouter()
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/items',
      tags,
      summary: 'List or search items',
      request: { params: projectParam, query: catalogueQuery },
      responses: { 200: json(pageOf(itemSchema), 'In the order of their ids') },
    }),
    async (c) => c.json(await listItems(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/users',
      tags,
      summary: 'List or search users',
      request: { params: projectParam, query: catalogueQuery },
      responses: { 200: json(pageOf(userSchema), 'In the order of their ids') },
    }),
    async (c) => c.json(await listUsers(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
  );
